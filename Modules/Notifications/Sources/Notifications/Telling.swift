public import Kernel

/// Something that one person shall be told, once.
public struct Telling: Sendable, Hashable {
    /// The same key is the same message: it is told once. Make it of the event that is told and the person,
    /// never of personal values.
    public var key: String
    /// Name of the message template, e.g. `request_issued`.
    public var template: String
    /// Under whose vault key the text is sealed: a person, or a sign-in that has no person yet.
    public var recipient: Identifier
    /// Where to send it; `nil` for the inbox alone.
    public var address: Contact?
    public var language: Language
    /// What the template's placeholders stand for.
    public var arguments: [String: String]
    /// Where the message leads; also fills the placeholder `{link}`.
    public var link: String?
    public var showsInInbox: Bool
    /// What the message is about, e.g. a request.
    public var about: Identifier?

    public init(
        key: String, template: String, recipient: Identifier, address: Contact? = nil, language: Language,
        arguments: [String: String] = [:], link: String? = nil, showsInInbox: Bool = true, about: Identifier? = nil
    ) {
        self.key = key
        self.template = template
        self.recipient = recipient
        self.address = address
        self.language = language
        self.arguments = arguments
        self.link = link
        self.showsInInbox = showsInInbox
        self.about = about
    }
}

/// A message in a person's inbox on the portal.
public struct InboxMessage: Sendable, Hashable {
    public let id: Identifier
    public let template: String
    public let language: Language
    public let subject: String
    public let body: String
    public let link: String?
    public let about: Identifier?
    public let at: Instant
    /// `nil` while unread.
    public let readAt: Instant?
}

/// A message as the demo mailbox shows it, whether or not a sender carried it.
public struct DemoMail: Sendable, Hashable {
    public let id: Identifier
    public let template: String
    /// The address it is for, in full: the demo invents its people.
    public let to: String
    public let language: Language
    public let subject: String
    public let body: String
    public let link: String?
    public let at: Instant
}
