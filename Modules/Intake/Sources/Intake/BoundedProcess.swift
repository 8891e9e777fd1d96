internal import CMemoryFile
internal import Foundation

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
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments =
                [
                    "prlimit", "--cpu=\(bounds.seconds)", "--as=\(bounds.megabytes << 20)", "--fsize=\(bounds.outputMegabytes << 20)",
                    "--core=0", program,
                ] + arguments
            process.environment = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? BoundedProcess.usualPath, "LC_ALL": "C"]
            process.standardInput = source
            process.standardOutput = target
            process.standardError = FileHandle.nullDevice
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                process.terminationHandler = { _ in continuation.resume() }
                do { try process.run() } catch {
                    process.terminationHandler = nil
                    continuation.resume(throwing: error)
                }
            }
            // 126 and 127: `env` found no such program, or may not start it.
            guard process.terminationReason == .exit else { throw FileFault.tooComplex }
            guard !(126...127).contains(process.terminationStatus) else { throw FileFault.unreadable }
            try target.seek(toOffset: 0)
            let output = try target.readToEnd() ?? Data()
            // A program that does not mind the signal is refused the write instead.
            guard output.count < bounds.outputMegabytes << 20 else { throw FileFault.tooComplex }
            return Ending(status: process.terminationStatus, output: output)
        } catch let fault as FileFault {
            throw fault
        } catch {
            throw .unreadable
        }
    }

    private func memoryFile() throws -> FileHandle {
        let descriptor = memfd_create("intake", 1)  // MFD_CLOEXEC
        guard descriptor >= 0 else { throw FileFault.unreadable }
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }
}
