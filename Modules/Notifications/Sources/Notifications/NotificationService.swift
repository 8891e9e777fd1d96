public import Catalogue
internal import Foundation
public import Kernel
public import Storage

/// Tells people what happened, each thing once: in their inbox on the portal, and through a sender where there is one.
public struct NotificationService: Sendable {
    let database: PlatformDatabase
    let templates: [String: MessageTemplate]
    let senders: [SenderKind: any MessageSender]
    let keepsDemoMailbox: Bool
    let messages = MessageStore()
    let deliveries = DeliveryStore()

    /// - Parameters:
    ///   - templates: by name, from the catalogue.
    ///   - senders: at most one of each kind counts, the first. Without one of its kind an address gets nothing.
    ///   - keepsDemoMailbox: whether ``demoMailbox(limit:)`` shows what was said to whom. Never outside a demonstration.
    public init(
        database: PlatformDatabase, templates: [String: MessageTemplate], senders: [any MessageSender], keepsDemoMailbox: Bool
    ) {
        self.database = database
        self.templates = templates
        self.senders = Dictionary(senders.map { ($0.kind, $0) }, uniquingKeysWith: { first, _ in first })
        self.keepsDemoMailbox = keepsDemoMailbox
    }

    /// Writes the message, in the caller's own write; it leaves afterwards, with the next round of deliveries.
    /// - Returns: `false` when that key was told before; then nothing changes.
    /// - Throws: `unexpected` `problem.unexpected` for a template that does not exist or a placeholder without a value: a
    ///   sentence with a hole is not sent. `gone` `problem.erased` when the recipient has no vault key.
    @discardableResult
    public func tell(_ message: Telling, _ tx: WriteTransaction) throws -> Bool {
        guard try !messages.contains(key: message.key, tx) else { return false }
        let text = try fill(message)
        let sender = message.address.flatMap { senders[$0.senderKind] }
        let entry = StoredMessage(
            id: Identifier(at: tx.now), key: message.key, template: message.template, recipient: message.recipient,
            about: message.about, language: message.language, subject: text.subject, body: text.body, link: message.link,
            // An address that nobody will use is not kept.
            address: sender != nil || keepsDemoMailbox ? message.address?.value : nil,
            showsInInbox: message.showsInInbox, at: tx.now, readAt: nil)
        try messages.add(entry, tx)
        if let sender {
            // Nobody waits for a second sign-in code.
            let due = message.about == nil ? tx.now : tx.now.advanced(bySeconds: Delivery.gatheringSeconds)
            try deliveries.add(
                Delivery(id: Identifier(at: tx.now), message: entry.id, kind: sender.kind, status: .queued, attempts: 0, dueAt: due), tx)
        }
        return true
    }

    /// Does the work of ``tell(_:_:)`` and tells nobody: a message that must not be sent takes as long as one that is.
    public func rehearse(_ message: Telling, _ tx: WriteTransaction) throws {
        guard try !messages.contains(key: message.key, tx) else { return }
        let text = try fill(message)
        let entry = StoredMessage(
            id: Identifier(at: tx.now), key: message.key, template: message.template, recipient: message.recipient,
            about: message.about, language: message.language, subject: text.subject, body: text.body, link: message.link,
            address: nil, showsInInbox: false, at: tx.now, readAt: nil)
        try messages.add(entry, tx)
        if let sender = message.address.flatMap({ senders[$0.senderKind] }) {
            let delivery = Delivery(
                id: Identifier(at: tx.now), message: entry.id, kind: sender.kind, status: .queued, attempts: 0, dueAt: tx.now)
            try deliveries.add(delivery, tx)
            try deliveries.remove(delivery, tx)
        }
    }

    /// The citizen's messages, newest first, the last 200.
    /// - Throws: `notFound` for everyone but a citizen: nobody else has an inbox.
    public func inbox(of principal: Principal) async throws -> [InboxMessage] {
        guard let person = principal.personID else { throw Problem.notFound("inbox of a \(principal.kind)") }
        let messages = messages
        return try await database.read { tx in try messages.inbox(of: person, tx).map(\.inInbox) }
    }

    /// How many messages in the inbox are unread; zero for those who have none.
    public func unreadCount(of principal: Principal) async throws -> Int {
        guard let person = principal.personID else { return 0 }
        let messages = messages
        return try await database.read { tx in try messages.unreadCount(of: person, tx) }
    }

    /// Marks the messages as read, each once and for good, all in one write; without messages there is no write.
    /// - Throws: `notFound` when one of them is not in this citizen's inbox; then none is marked.
    public func markRead(_ ids: [Identifier], by principal: Principal) async throws {
        guard let person = principal.personID else { throw Problem.notFound("inbox of a \(principal.kind)") }
        guard !ids.isEmpty else { return }
        let messages = messages
        try await database.write { tx in
            for id in ids {
                guard try messages.isInInbox(id, of: person, tx) else { throw Problem.notFound("message \(id)") }
                try messages.markRead(id, tx)
            }
        }
    }

    /// What was said to addresses, newest first; what has been erased meanwhile is left out.
    /// - Throws: `notFound` outside a demonstration.
    public func demoMailbox(limit: Int = 50) async throws -> [DemoMail] {
        guard keepsDemoMailbox else { throw Problem.notFound("demo mailbox") }
        let messages = messages
        return try await database.read { tx in try messages.newestWithAddress(limit: limit, tx) }
    }

    /// How many deliveries stand where, for the metrics.
    public func deliveryCounts() async throws -> [DeliveryStatus: Int] {
        let deliveries = deliveries
        return try await database.read { tx in try deliveries.counts(tx) }
    }

    private func fill(_ message: Telling) throws -> (subject: String, body: String) {
        var arguments = message.arguments
        if let link = message.link, arguments["link"] == nil { arguments["link"] = link }
        return try fill(message.template, in: message.language, arguments)
    }

    /// Several messages about one thing as one mail, the newest on top.
    func gathered(_ messages: [StoredMessage]) throws -> (subject: String, body: String) {
        guard let newest = messages.last else { return ("", "") }
        guard messages.count > 1 else { return (newest.subject, newest.body) }
        func text(_ body: String) -> String { body.trimmingCharacters(in: .newlines) }
        let earlier = messages.dropLast().reversed().map { text($0.body) }.joined(separator: "\n\n")
        return try fill(
            "gathered", in: newest.language, ["subject": newest.subject, "newest": text(newest.body), "earlier": earlier])
    }

    private func fill(_ name: String, in language: Language, _ arguments: [String: String]) throws -> (subject: String, body: String) {
        guard let template = templates[name] else {
            throw Problem(.unexpected, "problem.unexpected", detail: "no message template \(name)")
        }
        let missing = template.placeholders.subtracting(arguments.keys).sorted()
        guard missing.isEmpty else {
            throw Problem(.unexpected, "problem.unexpected", detail: "message \(name) lacks \(missing.joined(separator: ", "))")
        }
        return template.filled(in: language, arguments)
    }
}
