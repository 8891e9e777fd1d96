public import Kernel
public import Storage

/// What Identity needs from the rest of the platform: a way to tell somebody her sign-in code.
public protocol CodeSender: Sendable {
    /// Puts the message with the code among those to be delivered, in the same write that makes the challenge.
    ///
    /// `challenge` is a vault subject with a key: seal the message under it. The key is destroyed when the code was used,
    /// guessed too often or has expired; a message that was not delivered by then is of no use any more.
    ///
    /// It is not called for a NIK that is known with another contact. An error it throws would therefore tell a stranger
    /// who is registered: refuse contacts that cannot be reached before asking for a code, not here.
    func send(code: String, to contact: Contact, language: Language, challenge: Identifier, _ tx: WriteTransaction) throws

    /// Does as much work as ``send(code:to:language:challenge:_:)`` and tells nobody: for a NIK that is known with another contact.
    func rehearse(code: String, to contact: Contact, language: Language, challenge: Identifier, _ tx: WriteTransaction) throws
}

/// What Identity needs to know and to tell when a contact is changed at a counter.
public protocol PersonDesk: Sendable {
    /// Whether the region has ever issued a paper to this person: then somebody has looked at who she is.
    func isConfirmedByPaper(_ person: Identifier, _ tx: ReadTransaction) throws -> Bool

    /// Tells whoever is reached at the old contact that it opens nothing any more, in the same write. `change` is new each time.
    func tellContactChanged(of person: Identifier, at old: Contact, language: Language, change: Identifier, _ tx: WriteTransaction) throws
}
