internal import Kernel
internal import Storage

/// Which services were switched off or on again while the platform runs.
enum SwitchStore {
    static func find(_ service: String, _ tx: ReadTransaction) throws -> ServiceSwitch? {
        try tx.row(
            "SELECT is_on, reason, changed_at, version FROM document_switches WHERE service = :service", ["service": service]
        ).map { try ServiceSwitch($0) }
    }

    static func all(_ tx: ReadTransaction) throws -> [String: ServiceSwitch] {
        try Dictionary(
            uniqueKeysWithValues: tx.rows("SELECT service, is_on, reason, changed_at, version FROM document_switches")
                .map { (try $0.text("service"), try ServiceSwitch($0)) })
    }

    static func save(_ service: String, isOn: Bool, reason: String, _ tx: WriteTransaction) throws {
        try tx.execute(
            """
            INSERT INTO document_switches (service, is_on, reason, changed_at, version) VALUES (:service, :on, :reason, :at, 1)
            ON CONFLICT (service) DO UPDATE SET is_on = excluded.is_on, reason = excluded.reason,
                changed_at = excluded.changed_at, version = document_switches.version + 1
            """, ["service": service, "on": isOn, "reason": reason, "at": tx.now])
    }
}

extension ServiceSwitch {
    init(_ row: SQLRow) throws {
        try self.init(
            isOn: row.bool("is_on"), reason: row.text("reason"), changedAt: row.instant("changed_at"),
            version: row.integer("version"))
    }
}
