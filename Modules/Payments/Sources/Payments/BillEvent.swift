public import Kernel
internal import Storage

/// Something that happened to money of an agency's services, for the agency's own programs. Nothing in it is personal.
public struct BillEvent: Sendable, Hashable {
    /// What happened; raw values stand in the database and in the API.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case opened = "bill.opened"
        case paid = "bill.paid"
        case held = "payment.held"
        case givenBack = "refund.done"
    }

    /// Rises by one with each event of the region. A program that goes on behind the last one it saw misses none.
    public let position: Int
    /// Of this event, wherever it is told.
    public let id: Identifier
    public let agency: String
    public let kind: Kind
    public let bill: Identifier
    /// What the bill is for, e.g. a request.
    public let purpose: Identifier
    /// What is owed, was paid, is held, or was given back.
    public let amount: Money
    /// The payment that is held; `nil` for other events.
    public let payment: Identifier?
    /// The refund that is done; `nil` for other events.
    public let refund: Identifier?
    public let at: Instant
}

extension PaymentService {
    /// Tells the outbox, and in the same write the programs of the agency whose bill it is.
    func tell(
        _ event: some DomainEvent, _ kind: BillEvent.Kind, of bill: Bill, _ amount: Money, payment: Identifier? = nil,
        refund: Identifier? = nil, _ tx: WriteTransaction
    ) throws {
        try tx.outbox.append(event)
        guard let agency = bill.agency else { return }
        try billEvents.add(
            BillEvent(
                position: try tx.next(series: "bill-events"), id: Identifier(at: tx.now), agency: agency, kind: kind, bill: bill.id,
                purpose: bill.purpose, amount: amount, payment: payment, refund: refund, at: tx.now), tx)
    }
}
