public import Foundation
public import Kernel

#if canImport(Glibc)
internal import Glibc
#endif

/// A folder of sealed files, one per identifier. Files are written once and never changed; what the folder holds is
/// ciphertext, sealed by the ``Vault`` before it comes here.
public struct FileFolder: Sendable {
    let url: URL

    init(_ url: URL) throws {
        self.url = url
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    /// Writes the file so that it is whole and on the disk when this returns. Write it before the row that names it: a
    /// file without a row is rubbish, a row without its file is a loss.
    /// - Throws: `unavailable` when the disk refuses.
    public func write(_ sealed: Data, as id: Identifier) throws {
        let target = location(of: id)
        let draft = target.appendingPathExtension("draft")
        do {
            try FileManager.default.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
            guard FileManager.default.createFile(atPath: draft.path, contents: nil, attributes: [.posixPermissions: 0o600]) else {
                throw CocoaError(.fileWriteUnknown)
            }
            let handle = try FileHandle(forWritingTo: draft)
            try handle.write(contentsOf: sealed)
            try handle.synchronize()
            try handle.close()
            try FileManager.default.moveItem(at: draft, to: target)
            syncFolder(target.deletingLastPathComponent())
        } catch {
            try? FileManager.default.removeItem(at: draft)
            throw Problem(.unavailable, "problem.data.unwritable", arguments: ["path": url.path], detail: "\(error)")
        }
    }

    /// - Throws: `unexpected` when the file is missing or unreadable.
    public func read(_ id: Identifier) throws -> Data {
        do { return try Data(contentsOf: location(of: id)) } catch {
            throw Problem(.unexpected, "problem.unexpected", detail: "file \(id): \(error)")
        }
    }

    /// Removes the file; a file that is not there counts as removed.
    public func remove(_ id: Identifier) throws {
        let target = location(of: id)
        guard FileManager.default.fileExists(atPath: target.path) else { return }
        try FileManager.default.removeItem(at: target)
    }

    /// The last two digits spread the files over 256 folders: the first ones of a UUIDv7 are the time and would not.
    private func location(of id: Identifier) -> URL {
        url.appendingPathComponent(String(id.text.suffix(2))).appendingPathComponent(id.text)
    }

    /// A new name in a folder survives a power cut only when the folder itself is synced.
    private func syncFolder(_ folder: URL) {
        let descriptor = open(folder.path, O_RDONLY)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}
