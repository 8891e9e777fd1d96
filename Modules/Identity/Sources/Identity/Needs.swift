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
}
