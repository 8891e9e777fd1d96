internal import Catalogue
internal import Documents
internal import Foundation
internal import Identity
internal import Intake
internal import Kernel
internal import Logging
internal import Notifications
internal import Outbound
internal import Paper
internal import Payments
internal import Signing
internal import Storage
internal import Synchronization

/// One region as it runs: its manifest, its database, and the services over it. Islands share nothing.
struct Island: Sendable {
    let region: RegionManifest
    let links: Links
    let database: PlatformDatabase
    let calendar: WorkingCalendar
    let identity: IdentityService
    let documents: DocumentService
    let payments: PaymentService
    /// Tells agencies' own systems what happens to their money.
    let hooks: HookOverHTTP
    let notifications: NotificationService
    /// Where the stubs' charges are paid; only with `--demo`, or where the region's manifest has stubs for its payments.
    let stubDesk: StubDesk?
    let outbox: OutboxDelivery
    let switches: SwitchBoard
    /// Wakes the pages of bills.
    let payNews = PayNews()
    let formToken: FormToken
    let accentStylesheet: String
    /// Signs the region's papers.
    let signatory: Signatory
    /// Prints receipts of applications and letters that refuse one.
    let requestLetters: RequestLetters
    /// Prints what was paid.
    let receipts: PaymentReceipts
    /// Signs what their QR codes say, and the list of those that were revoked.
    let statementKey: StatementKey
    /// With which anybody knows its papers, also those of before another key.
    let certificates: String
    /// Whether a code can reach a person: by e-mail, or in the demonstration's mailbox.
    let canSendCodes: Bool

    /// Opens the region's folder and puts its services together. This is where the domains meet.
    /// - Parameters:
    ///   - disk: puts something between the services and the disk, in tests.
    ///   - mail: puts something in the place of the mail server, in tests.
    ///   - stamps: puts a time on papers, where the operator named an authority.
    static func open(
        _ region: RegionManifest, catalogue: Catalogue, settings: PortalSettings, clock: any WallClock,
        disk: (PlatformDatabase) -> PlatformDatabase = { $0 }, mail: (EmailSender) -> any MessageSender = { $0 },
        noticeCarrier: any NoticeCarrier, stamps: TimeStampsOverHTTP? = nil
    )
        throws -> Island
    {
        let folder = settings.dataFolder.appendingPathComponent(region.slug.text)
        let database = disk(
            try PlatformDatabase(
                folder: folder, region: region.slug, masterKey: KeyFile.load(in: folder),
                migrations: IdentityService.migrations + DocumentService.migrations + PaymentService.migrations
                    + NotificationService.migrations,
                listeners: Listeners(Reactions.all), clock: clock))

        var senders: [any MessageSender] = []
        if let server = settings.mail, region.messageSenders.contains("email") {
            senders.append(mail(EmailSender(carrier: MailCarrier(server), senderName: region.senderName)))
        }
        let notifications = NotificationService(
            database: database, templates: catalogue.messages, senders: senders, keepsDemoMailbox: settings.isDemonstration)

        // A stub confirms a payment when anybody presses a button: it takes no part in a server for real citizens, unless their region
        // tries the portal without contracts and says so on every page.
        let stubs =
            settings.isDemonstration || region.hasStubPayments
            ? StubPayments.providers(of: region, database: database, clock: clock) : []
        let known: [any PaymentProvider] = stubs + [CashDesk(), TransferProvider()]
        let providers = region.paymentProviders.compactMap { name in known.first { $0.name == name } }
        let scan: any MalwareScan = settings.clamdSocket.map { ClamdScan(socket: $0) } ?? TestFileScan()
        let payments = PaymentService(
            database: database, providers: providers, zone: region.zone, intake: ProofByIntake(scan: scan))

        let signatory = try SigningFolder.signatory(in: folder, database.masterKey, region: region.name, at: clock.now)
        let statementKey = try StatementKey(seed: database.masterKey.derived(for: "papers/statements"))
        let check = SignatureCheck(trusting: SigningFolder.certificates(in: folder))
        let documents = DocumentService(
            database: database, region: region, catalogue: catalogue, fees: FeesByBill(region: region, payments: payments),
            press: PaperByLetter(
                letters: PaperLetters(region: region, catalogue: catalogue, settings: settings), names: NameBook(database: database),
                signatory: signatory, stamps: stamps, statementKey: statementKey, check: check),
            scan: scan)
        let identity = IdentityService(
            database: database, codeSender: CodeByMessage(notifications: notifications, region: region),
            desk: PersonByMessage(documents: documents, notifications: notifications, region: region),
            passwordRules: try passwordRules(settings), regionName: region.name,
            // Everybody knows a demonstration's passwords: to stretch them protects nothing and costs its first start a minute.
            passwordCost: settings.isDemonstration ? .none : .today)
        let stationery = Stationery(
            region: region, catalogue: catalogue, settings: settings,
            signed: SignedLetters(signatory, place: region.capital ?? region.name))
        return Island(
            region: region, links: Links(region.slug), database: database,
            calendar: WorkingCalendar(region: region, holidays: catalogue.holidays),
            identity: identity, documents: documents, payments: payments,
            hooks: HookOverHTTP(callsPrivate: settings.hooksCallPrivate), notifications: notifications,
            stubDesk: stubs.isEmpty ? nil : StubDesk(database: database, providers: stubs, carrier: noticeCarrier),
            outbox: try OutboxDelivery(
                database: database, reactions: Reactions.all,
                context: ReactionDesk(
                    documents: documents,
                    citizens: CitizenDesk(
                        region: region, identity: identity, notifications: notifications, database: database,
                        catalogue: catalogue, linkAddress: settings.linkAddress))),
            switches: SwitchBoard(documents: documents), formToken: FormToken(database.masterKey),
            accentStylesheet: Accent(region.accent).stylesheet, signatory: signatory,
            requestLetters: RequestLetters(stationery: stationery), receipts: PaymentReceipts(stationery: stationery),
            statementKey: statementKey, certificates: SigningFolder.certificates(in: folder),
            canSendCodes: settings.isDemonstration || !senders.isEmpty)
    }

    /// - Throws: `unavailable` `problem.resources.missing` without the list of common passwords.
    private static func passwordRules(_ settings: PortalSettings) throws -> PasswordRules {
        let list = settings.resourcesFolder.appendingPathComponent("CommonPasswords.txt")
        do { return PasswordRules(common: try String(contentsOf: list, encoding: .utf8)) } catch {
            throw Problem(.unavailable, "problem.resources.missing", arguments: ["path": list.path], detail: "\(error)")
        }
    }

    /// The region's offer of a service: the definition with the region's own fee, promise and channels.
    func offer(_ code: String, in catalogue: Catalogue) throws -> ServiceDefinition {
        guard region.offers(code), let definition = catalogue.service(code) else {
            throw Problem(.notFound, "problem.service.notOffered", detail: "service \(code)")
        }
        return definition.offered(in: region)
    }

    /// Codes of the agencies that have a counter here, sorted.
    var agencies: [String] { Set(region.counters.map(\.agency)).sorted() }

    /// Tells agencies' own systems what is due.
    /// - Returns: how many events were taken.
    func tellHooks() async throws -> Int {
        try await payments.tellHooks(by: hooks, HookKnowledge(identity: identity, database: database))
    }

    /// Names the agency of bills from before they had one.
    /// - Returns: how many were named.
    func fileBills() async throws -> Int {
        let documents = documents
        return try await payments.fileBills { request, tx in try documents.agency(of: request, tx) }
    }

    /// - Throws: `invalid` at `agency` for an agency that has no counter in the region.
    func requireCounter(of agency: String) throws {
        guard !agencies.contains(agency) else { return }
        let known = agencies.joined(separator: ", ")
        throw Problem(
            .invalid, "problem.invalid", fields: [FieldIssue("agency", "problem.agency.unknown", arguments: ["known": known])])
    }
}

/// What is switched off just now, as the pages show it: read from the database at most half a second ago, and at once after
/// a change in this process. Submitting asks the database itself.
final class SwitchBoard: Sendable {
    private let documents: DocumentService
    private let state = Mutex<(switches: [String: ServiceSwitch], version: Int)>(([:], 0))

    init(documents: DocumentService) { self.documents = documents }

    func refresh() async throws {
        let fresh = try await documents.switches()
        state.withLock { state in
            if state.switches != fresh { state = (fresh, state.version + 1) }
        }
    }

    /// Rises with each change; part of the key of a kept page.
    var version: Int { state.withLock { $0.version } }

    /// The switch of a service that is off; `nil` while it is on.
    func closure(of service: String) -> ServiceSwitch? {
        state.withLock { $0.switches[service] }.flatMap { $0.isOn ? nil : $0 }
    }
}
