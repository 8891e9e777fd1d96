internal import Kernel
internal import Storage

/// The table `stub_notices`: what the portal is to be told, and whether it has acknowledged it. One that is never sent has no `due_at`.
extension StubStore {
    /// - Parameters:
    ///   - subject: name of the payment, or id of the refund.
    ///   - dueAt: when the loop sends it; `nil` for one that is lost on purpose.
    ///   - notBefore: from when on a press may send it.
    func add(
        _ kind: StubNotice.Kind, _ subject: String, for reference: String, of provider: String, dueAt: Instant?, notBefore: Instant,
        _ tx: WriteTransaction
    ) throws {
        let position = try tx.count("SELECT count(*) FROM stub_notices WHERE reference = :reference", ["reference": reference]) + 1
        try tx.execute(
            """
            INSERT INTO stub_notices (id, reference, position, provider, kind, subject, attempts, due_at, not_before)
            VALUES (:id, :reference, :position, :provider, :kind, :subject, 0, :due, :earliest)
            """,
            [
                "id": "\(reference)/\(position)", "reference": reference, "position": position, "provider": provider,
                "kind": kind.rawValue, "subject": subject, "due": dueAt, "earliest": notBefore,
            ])
    }

    static let dueNotices = "SELECT * FROM stub_notices WHERE due_at <= :now ORDER BY due_at, id LIMIT :limit"

    /// Those that the portal has not acknowledged and whose next try is due.
    func due(limit: Int, _ tx: ReadTransaction) throws -> [StubNotice] {
        try tx.rows(StubStore.dueNotices, ["now": tx.now, "limit": limit]).map(StubNotice.init)
    }

    static let noticesOf = "SELECT * FROM stub_notices WHERE reference = :reference ORDER BY position"

    func notices(for reference: String, _ tx: ReadTransaction) throws -> [StubNotice] {
        try tx.rows(StubStore.noticesOf, ["reference": reference]).map(StubNotice.init)
    }

    func markDelivered(_ notice: StubNotice, _ tx: WriteTransaction) throws {
        try tx.execute(
            "UPDATE stub_notices SET delivered_at = :now, due_at = NULL, attempts = attempts + 1 WHERE id = :id AND due_at IS NOT NULL",
            ["id": notice.id, "now": tx.now])
    }

    /// - Parameter due: `nil` when it is given up.
    func postpone(_ notice: StubNotice, until due: Instant?, _ tx: WriteTransaction) throws {
        try tx.execute(
            "UPDATE stub_notices SET due_at = :due, attempts = attempts + 1 WHERE id = :id AND due_at IS NOT NULL",
            ["id": notice.id, "due": due])
    }
}

/// Something that the portal is to be told.
struct StubNotice: Sendable, Hashable {
    /// Raw values are stored.
    enum Kind: String, Sendable, CaseIterable {
        case pending, paid, refund
    }

    let id: String
    let reference: String
    let provider: String
    let kind: Kind
    let subject: String
    let attempts: Int
    /// `nil` for one that is not sent any more, or never was.
    let dueAt: Instant?
    let notBefore: Instant
    let deliveredAt: Instant?
}

extension StubNotice {
    init(_ row: SQLRow) throws {
        id = try row.text("id")
        reference = try row.text("reference")
        provider = try row.text("provider")
        kind = try row.choice("kind")
        subject = try row.text("subject")
        attempts = try row.integer("attempts")
        dueAt = try row.instantIfPresent("due_at")
        notBefore = try row.instant("not_before")
        deliveredAt = try row.instantIfPresent("delivered_at")
    }
}
