internal import Kernel

/// What is counted.
enum AttemptKind: String, Sendable, CaseIterable {
    case codeAsked, codeWrong, passwordWrong
}

/// By which key it is counted.
enum AttemptKey: String, Sendable, CaseIterable {
    /// The mailbox or number that a code goes to.
    case recipient
    case recipientAndNetwork
    case nikAndNetwork
    /// The user name that was typed, known or not.
    case nameAndNetwork
    /// Whoever sends from one network, for whomever.
    case network
    /// A device on which somebody has signed in to this account before.
    case device
}

/// Something that a limit counts, with the value of each key that it is counted by. An attempt from a device that is known to the
/// account counts for that device alone: what others try elsewhere stops nobody there, and what is tried there stops nobody else.
struct Attempt: Sendable, Hashable {
    let kind: AttemptKind
    let keys: [AttemptKey: String]

    static func codeAsked(nik: String, contact: String, from network: SenderNetwork, on device: DevicePass?) -> Attempt {
        if let device { return Attempt(kind: .codeAsked, keys: [.device: device.serial]) }
        return Attempt(
            kind: .codeAsked,
            keys: [
                .recipient: contact, .recipientAndNetwork: "\(contact) \(network.text)", .nikAndNetwork: "\(nik) \(network.text)",
                .network: network.text,
            ])
    }

    static func codeWrong(nik: String, from network: SenderNetwork, on device: DevicePass?) -> Attempt {
        if let device { return Attempt(kind: .codeWrong, keys: [.device: device.serial]) }
        return Attempt(kind: .codeWrong, keys: [.nikAndNetwork: "\(nik) \(network.text)"])
    }

    static func passwordWrong(name: String, from network: SenderNetwork, on device: DevicePass?) -> Attempt {
        if let device { return Attempt(kind: .passwordWrong, keys: [.device: device.serial]) }
        return Attempt(kind: .passwordWrong, keys: [.nameAndNetwork: "\(name) \(network.text)"])
    }
}
