internal import Catalogue
internal import Kernel
internal import Storage

/// What a request was when it was returned, and what of it is to be corrected.
struct ReturnedContent: Stored, Hashable {
    static let format = 1
    /// In the order of the form.
    let parts: [RequestPart]
    let answers: Answers
    /// Which attachment each name had.
    let files: [String: String]

    init(parts: [RequestPart], answers: Answers, files: [String: String]) {
        self.parts = parts
        self.answers = answers
        self.files = files
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: StoredKey.self)
        parts = try fields.decode([String].self, forKey: "parts").compactMap { RequestPart(field: $0) }
        answers = try fields.decode(Answers.self, forKey: "answers")
        files = try fields.decode([String: String].self, forKey: "files")
    }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: StoredKey.self)
        try fields.encode(parts.map(\.field), forKey: "parts")
        try fields.encode(answers, forKey: "answers")
        try fields.encode(files, forKey: "files")
    }
}

/// The last return of each request that is not decided yet.
enum CorrectionStore {
    /// `nil` also when the applicant's data was erased.
    static func find(of request: RequestStanding, _ tx: ReadTransaction) throws -> ReturnedContent? {
        guard let row = try tx.row("SELECT returned FROM document_corrections WHERE request_id = :request", ["request": request.id])
        else { return nil }
        return try unlessErased {
            try ReturnedContent(stored: tx.vault.open(row.blob("returned"), of: request.applicant, at: place(request.id)))
        }
    }

    /// In the place of an earlier one.
    static func put(_ returned: ReturnedContent, of request: RequestStanding, _ tx: WriteTransaction) throws {
        try tx.execute(
            """
            INSERT INTO document_corrections (request_id, returned) VALUES (:request, :returned)
            ON CONFLICT (request_id) DO UPDATE SET returned = excluded.returned
            """,
            [
                "request": request.id,
                "returned": tx.vault.seal(returned.storedData(), for: request.applicant, at: place(request.id)),
            ])
    }

    static func remove(of request: Identifier, _ tx: WriteTransaction) throws {
        try tx.execute("DELETE FROM document_corrections WHERE request_id = :request", ["request": request])
    }

    private static func place(_ request: Identifier) -> VaultPlace {
        VaultPlace(table: "document_corrections", column: "returned", row: request)
    }
}
