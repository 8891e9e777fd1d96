internal import Kernel

/// Whether the key in hand is the one under which a database was sealed. Any 32 bytes would open it otherwise: lists would fail, a
/// citizen would register a second time, and what is sealed from then on could be read with neither key.
enum KeyCheck {
    private static let name = "key-check"

    /// Compares, or in a database that has no check value yet makes one. What that database holds already must open first.
    /// - Throws: `unavailable` `problem.key.wrong` for another key.
    static func run(_ tx: WriteTransaction) throws {
        let value = tx.vault.keys.check
        if let kept = try tx.fact(name) {
            guard kept == value else { throw Problem(.unavailable, "problem.key.wrong") }
            return
        }
        if let row = try tx.row("SELECT subject_id, wrapped FROM vault_keys LIMIT 1") {
            do { _ = try tx.vault.keys.unwrap(row.blob("wrapped"), of: row.identifier("subject_id")) } catch {
                throw Problem(.unavailable, "problem.key.wrong", detail: "a key of the vault does not open")
            }
        }
        try tx.setFact(name, value)
        try tx.audit.sealEnd()
    }
}
