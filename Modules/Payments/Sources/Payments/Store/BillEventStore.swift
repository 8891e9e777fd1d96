internal import Kernel
internal import Storage

/// The table `bill_events`, which is added to and never changed.
struct BillEventStore: Sendable {
    static let stretch = """
        SELECT bill_events.*, (SELECT purpose_id FROM bills WHERE bills.id = bill_events.bill_id) AS purpose_id FROM bill_events
        WHERE agency = :agency AND position > :after ORDER BY position LIMIT :limit
        """

    /// An agency's events behind a position, the oldest first.
    func stretch(of agency: String, after position: Int, limit: Int, _ tx: ReadTransaction) throws -> [BillEvent] {
        try tx.rows(BillEventStore.stretch, ["agency": agency, "after": position, "limit": limit]).map(BillEvent.init)
    }

    /// The number of the last event; 0 before there is one.
    func last(_ tx: ReadTransaction) throws -> Int {
        try tx.count("SELECT COALESCE(max(position), 0) FROM bill_events")
    }

    func add(_ event: BillEvent, _ tx: WriteTransaction) throws {
        try tx.execute(
            """
            INSERT INTO bill_events (position, id, agency, kind, bill_id, amount, payment_id, refund_id, at)
            VALUES (:position, :id, :agency, :kind, :bill, :amount, :payment, :refund, :at)
            """,
            [
                "position": event.position, "id": event.id, "agency": event.agency, "kind": event.kind.rawValue, "bill": event.bill,
                "amount": event.amount, "payment": event.payment, "refund": event.refund, "at": event.at,
            ])
    }
}

extension BillEvent {
    init(_ row: SQLRow) throws {
        position = try row.integer("position")
        id = try row.identifier("id")
        agency = try row.text("agency")
        kind = try row.choice("kind")
        bill = try row.identifier("bill_id")
        purpose = try row.identifier("purpose_id")
        amount = try row.money("amount")
        payment = try row.identifierIfPresent("payment_id")
        refund = try row.identifierIfPresent("refund_id")
        at = try row.instant("at")
    }
}
