import Foundation
import Testing

/// Whatever a script installs or a manifest names stands in `Docs/Dependencies.md`, with the reason why it is here.
@Suite("Dependencies")
struct DependencyTests {
    @Test("Every Debian package and Python tool that a script installs is told of")
    func installed() throws {
        let document = try Self.document()
        let told = Set(document.lines.flatMap { line in line.text.split(whereSeparator: { !Self.isPartOfName($0) }).map(String.init) })
        var wrong: [String] = []
        for file in try Self.installers() {
            let names = Self.names(in: file.content)
            #expect(file.path != "Scripts/setup" || names.count > 10, "The test misreads Scripts/setup: mend `names`.")
            wrong += names.subtracting(told).sorted().map { "\(file.path): \($0)" }
        }
        #expect(wrong.isEmpty, "Give it a line in Docs/Dependencies.md: from where, and for what.\n\(wrong.joined(separator: "\n"))")
    }

    @Test("Every Swift package has its line, and every line its package")
    func swiftPackages() throws {
        let paths = try ["Package.swift"] + SourceTree.modules().map { "Modules/\($0)/Package.swift" }
        let named = try Set(
            paths.flatMap { path in
                try Self.file(path).content.matches(of: /\.package\(url: "[^"\\]+\/([^"\/\\]+)"/).map { Self.packageName($0.output.1) }
            })
        let told = Set(try Self.rows(under: "Swift packages").compactMap(\.first))
        #expect(named.count > 5, "The test misreads the manifests.")
        let odd = named.symmetricDifference(told).sorted()
        #expect(
            odd.isEmpty, "Manifests and the table of Swift packages in Docs/Dependencies.md differ in \(odd): add the line or remove it.")
    }

    @Test("A manifest names one version of each package, so that a build is the same everywhere and always")
    func pinned() throws {
        let paths = try ["Package.swift"] + SourceTree.modules().map { "Modules/\($0)/Package.swift" }
        let wrong = try paths.flatMap { path in
            try Self.file(path).content.matches(of: /\.package\(url: "[^"\\]+"[^)]*\)/).map { String($0.output) }
                .filter { !$0.contains("exact: \"") }.map { "\(path): \($0)" }
        }
        #expect(wrong.isEmpty, "Write `exact:` and the version that was tried.\n\(wrong.joined(separator: "\n"))")
    }

    @Test("What packages bring along is named with its version too, and those are the versions of this build")
    func brought() throws {
        struct Pins: Decodable {
            struct Pin: Decodable {
                struct State: Decodable { let version: String }
                let location: String
                let state: State
            }
            let pins: [Pin]
        }
        let pins = try JSONDecoder().decode(Pins.self, from: Data(Self.file("Package.resolved").content.utf8)).pins
        #expect(pins.count > 20)
        let paths = try ["Package.swift"] + SourceTree.modules().map { "Modules/\($0)/Package.swift" }
        let named = try Set(
            paths.flatMap { path in
                let manifest = try Self.file(path).content
                return manifest.matches(of: /url: "https:\/\/github.com\/([^"]+)", exact: ("[0-9.]+")/).map {
                    "\($0.output.1) \($0.output.2)"
                }
                    + manifest.matches(of: /\("([^"]+)", ("[0-9.]+"), "/).map { "\($0.output.1) \($0.output.2)" }
            }.map { $0.replacing(".git ", with: " ") })
        let missing = pins.map { pin in
            let path = pin.location.replacing("https://github.com/", with: "").replacing(/\.git$/, with: "")
            return "\(path) \"\(pin.state.version)\""
        }.filter { !named.contains($0) }
        #expect(missing.isEmpty, "Name it among `brought` in Package.swift: \(missing)")
    }

    @Test("Every C library has its line, with the package that its module names")
    func systemLibraries() throws {
        let told = try Self.rows(under: "System libraries").joined().joined(separator: " ")
        let named = try SourceTree.modules().flatMap { module in
            try Self.file("Modules/\(module)/Package.swift").content.matches(of: /\.apt\(\[([^\]]*)\]\)/).flatMap { match in
                match.output.1.matches(of: /"([^"]+)"/).map { String($0.output.1) }
            }
        }
        #expect(!named.isEmpty, "The test misreads the manifests.")
        let missing = named.filter { !told.contains("`\($0)`") }
        #expect(missing.isEmpty, "Add to the table of system libraries in Docs/Dependencies.md: \(missing)")
    }

    @Test("An array of the shell and a call of apt-get are read alike, whatever stands around the names")
    func reading() {
        #expect(Self.names(in: "packages=(libcurl4 pkg-config)\npackages+=(\n    g++\n)") == ["libcurl4", "pkg-config", "g++"])
        #expect(Self.names(in: "python_tools=(pytest==8.1 \"pyyaml>=6\")") == ["pytest", "pyyaml"])
        #expect(Self.names(in: "sudo apt-get install -y -q \\\n    wrk \"${missing[@]}\" >&2") == ["wrk"])
        #expect(Self.names(in: "known=(Kernel Storage)\napt-get update -q").isEmpty)
    }
}

extension DependencyTests {
    /// Names of Debian packages and Python tools: in arrays called `packages` or `…tools`, and behind `apt-get install`.
    static func names(in script: String) -> Set<String> {
        let text = script.replacing("\\\n", with: " ")
        let arrays = text.matches(of: /(?:packages|tools)\+?=\(([^)]*)\)/).map { $0.output.1 }
        let calls = text.matches(of: /apt-get install ([^\n]*)/).map { $0.output.1 }
        let words = (arrays + calls).flatMap { $0.split(whereSeparator: { $0.isWhitespace || $0 == "\"" }) }
        // Options and what the shell fills in begin otherwise; a version behind the name is not part of it.
        return Set(words.compactMap { $0.prefixMatch(of: /[A-Za-z0-9][A-Za-z0-9+._-]*/).map { String($0.output) } })
    }

    /// Everything that installs something: scripts, what runs a kind of test, and the page for those who run a server.
    private static func installers() throws -> [SourceTree.File] {
        let scripts = try entries(of: "Scripts")
        let runners = try entries(of: "Tests").map { "\($0)/run" }.filter { DocsTests.tree.contains($0) }
        return try (scripts + runners + ["Docs/Operations.md"]).map(file)
    }

    private static func entries(of folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: SourceTree.root.appendingPathComponent(folder).path)
            .filter { !$0.hasPrefix(".") }.sorted().map { "\(folder)/\($0)" }
    }

    private static func file(_ path: String) throws -> SourceTree.File {
        SourceTree.File(path: path, content: try String(contentsOf: SourceTree.root.appendingPathComponent(path), encoding: .utf8))
    }

    private static func document() throws -> DocsTests.Document {
        try #require(DocsTests.documents.first { $0.path == "Docs/Dependencies.md" })
    }

    /// The cells of the table in the section of that name, without its head.
    private static func rows(under heading: String) throws -> [[String]] {
        let section = try document().prose.drop { $0.text != "## \(heading)" }.dropFirst().prefix { !$0.text.hasPrefix("## ") }
        return section.filter { $0.text.hasPrefix("| ") }.dropFirst(2).map { line in
            line.text.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }

    /// As people call it: GRDB's repository is called GRDB.swift.
    private static func packageName(_ repository: Substring) -> String {
        String(repository.hasSuffix(".swift") ? repository.dropLast(6) : repository)
    }

    private static func isPartOfName(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || "+._-".contains(character)
    }
}
