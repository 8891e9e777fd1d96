public import Catalogue
public import Kernel

/// Whose request it is, of what, and where it stands: all of a request that is not personal. Its status changes through
/// ``after(_:by:at:)`` alone.
public struct RequestStanding: Sendable, Hashable {
    public let id: Identifier
    public let applicant: Identifier
    /// The service's code.
    public let service: String
    /// The agency that decides.
    public let agency: String
    public let channel: ServiceChannel
    /// Names the definition that the request is filled against.
    let digest: String
    public internal(set) var status: RequestStatus
    /// Rises with every change; what someone has read may have moved on when it is higher.
    public internal(set) var version: Int
    public let createdAt: Instant
    public internal(set) var updatedAt: Instant
    public internal(set) var submittedAt: Instant?
    /// Until when the agency promised a decision, set whenever the request comes into review; `nil` when it promised nothing.
    public internal(set) var dueAt: Instant?
    /// What people call it by; `nil` for a draft.
    public internal(set) var number: RequestNumber?
}

extension RequestStanding {
    /// Where lists put a request for which nothing is promised: behind all others, and never late.
    static let undated = Instant(milliseconds: 0xFFFF_FFFF_FFFE)

    /// By when it stands in officers' lists; `nil` while it is in none.
    var dueForLists: Instant? { dueAt ?? ([.draft, .awaitingPayment].contains(status) ? nil : RequestStanding.undated) }
}

/// How much of a request someone may see.
enum Sight: Sendable {
    /// The applicant and the agency's officers.
    case full
    /// The platform's own reactions: what messages are made of, but no answers.
    case messages
    /// Administrators, the operator, and programs that may not read: where it stands, nothing personal.
    case outline
}

extension RequestStanding {
    /// What this principal may see of the request.
    /// - Throws: `notFound` for everyone who may not know that it exists.
    func sight(of principal: Principal) throws -> Sight {
        switch principal {
        case .citizen(let person) where person == applicant: return .full
        case .officer(_, let theirAgency) where theirAgency == agency && status != .draft: return .full
        case .program(_, let theirAgency, let scopes) where theirAgency == agency && status != .draft:
            return scopes.contains(.readRequests) ? .full : .outline
        case .platform: return .messages
        case .administrator, .operatorAtConsole: return .outline
        // What is owed for, by whom nobody who works with money needs to know.
        case .cashier where status != .draft, .finance where status != .draft: return .outline
        default: throw Problem.notFound("request \(id)")
        }
    }

    /// Refuses whoever reads personal content without being the applicant or an officer of the agency.
    func requireFullSight(of principal: Principal) throws {
        guard case .full = try sight(of: principal) else { throw Problem.notFound("content of request \(id)") }
    }

    /// Refuses whoever reads files without full sight; a program needs a scope of its own for them.
    func requireFileSight(of principal: Principal) throws {
        guard case .program(_, _, let scopes) = principal else { return try requireFullSight(of: principal) }
        _ = try sight(of: principal)
        guard scopes.contains(.readAttachments) else { throw Problem.notFound("files of request \(id)") }
    }

    /// - Throws: `notFound` for strangers, `forbidden` for staff, `conflict` `problem.request.moved` when the request is
    ///   not with the applicant now.
    func requireEditable(by principal: Principal) throws {
        _ = try sight(of: principal)
        guard principal.personID == applicant else { throw Problem(.forbidden, "problem.forbidden") }
        guard status.isEditable else {
            throw Problem(.conflict, "problem.request.moved", detail: "\(id) is \(status) and cannot be edited")
        }
    }
}
