/// Who is asking. Passed as a parameter (`by:`) to everything that reads or changes something, never ambient.
public enum Principal: Sendable, Hashable, Codable {
    /// Somebody who has not signed in.
    case visitor
    /// A citizen who signed in; `id` is the person's.
    case citizen(id: Identifier)
    /// Somebody at work for one agency's counter.
    case officer(id: Identifier, agency: String)
    /// Somebody who answers for a region's settings.
    case administrator(id: Identifier)
    /// Somebody who takes money at the cash desk.
    case cashier(id: Identifier)
    /// Somebody who answers for a region's books of money.
    case finance(id: Identifier)
    /// A program at work for one agency, known by its key; `id` is the key's.
    case program(id: Identifier, agency: String, scopes: Set<ProgramScope>)
    /// Somebody at the machine itself, with the operating system's user name.
    case operatorAtConsole(name: String)
    /// The platform's own loops; `name` says which, e.g. `outbox`.
    case platform(name: String)

    /// The kind of principal, as written in the audit trail.
    public var kind: String {
        switch self {
        case .visitor: "visitor"
        case .citizen: "citizen"
        case .officer: "officer"
        case .administrator: "administrator"
        case .cashier: "cashier"
        case .finance: "finance"
        case .program: "program"
        case .operatorAtConsole: "operator"
        case .platform: "platform"
        }
    }

    /// Which one of its kind, as written in the audit trail; empty for a visitor.
    public var reference: String {
        switch self {
        case .visitor: ""
        case .citizen(let id), .officer(let id, _), .administrator(let id), .cashier(let id), .finance(let id), .program(let id, _, _):
            id.text
        case .operatorAtConsole(let name), .platform(let name): name
        }
    }

    /// The officer's own identifier, when an officer is asking.
    public var officerID: Identifier? {
        if case .officer(let id, _) = self { id } else { nil }
    }

    /// The citizen's own identifier, when a citizen is asking.
    public var personID: Identifier? {
        if case .citizen(let id) = self { id } else { nil }
    }
}
