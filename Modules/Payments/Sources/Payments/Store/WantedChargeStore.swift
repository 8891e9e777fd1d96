internal import Kernel
internal import Storage

/// The table `wanted_charges`: which provider is still to be asked to open a charge for which bill.
struct WantedChargeStore: Sendable {
    func contains(_ bill: Identifier, with provider: String, _ tx: ReadTransaction) throws -> Bool {
        try tx.row(
            "SELECT asked FROM wanted_charges WHERE bill_id = :bill AND provider = :provider", ["bill": bill, "provider": provider]) != nil
    }

    static let due = "SELECT * FROM wanted_charges WHERE asks_at <= :now ORDER BY asks_at, bill_id LIMIT :limit"

    func due(limit: Int, _ tx: ReadTransaction) throws -> [(bill: Identifier, provider: String)] {
        try tx.rows(WantedChargeStore.due, ["now": tx.now, "limit": limit]).map { row in
            (try row.identifier("bill_id"), try row.text("provider"))
        }
    }

    /// Wanting it again changes nothing.
    func add(_ bill: Identifier, with provider: String, _ tx: WriteTransaction) throws {
        try tx.execute(
            """
            INSERT INTO wanted_charges (bill_id, provider, asked, asks_at) VALUES (:bill, :provider, 0, :now)
            ON CONFLICT (bill_id, provider) DO NOTHING
            """, ["bill": bill, "provider": provider, "now": tx.now])
    }

    /// Puts the next question off: a minute after the first, doubling.
    func postpone(_ bill: Identifier, with provider: String, _ tx: WriteTransaction) throws {
        let asked = try tx.count(
            "SELECT asked FROM wanted_charges WHERE bill_id = :bill AND provider = :provider", ["bill": bill, "provider": provider])
        try tx.execute(
            "UPDATE wanted_charges SET asked = asked + 1, asks_at = :next WHERE bill_id = :bill AND provider = :provider",
            ["next": tx.now.advanced(bySeconds: AskingGap.seconds(after: asked)), "bill": bill, "provider": provider])
    }

    func remove(_ bill: Identifier, with provider: String, _ tx: WriteTransaction) throws {
        try tx.execute(
            "DELETE FROM wanted_charges WHERE bill_id = :bill AND provider = :provider", ["bill": bill, "provider": provider])
    }
}
