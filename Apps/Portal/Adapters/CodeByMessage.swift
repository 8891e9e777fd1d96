internal import Catalogue
internal import Identity
internal import Kernel
internal import Notifications
internal import Storage

/// Answers Identity's need to send a sign-in code: as a message, in the same write as the challenge.
struct CodeByMessage: CodeSender {
    let notifications: NotificationService
    let region: RegionManifest

    func send(code: String, to contact: Contact, language: Language, challenge: Identifier, _ tx: WriteTransaction) throws {
        try notifications.tell(message(code, contact, language, challenge), tx)
    }

    func rehearse(code: String, to contact: Contact, language: Language, challenge: Identifier, _ tx: WriteTransaction) throws {
        try notifications.rehearse(message(code, contact, language, challenge), tx)
    }

    private func message(_ code: String, _ contact: Contact, _ language: Language, _ challenge: Identifier) -> Telling {
        Telling(
            key: "sign-in-code/\(challenge)", template: "sign_in_code", recipient: challenge, address: contact, language: language,
            arguments: ["code": code, "region": region.name], link: nil, showsInInbox: false, about: nil)
    }
}
