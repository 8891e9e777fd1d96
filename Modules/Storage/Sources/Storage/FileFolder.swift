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
    /// file without a row is rubbish (a second try may overwrite it), a row without its file is a loss.
    /// - Throws: `unavailable` `problem.data.unavailable` when the disk refuses; nothing is left behind then.
    public func write(_ sealed: Data, as id: Identifier) throws {
        let target = location(of: id)
        let folder = target.deletingLastPathComponent()
        do {
            let isFirstInFolder = !FileManager.default.fileExists(atPath: folder.path)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            if isFirstInFolder { try syncFolder(url) }
            try writeWhole(sealed, to: target)
        } catch {
            throw Problem(.unavailable, "problem.data.unavailable", detail: "file \(target.path): \(error)")
        }
    }

    /// - Throws: `unexpected` when the file is missing or unreadable.
    public func read(_ id: Identifier) throws -> Data {
        do { return try Data(contentsOf: location(of: id)) } catch {
            throw Problem(.unexpected, "problem.unexpected", detail: "file \(id): \(error)")
        }
    }

    /// Removes the file; a file that is not there counts as removed.
    /// - Throws: `unavailable` `problem.data.unavailable` when the disk refuses.
    public func remove(_ id: Identifier) throws {
        let target = location(of: id)
        guard FileManager.default.fileExists(atPath: target.path) else { return }
        do { try FileManager.default.removeItem(at: target) } catch {
            throw Problem(.unavailable, "problem.data.unavailable", detail: "file \(target.path): \(error)")
        }
    }

    /// The last two digits spread the files over 256 folders: the first ones of a UUIDv7 are the time and would not.
    func location(of id: Identifier) -> URL {
        url.appendingPathComponent(String(id.text.suffix(2))).appendingPathComponent(id.text)
    }
}

/// Writes the bytes under a name of their own, syncs them, and only then gives them their name: no reader and no crash
/// sees a part of them. `place` gives the name; it takes the draft's place or fails.
func writeWhole(_ bytes: Data, to target: URL, place: (_ draft: URL, _ target: URL) throws -> Void = renameFile) throws {
    // A name of its own for each try, so that two of them never write into one draft.
    let draft = target.appendingPathExtension("\(UUID().uuidString).draft")
    defer { try? FileManager.default.removeItem(at: draft) }
    guard FileManager.default.createFile(atPath: draft.path, contents: nil, attributes: [.posixPermissions: 0o600]) else {
        throw CocoaError(.fileWriteUnknown)
    }
    let handle = try FileHandle(forWritingTo: draft)
    defer { try? handle.close() }
    try handle.write(contentsOf: bytes)
    try handle.synchronize()
    try place(draft, target)
    try syncFolder(target.deletingLastPathComponent())
}

/// Gives the draft its name in one step, in place of whatever had that name.
func renameFile(_ draft: URL, _ target: URL) throws {
    guard rename(draft.path, target.path) == 0 else { throw CocoaError(.fileWriteUnknown) }
}

/// A new name in a folder survives a power cut only when the folder itself is synced.
private func syncFolder(_ folder: URL) throws {
    let descriptor = open(folder.path, O_RDONLY)
    guard descriptor >= 0 else { throw CocoaError(.fileReadUnknown) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw CocoaError(.fileWriteUnknown) }
}
