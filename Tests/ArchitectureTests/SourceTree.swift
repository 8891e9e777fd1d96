import Foundation

/// The project's own files, as they lie beside this test.
struct SourceTree {
    struct File {
        /// From the project's root, `Modules/Kernel/Sources/Kernel/Money.swift`.
        let path: String
        let content: String

        var folders: [String] { path.split(separator: "/").dropLast().map(String.init) }
        var isInModule: Bool { folders.first == "Modules" }
        /// Name of the module or app that the file belongs to; `nil` for other files.
        var owner: String? { ["Modules", "Apps"].contains(folders.first) && folders.count > 1 ? folders[1] : nil }
        var isTest: Bool { folders.contains("Tests") }
        var lines: [String] { content.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }

        /// Modules named by `import` lines, with the number of the line.
        var imports: [(line: Int, module: String)] {
            // Reading stops behind the last line that could be one: most of a file need not be taken apart.
            let head = lines.prefix(1 + (lines.lastIndex { $0.contains("import ") } ?? -1)).joined(separator: "\n")
            return SwiftText(head).code.compactMap { piece in
                let words = piece.text.split(separator: " ").filter { !$0.hasPrefix("@") }
                guard let position = words.firstIndex(of: "import"), position < 2, words.count > position + 1 else { return nil }
                let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
                let name = words[(position + 1)...].first { !kinds.contains($0) } ?? ""
                return (piece.line, String(name.prefix { $0.isLetter || $0.isNumber || $0 == "_" }))
            }
        }
    }

    /// The folder that holds `Package.swift`, two above this file's.
    static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// All files below `Modules`, `Apps` and `Tests` with one of the endings.
    static func files(_ endings: Set<String>) throws -> [File] {
        var files: [File] = []
        for folder in ["Modules", "Apps", "Tests"] {
            let base = root.appendingPathComponent(folder)
            guard let walk = FileManager.default.enumerator(atPath: base.path) else { continue }
            while let name = walk.nextObject() as? String {
                if name.split(separator: "/").contains(where: { $0.hasPrefix(".") || $0 == "out" || $0 == "node_modules" }) { continue }
                guard endings.contains((name as NSString).pathExtension) else { continue }
                let content = try String(contentsOf: base.appendingPathComponent(name), encoding: .utf8)
                files.append(File(path: "\(folder)/\(name)", content: content))
            }
        }
        return files.sorted { $0.path < $1.path }
    }

    static func swiftFiles() throws -> [File] { try files(["swift"]) }

    /// Source files of modules and apps, without tests and manifests.
    static func sources() throws -> [File] {
        try swiftFiles().filter { $0.owner != nil && !$0.isTest && !$0.path.hasSuffix("Package.swift") }
    }

    /// Names of the folders directly below `Modules`.
    static func modules() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent("Modules").path)
            .filter { !$0.hasPrefix(".") }.sorted()
    }
}
