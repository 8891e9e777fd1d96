import Foundation
import Kernel
import Notifications
import Outbound
import Testing

@Suite("The e-mail sender")
struct EmailSenderTests {
    @Test("A message for which no mail server is reached is reported as not sent, so that it is tried again")
    func unreachable() async throws {
        let carrier = MailCarrier(
            MailSettings(host: "127.0.0.1", port: 1, security: .none, from: "mpp@contoh.id"))
        let sender = EmailSender(carrier: carrier, senderName: "MPP Contoh")
        #expect(sender.kind == .email)
        let message = OutgoingMessage(
            id: Identifier(at: Instant(milliseconds: 1)), address: "siti@contoh.id", subject: "SKCK terbit", body: "Halo",
            language: .indonesian, at: Instant(milliseconds: 1))
        do {
            try await sender.send(message)
            Issue.record("nobody listens on port 1")
        } catch {
            guard case .notSent = error else {
                Issue.record("expected notSent, got \(error)")
                return
            }
        }
    }
}
