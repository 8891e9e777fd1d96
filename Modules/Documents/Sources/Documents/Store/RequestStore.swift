internal import Catalogue
internal import Foundation
internal import Kernel
internal import Storage

/// What the applicant answered, with the holder's name taken out of it for lists.
struct RequestContent: Sendable {
    let answers: Answers
    /// Empty while the question for it has no answer.
    let holder: String

    init(_ answers: Answers, of definition: ServiceDefinition) {
        self.answers = answers
        holder = TypedText(answers.holder(of: definition) ?? "").line
    }
}

/// The requests themselves.
enum RequestStore {
    private static let columns = """
        id, applicant_id, service, agency, channel, definition_digest, status, version, created_at, updated_at, submitted_at, due_at,
            number_year, number_sequence
        """

    /// - Throws: `notFound`.
    static func find(_ id: Identifier, _ tx: ReadTransaction) throws -> RequestStanding {
        guard let row = try tx.row("SELECT \(columns) FROM document_requests WHERE id = :id", ["id": id]) else {
            throw Problem.notFound("request \(id)")
        }
        return try RequestStanding(row)
    }

    static func findIfThere(_ id: Identifier, _ tx: ReadTransaction) throws -> RequestStanding? {
        try tx.row("SELECT \(columns) FROM document_requests WHERE id = :id", ["id": id]).map { try RequestStanding($0) }
    }

    static func find(_ number: RequestNumber, _ tx: ReadTransaction) throws -> RequestStanding? {
        try tx.row(
            "SELECT \(columns) FROM document_requests WHERE number_year = :year AND number_sequence = :sequence",
            ["year": number.year, "sequence": number.sequence]
        ).map { try RequestStanding($0) }
    }

    static func removeDraft(_ id: Identifier, _ tx: WriteTransaction) throws {
        try tx.execute("DELETE FROM document_requests WHERE id = :id AND status = 'draft'", ["id": id])
    }

    /// The number behind the last one of that year. Whoever saves it in the same write leaves no gap, because writes go one after
    /// another and a number is never taken back.
    static func nextNumber(in year: Int, _ tx: WriteTransaction) throws -> RequestNumber {
        let last = try tx.row(
            "SELECT number_sequence FROM document_requests WHERE number_year = :year ORDER BY number_sequence DESC LIMIT 1", ["year": year])
        return RequestNumber(year: year, sequence: try (last?.integer("number_sequence") ?? 0) + 1)
    }

    /// The request with its answers, which are opened only here.
    /// - Throws: `notFound`; `gone` when the applicant's data was erased.
    static func findWithAnswers(
        _ id: Identifier, _ tx: ReadTransaction, mayRead: (RequestStanding) throws -> Void
    ) throws -> (standing: RequestStanding, answers: Answers) {
        guard let row = try tx.row("SELECT \(columns), answers FROM document_requests WHERE id = :id", ["id": id]) else {
            throw Problem.notFound("request \(id)")
        }
        let standing = try RequestStanding(row)
        try mayRead(standing)
        let answers = try tx.vault.open(row.blob("answers"), of: standing.applicant, at: place("answers", id))
        return (standing, try Answers(stored: answers))
    }

    static func answersUnlessErased(_ id: Identifier, _ tx: ReadTransaction) throws -> Answers? {
        try unlessErased { try findWithAnswers(id, tx) { _ in }.answers }
    }

    /// What was answered; `nil` when the applicant's data was erased.
    static func answers(_ sealed: Data, of request: RequestStanding, _ tx: ReadTransaction) throws -> Answers? {
        try unlessErased { try Answers(stored: tx.vault.open(sealed, of: request.applicant, at: place("answers", request.id))) }
    }

    /// The request with its holder's name, empty when the applicant's data was erased.
    /// - Throws: `notFound`.
    static func findWithHolder(_ id: Identifier, _ tx: ReadTransaction) throws -> (standing: RequestStanding, holder: String) {
        guard let row = try tx.row("SELECT \(columns), holder_name FROM document_requests WHERE id = :id", ["id": id]) else {
            throw Problem.notFound("request \(id)")
        }
        let standing = try RequestStanding(row)
        return (standing, try holder(row, of: standing, tx))
    }

    static func openDraft(of service: String, by applicant: Identifier, _ tx: ReadTransaction) throws -> Identifier? {
        try tx.row(
            "SELECT id FROM document_requests WHERE applicant_id = :applicant AND service = :service AND status = 'draft'",
            ["applicant": applicant, "service": service])?.identifier("id")
    }

    static func insert(_ draft: RequestStanding, _ content: RequestContent, _ tx: WriteTransaction) throws {
        try tx.execute(
            """
            INSERT INTO document_requests (id, applicant_id, service, agency, channel, definition_digest, status, version,
                answers, holder_name, created_at, updated_at)
            VALUES (:id, :applicant, :service, :agency, :channel, :digest, :status, :version, :answers, :holder, :created, :created)
            """,
            [
                "id": draft.id, "applicant": draft.applicant, "service": draft.service, "agency": draft.agency,
                "channel": draft.channel.rawValue, "digest": draft.digest, "status": draft.status.rawValue,
                "version": draft.version, "answers": seal(content.answers, of: draft, tx),
                "holder": seal(content.holder, of: draft, tx), "created": draft.createdAt,
            ])
    }

    /// Saves where the request stands after one change, unless somebody else changed it since it was read.
    /// - Parameter content: the new answers, or `nil` when they stay.
    /// - Throws: `conflict` `problem.request.moved`.
    static func save(_ changed: RequestStanding, content: RequestContent? = nil, _ tx: WriteTransaction) throws {
        var arguments: SQLArguments = [
            "id": changed.id, "status": changed.status.rawValue, "version": changed.version, "before": changed.version - 1,
            "updated": changed.updatedAt, "submitted": changed.submittedAt, "due": changed.dueForLists,
            "year": changed.number?.year, "sequence": changed.number?.sequence,
        ]
        if let content {
            arguments.append([
                "answers": try seal(content.answers, of: changed, tx), "holder": try seal(content.holder, of: changed, tx),
            ])
        }
        let count = try tx.execute(content == nil ? RequestStore.saveStanding : RequestStore.saveContent, arguments)
        guard count == 1 else { throw Problem(.conflict, "problem.request.moved", detail: "\(changed.id) changed meanwhile") }
    }

    /// What was handed in at least once, the newest first.
    static func submitted(by applicant: Identifier, limit: Int, _ tx: ReadTransaction) throws -> [RequestStanding] {
        try tx.rows(
            """
            SELECT \(columns) FROM document_requests WHERE applicant_id = :applicant AND submitted_at IS NOT NULL
            ORDER BY created_at DESC, id DESC LIMIT :limit
            """, ["applicant": applicant, "limit": limit]
        ).map { try RequestStanding($0) }
    }

    /// The newest first, at most 200.
    static func all(of applicant: Identifier, _ tx: ReadTransaction) throws -> [RequestStanding] {
        try tx.rows(
            """
            SELECT \(columns) FROM document_requests WHERE applicant_id = :applicant
            ORDER BY created_at DESC, id DESC LIMIT 200
            """, ["applicant": applicant]
        ).map { try RequestStanding($0) }
    }

    /// The holder's name as a list shows it; empty when there is none yet, and when the applicant's data was erased.
    static func holder(_ row: SQLRow, of request: RequestStanding, _ tx: ReadTransaction) throws -> String {
        guard let sealed = try row.blobIfPresent("holder_name") else { return "" }
        do {
            return try tx.vault.openText(sealed, of: request.applicant, at: place("holder_name", request.id))
        } catch let problem as Problem where problem.code == .gone {
            return ""
        }
    }

    private static let saveStanding = """
        UPDATE document_requests SET status = :status, version = :version, updated_at = :updated, submitted_at = :submitted,
            due_at = :due, number_year = :year, number_sequence = :sequence
        WHERE id = :id AND version = :before
        """
    private static let saveContent = """
        UPDATE document_requests SET status = :status, version = :version, updated_at = :updated, submitted_at = :submitted,
            due_at = :due, number_year = :year, number_sequence = :sequence, answers = :answers, holder_name = :holder
        WHERE id = :id AND version = :before
        """

    private static func seal(_ answers: Answers, of request: RequestStanding, _ tx: ReadTransaction) throws -> Data {
        try tx.vault.seal(answers.storedData(), for: request.applicant, at: place("answers", request.id))
    }

    /// A holder's name; `nil` for none.
    private static func seal(_ holder: String, of request: RequestStanding, _ tx: ReadTransaction) throws -> Data? {
        holder.isEmpty ? nil : try tx.vault.seal(holder, for: request.applicant, at: place("holder_name", request.id))
    }

    private static func place(_ column: String, _ id: Identifier) -> VaultPlace {
        VaultPlace(table: "document_requests", column: column, row: id)
    }
}

extension RequestStanding {
    init(_ row: SQLRow) throws {
        try self.init(
            id: row.identifier("id"), applicant: row.identifier("applicant_id"), service: row.text("service"),
            agency: row.text("agency"), channel: row.choice("channel"), digest: row.text("definition_digest"),
            status: row.choice("status"), version: row.integer("version"), createdAt: row.instant("created_at"),
            updatedAt: row.instant("updated_at"), submittedAt: row.instantIfPresent("submitted_at"),
            dueAt: row.instantIfPresent("due_at").flatMap { $0 == RequestStanding.undated ? nil : $0 },
            number: row.integerIfPresent("number_year").map { RequestNumber(year: $0, sequence: try row.integer("number_sequence")) })
    }
}
