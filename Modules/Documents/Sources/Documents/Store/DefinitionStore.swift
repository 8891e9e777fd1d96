internal import Catalogue
internal import Crypto
internal import Foundation
internal import Kernel
internal import Storage
internal import Synchronization

/// The definitions that requests are filled against, each kept once under the SHA-256 of its text. A stored definition
/// never changes, so what was read once may be remembered.
final class DefinitionStore: Sendable {
    /// A definition as it is written to the database.
    struct Snapshot: Sendable {
        let definition: ServiceDefinition
        let digest: String
        let body: String

        init(_ definition: ServiceDefinition) throws {
            self.definition = definition
            body = try StoredDefinition(definition).storedText()
            digest = SHA256.hash(data: Data(body.utf8)).hexadecimal
        }
    }

    /// More definitions than a region can have in use at once; when it is reached, remembering starts anew.
    private static let limit = 256
    private let remembered = Mutex<[String: ServiceDefinition]>([:])
    private let snapshots = Mutex<[String: Snapshot]>([:])

    /// Today's definition of a service, ready to be stored.
    func snapshot(of definition: ServiceDefinition) throws -> Snapshot {
        if let known = snapshots.withLock({ $0[definition.code] }), known.definition == definition { return known }
        let snapshot = try Snapshot(definition)
        snapshots.withLock { $0[definition.code] = snapshot }
        return snapshot
    }

    func keep(_ snapshot: Snapshot, _ tx: WriteTransaction) throws {
        try tx.execute(
            """
            INSERT INTO document_definitions (digest, service, body, created_at) VALUES (:digest, :service, :body, :at)
            ON CONFLICT (digest) DO NOTHING
            """,
            ["digest": snapshot.digest, "service": snapshot.definition.code, "body": snapshot.body, "at": tx.now])
    }

    func find(_ digest: String, _ tx: ReadTransaction) throws -> ServiceDefinition {
        if let known = remembered.withLock({ $0[digest] }) { return known }
        guard let row = try tx.row("SELECT body FROM document_definitions WHERE digest = :digest", ["digest": digest]) else {
            throw Problem(.unexpected, "problem.unexpected", detail: "no definition \(digest)")
        }
        let definition = try row.stored("body", as: StoredDefinition.self).definition
        remembered.withLock { remembered in
            if remembered.count >= DefinitionStore.limit { remembered.removeAll() }
            remembered[digest] = definition
        }
        return definition
    }

    /// The service's name as it was in that definition.
    func title(_ digest: String, _ tx: ReadTransaction) throws -> LocalizedText { try find(digest, tx).title }
}
