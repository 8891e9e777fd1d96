public import Kernel

/// Money that is given back, in part or in full. What was granted lies apart in the books until it has gone out, so that it is never granted
/// twice.
public struct Refund: Sendable, Hashable {
    public let id: Identifier
    public let payment: Identifier
    public let source: RefundSource
    public let amount: Money
    public let way: RefundWay
    public internal(set) var status: RefundStatus
    /// Why, in the words of whoever granted it.
    public let reason: String
    /// Under which the provider, the bank or the cash desk knows it; `nil` until it has gone out.
    public internal(set) var voucher: String?
    public let grantedAt: Instant
    /// When it went out, or when it was known that it will not; `nil` until then.
    public internal(set) var endedAt: Instant?
}

/// Which money it is. Raw values are stored.
public enum RefundSource: String, Sendable, Hashable, CaseIterable {
    /// Money that settled nothing.
    case held
    /// Money that settled a bill.
    case revenue
}

/// How money is given back. Raw values are stored.
public enum RefundWay: String, Sendable, Hashable, CaseIterable {
    /// Through the provider by which it came.
    case provider
    /// From a drawer of the cash desk.
    case cash
    /// By the treasury, to the payer's bank account.
    case transfer
}

/// Where a refund stands. Raw values are stored.
public enum RefundStatus: String, Sendable, Hashable, CaseIterable {
    case granted, done, failed
}

enum RefundMove: String, Sendable, CaseIterable {
    case giveBack, giveUp
}

extension Refund {
    /// Every legal move of a refund.
    static let moves = MoveTable<RefundStatus, RefundMove>([
        .init(from: .granted, .giveBack, to: .done, by: .platform),
        .init(from: .granted, .giveUp, to: .failed, by: .platform),
    ])

    /// - Throws: `conflict` `problem.refund.ended` when the table knows no such move.
    func after(_ move: RefundMove, voucher: String?, at instant: Instant) throws -> Refund {
        guard let line = Refund.moves.line(move, from: status) else {
            throw Problem(.conflict, "problem.refund.ended", detail: "refund \(id) is \(status), cannot \(move)")
        }
        var refund = self
        (refund.status, refund.voucher, refund.endedAt) = (line.to, voucher, instant)
        return refund
    }
}
