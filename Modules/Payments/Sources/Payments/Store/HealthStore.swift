internal import Kernel
internal import Storage

/// The table `provider_health`: providers that have failed since they last answered. One that fails three times in a row is hidden from payers
/// for a while, longer each time, and is back as soon as it answers or the while is over.
struct HealthStore: Sendable {
    static let failuresBeforeHiding = 3
    static let longestSeconds = 15 * 60

    /// Those that are hidden now, with the moment since when they have not answered.
    func hidden(_ tx: ReadTransaction) throws -> [String: Instant] {
        try Dictionary(
            uniqueKeysWithValues: tx.rows(
                "SELECT provider, hidden_since FROM provider_health WHERE hidden_until > :now", ["now": tx.now]
            ).map { (try $0.text("provider"), try $0.instant("hidden_since")) })
    }

    func noteFailure(of provider: String, _ tx: WriteTransaction) throws {
        let failures = try tx.count("SELECT failures FROM provider_health WHERE provider = :provider", ["provider": provider]) + 1
        let beyond = failures - HealthStore.failuresBeforeHiding
        let hiddenUntil =
            beyond < 0 ? nil : tx.now.advanced(bySeconds: min(HealthStore.longestSeconds, 60 << min(beyond, 10)))
        try tx.execute(
            """
            INSERT INTO provider_health (provider, failures, hidden_until, hidden_since) VALUES (:provider, :failures, :until, :since)
            ON CONFLICT (provider) DO UPDATE SET failures = excluded.failures, hidden_until = excluded.hidden_until,
                hidden_since = COALESCE(provider_health.hidden_since, excluded.hidden_since)
            """, ["provider": provider, "failures": failures, "until": hiddenUntil, "since": hiddenUntil.map { _ in tx.now }])
    }

    func noteAnswer(of provider: String, _ tx: WriteTransaction) throws {
        try tx.execute("DELETE FROM provider_health WHERE provider = :provider", ["provider": provider])
    }
}
