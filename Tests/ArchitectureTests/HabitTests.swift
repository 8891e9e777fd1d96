import Foundation
import Testing

@Suite("Habits")
struct HabitTests {
    struct Habit: CustomTestStringConvertible, Sendable {
        let mark: String
        let remedy: String
        var testDescription: String { mark }
    }

    static let habits = [
        Habit(mark: "try!", remedy: "Throw a Problem, or let the type's initialiser answer nil."),
        Habit(mark: "as!", remedy: "Use `as?` and answer what happens otherwise."),
        Habit(mark: "fatalError(", remedy: "Throw Problem(.unexpected, …): one region's fault must not stop the others."),
        Habit(mark: "Task.sleep", remedy: "Wait for the event itself (a Bell, a stream), or take a WallClock that a test moves by hand."),
        Habit(mark: "Thread.sleep", remedy: "Wait for the event itself."),
        Habit(mark: "= Process()", remedy: "Start it with posix_spawn: Foundation's own now and then ends whoever starts several."),
        Habit(mark: "usleep(", remedy: "Wait for the event itself."),
        Habit(mark: "@unchecked Sendable", remedy: "Make it a struct, or keep its state in a Mutex."),
        Habit(mark: "nonisolated(unsafe)", remedy: "Keep the state in a Mutex or an actor."),
    ]

    @Test("Each shortcut has its reason beside it", arguments: habits)
    func shortcuts(habit: Habit) throws {
        let wrong = try SourceTree.swiftFiles().filter { $0.owner != nil }.flatMap { file -> [String] in
            guard file.content.contains(habit.mark) else { return [] }
            let lines = file.lines
            return SwiftText(file.content).code
                .filter { Self.contains($0.text, habit.mark) && !Self.hasReason(above: $0.line, lines) }
                .map { "\(file.path):\($0.line): \($0.text.trimmingCharacters(in: .whitespaces))" }
        }
        #expect(
            wrong.isEmpty,
            "\(habit.remedy) If there is no better way, say why in a comment above: `// Reason: …`\n\(wrong.joined(separator: "\n"))")
    }

    @Test("Nothing is left for later")
    func noMarks() throws {
        // Written in two parts, so that this file does not find itself.
        let marks = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"].joined(separator: "|")
        let pattern = try Regex("\\b(\(marks))\\b")
        let wrong = try SourceTree.files(["swift", "yaml", "mustache", "py", "sh", "h", "css", "js", "md"]).flatMap { file in
            zip(1..., file.lines).filter { $0.1.contains(pattern) }.map { "\(file.path):\($0.0): \($0.1)" }
        }
        #expect(wrong.isEmpty, "Finish it, or take it to the issue list and remove the mark.\n\(wrong.joined(separator: "\n"))")
    }

    @Test("Every module has its page")
    func readmes() throws {
        let wrong = try SourceTree.modules().flatMap { module -> [String] in
            let path = "Modules/\(module)/README.md"
            let url = SourceTree.root.appendingPathComponent(path)
            guard let content = try? String(contentsOf: url, encoding: .utf8) else { return ["\(path) is missing"] }
            return ["Owns", "Offers", "Needs", "Tables", "Events"].filter { !content.contains($0) }.map { "\(path) does not say \($0)" }
        }
        #expect(
            wrong.isEmpty,
            "Say on one page what the module owns, offers, needs, its tables and events; Storage's README shows how.\n\(wrong.joined(separator: "\n"))"
        )
    }

    @Test("Every test says a sentence that stands alone, and every suite has a name")
    func names() throws {
        let wrong = try SourceTree.swiftFiles().flatMap { file in Self.nameless(file.content).map { "\(file.path):\($0)" } }
        #expect(
            wrong.isEmpty,
            "Say a whole sentence of the test and a noun of the suite, with a capital first (Docs/Testing.md 1).\n\(wrong.joined(separator: "\n"))"
        )
    }

    @Test(
        "A name that is missing, or that goes on from somewhere else, is found at its line",
        arguments: [
            ("@Test func once() {}", [1]), ("let a = 1\n@Test(arguments: [\"One\"])\nfunc once(_ a: String) {}", [2]),
            ("@Test(\"is read once\")\nfunc once() {}", [1]), ("@Test(\n    \"\", arguments: [1])\nfunc once(_ a: Int) {}", [1]),
            ("@Suite struct CodeTests {}", [1]), ("@Suite(.serialized)\nstruct CodeTests {}", [1]),
            ("@Test(\"A code works once\") func once() {}", []), ("@Test(\"5 MB are read\")\nfunc once() {}", []),
            ("@Test(#\"\"Once\" is said\"#)\nfunc once() {}", []),
            ("@Test(\n    \"A code works\", arguments: [1])\nfunc a(_ b: Int) {}", []),
            ("@Suite(\"Codes\")\nstruct CodeTests {}", []), ("// @Test func once() {}\nlet a = \"@Suite struct\"", []),
        ])
    func namesAreRead(_ source: String, _ lines: [Int]) { #expect(Self.nameless(source) == lines) }

    /// Whether the mark stands there as a word: `as!` is not in `alias!`.
    static func contains(_ text: String, _ mark: String) -> Bool {
        text.ranges(of: mark).contains { range in
            guard range.lowerBound > text.startIndex, mark.first?.isLetter == true else { return true }
            let before = text[text.index(before: range.lowerBound)]
            return !(before.isLetter || before.isNumber || before == "_")
        }
    }

    /// Whether the comment directly above the line has a line that begins with `// Reason:`.
    static func hasReason(above line: Int, _ lines: [String]) -> Bool {
        for text in lines.prefix(line - 1).reversed().map({ $0.trimmingCharacters(in: .whitespaces) }) {
            guard text.hasPrefix("//") else { return false }
            if text.hasPrefix("// Reason:") { return true }
        }
        return false
    }

    /// Lines with a test or a suite whose attribute does not begin with a name, and the name with a capital, a digit or a quote.
    static func nameless(_ source: String) -> [Int] {
        guard source.contains("@Test") || source.contains("@Suite") else { return [] }
        let read = SwiftText(source)
        return zip(read.code, read.code.dropFirst() + [SwiftText.Piece(line: 0, text: "")]).compactMap { piece, next in
            guard let mark = piece.text.firstMatch(of: /@(?:Test|Suite)\b/) else { return nil }
            // A name's quotes are in the code and what it says among the texts, on the next line when the attribute is long.
            let behind = piece.text[mark.range.upperBound...]
            let (line, code) = behind == "(" ? (next.line, next.text[...]) : (piece.line, behind.dropFirst())
            let first = read.texts.first { $0.line == line }?.text.first { $0 != "\\" }
            let isName = code.firstMatch(of: /^\s*#*"/) != nil && first.map { $0.isUppercase || $0.isNumber || $0 == "\"" } == true
            return isName ? nil : piece.line
        }
    }
}
