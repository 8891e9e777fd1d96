public import Foundation
internal import Kernel

/// The file that holds a region's master key, beside the database and readable by its owner only. Back it up apart from
/// the database: without it nothing sealed can be read again.
public enum KeyFile {
    static let name = "master.key"

    /// Reads `<folder>/master.key`, or makes one when neither key nor database exists yet. Two programs that start at
    /// once on an empty folder agree on one key.
    /// - Throws: `unavailable` `problem.key.missing` when there is a database but no key, `problem.key.broken` when the
    ///   file is not 32 bytes, `problem.key.exposed` when others than its owner may read it, `problem.data.unwritable` when a new one cannot be written.
    public static func load(in folder: URL) throws -> MasterKey {
        let file = folder.appendingPathComponent(name)
        if FileManager.default.fileExists(atPath: file.path) { return try read(file) }
        guard !FileManager.default.fileExists(atPath: folder.appendingPathComponent("mpp.sqlite").path) else {
            throw Problem(.unavailable, "problem.key.missing", arguments: ["path": file.path])
        }
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            // A hard link never replaces a file, so that the second of two programs cannot overwrite the first one's key.
            try writeWhole(MasterKey.random(), to: file) { try FileManager.default.linkItem(at: $0, to: $1) }
        } catch {
            guard !FileManager.default.fileExists(atPath: file.path) else { return try read(file) }
            throw Problem(.unavailable, "problem.data.unwritable", arguments: ["path": folder.path], detail: "\(error)")
        }
        return try read(file)
    }

    private static func read(_ file: URL) throws -> MasterKey {
        guard let bytes = try? Data(contentsOf: file), let key = MasterKey(bytes) else {
            throw Problem(.unavailable, "problem.key.broken", arguments: ["path": file.path])
        }
        let mode = (try? FileManager.default.attributesOfItem(atPath: file.path))?[.posixPermissions] as? Int ?? 0
        guard mode & 0o077 == 0 else { throw Problem(.unavailable, "problem.key.exposed", arguments: ["path": file.path]) }
        return key
    }
}
