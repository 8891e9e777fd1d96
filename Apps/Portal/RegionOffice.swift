public import Catalogue
public import Documents
internal import Foundation
public import Identity
public import Kernel
internal import Storage

/// One region's settings and staff, for the command line. It works on the region's database beside a running server, which
/// sees each change within a second.
public struct RegionOffice: Sendable {
    private let island: Island
    private let catalogue: Catalogue

    /// - Throws: `CatalogueFaults`; `notFound` `problem.region.unknown`; whatever keeps the database from opening.
    public static func open(_ slug: String, settings: PortalSettings, clock: any WallClock = SystemWallClock()) throws -> RegionOffice {
        let catalogue = try Portal.readCatalogue(settings.resourcesFolder)
        guard let slug = RegionSlug(slug), let region = catalogue.region(slug) else {
            throw Problem(.notFound, "problem.region.unknown", arguments: ["region": slug])
        }
        let island = try Island.open(
            region, catalogue: catalogue, settings: settings, clock: clock,
            noticeCarrier: NoticeOverHTTP(region: region.slug, host: settings.host, port: settings.port))
        return RegionOffice(island: island, catalogue: catalogue)
    }

    /// The region's services, with the latest switch of each that was ever switched.
    public func services() async throws -> [(definition: ServiceDefinition, latest: ServiceSwitch?)] {
        let switches = try await island.documents.switches()
        return catalogue.services.filter { island.region.offers($0.code) }.map { ($0.offered(in: island.region), switches[$0.code]) }
    }

    public func setSwitch(_ service: String, isOn: Bool, reason: String, by principal: Principal) async throws {
        try await island.documents.setSwitch(service, isOn: isOn, reason: reason, by: principal)
    }

    public func staff() async throws -> [StaffMember] { try await island.identity.staff() }

    /// - Throws: besides Identity's own refusals `invalid` at `agency` for an agency that has no counter in the region.
    public func addStaff(username: String, displayName: String, role: StaffRole, agency: String?, password: String, by principal: Principal) async throws {
        if let agency, !island.region.counters.contains(where: { $0.agency == agency }) {
            let known = Set(island.region.counters.map(\.agency)).sorted().joined(separator: ", ")
            throw Problem(
                .invalid, "problem.invalid", fields: [FieldIssue("agency", "problem.agency.unknown", arguments: ["known": known])])
        }
        _ = try await island.identity.addStaff(
            username: username, displayName: displayName, role: role, agency: agency, password: password, by: principal)
    }

    public func disableStaff(_ username: String, reason: String, by principal: Principal) async throws {
        try await island.identity.disableStaff(username: username, reason: reason, by: principal)
    }

    /// A request's outline and its story, without anything personal.
    public func request(_ id: Identifier, by principal: Principal) async throws -> (request: DocumentRequest, history: [TimelineEntry]) {
        (try await island.documents.request(id, by: principal), try await island.documents.history(of: id, by: principal))
    }

    /// The newest entries of the audit trail, and the position of the first broken one when somebody tampered with it.
    public func auditTrail(limit: Int) async throws -> (entries: [AuditLine], broken: Int?) {
        try await island.database.read { tx in
            (
                try tx.auditEntries(limit: limit).map {
                    AuditLine(
                        at: $0.at, who: "\($0.actorKind) \($0.actor)", action: $0.action, subject: $0.subject, reason: $0.reason)
                },
                try tx.firstBrokenAuditPosition()
            )
        }
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
