internal import Kernel
public import Outbound

/// Sends messages as e-mail through an SMTP server.
public struct EmailSender: MessageSender {
    public let kind = SenderKind.email
    private let carrier: MailCarrier
    private let senderName: String

    /// - Parameter senderName: the name that people see beside the address, e.g. the region's.
    public init(carrier: MailCarrier, senderName: String) {
        self.carrier = carrier
        self.senderName = senderName
    }

    /// The message id is the delivery's, so that a mail server or a mail program can recognise a repetition.
    public func send(_ outgoing: OutgoingMessage) async throws(MailFailure) {
        try await carrier.send(
            Mail(
                to: outgoing.address, fromName: senderName, subject: outgoing.subject, body: outgoing.body,
                messageID: outgoing.id.text, date: outgoing.at, language: outgoing.language))
    }
}
