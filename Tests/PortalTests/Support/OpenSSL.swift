import Foundation
import Testing

#if canImport(Glibc)
import Glibc
#endif

/// `openssl` in a folder of its own: whatever a certificate provider or an authority does with it.
struct OpenSSL: Sendable {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("openssl-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    func run(_ arguments: [String]) throws {
        // Foundation's `Process` reads behind the end of its own memory now and then when several start at once, which ends all tests.
        let words = (["openssl"] + arguments).map { "'" + $0.replacing("'", with: #"'\''"#) + "'" }
        let ending = system("cd '\(folder.path)' && exec \(words.joined(separator: " ")) >/dev/null 2>&1")
        #expect(ending == 0, "openssl \(arguments.joined(separator: " "))")
    }

    func content(of name: String) throws -> Data { try Data(contentsOf: folder.appendingPathComponent(name)) }
    func text(of name: String) throws -> String { try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8) }
    func write(_ content: Data, to name: String) throws { try content.write(to: folder.appendingPathComponent(name)) }
    func leave() { try? FileManager.default.removeItem(at: folder) }
}
