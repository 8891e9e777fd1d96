internal import Kernel
internal import Storage

/// The table `charges`. Charges are added and never changed.
struct ChargeStore: Sendable {
    func find(provider: String, reference: String, _ tx: ReadTransaction) throws -> BillCharge? {
        try tx.row(
            "SELECT * FROM charges WHERE provider = :provider AND reference = :reference",
            ["provider": provider, "reference": reference]
        ).map(BillCharge.init)
    }

    /// The provider's newest for the bill.
    func newest(of bill: Identifier, with provider: String, _ tx: ReadTransaction) throws -> BillCharge? {
        try tx.row(
            "SELECT * FROM charges WHERE bill_id = :bill AND provider = :provider ORDER BY opened_at DESC, id DESC LIMIT 1",
            ["bill": bill, "provider": provider]
        ).map(BillCharge.init)
    }

    /// How many the provider has opened for the bill.
    func count(of bill: Identifier, with provider: String, _ tx: ReadTransaction) throws -> Int {
        try tx.count(
            "SELECT count(*) FROM charges WHERE bill_id = :bill AND provider = :provider", ["bill": bill, "provider": provider])
    }

    func add(_ charge: BillCharge, _ tx: WriteTransaction) throws {
        try tx.execute(
            """
            INSERT INTO charges (id, bill_id, provider, reference, qris_payload, opened_at, expires_at)
            VALUES (:id, :bill, :provider, :reference, :payload, :opened, :expires)
            """,
            [
                "id": charge.id, "bill": charge.bill, "provider": charge.provider, "reference": charge.reference,
                "payload": charge.qrisPayload, "opened": charge.openedAt, "expires": charge.expiresAt,
            ])
    }
}

extension BillCharge {
    init(_ row: SQLRow) throws {
        id = try row.identifier("id")
        bill = try row.identifier("bill_id")
        provider = try row.text("provider")
        reference = try row.text("reference")
        qrisPayload = try row.textIfPresent("qris_payload")
        openedAt = try row.instant("opened_at")
        expiresAt = try row.instantIfPresent("expires_at")
    }
}
