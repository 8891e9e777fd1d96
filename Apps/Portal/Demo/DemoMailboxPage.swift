internal import Kernel
internal import Notifications

/// What would have been sent to people's addresses.
struct DemoMailboxPage: Page {
    let heading: Heading
    let messages: [MailFace]

    static let template: @Sendable (PageLibrary) -> Template<DemoMailboxPage> = \.demoMailbox
    static let fields: [Field<DemoMailboxPage>] = [.list("messages", \.messages)]
}

/// One of those messages.
struct MailFace: Filling {
    let to: String
    let subject: String
    let body: String
    let at: String
    let linkHref: String?

    static let fields: [Field<MailFace>] = [
        .text("to", \.to), .text("subject", \.subject), .text("body", \.body), .text("at", \.at), .optional("linkHref", \.linkHref),
    ]
}

extension DemoMailboxPage {
    init(_ exchange: Exchange, _ island: Island, _ mails: [DemoMail]) {
        let title = exchange.say("title.demo-mailbox")
        heading = Heading(title: title, crumbs: exchange.crumbs(island, Crumb(title)))
        messages = mails.map {
            MailFace(to: $0.to, subject: $0.subject, body: $0.body, at: exchange.say($0.at, in: island), linkHref: $0.link)
        }
    }
}
