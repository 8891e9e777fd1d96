internal import Catalogue
internal import Kernel
internal import Storage

/// How requests are found: by words of the holder's name, by applicant, by number.
enum SearchStore {
    /// Keeps the words in the place of earlier ones.
    static func keep(_ words: SearchWords, of request: RequestStanding, _ tx: WriteTransaction) throws {
        try tx.execute("DELETE FROM document_search_words WHERE request_id = :request", ["request": request.id])
        for word in words.kept {
            try tx.execute(
                "INSERT INTO document_search_words (desk, word, request_id) VALUES (:agency, :word, :request)",
                ["agency": request.agency, "word": hash(word, tx), "request": request.id])
        }
    }

    /// All that a row of a list reads.
    private static let columns = """
        id, applicant_id, service, agency, channel, definition_digest, status, version, created_at, updated_at, submitted_at, due_at,
            number_year, number_sequence, holder_name, answers, officer_id, claimed_at
        """
    static let byWords = """
        SELECT \(columns)
        FROM document_search_words AS found JOIN document_requests ON id = found.request_id
            LEFT JOIN document_claims ON document_claims.request_id = id
        WHERE found.desk = :desk AND found.word = :word1 AND found.request_id < :before
            AND EXISTS (SELECT 1 FROM document_search_words AS second
                WHERE second.desk = :desk AND second.word = :word2 AND second.request_id = found.request_id)
            AND EXISTS (SELECT 1 FROM document_search_words AS third
                WHERE third.desk = :desk AND third.word = :word3 AND third.request_id = found.request_id)
        ORDER BY found.request_id DESC LIMIT :limit
        """

    /// The newest first.
    static func find(
        _ words: SearchWords, at agency: String, before: Identifier, limit: Int, _ tx: ReadTransaction
    ) throws -> [WorkListStore.Row] {
        let wanted = words.wanted
        guard let first = wanted.first else { return [] }
        // Whoever types more than four words of a name has found it by the first four.
        func word(_ position: Int) -> String { hash(wanted.indices.contains(position) ? wanted[position] : first, tx) }
        return try tx.rows(
            byWords, ["desk": agency, "word1": word(0), "word2": word(1), "word3": word(2), "before": before, "limit": limit]
        ).map { try WorkListStore.Row($0, tx) }
    }

    static let ofApplicant = """
        SELECT \(columns)
        FROM document_requests LEFT JOIN document_claims ON request_id = id
        WHERE applicant_id = :applicant AND agency = :agency AND status <> 'draft' AND id < :before
        ORDER BY created_at DESC, id DESC LIMIT :limit
        """

    /// An applicant's requests to this agency, the newest first.
    static func find(
        of applicant: Identifier, at agency: String, before: Identifier, limit: Int, _ tx: ReadTransaction
    ) throws -> [WorkListStore.Row] {
        try tx.rows(ofApplicant, ["applicant": applicant, "agency": agency, "before": before, "limit": limit])
            .map { try WorkListStore.Row($0, tx) }
    }

    /// The few that have the number come first, by a cross join, which nothing reorders: otherwise all of an agency's requests are gone
    /// through.
    static let byNumber = """
        SELECT \(columns)
        FROM (SELECT document_papers.request_id AS found_id FROM document_papers WHERE number = :number UNION SELECT :request
                UNION SELECT old.request_id FROM document_replaced_papers AS old WHERE old.number = :number
                UNION SELECT numbered.id FROM document_requests AS numbered
                    WHERE numbered.number_year = :year AND numbered.number_sequence = :sequence) AS found
            CROSS JOIN document_requests LEFT JOIN document_claims ON document_claims.request_id = id
        WHERE id = found_id AND agency = :agency AND status <> 'draft' AND id < :before
        ORDER BY id DESC LIMIT :limit
        """

    /// Those whose paper has that number, or had it before another took its place, or that have it as their own number or id.
    static func find(
        number: String, at agency: String, before: Identifier, limit: Int, _ tx: ReadTransaction
    ) throws -> [WorkListStore.Row] {
        let own = RequestNumber(number)
        return try tx.rows(
            byNumber,
            [
                "number": number, "request": Identifier(number)?.text ?? "", "year": own?.year ?? 0, "sequence": own?.sequence ?? 0,
                "agency": agency, "before": before, "limit": limit,
            ]
        ).map { try WorkListStore.Row($0, tx) }
    }

    // MARK: Requests of before

    /// Some of the requests that were submitted before names were searchable.
    static func unsearchable(limit: Int, _ tx: ReadTransaction) throws -> [Identifier] {
        try tx.rows("SELECT request_id FROM document_unsearchable ORDER BY request_id LIMIT :limit", ["limit": limit])
            .map { try $0.identifier("request_id") }
    }

    static func setSearchable(_ request: Identifier, _ tx: WriteTransaction) throws {
        try tx.execute("DELETE FROM document_unsearchable WHERE request_id = :request", ["request": request])
    }

    private static func hash(_ word: String, _ tx: ReadTransaction) -> String { tx.vault.lookup(word, kind: "holder-word") }
}
