public import Foundation
internal import Kernel

#if canImport(Glibc)
internal import Glibc
#endif

/// Keeps a second server off a region's folder: two programs of different age must not share one schema. The operating system frees
/// the lock when the process ends, however it ends. Commands beside a server need no lock.
public final class FolderLock: Sendable {
    private let descriptor: Int32

    /// - Throws: `conflict` `problem.data.inUse` when another process serves this folder, `unavailable`
    ///   `problem.data.unwritable` when the lock's file cannot be made.
    public init(_ folder: URL) throws {
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appendingPathComponent("serving.lock")
        descriptor = open(file.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        // What is thrown from here on leaves the descriptor to deinit, which Swift calls for what has all its properties. Closed here too,
        // its number could belong to another file by then, and that one would be closed.
        guard descriptor >= 0 else {
            throw Problem(.unavailable, "problem.data.unwritable", arguments: ["path": folder.path])
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw Problem(.conflict, "problem.data.inUse", arguments: ["path": folder.path])
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }
}
