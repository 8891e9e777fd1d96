internal import Foundation
internal import Kernel
internal import NIOCore
internal import Payments
internal import ServiceLifecycle
internal import Synchronization

/// Wakes whoever watches a bill. Rung by the region's loop after each change, of this process or another.
final class PayNews: Sendable {
    /// How many may watch at once: each holds a connection.
    static let most = 500

    private let state = Mutex<(last: Int, listeners: [Int: AsyncStream<Void>.Continuation])>((0, [:]))

    func ring() {
        for listener in state.withLock({ Array($0.listeners.values) }) { listener.yield() }
    }

    /// The rings from now on, several quick ones as one.
    /// - Throws: `tooMany` when as many listen as may.
    func rings() throws -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let number = state.withLock { state -> Int? in
            guard state.listeners.count < PayNews.most else { return nil }
            state.last += 1
            state.listeners[state.last] = continuation
            return state.last
        }
        guard let number else { throw Problem(.tooMany, "problem.tooMany", detail: "watchers of bills") }
        continuation.onTermination = { [weak self] _ in self?.state.withLock { $0.listeners[number] = nil } }
        return stream
    }
}

/// What one payer's browser is told while the page of her bill is open: how it stands, once at the beginning and at each change. It is told
/// a word that says nothing by itself; the page has its own, and is loaded anew when they differ.
final class PayWatch: Sendable {
    /// After so long without a change a line is sent that browsers pass over: it keeps the connection, and shows whether anybody is there.
    static let silenceSeconds = 15
    /// After so long the browser comes anew, and is let in anew: a session may be over.
    static let longestSeconds = 600

    private struct State {
        var told: String?
        var spokeAt: Instant
        var isOver = false
    }

    private let rings: AsyncStream<Void>
    private let clock: any WallClock
    private let endsAt: Instant
    private let read: @Sendable () async throws -> BillStanding
    private let state: Mutex<State>

    init(_ rings: AsyncStream<Void>, clock: any WallClock, _ read: @escaping @Sendable () async throws -> BillStanding) {
        self.rings = rings
        self.clock = clock
        self.read = read
        endsAt = clock.now.advanced(bySeconds: PayWatch.longestSeconds)
        state = Mutex(State(spokeAt: clock.now))
    }

    /// The parts of the answer; they end when there is nothing more to wait for, and when the server stops.
    var parts: AsyncThrowingStream<ByteBuffer, any Error> {
        AsyncThrowingStream {
            try await cancelWhenGracefulShutdown { try await self.part() }
        }
    }

    private func part() async throws -> ByteBuffer? {
        let (isFirst, isOver) = state.withLock { ($0.told == nil, $0.isOver) }
        if isOver { return nil }
        // What happened before anybody listened is told at once.
        if isFirst, let word = try await news() { return ByteBuffer(string: "retry: 5000\ndata: \(word)\n\n") }
        for await _ in rings {
            let now = clock.now
            if now >= endsAt { return nil }
            if let word = try await news() { return ByteBuffer(string: "data: \(word)\n\n") }
            let isSilent = state.withLock { state in
                guard now.seconds(since: state.spokeAt) >= PayWatch.silenceSeconds else { return false }
                state.spokeAt = now
                return true
            }
            if isSilent { return ByteBuffer(string: ":\n\n") }
        }
        return nil
    }

    /// How the bill stands now; `nil` when that was told.
    private func news() async throws -> String? {
        let standing = try await read()
        let now = clock.now
        let word = standing.word(at: now)
        return state.withLock { state in
            guard state.told != word else { return nil }
            state = State(told: word, spokeAt: now, isOver: standing.bill.status != .open)
            return word
        }
    }
}

extension BillStanding {
    /// Differs whenever the page of the bill would.
    func word(at instant: Instant) -> String {
        [
            bill.status.rawValue, bill.provider, charge?.reference ?? "-", (charge?.isExpired(at: instant) ?? false) ? "expired" : "-",
            charge?.pendingAt == nil ? "-" : "pending", isOpening ? "opening" : "-", String(held.rupiah), offered.joined(separator: "+"),
        ].joined(separator: ".")
    }
}
