internal import CLinux
internal import Foundation

#if canImport(Glibc)
internal import Glibc
#endif

/// A program that reads what a stranger sent: it gets so much time and memory and not more, and sees the file alone. What goes in and
/// comes out stands in memory, never on a disk.
struct BoundedProcess {
    struct Bounds {
        let seconds: Int
        let megabytes: Int
        /// Of what it writes.
        let outputMegabytes: Int

        /// An honest document of 15 MB takes a tenth of it.
        static let document = Bounds(seconds: 5, megabytes: 512, outputMegabytes: 32)
    }

    struct Ending {
        let status: Int32
        let output: Data
    }

    let program: String
    let bounds: Bounds

    static let usualPath = "/usr/bin:/bin"

    /// Runs the program with the input as `/dev/stdin`, which it may read in any order.
    /// - Throws: `tooComplex` when it was stopped at a bound; `unreadable` when it could not be started.
    func run(_ arguments: [String], _ input: Data) async throws(FileFault) -> Ending {
        do {
            let (source, target) = (try memoryFile(), try memoryFile())
            try source.write(contentsOf: input)
            try source.seek(toOffset: 0)
            let limits = [
                "--cpu=\(bounds.seconds)", "--as=\(bounds.megabytes << 20)", "--fsize=\(bounds.outputMegabytes << 20)", "--core=0",
            ]
            let process = try start(["/usr/bin/env", "prlimit"] + limits + [program] + arguments, reading: source, writing: target)
            let status = await ending(of: process)
            // The lower seven bits are the signal that ended it, the next eight what it answered.
            guard status & 0x7F == 0 else { throw FileFault.tooComplex }
            let answer = status >> 8 & 0xFF
            // 126 and 127: `env` or `prlimit` found no such program, or may not start it.
            guard !(126...127).contains(answer) else { throw FileFault.unreadable }
            try target.seek(toOffset: 0)
            let output = try target.readToEnd() ?? Data()
            // A program that does not mind the signal is refused the write instead.
            guard output.count < bounds.outputMegabytes << 20 else { throw FileFault.tooComplex }
            return Ending(status: answer, output: output)
        } catch let fault as FileFault {
            throw fault
        } catch {
            throw .unreadable
        }
    }

    /// Starts the command with these two files and no other. Foundation's `Process` reads behind the end of its own memory now and then
    /// when several start at once, which ends the whole server.
    private func start(_ command: [String], reading source: FileHandle, writing target: FileHandle) throws -> pid_t {
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        posix_spawn_file_actions_adddup2(&files, source.fileDescriptor, 0)
        posix_spawn_file_actions_adddup2(&files, target.fileDescriptor, 1)
        posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addclosefrom_np(&files, 3)
        // The server ignores and blocks signals; its child minds them all.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        let path = "PATH=" + (ProcessInfo.processInfo.environment["PATH"] ?? BoundedProcess.usualPath)
        var words: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
        var environment: [UnsafeMutablePointer<CChar>?] = ([path, "LC_ALL=C"] as [String]).map { strdup($0) } + [nil]
        defer { for word in words + environment { free(word) } }
        var process = pid_t()
        guard posix_spawn(&process, command[0], &files, &attributes, &words, &environment) == 0 else { throw FileFault.unreadable }
        return process
    }

    /// Waits for the process on a thread of its own, and answers how it ended.
    private func ending(of process: pid_t) async -> Int32 {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var status: Int32 = 0
                while waitpid(process, &status, 0) == -1, errno == EINTR {}
                continuation.resume(returning: status)
            }
        }
    }

    private func memoryFile() throws -> FileHandle {
        let descriptor = memfd_create("intake", 1)  // MFD_CLOEXEC
        guard descriptor >= 0 else { throw FileFault.unreadable }
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }
}
