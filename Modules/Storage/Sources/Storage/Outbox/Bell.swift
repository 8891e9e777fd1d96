internal import Synchronization

/// Wakes one waiting loop. Ringing while nobody waits is remembered once.
public final class Bell: Sendable {
    private struct State {
        var rang = false
        var waiter: AsyncStream<Void>.Continuation?
    }

    private let state = Mutex(State())

    public init() {}

    public func ring() {
        state.withLock { state in
            if let waiter = state.waiter {
                // A listener that has gone away hears nothing: keep the ring for the next one.
                guard case .terminated = waiter.yield() else { return }
                state.waiter = nil
            }
            state.rang = true
        }
    }

    /// The rings from now on, several quick ones as one. For a single listener: a new one takes the place of the old.
    public func rings() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        state.withLock { state in
            state.waiter?.finish()
            state.waiter = continuation
            if state.rang { continuation.yield() }
            state.rang = false
        }
        return stream
    }
}
