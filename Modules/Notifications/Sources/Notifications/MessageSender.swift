public import Kernel
public import Outbound

/// Somebody who carries messages to one kind of address.
public protocol MessageSender: Sendable {
    var kind: SenderKind { get }

    /// Hands the message over.
    /// - Throws: `notSent` when it certainly was not accepted and may be tried again, `refused` when it never will be,
    ///   `uncertain` when nobody knows: such a message is not sent a second time.
    func send(_ outgoing: OutgoingMessage) async throws(MailFailure)
}

/// A message on its way out.
public struct OutgoingMessage: Sendable, Hashable {
    /// The delivery's identifier; the same at each try, so that a receiver can recognise a repetition.
    public let id: Identifier
    public let address: String
    public let subject: String
    public let body: String
    public let language: Language
    /// When it was told, not when it is sent.
    public let at: Instant

    public init(id: Identifier, address: String, subject: String, body: String, language: Language, at: Instant) {
        self.id = id
        self.address = address
        self.subject = subject
        self.body = body
        self.language = language
        self.at = at
    }
}

/// The kinds of address that a sender can serve. Raw values are stored.
public enum SenderKind: String, Sendable, Hashable, CaseIterable {
    case email, sms
}

extension Contact {
    /// The kind of sender that reaches this address.
    var senderKind: SenderKind {
        switch self {
        case .email: .email
        case .phone: .sms
        }
    }
}
