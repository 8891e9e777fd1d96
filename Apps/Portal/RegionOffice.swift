internal import Catalogue
internal import Documents
internal import Foundation
internal import Identity
public import Kernel
internal import Storage

/// One region's settings and staff, for the command line. It works on the region's database beside a running server, which
/// sees each change within a second.
public struct RegionOffice: Sendable {
    let island: Island
    private let catalogue: Catalogue
    /// With the region's database and keys.
    let folder: URL

    /// - Parameter mayCreate: whether a region without data gets its folder, key and database now.
    /// - Throws: `CatalogueFaults`; `notFound` `problem.region.unknown`, or `problem.data.missing` without data; whatever keeps the database from opening.
    public static func open(
        _ slug: String, settings: PortalSettings, mayCreate: Bool = false, clock: any WallClock = SystemWallClock()
    ) throws -> RegionOffice {
        let catalogue = try Portal.readCatalogue(settings.resourcesFolder)
        guard let slug = RegionSlug(slug), let region = catalogue.region(slug) else {
            throw Problem(.notFound, "problem.region.unknown", arguments: ["region": slug])
        }
        let folder = settings.dataFolder.appendingPathComponent(slug.text)
        guard mayCreate || FileManager.default.fileExists(atPath: folder.appendingPathComponent("mpp.sqlite").path) else {
            throw Problem(.notFound, "problem.data.missing", arguments: ["path": folder.path])
        }
        let island = try Island.open(
            region, catalogue: catalogue, settings: settings, clock: clock,
            noticeCarrier: NoticeOverHTTP(region: region.slug, host: settings.host, port: settings.port))
        return RegionOffice(island: island, catalogue: catalogue, folder: folder)
    }

    /// The region's services, with the latest switch of each that was ever switched.
    public func services() async throws -> [ServiceLine] {
        let switches = try await island.documents.switches()
        return catalogue.services.filter { island.region.offers($0.code) }.map { definition in
            let latest = switches[definition.code]
            return ServiceLine(
                code: definition.code, isOn: latest?.isOn ?? true, fee: definition.offered(in: island.region).fee.range,
                reason: latest?.reason)
        }
    }

    public func setSwitch(_ service: String, isOn: Bool, reason: String, by principal: Principal) async throws {
        try await island.documents.setSwitch(service, isOn: isOn, reason: reason, by: principal)
    }

    public func staff() async throws -> [StaffLine] {
        try await island.identity.staff().map {
            StaffLine(
                username: $0.username, displayName: $0.displayName, role: $0.role.rawValue, agency: $0.agency,
                isActive: $0.disabledAt == nil)
        }
    }

    /// Adds an officer of the agency, or without one somebody who works for the region as a whole.
    /// - Throws: besides Identity's own refusals `invalid` at `agency` for an agency that has no counter in the region.
    public func addStaff(
        username: String, displayName: String, work: StaffWork, password: String, by principal: Principal
    ) async throws {
        let (role, agency) = work.roleAndAgency
        if let agency { try island.requireCounter(of: agency) }
        _ = try await island.identity.addStaff(
            username: username, displayName: displayName, role: role, agency: agency, password: password, by: principal)
    }

    public func disableStaff(_ username: String, reason: String, by principal: Principal) async throws {
        try await island.identity.disableStaff(username: username, reason: reason, by: principal)
    }

    /// Gives a member a password for one sign-in; whoever was disabled works again.
    public func giveOneTimePassword(_ username: String, reason: String, by principal: Principal) async throws -> String {
        let command = CommandID(Identifier(at: try await island.database.read { tx in tx.now }))
        switch try await island.identity.giveOneTimePassword(username: username, reason: reason, command: command, by: principal) {
        case .given(let password): return password
        case .givenBefore: throw Problem(.unexpected, "problem.unexpected", detail: "a new command that was done before")
        }
    }

    /// Sets where the owner of a NIK is reached, or ends somebody else's claim on it.
    public func setContact(nik: String, contact: String, reason: String, isAnotherOwner: Bool, by principal: Principal) async throws {
        try await island.identity.setContact(
            nik: nik, contact: contact, reason: reason, change: isAnotherOwner ? .anotherOwner : .sameOwner, by: principal)
    }

    /// A request's outline and its story, without anything personal.
    public func request(_ id: Identifier, by principal: Principal) async throws -> RequestOutline {
        let request = try await island.documents.request(id, by: principal)
        let history = try await island.documents.history(of: id, by: principal)
        return RequestOutline(
            service: request.service, status: request.status.rawValue, number: request.paper?.number, dueAt: request.dueAt,
            history: history.map { .init(at: $0.at, status: $0.status.rawValue, actorKind: $0.actorKind, reasonCode: $0.reasonCode) })
    }

    /// The newest entries of the audit trail, how far it goes, and the position of the first broken one when somebody tampered with it.
    public func auditTrail(limit: Int) async throws -> (entries: [AuditLine], end: (entries: Int, hash: String)?, broken: Int?) {
        try await island.database.read { tx in
            (
                try tx.auditEntries(limit: limit).map {
                    AuditLine(
                        at: $0.at, who: "\($0.actorKind) \($0.actor)", action: $0.action, subject: $0.subject, reason: $0.reason)
                },
                try tx.auditEnd().map { ($0.position, $0.hash) }, try tx.firstBrokenAuditPosition()
            )
        }
    }

    /// Deliveries of events that are not done, or the dead alone, the oldest event first.
    public func outbox(deadOnly: Bool, limit: Int) async throws -> [OutboxLine] {
        try await island.outbox.pending(deadOnly: deadOnly, limit: limit).map {
            OutboxLine(
                event: $0.event.id, kind: $0.event.kind, subject: $0.event.subject, at: $0.event.at, reaction: $0.reaction,
                standing: $0.standing.rawValue, attempts: $0.attempts, dueAt: $0.dueAt, lastError: $0.lastError)
        }
    }

    /// Lets dead deliveries begin anew, those of one event or all.
    /// - Returns: how many there were.
    /// - Throws: `invalid` at `reason`; `notFound` when there is none.
    public func retryDead(_ event: Identifier?, reason: String, by principal: Principal) async throws -> Int {
        try await island.outbox.retryDead(event, reason: reason, by: principal)
    }

    public var zone: IndonesianZone { island.region.zone }
    public func close() throws { try island.database.close() }
}

/// One line of the audit trail, for printing.
public struct AuditLine: Sendable {
    public let at: Instant
    public let who: String
    public let action: String
    public let subject: String
    public let reason: String?
}

/// One delivery that is not done, for printing.
public struct OutboxLine: Sendable {
    public let event: Identifier
    public let kind: String
    /// What it happened to, e.g. a request.
    public let subject: Identifier
    public let at: Instant
    public let reaction: String
    /// `waiting`, `running` or `dead`.
    public let standing: String
    public let attempts: Int
    public let dueAt: Instant
    public let lastError: String?
}

/// One service of a region, for printing.
public struct ServiceLine: Sendable {
    public let code: String
    public let isOn: Bool
    /// The least and the most that anybody pays; `nil` when nobody knows it.
    public let fee: ClosedRange<Money>?
    /// Why it was switched the last time; `nil` when it never was.
    public let reason: String?
}

/// One member of staff, for printing.
public struct StaffLine: Sendable {
    public let username: String
    public let displayName: String
    public let role: String
    public let agency: String?
    public let isActive: Bool
}

/// Where a request stands and how it came there, for printing.
public struct RequestOutline: Sendable {
    public struct Step: Sendable {
        public let at: Instant
        public let status: String
        public let actorKind: String
        public let reasonCode: String?
    }

    public let service: String
    public let status: String
    public let number: String?
    public let dueAt: Instant?
    public let history: [Step]
}

/// What somebody new does for a region.
public enum StaffWork: Sendable, Hashable {
    case officer(agency: String)
    case administrator, cashier, finance

    fileprivate var roleAndAgency: (StaffRole, String?) {
        switch self {
        case .officer(let agency): (.officer, agency)
        case .administrator: (.administrator, nil)
        case .cashier: (.cashier, nil)
        case .finance: (.finance, nil)
        }
    }
}
