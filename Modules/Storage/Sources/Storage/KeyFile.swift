public import Foundation
internal import Kernel

/// The file that holds a region's master key, beside the database and readable by its owner only. Back it up apart from
/// the database: without it nothing sealed can be read again.
public enum KeyFile {
    /// Reads `<folder>/master.key`, or makes one when neither key nor database exists yet.
    /// - Throws: `unavailable` `problem.key.missing` when there is a database but no key, `problem.key.broken` when the
    ///   file is not 32 bytes, `problem.data.unwritable` when a new one cannot be written.
    public static func load(in folder: URL) throws -> MasterKey {
        let file = folder.appendingPathComponent("master.key")
        if FileManager.default.fileExists(atPath: file.path) {
            guard let bytes = try? Data(contentsOf: file), let key = MasterKey(bytes) else {
                throw Problem(.unavailable, "problem.key.broken", arguments: ["path": file.path])
            }
            return key
        }
        guard !FileManager.default.fileExists(atPath: folder.appendingPathComponent("mpp.sqlite").path) else {
            throw Problem(.unavailable, "problem.key.missing", arguments: ["path": file.path])
        }
        let bytes = MasterKey.random()
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw Problem(.unavailable, "problem.data.unwritable", arguments: ["path": folder.path], detail: "\(error)")
        }
        guard FileManager.default.createFile(atPath: file.path, contents: bytes, attributes: [.posixPermissions: 0o600]),
            let handle = try? FileHandle(forUpdating: file), let key = MasterKey(bytes)
        else {
            throw Problem(.unavailable, "problem.data.unwritable", arguments: ["path": folder.path])
        }
        try handle.synchronize()
        return key
    }
}
