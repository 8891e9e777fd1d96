internal import Kernel
internal import Storage

/// The table `provider_switches`: which providers were taken off or put on again while the platform runs.
struct ProviderSwitchStore: Sendable {
    func find(_ provider: String, _ tx: ReadTransaction) throws -> ProviderSwitch? {
        try tx.row(
            "SELECT is_on, reason, changed_at, version FROM provider_switches WHERE provider = :provider", ["provider": provider]
        ).map(ProviderSwitch.init)
    }

    func all(_ tx: ReadTransaction) throws -> [String: ProviderSwitch] {
        try Dictionary(
            uniqueKeysWithValues: tx.rows("SELECT provider, is_on, reason, changed_at, version FROM provider_switches")
                .map { (try $0.text("provider"), try ProviderSwitch($0)) })
    }

    /// Those that are switched off.
    func off(_ tx: ReadTransaction) throws -> Set<String> {
        Set(try tx.rows("SELECT provider FROM provider_switches WHERE is_on = 0").map { try $0.text("provider") })
    }

    func save(_ provider: String, isOn: Bool, reason: String, _ tx: WriteTransaction) throws {
        try tx.execute(
            """
            INSERT INTO provider_switches (provider, is_on, reason, changed_at, version) VALUES (:provider, :on, :reason, :at, 1)
            ON CONFLICT (provider) DO UPDATE SET is_on = excluded.is_on, reason = excluded.reason,
                changed_at = excluded.changed_at, version = provider_switches.version + 1
            """, ["provider": provider, "on": isOn, "reason": reason, "at": tx.now])
    }
}

extension ProviderSwitch {
    init(_ row: SQLRow) throws {
        try self.init(
            isOn: row.bool("is_on"), reason: row.text("reason"), changedAt: row.instant("changed_at"), version: row.integer("version"))
    }
}
