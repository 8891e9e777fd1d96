internal import Foundation
internal import Kernel
internal import Storage

/// A message with its seals opened.
struct StoredMessage: Sendable, Hashable {
    let id: Identifier
    let key: String
    let template: String
    let recipient: Identifier
    let about: Identifier?
    let language: Language
    let subject: String
    let body: String
    let link: String?
    let address: String?
    let showsInInbox: Bool
    let at: Instant
    let readAt: Instant?

    var inInbox: InboxMessage {
        InboxMessage(
            id: id, template: template, language: language, subject: subject, body: body, link: link, about: about, at: at, readAt: readAt)
    }
}

/// The table `messages`. Subject, body, link and address are sealed under the recipient's key.
struct MessageStore: Sendable {
    func contains(key: String, _ tx: ReadTransaction) throws -> Bool {
        try tx.row("SELECT id FROM messages WHERE message_key = :key", ["key": key]) != nil
    }

    /// - Throws: `conflict` `problem.duplicate` when the key was told before, which undoes the write and gives its number back.
    func add(_ message: StoredMessage, _ tx: WriteTransaction) throws {
        func sealed(_ text: String, _ column: String) throws -> Data {
            try tx.vault.seal(text, for: message.recipient, at: place(column, message.id))
        }
        try tx.execute(
            """
            INSERT INTO messages (
                id, position, message_key, template, recipient_id, about_id, language,
                subject, body, link, address, shows_in_inbox, told_at)
            VALUES (:id, :position, :key, :template, :recipient, :about, :language,
                :subject, :body, :link, :address, :shows, :now)
            """,
            [
                "id": message.id, "position": tx.next(series: "messages"), "key": message.key, "template": message.template,
                "recipient": message.recipient, "about": message.about, "language": message.language,
                "subject": sealed(message.subject, "subject"), "body": sealed(message.body, "body"),
                "link": message.link.map { try sealed($0, "link") }, "address": message.address.map { try sealed($0, "address") },
                "shows": message.showsInInbox, "now": message.at,
            ])
    }

    /// - Throws: `gone` `problem.erased` when the recipient's key was destroyed.
    func find(_ id: Identifier, _ tx: ReadTransaction) throws -> StoredMessage {
        guard let row = try tx.row("SELECT * FROM messages WHERE id = :id", ["id": id]) else {
            throw Problem(.unexpected, "problem.unexpected", detail: "no message \(id)")
        }
        return try open(row, tx)
    }

    func inbox(of person: Identifier, _ tx: ReadTransaction) throws -> [StoredMessage] {
        try tx.rows(
            "SELECT * FROM messages WHERE recipient_id = :person AND shows_in_inbox = 1 ORDER BY position DESC LIMIT 200",
            ["person": person]
        ).map { try open($0, tx) }
    }

    func unreadCount(of person: Identifier, _ tx: ReadTransaction) throws -> Int {
        try tx.count(
            "SELECT COUNT(*) FROM messages WHERE recipient_id = :person AND shows_in_inbox = 1 AND read_at IS NULL",
            ["person": person])
    }

    func isInInbox(_ id: Identifier, of person: Identifier, _ tx: ReadTransaction) throws -> Bool {
        try tx.row(
            "SELECT id FROM messages WHERE id = :id AND recipient_id = :person AND shows_in_inbox = 1", ["id": id, "person": person]) != nil
    }

    func markRead(_ id: Identifier, _ tx: WriteTransaction) throws {
        try tx.execute("UPDATE messages SET read_at = :now WHERE id = :id AND read_at IS NULL", ["id": id, "now": tx.now])
    }

    /// The newest messages that have an address and can still be read.
    func newestWithAddress(limit: Int, _ tx: ReadTransaction) throws -> [DemoMail] {
        var found: [DemoMail] = []
        var before = Int.max
        while found.count < limit {
            let rows = try tx.rows(
                "SELECT * FROM messages WHERE address IS NOT NULL AND position < :before ORDER BY position DESC LIMIT :limit",
                ["before": before, "limit": limit])
            for row in rows where found.count < limit {
                before = try row.integer("position")
                do {
                    let message = try open(row, tx)
                    found.append(
                        DemoMail(
                            id: message.id, template: message.template, to: message.address ?? "", language: message.language,
                            subject: message.subject, body: message.body, link: message.link, at: message.at))
                } catch let problem as Problem where problem.code == .gone {
                    continue
                }
            }
            if rows.count < limit { break }
        }
        return found
    }

    private func open(_ row: SQLRow, _ tx: ReadTransaction) throws -> StoredMessage {
        let id = try row.identifier("id")
        let recipient = try row.identifier("recipient_id")
        func opened(_ column: String) throws -> String? {
            try row.blobIfPresent(column).map { try tx.vault.openText($0, of: recipient, at: place(column, id)) }
        }
        return try StoredMessage(
            id: id, key: row.text("message_key"), template: row.text("template"), recipient: recipient,
            about: row.identifierIfPresent("about_id"), language: row.choice("language"), subject: opened("subject") ?? "",
            body: opened("body") ?? "", link: opened("link"), address: opened("address"), showsInInbox: row.bool("shows_in_inbox"),
            at: row.instant("told_at"), readAt: row.instantIfPresent("read_at"))
    }

    private func place(_ column: String, _ row: Identifier) -> VaultPlace { VaultPlace(table: "messages", column: column, row: row) }
}
