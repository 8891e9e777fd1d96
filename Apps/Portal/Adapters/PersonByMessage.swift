internal import Catalogue
internal import Documents
internal import Identity
internal import Kernel
internal import Notifications
internal import Storage

/// Answers what Identity needs when a contact is changed at a counter: papers are known to Documents, messages to Notifications.
struct PersonByMessage: PersonDesk {
    let documents: DocumentService
    let notifications: NotificationService
    let region: RegionManifest

    func isConfirmedByPaper(_ person: Identifier, _ tx: ReadTransaction) throws -> Bool { try documents.hasPaper(person, tx) }

    func tellContactChanged(of person: Identifier, at old: Contact, language: Language, change: Identifier, _ tx: WriteTransaction) throws {
        try notifications.tell(
            Telling(
                key: "contact-changed/\(change)", template: "contact_changed", recipient: person, address: old, language: language,
                arguments: ["region": region.name], showsInInbox: false), tx)
    }
}
