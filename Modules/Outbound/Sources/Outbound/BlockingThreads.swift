internal import Foundation
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#endif

/// A few threads of our own for calls that block: a slow mail server must not hold a thread of Swift's cooperative pool,
/// which has only one per core. Threads are made when work waits and end when none does.
final class BlockingThreads: Sendable {
    /// For what curl does in this process, but for strangers.
    static let curl = BlockingThreads(limit: 16)
    /// For addresses that others chose, which may be slow on purpose.
    static let strangers = BlockingThreads(limit: 32)

    private struct State {
        var running = 0
        var waiting: [@Sendable () -> Void] = []
    }

    private let limit: Int
    private let state = Mutex(State())

    init(limit: Int) { self.limit = limit }

    /// Runs the work on one of the threads, in the order of asking.
    func run<Outcome: Sendable>(_ work: @escaping @Sendable () -> Outcome) async -> Outcome {
        await withCheckedContinuation { continuation in
            submit { continuation.resume(returning: work()) }
        }
    }

    func submit(_ job: @escaping @Sendable () -> Void) {
        let needsThread = state.withLock { state in
            state.waiting.append(job)
            guard state.running < limit else { return false }
            state.running += 1
            return true
        }
        guard needsThread else { return }
        let thread = Thread { [self] in
            BlockingThreads.blockBrokenPipeSignal()
            while let job = next() { job() }
        }
        thread.name = "mpp-outbound"
        thread.start()
    }

    private func next() -> (@Sendable () -> Void)? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.running -= 1
                return nil
            }
            return state.waiting.removeFirst()
        }
    }

    /// With `CURLOPT_NOSIGNAL` libcurl leaves SIGPIPE to us, and OpenSSL raises it when a server hangs up: unhandled it would
    /// end the process. Blocking it in these threads alone changes nothing for anyone else.
    private static func blockBrokenPipeSignal() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}
