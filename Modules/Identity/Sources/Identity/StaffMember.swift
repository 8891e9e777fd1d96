public import Kernel

/// What somebody at work for the region may do.
public enum StaffRole: String, Sendable, Hashable, Codable, CaseIterable {
    /// Works at one agency's counter.
    case officer
    /// Answers for the region's settings.
    case administrator
    /// Takes money at the cash desk.
    case cashier
    /// Answers for the books of money.
    case finance
}

/// Somebody at work for the region. Names of staff are official and not sealed.
public struct StaffMember: Sendable, Hashable {
    public let id: Identifier
    public let username: String
    public let displayName: String
    public let role: StaffRole
    /// The agency's code; an officer has one, nobody else.
    public let agency: String?
    public let addedAt: Instant
    /// Since when this person may no longer sign in.
    public let disabledAt: Instant?

    var principal: Principal {
        get throws { try role.principal(id: id, agency: agency) }
    }
}

extension StaffRole {
    /// - Throws: `unexpected` for an officer without an agency, which ``IdentityService/addStaff`` never makes.
    func principal(id: Identifier, agency: String?) throws -> Principal {
        switch (self, agency) {
        case (.administrator, _): return .administrator(id: id)
        case (.cashier, _): return .cashier(id: id)
        case (.finance, _): return .finance(id: id)
        case (.officer, let agency?): return .officer(id: id, agency: agency)
        case (.officer, nil): throw Problem(.unexpected, "problem.unexpected", detail: "officer \(id) without an agency")
        }
    }
}

/// A user name as stored: lower case.
struct Username: Sendable, Hashable {
    let text: String

    /// Three to forty letters a–z, digits, points, hyphens or underscores, a letter first. Capitals and spaces around it
    /// are forgiven; `nil` otherwise.
    init?(_ typed: String) {
        let text = TypedText(typed).code.lowercased()
        guard (3...40).contains(text.utf8.count), let first = text.utf8.first, (0x61...0x7A).contains(first),
            text.utf8.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || [0x2E, 0x2D, 0x5F].contains($0) })
        else { return nil }
        self.text = text
    }
}
