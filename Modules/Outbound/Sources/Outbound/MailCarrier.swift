internal import CCurl
internal import Foundation
internal import Kernel

/// Hands mail to a mail server over SMTP.
public struct MailCarrier: Sendable {
    private static let connectSeconds = 10
    private let settings: MailSettings

    public init(_ settings: MailSettings) { self.settings = settings }

    /// Returns when the server has taken responsibility for the mail (its final 250). Waits without holding a thread of
    /// the cooperative pool.
    public func send(_ mail: Mail) async throws(MailFailure) {
        if let fault = settings.fault { throw .notSent(fault) }
        guard let from = MailAddress(settings.from) else { throw .notSent("the sender is not a mail address") }
        guard let to = MailAddress(mail.to) else { throw .refused("the recipient is not a mail address") }
        guard let messageID = MailComposition.messageID(mail.messageID, domain: from.domain) else {
            throw .refused("the message id has a character that it must not have")
        }
        let bytes = MailComposition.compose(mail, from: from, to: to, messageID: messageID)
        let settings = settings
        let outcome = await BlockingThreads.curl.runCancellable { cancellation in
            MailCarrier.handOver(bytes, from: from, to: to, settings, cancellation)
        }
        try outcome.get()
    }

    private static func handOver(
        _ bytes: Data, from: MailAddress, to: MailAddress, _ settings: MailSettings, _ cancellation: Cancellation
    ) -> Result<Void, MailFailure> {
        guard !cancellation.isRequested else { return .failure(.notSent("cancelled")) }
        guard let transfer = Transfer(receiveLimit: 100_000, cancellation: cancellation) else {
            return .failure(.notSent("libcurl did not start"))
        }
        transfer.allowMailOnly()
        transfer.setTimeouts(connectSeconds: min(connectSeconds, settings.timeoutSeconds), totalSeconds: settings.timeoutSeconds)
        transfer.set(CURLOPT_URL, settings.url(greetingAs: from.domain))
        if settings.security != .none { transfer.set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue)) }
        if let file = settings.certificateAuthorityFile { transfer.set(CURLOPT_CAINFO, file) }
        if let username = settings.username {
            transfer.set(CURLOPT_USERNAME, username)
            transfer.set(CURLOPT_PASSWORD, settings.password ?? "")
        }
        transfer.set(CURLOPT_MAIL_FROM, "<\(from.text)>")
        transfer.set(CURLOPT_MAIL_RCPT, ["<\(to.text)>"])
        transfer.set(CURLOPT_UPLOAD, 1)
        transfer.setUpload(bytes, sizeOption: CURLOPT_INFILESIZE_LARGE)

        let code = transfer.perform()
        return code == CURLE_OK ? .success(()) : .failure(failure(code, of: transfer, cancellation))
    }

    /// Tells the three kinds apart by how far the conversation came and what the server said last.
    ///
    /// The point that ends the mail is sent only after libcurl got all of it, so before that nothing can have been
    /// accepted (RFC 5321, 4.1.1.4). After it, the reply to the mail is the only word that counts; the reply before it
    /// was 354.
    private static func failure(_ code: CURLcode, of transfer: Transfer, _ cancellation: Cancellation) -> MailFailure {
        let reply = transfer.responseCode
        let reason = (cancellation.isRequested ? "cancelled" : explanation(of: code)) + (reply > 0 ? ", last reply \(reply)" : "")
        if transfer.hasHandedOverAll, !(400...599).contains(reply) { return .uncertain(reason) }
        // libcurl reports a refused MAIL, RCPT or DATA as a send error. A 5xx to the greeting, EHLO or AUTH is about us
        // and not about this mail, and so are these four replies (RFC 4954, 6): the operator can mend it.
        let isAboutThisMail = transfer.hasHandedOverAll || code == CURLE_SEND_ERROR
        let isAboutSigningIn = [530, 534, 535, 538].contains(reply)
        if (500...599).contains(reply), isAboutThisMail, !isAboutSigningIn { return .refused(reason) }
        return .notSent(reason)
    }
}
