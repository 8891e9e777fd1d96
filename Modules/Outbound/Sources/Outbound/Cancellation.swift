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
