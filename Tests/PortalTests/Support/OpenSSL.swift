import Foundation
import Testing

/// `openssl` in a folder of its own: whatever a certificate provider or an authority does with it.
struct OpenSSL: Sendable {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("openssl-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    func run(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.currentDirectoryURL = folder
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "openssl \(arguments.joined(separator: " "))")
    }

    func content(of name: String) throws -> Data { try Data(contentsOf: folder.appendingPathComponent(name)) }
    func text(of name: String) throws -> String { try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8) }
    func write(_ content: Data, to name: String) throws { try content.write(to: folder.appendingPathComponent(name)) }
    func leave() { try? FileManager.default.removeItem(at: folder) }
}
