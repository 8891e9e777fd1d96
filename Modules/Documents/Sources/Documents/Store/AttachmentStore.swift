internal import Catalogue
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

    static func all(of request: RequestStanding, showsNames: Bool, _ tx: ReadTransaction) throws -> [AttachedFile] {
        try tx.rows(
            """
            SELECT id, name, type, size, filename, added_at FROM document_attachments
            WHERE request_id = :request ORDER BY name
            """, ["request": request.id]
        ).map { row in
            let id = try row.identifier("id")
            return AttachedFile(
                id: id, name: try row.text("name"), type: try row.choice("type"), size: try row.integer("size"),
                filename: showsNames
                    ? try tx.vault.openText(row.blob("filename"), of: request.applicant, at: filenamePlace(id)) : nil,
                addedAt: try row.instant("added_at"))
        }
    }

    /// The file of that name; `nil` when there is none.
    static func content(
        of name: String, of request: RequestStanding, in files: any SealedFiles, _ tx: ReadTransaction
    ) throws -> AttachmentContent? {
        guard let file = try all(of: request, showsNames: true, tx).first(where: { $0.name == name }) else { return nil }
        let content = try tx.vault.open(files.read(file.id), of: request.applicant, at: contentPlace(file.id))
        // Names that were stored before this was asked of them are fitted too.
        return AttachmentContent(data: content, type: file.type, filename: file.type.fitting(file.filename ?? ""))
    }

    /// Puts the row in the place of an earlier file of that name.
    /// - Returns: the earlier file, which is rubbish from now on.
    static func put(_ file: AttachedFile, filename: String, of request: RequestStanding, _ tx: WriteTransaction) throws -> Identifier? {
        let earlier = try remove(file.name, of: request.id, tx)
        try tx.execute(
            """
            INSERT INTO document_attachments (id, request_id, name, type, size, filename, added_at)
            VALUES (:id, :request, :name, :type, :size, :filename, :at)
            """,
            [
                "id": file.id, "request": request.id, "name": file.name, "type": file.type.rawValue, "size": file.size,
                "filename": tx.vault.seal(filename, for: request.applicant, at: filenamePlace(file.id)), "at": file.addedAt,
            ])
        return earlier
    }

    /// - Returns: the file that the row named, `nil` when there was none.
    static func remove(_ name: String, of request: Identifier, _ tx: WriteTransaction) throws -> Identifier? {
        try tx.row(
            "DELETE FROM document_attachments WHERE request_id = :request AND name = :name RETURNING id",
            ["request": request, "name": name])?.identifier("id")
    }

    static func removeAll(of request: Identifier, _ tx: WriteTransaction) throws {
        try tx.execute("DELETE FROM document_attachments WHERE request_id = :request", ["request": request])
    }

    /// Whether an attachment is that file.
    static func names(_ file: Identifier, _ tx: ReadTransaction) throws -> Bool {
        try tx.row("SELECT id FROM document_attachments WHERE id = :file", ["file": file]) != nil
    }

    static func contentPlace(_ id: Identifier) -> VaultPlace {
        VaultPlace(table: "document_attachments", column: "content", row: id)
    }

    private static func filenamePlace(_ id: Identifier) -> VaultPlace {
        VaultPlace(table: "document_attachments", column: "filename", row: id)
    }
}
