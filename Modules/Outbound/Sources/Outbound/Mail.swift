public import Kernel

/// One mail to one person: plain text.
public struct Mail: Sendable, Hashable {
    /// The recipient's address.
    public var to: String
    /// The name shown beside the sender's address, e.g. `MPP Kabupaten Contoh`; empty for none.
    public var fromName: String
    /// One line; line breaks and control characters become spaces.
    public var subject: String
    /// Plain text with any kind of line break.
    public var body: String
    /// What makes this mail the same mail when it is sent again: letters, digits, points and hyphens, e.g. an identifier.
    /// The sender's domain is added when there is no `@`.
    public var messageID: String
    public var date: Instant
    public var language: Language

    public init(
        to: String, fromName: String, subject: String, body: String, messageID: String, date: Instant, language: Language
    ) {
        self.to = to
        self.fromName = fromName
        self.subject = subject
        self.body = body
        self.messageID = messageID
        self.date = date
        self.language = language
    }
}

/// Why a mail is not known to have been delivered. Texts are for the operator's log and hold no address.
public enum MailFailure: Error, Sendable, Hashable {
    /// Certainly not accepted; may be tried again: no connection, no TLS, wrong password, a reply 4xx.
    case notSent(String)
    /// Certainly not accepted, and never will be: a reply 5xx about this mail, or an address that is none.
    case refused(String)
    /// The whole mail was handed over and then no answer came: it may be on its way. Sending again might tell twice.
    case uncertain(String)
}
