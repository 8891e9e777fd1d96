internal import Synchronization

/// Carries a task's cancellation to the thread that is busy with a transfer.
final class Cancellation: Sendable {
    private let flag = Atomic(false)

    var isRequested: Bool { flag.load(ordering: .relaxed) }
    func request() { flag.store(true, ordering: .relaxed) }
}

extension BlockingThreads {
    /// Like ``run(_:)``, with a flag that the work can look at and that is raised when the calling task is cancelled.
    func runCancellable<Outcome: Sendable>(_ work: @escaping @Sendable (Cancellation) -> Outcome) async -> Outcome {
        let cancellation = Cancellation()
        return await withTaskCancellationHandler {
            await run { work(cancellation) }
        } onCancel: {
            cancellation.request()
        }
    }
}

extension BlockingThreads {
    /// Like ``runCancellable(_:)``, but a task that is cancelled is let go at once with that outcome: a name server that does not answer
    /// holds the thread for longer than the time limit of a call.
    func runUnlessCancelled<Outcome: Sendable>(
        _ cancelled: Outcome, _ work: @escaping @Sendable (Cancellation) -> Outcome
    ) async -> Outcome {
        let (cancellation, answer) = (Cancellation(), Answer<Outcome>())
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                answer.wait(continuation)
                submit { answer.give(cancellation.isRequested ? cancelled : work(cancellation)) }
            }
        } onCancel: {
            cancellation.request()
            answer.give(cancelled)
        }
    }
}

/// The first of two outcomes is the answer, whether it comes before somebody waits for it or afterwards.
private final class Answer<Outcome: Sendable>: Sendable {
    private enum State {
        case nothing, given(Outcome), waiting(CheckedContinuation<Outcome, Never>), over
    }

    private let state = Mutex(State.nothing)

    func wait(_ continuation: CheckedContinuation<Outcome, Never>) {
        let early: Outcome? = state.withLock { state in
            if case .given(let outcome) = state {
                state = .over
                return outcome
            }
            state = .waiting(continuation)
            return nil
        }
        if let early { continuation.resume(returning: early) }
    }

    func give(_ outcome: Outcome) {
        let waiter: CheckedContinuation<Outcome, Never>? = state.withLock { state in
            switch state {
            case .nothing:
                state = .given(outcome)
                return nil
            case .waiting(let continuation):
                state = .over
                return continuation
            case .given, .over: return nil
            }
        }
        waiter?.resume(returning: outcome)
    }
}
