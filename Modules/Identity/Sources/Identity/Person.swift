public import Kernel

/// A citizen as she told us of herself: nobody has checked the NIK yet.
public struct Person: Sendable, Hashable {
    public let id: Identifier
    public let nik: NIK
    public let contact: Contact
    /// The language in which she is written to.
    public let language: Language

    public init(id: Identifier, nik: NIK, contact: Contact, language: Language) {
        self.id = id
        self.nik = nik
        self.contact = contact
        self.language = language
    }
}

/// Only the id, so that a person who ends up in a log is not told to its readers.
extension Person: CustomStringConvertible {
    public var description: String { "person \(id)" }
}
