import Foundation
import Testing

/// The table of `Docs/Architecture.md` 2.
@Suite("Imports between modules")
struct ImportTests {
    /// What comes with Swift and is open to everybody.
    static let system: Set = ["Foundation", "FoundationEssentials", "Synchronization", "Dispatch", "Glibc"]
    static let domains: Set = ["Identity", "Documents", "Payments", "Notifications", "Queue"]
    static let domainNeeds: Set = ["Kernel", "Storage", "Catalogue", "Outbound", "Paper", "Intake", "Crypto", "CryptoExtras"]
    static let allowed: [String: Set<String>] = [
        "Kernel": [],
        "Storage": ["Kernel", "GRDB", "GRDBSQLite", "Crypto"],
        "Outbound": ["Kernel", "CCurl"],
        "Catalogue": ["Kernel", "Yams"],
        "Signing": ["Kernel", "Crypto", "CryptoExtras", "SwiftASN1", "X509"],
        "Paper": ["Kernel", "Crypto"],
        "Intake": [],
        "mpp": ["Kernel", "Catalogue", "Signing", "Portal", "ArgumentParser", "Logging"],
    ].merging(domains.map { ($0, domainNeeds) }) { one, _ in one }

    /// Packages that only some may touch: anywhere else they would tie a module to its surroundings.
    struct Fence: CustomTestStringConvertible, Sendable {
        let prefixes: [String]
        let home: String
        let remedy: String
        var testDescription: String { prefixes.joined(separator: ", ") }
    }

    static let fences = [
        Fence(
            prefixes: ["GRDB"], home: "Modules/Storage/Sources/Storage/SQLite/",
            remedy:
                "Speak SQL through the transaction (`tx.rows`, `tx.execute`): GRDB stays in Storage's folder SQLite/, so that PostgreSQL can follow."
        ),
        Fence(
            prefixes: ["Hummingbird", "HTTPTypes", "NIO"], home: "Apps/Portal/",
            remedy: "Let the module offer plain Swift, and turn it into HTTP in Apps/Portal."),
        Fence(
            prefixes: ["CCurl"], home: "Modules/Outbound/",
            remedy: "Call the outside world through Outbound's WebClient or MailCarrier."),
        Fence(prefixes: ["CZlib"], home: "Apps/Portal/HTTP/", remedy: "Let the responder pack the answer: `Reply.packed(if:)`."),
        Fence(prefixes: ["Yams"], home: "Modules/Catalogue/", remedy: "Read data files through Catalogue, which checks them."),
    ]

    @Test("Every module has its row in the table")
    func everyModuleIsKnown() throws {
        let unknown = try SourceTree.modules().filter { Self.allowed[$0] == nil }
        #expect(unknown.isEmpty, "Add a row for \(unknown) to `allowed` here, and to Docs/Architecture.md 2: what may it import?")
    }

    @Test("Modules import only what their row allows")
    func rows() throws {
        let files = try SourceTree.sources()
        #expect(files.count > 20, "The test does not find the sources below \(SourceTree.root.path): mend SourceTree.")
        let wrong = try files.flatMap { file -> [String] in
            guard let owner = file.owner, let row = Self.allowed[owner] else { return [] }
            let own = try file.isInModule ? Self.ownTargets(of: owner) : [owner]
            let open = row.union(own).union(Self.system)
            return file.imports.filter { !open.contains($0.module) }.map { "\(file.path):\($0.line): imports \($0.module)" }
        }
        #expect(
            wrong.isEmpty,
            """
            A module reached outside of its row. State the need as a protocol in the module's Needs.swift and answer it in \
            Apps/Portal/Adapters; if the table itself is wrong, change it here and in Docs/Architecture.md 2, with a decision.
            \(wrong.joined(separator: "\n"))
            """)
    }

    @Test("Each module's manifest names what its files import: the modules are tried in one scratch folder, where all are at hand")
    func declared() throws {
        let files = try SourceTree.swiftFiles().filter { !$0.path.hasSuffix("Package.swift") }
        for module in try SourceTree.modules() {
            let path = SourceTree.root.appendingPathComponent("Modules/\(module)/Package.swift")
            let manifest = try String(contentsOf: path, encoding: .utf8)
            let open = try Self.ownTargets(of: module).union(Self.system).union(["Testing", "XCTest"])
            let wrong = files.filter { $0.isInModule && $0.owner == module }.flatMap { file in
                file.imports.filter { !open.contains($0.module) && !manifest.contains("\"\($0.module)\"") }
                    .map { "\(file.path):\($0.line): imports \($0.module)" }
            }
            #expect(wrong.isEmpty, "Name it among the dependencies of Modules/\(module)/Package.swift.\n\(wrong.joined(separator: "\n"))")
        }
    }

    @Test("A domain knows no other domain, in its tests neither")
    func domainsAreStrangers() throws {
        let wrong = try SourceTree.swiftFiles().filter { $0.isInModule }.flatMap { file in
            file.imports.filter { Self.domains.contains($0.module) && $0.module != file.owner && file.owner != nil }
                .map { "\(file.path):\($0.line): imports \($0.module)" }
        }
        #expect(
            wrong.isEmpty,
            "Two domains meet only in Apps/Portal/Adapters: state the need in Needs.swift. \n\(wrong.joined(separator: "\n"))")
    }

    @Test("Packages stay behind their fence", arguments: fences)
    func fence(_ fence: Fence) throws {
        let wrong = try SourceTree.swiftFiles().filter { $0.owner != nil && !$0.path.hasPrefix(fence.home) }.flatMap { file in
            file.imports.filter { found in fence.prefixes.contains { found.module.hasPrefix($0) } }
                .map { "\(file.path):\($0.line): imports \($0.module)" }
        }
        #expect(wrong.isEmpty, "\(fence.remedy)\n\(wrong.joined(separator: "\n"))")
    }

    /// The targets a module declares for itself, such as a system library, by their folders below `Sources`.
    private static func ownTargets(of module: String) throws -> Set<String> {
        let folder = SourceTree.root.appendingPathComponent("Modules/\(module)/Sources")
        return Set(try FileManager.default.contentsOfDirectory(atPath: folder.path))
    }
}
