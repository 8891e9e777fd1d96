internal import Kernel
internal import Storage

/// The tables `settlement_files` and `settlement_lines`: which file told of which payment. A payment is told of once.
struct SettlementStore: Sendable {
    func find(provider: String, digest: String, _ tx: ReadTransaction) throws -> SettlementFile? {
        try tx.row(
            "SELECT * FROM settlement_files WHERE provider = :provider AND digest = :digest", ["provider": provider, "digest": digest]
        ).map(SettlementFile.init)
    }

    static let newest = "SELECT * FROM settlement_files ORDER BY imported_at DESC, id DESC LIMIT :limit"

    func newest(limit: Int, _ tx: ReadTransaction) throws -> [SettlementFile] {
        try tx.rows(SettlementStore.newest, ["limit": limit]).map(SettlementFile.init)
    }

    func add(_ file: SettlementFile, digest: String, _ tx: WriteTransaction) throws {
        try tx.execute(
            """
            INSERT INTO settlement_files (id, provider, digest, lines, first_day, last_day, imported_at)
            VALUES (:id, :provider, :digest, :lines, :first, :last, :at)
            """,
            [
                "id": file.id, "provider": file.provider, "digest": digest, "lines": file.lines, "first": file.firstDay.daysSince1970,
                "last": file.lastDay.daysSince1970, "at": file.importedAt,
            ])
    }

    /// The payment that a line of that name was; `nil` when no file had one.
    func payment(provider: String, name: String, _ tx: ReadTransaction) throws -> Identifier? {
        try tx.row(
            "SELECT payment_id FROM settlement_lines WHERE provider = :provider AND name = :name", ["provider": provider, "name": name]
        ).map { try $0.identifier("payment_id") }
    }

    /// Whether a file has told of the payment.
    func contains(_ payment: Identifier, _ tx: ReadTransaction) throws -> Bool {
        try tx.row("SELECT line FROM settlement_lines WHERE payment_id = :payment", ["payment": payment]) != nil
    }

    func add(_ line: SettlementLine, of payment: ReceivedPayment, in file: SettlementFile, _ tx: WriteTransaction) throws {
        try tx.execute(
            "INSERT INTO settlement_lines (provider, name, payment_id, file_id, line) VALUES (:provider, :name, :payment, :file, :line)",
            ["provider": file.provider, "name": line.name, "payment": payment.id, "file": file.id, "line": line.line])
    }
}

extension SettlementFile {
    init(_ row: SQLRow) throws {
        id = try row.identifier("id")
        provider = try row.text("provider")
        lines = try row.integer("lines")
        firstDay = CivilDate(daysSince1970: try row.integer("first_day"))
        lastDay = CivilDate(daysSince1970: try row.integer("last_day"))
        importedAt = try row.instant("imported_at")
    }
}
