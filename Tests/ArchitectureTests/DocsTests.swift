import Foundation
import Testing

@Suite("The documents")
struct DocsTests {
    @Test("There are documents, and their code marks come in pairs")
    func documentsAreRead() {
        #expect(Self.documents.count > 10, "The test finds too few documents below \(SourceTree.root.path): mend `documents`.")
        let wrong = Self.documents.map { document in
            document.list(document.prose.filter { !$0.text.count(where: { $0 == "`" }).isMultiple(of: 2) })
        }.filter { !$0.isEmpty }
        #expect(wrong.isEmpty, "Close each ` on its own line; otherwise these tests misread it.\n\(wrong.joined(separator: "\n"))")
    }

    @Test("Every path in a document exists", arguments: documents)
    func paths(document: Document) {
        let wrong = (document.spans + document.mapEntries).filter { Self.isPath($0.text) && !Self.exists($0.text) }
        #expect(wrong.isEmpty, "Name the file as it is called now, or write a pattern with < >.\n\(document.list(wrong))")
    }

    @Test("Every link leads somewhere", arguments: documents)
    func links(document: Document) {
        let folder = SourceTree.root.appendingPathComponent(document.path).deletingLastPathComponent()
        let wrong = document.links.filter { link in
            let target = String(link.text.prefix { $0 != "#" })
            return !target.isEmpty && !FileManager.default.fileExists(atPath: folder.appendingPathComponent(target).path)
        }
        #expect(wrong.isEmpty, "Mend the link, relative to the document's own folder.\n\(document.list(wrong))")
    }

    @Test("Every mpp command in a document exists", arguments: documents)
    func commands(document: Document) throws {
        let (subcommands, options) = try Self.commandLine()
        #expect(subcommands["catalogue"] == ["check"], "The test misreads the commands of Apps/mpp: mend `commandLine`.")
        let wrong = document.commands.filter { !Self.isKnown($0.text, subcommands, options) }
        #expect(wrong.isEmpty, "Apps/mpp has no such command or option; `mpp --help` shows what there is.\n\(document.list(wrong))")
    }

    @Test("Every address in a document is a route", arguments: documents)
    func addresses(document: Document) throws {
        let routes = try Self.routes()
        let wrong = document.spans.filter { span in
            guard let pattern = Self.addressPattern(span.text) else { return false }
            return !routes.contains { Self.leads(pattern, to: $0) }
        }
        #expect(wrong.isEmpty, "No route in Apps/Portal has this address.\n\(document.list(wrong))")
    }

    @Test("Every environment variable in a document is read somewhere", arguments: documents)
    func variables(document: Document) throws {
        let sources = try SourceTree.sources().map(\.content) + ["run", "setup", "test", "check"].map(Self.script)
        let wrong = document.lines.flatMap { line in
            line.text.matches(of: /MPP_[A-Z_]*[A-Z]/).map { Document.Line(number: line.number, text: String($0.output)) }
        }.filter { name in !sources.contains { $0.contains(name.text) } }
        #expect(wrong.isEmpty, "Neither Apps nor Scripts know this variable.\n\(document.list(wrong))")
    }

    @Test("Every excerpt in a document stands in its file", arguments: documents)
    func excerpts(document: Document) {
        #expect(document.path != "Docs/Tour.md" || !document.excerpts.isEmpty, "The tour shows no code, or the test misreads it.")
        for excerpt in document.excerpts {
            let place = "\(document.path):\(excerpt.line)"
            guard let path = excerpt.file else {
                Issue.record("\(place): end the line before the excerpt with its file, in backticks and with a colon.")
                continue
            }
            let file = try? String(contentsOf: SourceTree.root.appendingPathComponent(path), encoding: .utf8)
            let stands = Self.folded(file ?? "").contains(Self.folded(excerpt.text))
            #expect(
                stands,
                "\(place): this does not stand in \(path) any more. Show what is there now, and see whether the words around it hold.")
            #expect(excerpt.text.split(separator: "\n").count <= 6, "\(place): show at most six lines.")
        }
    }
}

// MARK: What a document says

extension DocsTests {
    /// A Markdown file, split into prose and fenced blocks.
    struct Document: Sendable, CustomTestStringConvertible {
        struct Line: Sendable {
            let number: Int
            let text: String
            var line: Int { number }
        }

        struct Fence: Sendable {
            let line: Int
            let kind: String
            /// The last line above the fence that is not empty.
            let before: String
            var text = ""
            /// The file that the fence says it is from.
            var file: String? { before.firstMatch(of: /`([^`]+)`:$/).map { String($0.output.1) } }
        }

        let path: String
        private(set) var lines: [Line] = []
        private(set) var prose: [Line] = []
        private(set) var fences: [Fence] = []
        var testDescription: String { path }

        init(path: String, content: String) {
            self.path = path
            var open: Fence?
            for (number, text) in zip(1..., content.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)) {
                lines.append(Line(number: number, text: text))
                if text.hasPrefix("```") {
                    if let fence = open { fences.append(fence) }
                    let before = prose.last { !$0.text.isEmpty }?.text ?? ""
                    open = open == nil ? Fence(line: number, kind: String(text.dropFirst(3)), before: before) : nil
                } else if open != nil {
                    open?.text += text + "\n"
                } else {
                    prose.append(Line(number: number, text: text))
                }
            }
        }

        /// What stands between backticks.
        var spans: [Line] { found(/`([^`]+)`/) }
        /// Targets of links inside the project; pictures may be made later.
        var links: [Line] { found(/(?:^|[^!])\[[^\]]*\]\(([^)\s]+)\)/).filter { !$0.text.contains(":") } }

        /// Blocks that show what stands in a file: Swift, and whatever else names its file.
        var excerpts: [Fence] { fences.filter { $0.kind == "swift" || $0.file.map(DocsTests.isPath) == true } }

        /// The first word of each line of a block of kind `text`: the map of the tree.
        var mapEntries: [Line] {
            fences.filter { $0.kind == "text" }.flatMap { fence in
                zip((fence.line + 1)..., fence.text.split(separator: "\n", omittingEmptySubsequences: false)).compactMap { number, line in
                    line.split(separator: " ").first.map { Line(number: number, text: String($0)) }
                }
            }
        }

        /// Everything that calls `mpp`, from the word after it on.
        var commands: [Line] {
            let blocks = fences.filter { ["sh", "ini"].contains($0.kind) }.flatMap { fence in
                fence.text.replacing("\\\n", with: " ").split(separator: "\n").map { Line(number: fence.line, text: String($0)) }
            }
            return (spans + blocks).compactMap { line in
                let words = line.text.split(separator: " ")
                let position = words.indices.last { index in
                    words[index].hasSuffix("/mpp/mpp") || (words[index] == "mpp" && (index == 0 || words[index - 1] == "run"))
                }
                guard let position, position + 1 < words.count else { return nil }
                return Line(number: line.number, text: words[(position + 1)...].joined(separator: " "))
            }
        }

        func list(_ lines: [Line]) -> String { lines.map { "\(path):\($0.number): \($0.text)" }.joined(separator: "\n") }

        private func found(_ pattern: Regex<(Substring, Substring)>) -> [Line] {
            prose.flatMap { line in line.text.matches(of: pattern).map { Line(number: line.number, text: String($0.output.1)) } }
        }
    }

    static let documents: [Document] = {
        let folders = ["Docs", "Docs/Decisions"]
        let paths = folders.flatMap { folder in
            ((try? FileManager.default.contentsOfDirectory(atPath: SourceTree.root.appendingPathComponent(folder).path)) ?? [])
                .filter { $0.hasSuffix(".md") }.sorted().map { "\(folder)/\($0)" }
        }
        return (["README.md"] + paths).compactMap { path in
            let content = try? String(contentsOf: SourceTree.root.appendingPathComponent(path), encoding: .utf8)
            return content.map { Document(path: path, content: $0) }
        }
    }()
}

// MARK: What is there

extension DocsTests {
    /// Every file of the project and every folder that holds one, folders with a slash at their end.
    static let tree: Set<String> = {
        var known: Set<String> = []
        for top in (try? FileManager.default.contentsOfDirectory(atPath: SourceTree.root.path)) ?? [] {
            let isOurs = top == ".ci" || !top.hasPrefix(".")
            let walk = isOurs ? FileManager.default.enumerator(atPath: SourceTree.root.appendingPathComponent(top).path) : nil
            let inner = (walk?.compactMap { $0 as? String } ?? []).filter { !$0.split(separator: "/").contains { $0.hasPrefix(".") } }
            if walk == nil || inner.isEmpty { known.insert(top) }
            for path in inner {
                known.insert("\(top)/\(path)")
                var folder = "\(top)/\(path)"
                while let slash = folder.lastIndex(of: "/") {
                    folder = String(folder[..<slash])
                    guard known.insert(folder + "/").inserted else { break }
                }
            }
        }
        return known
    }()

    /// Whether the text means a place in the tree: it begins at the root, or it ends as our files do.
    static func isPath(_ text: String) -> Bool {
        guard !text.hasPrefix("/"), !text.contains(where: { " *{}<>$()=…\"".contains($0) }) else { return false }
        let first = text.prefix { $0 != "/" }
        let tops = ["Apps", "Modules", "Tests", "Docs", "Scripts", ".ci"]
        let endings = ["swift", "yaml", "mustache", "css", "md", "py", "modulemap"]
        return (first != text && tops.contains(String(first))) || endings.contains((text as NSString).pathExtension)
    }

    /// Whether the tree has that path, counted from the root or, for a short one, from any folder.
    static func exists(_ text: String) -> Bool {
        let folder = text.hasSuffix("/") ? text : text + "/"
        return tree.contains(text) || tree.contains(folder) || tree.contains { $0.hasSuffix("/" + text) }
    }

    /// The subcommands of `mpp` with their own, and all names of options, read from the sources of Apps/mpp.
    static func commandLine() throws -> (subcommands: [String: Set<String>], options: Set<String>) {
        var subcommands: [String: Set<String>] = [:]
        var options: Set<String> = ["--help"]
        var names: [Substring: String] = [:]
        let files = try SourceTree.swiftFiles().filter { $0.owner == "mpp" }
        // Subcommands may stand in another file, in an extension of their command.
        for file in files {
            for match in file.content.matches(of: /\nstruct (\w+): AsyncParsableCommand[^"]*commandName: "([^"]+)"/) {
                names[match.1] = String(match.2)
            }
        }
        for file in files {
            var parent = ""
            for piece in file.content.split(separator: /\n(?= *(?:struct|extension) )/) {
                if let whole = piece.firstMatch(of: /^extension (\w+)/) { parent = names[whole.1] ?? "" }
                guard let start = piece.firstMatch(of: /^( *)struct (\w+): AsyncParsableCommand/) else { continue }
                let words = start.2.replacing(/[a-z](?=[A-Z])/) { "\($0.output)-" }.lowercased()
                let name = piece.firstMatch(of: /commandName: "([^"]+)"/).map { String($0.1) } ?? words
                if start.1.isEmpty {
                    parent = name
                    if name != "mpp" { subcommands[name, default: []].formUnion([]) }
                } else {
                    subcommands[parent, default: []].insert(name)
                }
            }
            for match in file.content.matches(of: /@(?:Option|Flag)[^\n]*\s+var (\w+)/) { options.insert("--" + match.1) }
            for match in file.content.matches(of: /\.customLong\("([^"]+)"\)/) { options.insert("--" + match.1) }
        }
        return (subcommands, options)
    }

    static func isKnown(_ call: String, _ subcommands: [String: Set<String>], _ options: Set<String>) -> Bool {
        let words = call.split(separator: " ").prefix { !["|", "#", "&&", ">"].contains($0) }
        guard words.filter({ $0.hasPrefix("--") }).allSatisfy({ options.contains(String($0.prefix { $0 != "=" })) }) else { return false }
        guard let command = words.first.map(String.init), !command.hasPrefix("-") else { return true }
        guard let inner = subcommands[command] else { return false }
        guard !inner.isEmpty, words.count > 1, !words[1].hasPrefix("-") else { return true }
        return words[1].split(separator: "|").allSatisfy { inner.contains(String($0)) }
    }

    /// The addresses of all routes, with `{}` for what differs.
    static func routes() throws -> Set<String> {
        var routes: Set<String> = []
        for file in try SourceTree.sources() where file.owner == "Portal" {
            for match in file.content.matches(of: /table\.(\w+)\(\s*(?:\.\w+, )?"([^"]*)"/) {
                let path = String(match.2).replacing(/:\w+/, with: "{}")
                let prefix =
                    ["root": "", "probe": "", "operation": "/{}/api/v1", "own": "/{}/api/v1", "nation": "/api/v1"][String(match.1)] ?? "/{}"
                routes.insert(prefix + path)
            }
        }
        return routes
    }

    /// The text as an address of the portal in the form of `routes`; `nil` for other texts, such as a path of the machine.
    static func addressPattern(_ text: String) -> String? {
        guard text.hasPrefix("/"), !text.contains(" ") else { return nil }
        let pattern = text.replacing(/\{[^}]*\}/, with: "{}").replacing(/^\/(kab|kota)-[a-z-]+/, with: "/{}")
        return pattern.hasPrefix("/{}") || !pattern.dropFirst().contains("/") ? pattern : nil
    }

    /// Whether the address is one of the route's: equal, or with a value in the place of a later `{}`.
    static func leads(_ address: String, to route: String) -> Bool {
        let (address, route) = (address.split(separator: "/"), route.split(separator: "/"))
        guard address.count == route.count, address.first == route.first else { return false }
        return zip(address, route).dropFirst().allSatisfy { $0 == $1 || $1 == "{}" }
    }

    static func script(_ name: String) -> String {
        (try? String(contentsOf: SourceTree.root.appendingPathComponent("Scripts/\(name)"), encoding: .utf8)) ?? ""
    }

    static func folded(_ text: String) -> String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
