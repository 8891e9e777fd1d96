internal import Catalogue
internal import Crypto
internal import Foundation
internal import Kernel
internal import Storage

/// The rows that name a request's files; the files themselves lie sealed in the region's folder.
enum AttachmentStore {
    static func names(of request: Identifier, _ tx: ReadTransaction) throws -> Set<String> {
        try Set(
            tx.rows("SELECT name FROM document_attachments WHERE request_id = :request", ["request": request])
                .map { try $0.text("name") })
    }

    /// Which attachment each name has now: another one for each file that takes the place of an earlier one.
    static func identifiers(of request: Identifier, _ tx: ReadTransaction) throws -> [String: String] {
        let rows = try tx.rows("SELECT id, name FROM document_attachments WHERE request_id = :request", ["request": request])
        return try Dictionary(rows.map { (try $0.text("name"), try $0.identifier("id").text) }) { first, _ in first }
    }

    private static let columns = """
        file.id, file.file_id, file.name, file.type, file.size, file.filename, file.added_at, file.paper_id, file.replaced_code,
            COALESCE(old.number, paper.number) AS number, COALESCE(old.valid_until, paper.valid_until) AS valid_until,
            COALESCE(old.revoked_at, paper.revoked_at) AS revoked_at
        """
    private static let tables = """
        document_attachments AS file LEFT JOIN document_papers AS paper ON paper.request_id = file.paper_id
            LEFT JOIN document_replaced_papers AS old ON old.code = file.replaced_code
        """

    static func all(of request: RequestStanding, showsNames: Bool, _ tx: ReadTransaction) throws -> [AttachedFile] {
        try tx.rows(
            "SELECT \(columns) FROM \(tables) WHERE file.request_id = :request ORDER BY file.name", ["request": request.id]
        ).map { try AttachedFile($0, namedFor: showsNames ? request.applicant : nil, tx) }
    }

    /// What that person attached under this name to her other requests, the newest first; of the newest requests only.
    static func earlier(_ name: String, of applicant: Identifier, besides request: Identifier, _ tx: ReadTransaction) throws
        -> [AttachedFile]
    {
        try tx.rows(earlierSQL, ["applicant": applicant, "name": name, "request": request, "limit": EarlierAnswers.reach])
            .map { try AttachedFile($0, namedFor: applicant, tx) }
    }

    static let earlierSQL = """
        SELECT \(columns) FROM \(tables) JOIN document_requests AS request ON request.id = file.request_id
        WHERE request.applicant_id = :applicant AND file.name = :name AND request.id <> :request
        ORDER BY request.created_at DESC LIMIT :limit
        """

    /// An attachment of that person; `nil` when it is another's.
    static func find(_ id: Identifier, of applicant: Identifier, _ tx: ReadTransaction) throws -> AttachedFile? {
        try tx.row(
            """
            SELECT \(columns) FROM \(tables) JOIN document_requests AS request ON request.id = file.request_id
            WHERE file.id = :id AND request.applicant_id = :applicant
            """, ["id": id, "applicant": applicant]
        ).map { try AttachedFile($0, namedFor: applicant, tx) }
    }

    /// A keyed hash of a content and its owner, which says nothing to whoever has the database and not the region's key.
    static func digest(of content: Data, by person: Identifier, _ tx: ReadTransaction) -> String {
        tx.vault.lookup("\(person) \(SHA256.hash(data: content).hexadecimal)", kind: "attachment-content")
    }

    static func digest(of attachment: Identifier, _ tx: ReadTransaction) throws -> String? {
        try tx.row("SELECT digest FROM document_attachments WHERE id = :id", ["id": attachment])?.textIfPresent("digest")
    }

    /// The file that has that content already.
    static func file(with digest: String, _ tx: ReadTransaction) throws -> Identifier? {
        try tx.row("SELECT file_id FROM document_attachments WHERE digest = :digest LIMIT 1", ["digest": digest])?.identifier("file_id")
    }

    /// The file of that name; `nil` when there is none.
    static func content(
        of name: String, of request: RequestStanding, in files: any SealedFiles, _ tx: ReadTransaction
    ) throws -> AttachmentContent? {
        guard let file = try all(of: request, showsNames: true, tx).first(where: { $0.name == name }) else { return nil }
        let content = try tx.vault.open(files.read(file.file), of: request.applicant, at: contentPlace(file.file))
        // Names that were stored before this was asked of them are fitted too.
        return AttachmentContent(data: content, type: file.type, filename: file.type.fitting(file.filename ?? ""))
    }

    /// Puts the row in the place of an earlier file of that name.
    /// - Returns: the earlier file when it is rubbish from now on.
    static func put(
        _ file: AttachedFile, filename: String, digest: String?, paper: Identifier?, replaced: String? = nil, of request: RequestStanding,
        _ tx: WriteTransaction
    ) throws -> Identifier? {
        let earlier = try take(file.name, of: request.id, tx)
        try tx.execute(
            """
            INSERT INTO document_attachments
                (id, file_id, request_id, name, type, size, filename, added_at, digest, paper_id, replaced_code)
            VALUES (:id, :file, :request, :name, :type, :size, :filename, :at, :digest, :paper, :replaced)
            """,
            [
                "id": file.id, "file": file.file, "request": request.id, "name": file.name, "type": file.type.rawValue, "size": file.size,
                "filename": tx.vault.seal(filename, for: request.applicant, at: filenamePlace(file.id)), "at": file.addedAt,
                "digest": digest, "paper": paper, "replaced": replaced,
            ])
        return try earlier.flatMap { try names($0, tx) ? nil : $0 }
    }

    static func remove(_ name: String, of request: Identifier, _ tx: WriteTransaction) throws -> Removal {
        guard let file = try take(name, of: request, tx) else { return Removal(isDone: false, rubbish: nil) }
        return Removal(isDone: true, rubbish: try names(file, tx) ? nil : file)
    }

    /// Whether there was something to take away, and the file that nothing names any more.
    struct Removal {
        let isDone: Bool
        let rubbish: Identifier?
    }

    private static func take(_ name: String, of request: Identifier, _ tx: WriteTransaction) throws -> Identifier? {
        try tx.row(
            "DELETE FROM document_attachments WHERE request_id = :request AND name = :name RETURNING file_id",
            ["request": request, "name": name])?.identifier("file_id")
    }

    static func removeAll(of request: Identifier, _ tx: WriteTransaction) throws {
        try tx.execute("DELETE FROM document_attachments WHERE request_id = :request", ["request": request])
    }

    /// Whatever is attached of this request's paper of now remembers which one it is, because another takes its place.
    static func keepReplaced(_ code: String, of request: Identifier, _ tx: WriteTransaction) throws {
        try tx.execute(
            "UPDATE document_attachments SET replaced_code = :code WHERE paper_id = :request AND replaced_code IS NULL",
            ["code": code, "request": request])
    }

    /// Whether an attachment is that file.
    static func names(_ file: Identifier, _ tx: ReadTransaction) throws -> Bool {
        try tx.row("SELECT id FROM document_attachments WHERE file_id = :file LIMIT 1", ["file": file]) != nil
    }

    static func contentPlace(_ id: Identifier) -> VaultPlace {
        VaultPlace(table: "document_attachments", column: "content", row: id)
    }

    fileprivate static func filenamePlace(_ id: Identifier) -> VaultPlace {
        VaultPlace(table: "document_attachments", column: "filename", row: id)
    }
}

extension AttachedFile {
    /// - Parameter owner: whose key opens the file's name; `nil` for those who may not see it.
    fileprivate init(_ row: SQLRow, namedFor owner: Identifier?, _ tx: ReadTransaction) throws {
        let id = try row.identifier("id")
        try self.init(
            id: id, file: row.identifier("file_id"), name: row.text("name"), type: row.choice("type"), size: row.integer("size"),
            filename: owner.flatMap { owner in
                try unlessErased { try tx.vault.openText(row.blob("filename"), of: owner, at: AttachmentStore.filenamePlace(id)) }
            },
            addedAt: row.instant("added_at"),
            paper: row.identifierIfPresent("paper_id").map {
                AttachedPaper(
                    request: $0, replacedCode: try row.textIfPresent("replaced_code"), number: try row.text("number"),
                    validUntil: try row.textIfPresent("valid_until").flatMap { CivilDate($0) },
                    revokedAt: try row.instantIfPresent("revoked_at"))
            })
    }
}
