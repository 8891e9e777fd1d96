internal import Kernel
internal import Storage

/// The promises that run: one row for each request that is in review and has one. Columns have names that no other table has, so that
/// lists may join it.
enum ClockStore {
    typealias Clock = (request: Identifier, time: PromisedTime)

    /// - Parameter told: the levels of which somebody was told before the request was returned.
    static func start(_ time: PromisedTime, of request: RequestStanding, told: Set<PromiseLevel> = [], _ tx: WriteTransaction) throws {
        try tx.execute(
            """
            INSERT INTO document_clocks (clock_of, desk, half_at, near_at, ends_at, alert_at)
            VALUES (:request, :desk, :half, :near, :ends, :alert)
            ON CONFLICT (clock_of) DO UPDATE SET half_at = excluded.half_at, near_at = excluded.near_at, ends_at = excluded.ends_at,
                alert_at = excluded.alert_at
            """,
            [
                "request": request.id, "desk": request.agency, "half": time.halfAt, "near": time.nearAt, "ends": time.ends,
                "alert": time.alert(after: told),
            ])
    }

    static func stop(of request: Identifier, _ tx: WriteTransaction) throws {
        try tx.execute("DELETE FROM document_clocks WHERE clock_of = :request", ["request": request])
    }

    /// `nil` when nothing is promised, and when the request is not in review.
    static func find(of request: Identifier, _ tx: ReadTransaction) throws -> PromisedTime? {
        try tx.row("SELECT half_at, near_at, ends_at FROM document_clocks WHERE clock_of = :request", ["request": request])
            .map { try PromisedTime($0) }
    }

    /// Of whom somebody is to be told now, the longest waiting first.
    static func alerts(at now: Instant, limit: Int, _ tx: ReadTransaction) throws -> [Clock] {
        try tx.rows(alerts, ["now": now, "limit": limit]).map { (try $0.identifier("clock_of"), try PromisedTime($0)) }
    }

    static let alerts = """
        SELECT clock_of, half_at, near_at, ends_at FROM document_clocks
        WHERE alert_at IS NOT NULL AND alert_at <= :now ORDER BY alert_at, clock_of LIMIT :limit
        """

    static func setAlert(_ alert: Instant?, of request: Identifier, _ tx: WriteTransaction) throws {
        try tx.execute("UPDATE document_clocks SET alert_at = :alert WHERE clock_of = :request", ["alert": alert, "request": request])
    }

    static func tell(_ level: PromiseLevel, of request: Identifier, _ tx: WriteTransaction) throws {
        try tx.execute(
            "INSERT INTO document_escalations (request_id, level, told_at) VALUES (:request, :level, :now)",
            ["request": request, "level": level.rawValue, "now": tx.now])
    }

    static func told(of request: Identifier, _ tx: ReadTransaction) throws -> Set<PromiseLevel> {
        Set(
            try tx.rows("SELECT level FROM document_escalations WHERE request_id = :request", ["request": request])
                .compactMap { PromiseLevel(rawValue: try $0.integer("level")) })
    }

    /// What is late or nearly so at that agency, soonest due first.
    static func near(at agency: String, now: Instant, limit: Int, _ tx: ReadTransaction) throws -> [Clock] {
        try tx.rows(near, ["agency": agency, "now": now, "limit": limit])
            .map { (try $0.identifier("clock_of"), try PromisedTime($0)) }
    }

    static let near = """
        SELECT clock_of, half_at, near_at, ends_at FROM document_clocks WHERE desk = :agency AND near_at <= :now
        ORDER BY ends_at, clock_of LIMIT :limit
        """

    /// How many are nearly late at that agency and not late yet, counted up to `limit`.
    static func count(nearlyLateAt agency: String, now: Instant, limit: Int, _ tx: ReadTransaction) throws -> Int {
        try tx.count(nearlyLate, ["agency": agency, "now": now, "limit": limit])
    }

    static let nearlyLate = """
        SELECT count(*) FROM (
            SELECT clock_of FROM document_clocks WHERE desk = :agency AND ends_at >= :now AND near_at <= :now LIMIT :limit) AS counted
        """
}

extension PromisedTime {
    init(_ row: SQLRow) throws {
        try self.init(ends: row.instant("ends_at"), halfAt: row.instant("half_at"), nearAt: row.instant("near_at"))
    }
}
