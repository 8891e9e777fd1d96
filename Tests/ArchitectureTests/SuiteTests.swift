import Foundation
import Testing

/// What a suite must do to notice a fault, as far as its text shows it.
@Suite("Suites")
struct SuiteTests {
    /// What waits for somebody else, who may never come.
    static let waits = ["for await ", "makeAsyncIterator()", "Task.yield()", "Gate()", "Door()"]
    static let clocks = ["ContinuousClock", "SuspendingClock", "Date()", "DispatchTime.now()"]

    @Test("Every test expects something")
    func expectations() throws {
        let wrong = try Self.suites().flatMap { file in Self.idle(file.content).map { "\(file.path):\($0)" } }
        #expect(wrong.isEmpty, "Say with #expect or #require what must be so (Docs/Testing.md 2).\n\(wrong.joined(separator: "\n"))")
    }

    @Test("A suite that waits for somebody has a time limit, so that a lost wake-up does not hang the run")
    func timeLimits() throws {
        let wrong = try Self.suites().filter { file in
            let code = Self.code(file.content)
            return Self.waits.contains { code.contains($0) } && !code.contains(".timeLimit(")
        }
        #expect(wrong.isEmpty, "Add `.timeLimit(.minutes(15))` to the suite or the test: \(wrong.map(\.path).joined(separator: ", "))")
    }

    @Test("No test measures the time that it takes")
    func clocks() throws {
        let wrong = try Self.suites().flatMap { file in
            SwiftText(file.content).code.filter { piece in Self.clocks.contains { HabitTests.contains(piece.text, $0) } }
                .map { "\(file.path):\($0.line): \($0.text.trimmingCharacters(in: .whitespaces))" }
        }
        #expect(wrong.isEmpty, "Take a HandWallClock, or count what is done instead.\n\(wrong.joined(separator: "\n"))")
    }

    @Test(
        "A test without an expectation is found at its line",
        arguments: [
            ("@Test(\"A\") func a() { work() }", [1]), ("@Test(\"A\")\nfunc a() {\n  // #expect(true)\n}\n", [1]),
            ("@Test(\"A\") func a() { #expect(b) }", []), ("@Test(\"A\")\nfunc a() throws {\n  try expectNothing()\n}", []),
            ("@Test(\"A\") func a() { #expect(b) }\n@Test(\"B\") func b() {}", [2]),
        ])
    func idleTestsAreRead(_ source: String, _ lines: [Int]) { #expect(Self.idle(source) == lines) }

    private static func suites() throws -> [SourceTree.File] {
        try SourceTree.swiftFiles().filter { $0.path.contains("Tests/") && $0.content.contains("@Test") }
    }

    private static func code(_ source: String) -> String { SwiftText(source).code.map(\.text).joined(separator: "\n") }

    /// Lines of tests behind which nothing is expected before the next one begins. A helper that expects says so in its name.
    static func idle(_ source: String) -> [Int] {
        // Written in two parts, so that this file does not find itself.
        let mark = "@" + "Test"
        var open: Int?
        var found: [Int] = []
        for piece in SwiftText(source).code {
            for (number, part) in piece.text.split(separator: mark, omittingEmptySubsequences: false).enumerated() {
                if number > 0 {
                    if let open { found.append(open) }
                    open = piece.line
                }
                if part.contains(/[eE]xpect|#require|Issue\.record|confirmation\(/) { open = nil }
            }
        }
        return found + [open].compactMap(\.self)
    }
}
