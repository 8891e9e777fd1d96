internal import Crypto
internal import Foundation
public import Kernel
internal import Storage
internal import Synchronization

/// Agencies' own systems are told what happens to their money, each event at least once and in its order.
extension PaymentService {
    /// An event is tried so often, at growing gaps that come to two hours, and is dead then.
    static let hookAttempts = 10
    /// So many dead events one after another, and the address is left alone.
    static let hookDeaths = 3
    private static let firstHookGapSeconds = 15
    private static let longestHookGapSeconds = 3600
    /// How long is known which events were given up.
    private static let deadDays = 90

    public static let hookSignatureHeader = "mpp-signature"
    public static let hookEventHeader = "mpp-event-id"

    /// Tells what is due: of each hook all there is, the oldest first, until one is not taken. Addresses wait for themselves alone: one that
    /// is being told is passed over, so that a round may begin while another is not at its end.
    /// - Returns: how many were taken.
    /// - Throws: the first error that was none of the other side's, when all others have been told.
    @discardableResult
    public func tellHooks(by carrier: some HookCarrier, _ needs: some HookNeeds) async throws -> Int {
        let due = Dictionary(grouping: try await database.read { tx in try hooks.due(tx) }, by: HookLine.name)
        let outcomes = await withTaskGroup(of: Result<Int, any Error>.self) { group in
            for (name, hooks) in due where hookLine.take(name) {
                group.addTask {
                    defer { hookLine.leave(name) }
                    do {
                        var taken = 0
                        for hook in hooks { taken += try await tellAll(hook.key, at: name, by: carrier, needs) }
                        return .success(taken)
                    } catch { return .failure(error) }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        return try outcomes.reduce(0) { try $0 + $1.get() }
    }

    /// Brings back what a wrong clock has put off into the future.
    public func recallHooks() async throws {
        try await database.write { tx in
            try hooks.recall(after: tx.now.advanced(bySeconds: PaymentService.longestHookGapSeconds), tx)
        }
    }

    /// While one line of callers has the address; when it is another one meanwhile, that one has a line of its own.
    private func tellAll(
        _ key: Identifier, at name: String, by carrier: some HookCarrier, _ needs: some HookNeeds
    ) async throws -> Int {
        var taken = 0
        while let (hook, event) = try await next(for: key), HookLine.name(hook) == name {
            try Task.checkCancellation()
            guard try await needs.isGood(key) else {
                try await silence(hook)
                break
            }
            guard try await tell(event, to: hook, by: carrier) else { break }
            taken += 1
        }
        return taken
    }

    private func next(for key: Identifier) async throws -> (Hook, BillEvent)? {
        try await database.read { tx in
            guard let hook = try hooks.find(key, tx), hook.silence == nil, hook.asksAt <= tx.now,
                let event = try billEvents.stretch(of: hook.agency, after: hook.position, limit: 1, tx).first
            else { return nil }
            return (hook, event)
        }
    }

    private func silence(_ hook: Hook) async throws {
        try await database.write { tx in
            guard try hooks.end(hook, tx) else { return }
            try noteSilence(of: hook.key, Hook.Silence.keyOver.rawValue, tx)
        }
    }

    /// Tells an event, outside of any write.
    /// - Returns: whether it was taken and that was noted.
    private func tell(_ event: BillEvent, to hook: Hook, by carrier: some HookCarrier) async throws -> Bool {
        let body = Data(try jsonText(HookBody(event)).utf8)
        let key = SymmetricKey(data: Data(hookSecret(hook.key, hook.secret).utf8))
        let now = try await database.read { tx in tx.now }
        let headers = [
            "content-type": "application/json", PaymentService.hookEventHeader: event.id.text,
            PaymentService.hookSignatureHeader: TimedSignature(signing: body, at: now, key: key).header,
        ]
        let fault: HookFault?
        do {
            let status = try await carrier.carry(body, headers: headers, to: hook.address)
            fault = (200...299).contains(status) ? nil : .status(status)
        } catch {
            // A server that stops has not been refused: nothing is noted, and the same event is told when it is back.
            try Task.checkCancellation()
            if error is CancellationError { throw error }
            fault = error as? HookFault ?? .unreachable
        }
        return try await database.write { tx in
            guard let fault else { return try hooks.advance(hook, to: event.position, tx) }
            try fail(hook, event, fault, tx)
            return false
        }
    }

    private func fail(_ hook: Hook, _ event: BillEvent, _ fault: HookFault, _ tx: WriteTransaction) throws {
        guard hook.attempts + 1 >= PaymentService.hookAttempts else {
            let gap = min(PaymentService.longestHookGapSeconds, PaymentService.firstHookGapSeconds << hook.attempts)
            return try hooks.postpone(hook, until: tx.now.advanced(bySeconds: gap), fault, tx)
        }
        let isEnough = hook.givenUp + 1 >= PaymentService.hookDeaths
        guard try hooks.giveUp(hook, event, fault, falls: isEnough, tx) else { return }
        try hooks.forgetDead(of: hook.key, before: tx.now.advanced(byDays: -PaymentService.deadDays), tx)
        if isEnough { try noteSilence(of: hook.key, fault.text, tx) }
    }

    private func noteSilence(of key: Identifier, _ reason: String, _ tx: WriteTransaction) throws {
        try tx.audit.append("hook.silenced", key, by: .platform(name: "payments"), reason: reason)
    }
}

/// Which addresses are being told just now, by their names: one caller at a time stands before each.
final class HookLine: Sendable {
    private let taken = Mutex<Set<String>>([])

    /// Two keys may have one address. Letters of a host may be written large.
    static func name(_ hook: Hook) -> String { hook.address.lowercased() }

    /// - Returns: whether nobody had it.
    func take(_ name: String) -> Bool { taken.withLock { $0.insert(name).inserted } }
    func leave(_ name: String) { taken.withLock { _ = $0.remove(name) } }
}

/// What an agency's own system is told, as the API lists it: ids, an amount and a time, nothing personal.
struct HookBody: Encodable {
    let event: BillEvent

    init(_ event: BillEvent) { self.event = event }

    private enum Key: String, CodingKey { case id, position, kind, bill, request, amount, payment, refund, at }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(event.id.text, forKey: .id)
        try container.encode(event.position, forKey: .position)
        try container.encode(event.kind.rawValue, forKey: .kind)
        try container.encode(event.bill.text, forKey: .bill)
        try container.encode(event.purpose.text, forKey: .request)
        try container.encode(event.amount.rupiah, forKey: .amount)
        try container.encode(event.payment?.text, forKey: .payment)
        try container.encode(event.refund?.text, forKey: .refund)
        try container.encode(event.at.iso8601, forKey: .at)
    }
}
