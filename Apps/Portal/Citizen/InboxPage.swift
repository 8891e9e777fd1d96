internal import Kernel
internal import Notifications

/// A citizen's messages, newest first.
struct InboxPage: Page {
    let heading: Heading
    let messages: [MessageFace]
    /// The newest message, when there is one to mark as read.
    let newest: String?

    static let template: @Sendable (PageLibrary) -> Template<InboxPage> = \.inbox
    static let fields: [Field<InboxPage>] = [.list("messages", \.messages), .optional("newest", \.newest)]
}

/// One message as she reads it.
struct MessageFace: Filling {
    let subject: String
    let at: String
    let isUnread: Bool
    /// Line by line.
    let body: [String]
    let linkHref: String?
    /// What the link does.
    let linkLabel: String

    static let fields: [Field<MessageFace>] = [
        .text("subject", \.subject), .text("at", \.at), .flag("unread", \.isUnread), .list("body", \.body),
        .optional("linkHref", \.linkHref), .text("linkLabel", \.linkLabel),
    ]
}

extension InboxPage {
    /// What is to be done about a message, by its template; about the others there is something to read.
    private static let linkKeys = [
        "payment_requested": "pay", "request_returned": "correct", "request_expiring": "correct", "request_issued": "fetch",
    ]

    init(_ exchange: Exchange, _ island: Island, _ messages: [InboxMessage]) {
        let title = exchange.say("title.inbox")
        newest = messages.contains { $0.readAt == nil } ? messages.first?.id.text : nil
        heading = Heading(title: title, crumbs: exchange.crumbs(island, Crumb(title)), menu: .inbox)
        self.messages = messages.map { message in
            MessageFace(
                subject: message.subject, at: exchange.say(message.at, in: island), isUnread: message.readAt == nil,
                // The address stands in the e-mail; here the link below says it better.
                body: message.body.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("http") }, linkHref: message.link,
                linkLabel: exchange.say("inbox.\(InboxPage.linkKeys[message.template] ?? "open")"))
        }
    }
}
