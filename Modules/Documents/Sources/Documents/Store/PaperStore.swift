internal import Foundation
internal import Kernel
internal import Storage

/// A paper's row. It is made with its number before the paper is printed and gets its file when that lies on the disk,
/// so that a failure in between costs neither a number nor a second one.
struct PaperRecord: Sendable {
    let request: Identifier
    let service: String
    let year: Int
    let sequence: Int
    let number: String
    let code: String
    let issuedAt: Instant
    let validUntil: CivilDate?
    var file: Identifier?
    var revokedAt: Instant?

    /// - Parameter replaced: the number of the one before it.
    func issued(replacing replaced: String?) -> IssuedPaper? {
        guard file != nil else { return nil }
        return IssuedPaper(
            number: number, code: code, issuedAt: issuedAt, validUntil: validUntil, revokedAt: revokedAt, replaces: replaced)
    }
}

enum PaperStore {
    private static let columns = """
        request_id, service, year, sequence, number, code, issued_at, valid_until, file_id, revoked_at
        """

    static func find(of request: Identifier, _ tx: ReadTransaction) throws -> PaperRecord? {
        try tx.row("SELECT \(columns) FROM document_papers WHERE request_id = :request", ["request": request]).map { try PaperRecord($0) }
    }

    /// Whether a paper was ever made for this applicant, also one that was revoked.
    static func isAny(of applicant: Identifier, _ tx: ReadTransaction) throws -> Bool {
        try tx.row(
            """
            SELECT paper.request_id FROM document_papers AS paper
            JOIN document_requests AS request ON request.id = paper.request_id WHERE request.applicant_id = :applicant LIMIT 1
            """, ["applicant": applicant]) != nil
    }

    /// The paper with that code and its holder's initials, `nil` for the latter when the holder's data was erased.
    static func find(code: String, _ tx: ReadTransaction) throws -> (paper: PaperRecord, initials: String?)? {
        try tx.row(
            """
            SELECT paper.*, request.applicant_id FROM document_papers AS paper
            JOIN document_requests AS request ON request.id = paper.request_id WHERE paper.code = :code
            """, ["code": code]
        ).map { try withInitials($0, tx) }
    }

    /// As ``find(code:_:)``, among those that another one took the place of.
    static func findReplaced(code: String, _ tx: ReadTransaction) throws -> (paper: PaperRecord, initials: String?)? {
        try tx.row(
            """
            SELECT old.*, request.applicant_id FROM document_replaced_papers AS old
            JOIN document_requests AS request ON request.id = old.request_id WHERE old.code = :code
            """, ["code": code]
        ).map { try withInitials($0, tx) }
    }

    private static func withInitials(_ row: SQLRow, _ tx: ReadTransaction) throws -> (paper: PaperRecord, initials: String?) {
        let paper = try PaperRecord(row)
        do {
            let initials = try tx.vault.openText(
                row.blob("initials"), of: row.identifier("applicant_id"), at: initialsPlace(paper.request))
            return (paper, initials)
        } catch let problem as Problem where problem.code == .gone {
            return (paper, nil)
        }
    }

    /// The number after the last one of this service and year, starting at 1.
    static func nextSequence(of service: String, year: Int, _ tx: WriteTransaction) throws -> Int {
        try tx.next(series: "documents/papers/\(service)/\(year)")
    }

    static func insert(_ paper: PaperRecord, initials: String, holder: Identifier, _ tx: WriteTransaction) throws {
        try tx.execute(
            """
            INSERT INTO document_papers (request_id, service, year, sequence, number, code, initials, issued_at, valid_until)
            VALUES (:request, :service, :year, :sequence, :number, :code, :initials, :issued, :until)
            """,
            [
                "request": paper.request, "service": paper.service, "year": paper.year, "sequence": paper.sequence,
                "number": paper.number, "code": paper.code, "issued": paper.issuedAt, "until": paper.validUntil,
                "initials": tx.vault.seal(initials, for: holder, at: initialsPlace(paper.request)),
            ])
    }

    /// Puts a new paper, not printed yet, in the place of one that is void from now on at the latest.
    static func replace(_ old: PaperRecord, by new: PaperRecord, _ tx: WriteTransaction) throws {
        try tx.execute(
            """
            INSERT INTO document_replaced_papers
                (code, request_id, service, year, sequence, number, initials, issued_at, valid_until, file_id, revoked_at)
            SELECT code, request_id, service, year, sequence, number, initials, issued_at, valid_until, file_id, COALESCE(revoked_at, :at)
            FROM document_papers WHERE request_id = :request
            """, ["request": old.request, "at": tx.now])
        try AttachmentStore.keepReplaced(old.code, of: old.request, tx)
        try tx.execute(
            """
            UPDATE document_papers SET year = :year, sequence = :sequence, number = :number, code = :code, issued_at = :issued,
                valid_until = :until, file_id = NULL, revoked_at = NULL
            WHERE request_id = :request
            """,
            [
                "request": new.request, "year": new.year, "sequence": new.sequence, "number": new.number, "code": new.code,
                "issued": new.issuedAt, "until": new.validUntil,
            ])
    }

    static let replacedSQL = """
        SELECT number FROM document_replaced_papers WHERE request_id = :request ORDER BY year DESC, sequence DESC LIMIT 1
        """

    /// The number of the paper before this request's paper of now; `nil` for a first one.
    static func lastReplaced(of request: Identifier, _ tx: ReadTransaction) throws -> String? {
        try tx.row(replacedSQL, ["request": request])?.text("number")
    }

    static func setFile(_ file: Identifier, of request: Identifier, _ tx: WriteTransaction) throws {
        try tx.execute(
            "UPDATE document_papers SET file_id = :file WHERE request_id = :request AND file_id IS NULL",
            ["file": file, "request": request])
    }

    /// Whether a paper is that file.
    static func names(_ file: Identifier, _ tx: ReadTransaction) throws -> Bool {
        let isNow = try tx.row("SELECT file_id FROM document_papers WHERE file_id = :file", ["file": file]) != nil
        return try isNow || tx.row("SELECT file_id FROM document_replaced_papers WHERE file_id = :file", ["file": file]) != nil
    }

    static func setRevoked(_ request: Identifier, _ tx: WriteTransaction) throws {
        try tx.execute(
            "UPDATE document_papers SET revoked_at = :at WHERE request_id = :request", ["at": tx.now, "request": request])
    }

    /// That person's papers that hold on that day, with the digest of what each was asked for by; the newest first, a few.
    static func holding(of applicant: Identifier, on today: CivilDate, _ tx: ReadTransaction) throws -> [(PaperRecord, String)] {
        try tx.rows(
            """
            SELECT paper.*, request.definition_digest FROM document_requests AS request
            JOIN document_papers AS paper ON paper.request_id = request.id
            WHERE request.applicant_id = :applicant AND paper.file_id IS NOT NULL AND paper.revoked_at IS NULL
                AND (paper.valid_until IS NULL OR paper.valid_until >= :today)
            ORDER BY request.created_at DESC LIMIT :limit
            """, ["applicant": applicant, "today": today, "limit": EarlierAnswers.reach]
        ).map { (try PaperRecord($0), try $0.text("definition_digest")) }
    }

    static let revokedSQL = """
        SELECT code FROM document_papers
        WHERE revoked_at IS NOT NULL AND (valid_until IS NULL OR valid_until >= :today) ORDER BY code
        """

    static let replacedCodesSQL = """
        SELECT code FROM document_replaced_papers WHERE valid_until IS NULL OR valid_until >= :today ORDER BY code
        """

    static func revokedCodes(on today: CivilDate, _ tx: ReadTransaction) throws -> [String] {
        let revoked = try tx.rows(revokedSQL, ["today": today]).map { try $0.text("code") }
        return try (revoked + tx.rows(replacedCodesSQL, ["today": today]).map { try $0.text("code") }).sorted()
    }

    static func contentPlace(_ file: Identifier) -> VaultPlace {
        VaultPlace(table: "document_papers", column: "content", row: file)
    }

    private static func initialsPlace(_ request: Identifier) -> VaultPlace {
        VaultPlace(table: "document_papers", column: "initials", row: request)
    }
}

extension PaperRecord {
    init(_ row: SQLRow) throws {
        try self.init(
            request: row.identifier("request_id"), service: row.text("service"), year: row.integer("year"),
            sequence: row.integer("sequence"), number: row.text("number"), code: row.text("code"),
            issuedAt: row.instant("issued_at"), validUntil: row.textIfPresent("valid_until").flatMap { CivilDate($0) },
            file: row.identifierIfPresent("file_id"), revokedAt: row.instantIfPresent("revoked_at"))
    }
}
