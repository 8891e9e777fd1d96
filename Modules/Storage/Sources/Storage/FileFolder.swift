internal import Foundation
internal import Kernel

#if canImport(Glibc)
internal import Glibc
#endif

/// Sealed files in a folder, each under its identifier.
struct FileFolder: SealedFiles {
    let url: URL

    init(_ url: URL) throws {
        self.url = url
        try createPrivateFolder(url)
    }

    func write(_ sealed: Data, as id: Identifier) throws {
        let target = location(of: id)
        let folder = target.deletingLastPathComponent()
        do {
            let isFirstInFolder = !FileManager.default.fileExists(atPath: folder.path)
            try createPrivateFolder(folder)
            if isFirstInFolder { try syncFolder(url) }
            try writeWhole(sealed, to: target)
        } catch {
            throw Problem(.unavailable, "problem.data.unavailable", detail: "file \(target.path): \(error)")
        }
    }

    func read(_ id: Identifier) throws -> Data {
        do { return try Data(contentsOf: location(of: id)) } catch {
            throw Problem(.unexpected, "problem.unexpected", detail: "file \(id): \(error)")
        }
    }

    func remove(_ id: Identifier) throws {
        let target = location(of: id)
        guard FileManager.default.fileExists(atPath: target.path) else { return }
        do { try FileManager.default.removeItem(at: target) } catch {
            throw Problem(.unavailable, "problem.data.unavailable", detail: "file \(target.path): \(error)")
        }
    }

    func identifiers(inShare share: Int, before: Instant) throws -> [Identifier] {
        let digits = String(share, radix: 16)
        let folder = url.appendingPathComponent(digits.count == 1 ? "0" + digits : digits)
        guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder.path).compactMap { name in
                // The time is in the identifier itself, so that no clock of the disk is asked.
                guard let id = Identifier(String(name.prefix(36))), id.instant < before else { return nil }
                if name.hasSuffix(".draft") {
                    try FileManager.default.removeItem(at: folder.appendingPathComponent(name))
                    return nil
                }
                return name.count == 36 ? id : nil
            }
        } catch {
            throw Problem(.unavailable, "problem.data.unavailable", detail: "folder \(folder.path): \(error)")
        }
    }

    /// The last two digits spread the files over 256 folders: the first ones of a UUIDv7 are the time and would not.
    func location(of id: Identifier) -> URL {
        url.appendingPathComponent(String(id.text.suffix(2))).appendingPathComponent(id.text)
    }
}

/// Makes the folder, and those above it, for its owner alone, whatever the umask. One that is there stays as it is.
func createPrivateFolder(_ folder: URL) throws {
    try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
}

/// Makes the file when it is missing, and keeps others than its owner off it and its companions, whatever the umask is or was.
func makePrivateFile(_ file: URL) {
    let descriptor = open(file.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    // What cannot be opened is explained by whoever opens it next.
    guard descriptor >= 0 else { return }
    fchmod(descriptor, 0o600)
    close(descriptor)
    for ending in ["-wal", "-shm"] { chmod(file.path + ending, 0o600) }
}

/// Writes the bytes under a name of their own, syncs them, and only then gives them their name: no reader and no crash
/// sees a part of them. `place` gives the name; it takes the draft's place or fails.
func writeWhole(_ bytes: Data, to target: URL, place: (_ draft: URL, _ target: URL) throws -> Void = renameFile) throws {
    // A name of its own for each try, so that two of them never write into one draft.
    let draft = target.appendingPathExtension("\(UUID().uuidString).draft")
    defer { try? FileManager.default.removeItem(at: draft) }
    // Foundation would make the file under yet another name first, which a killed process leaves behind.
    let descriptor = open(draft.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown) }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
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
