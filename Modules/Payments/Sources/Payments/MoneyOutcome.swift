internal import Kernel
internal import Storage

/// What a command about money was about: a shift, a payment or a refund.
struct MoneyOutcome: Stored {
    static let format = 1
    let subject: Identifier

    init(subject: Identifier) { self.subject = subject }

    private enum Key: String, CodingKey { case subject }

    init(from decoder: any Decoder) throws {
        subject = try decoder.container(keyedBy: Key.self).decode(Identifier.self, forKey: .subject)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(subject, forKey: .subject)
    }
}
