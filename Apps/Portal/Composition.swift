public import Catalogue
public import Foundation
public import Kernel
public import Logging
internal import Notifications
internal import Payments
internal import Storage

/// The whole platform put together: the catalogue, one island per region, the pages and the loops.
///
/// `open` reads and checks everything before anything is served: a portal in hand has a catalogue without faults and
/// databases with today's schema.
public struct Portal: Sendable {
    let commons: Commons
    let islands: [RegionSlug: Island]
    let routes: [Route]
    /// Held while this portal lives, so that no second server opens the same folders.
    private let locks: [FolderLock]

    /// - Throws: `CatalogueFaults` when a file of the catalogue is wrong, `Problem` when a region is unknown or its folder
    ///   cannot be used.
    public static func open(_ settings: PortalSettings, clock: any WallClock = SystemWallClock(), logger: Logger) async throws -> Portal {
        try await open(settings, clock: clock, logger: logger, isAlone: true) { region in
            NoticeOverHTTP(region: region, host: settings.host, port: settings.port)
        }
    }

    static func open(
        _ settings: PortalSettings, clock: any WallClock, logger: Logger, isAlone: Bool = false,
        disk: @escaping @Sendable (PlatformDatabase) -> PlatformDatabase = { $0 },
        mail: @escaping @Sendable (EmailSender) -> any MessageSender = { $0 },
        noticeCarrier: @escaping @Sendable (RegionSlug) -> any NoticeCarrier
    ) async throws -> Portal {
        let catalogue = try readCatalogue(settings.resourcesFolder)
        let regions =
            try settings.regions.isEmpty
            ? catalogue.regions
            : settings.regions.map { slug in
                guard let region = catalogue.region(slug) else {
                    throw Problem(.notFound, "problem.region.unknown", arguments: ["region": slug.text])
                }
                return region
            }
        // Before the databases are opened: a newer program must not change the schema under a running server.
        let locks = try isAlone ? regions.map { try FolderLock(settings.dataFolder.appendingPathComponent($0.slug.text)) } : []
        let stamps = settings.timeStampAddress.map { TimeStampsOverHTTP(address: $0, clock: clock, logger: logger) }
        // Opening syncs the disk when a schema is made: side by side the regions wait together instead of in turn.
        let islands = try await withThrowingTaskGroup(of: Island.self) { group in
            for region in regions {
                group.addTask {
                    try Island.open(
                        region, catalogue: catalogue, settings: settings, clock: clock, disk: disk, mail: mail,
                        noticeCarrier: noticeCarrier(region.slug), stamps: stamps)
                }
            }
            return try await group.reduce(into: [RegionSlug: Island]()) { $0[$1.region.slug] = $1 }
        }
        for island in islands.values {
            try await DemonstrationMark.require(settings.isDemonstration, in: island)
            try await island.switches.refresh()
        }
        let metrics = Metrics()
        return Portal(
            commons: Commons(
                settings: settings, catalogue: catalogue, clock: clock, logger: logger,
                pages: try PageLibrary(settings.resourcesFolder.appendingPathComponent("Pages"), words: catalogue.words),
                stylesheet: try Stylesheet(settings.resourcesFolder.appendingPathComponent("Assets/style")),
                scripts: try Scripts(settings.resourcesFolder.appendingPathComponent("Assets/script")), metrics: metrics,
                disks: DiskWatch(metrics: metrics, logger: logger, clock: clock),
                signInLimiter: RateLimiter(capacity: 60, perSecond: 1, clock: clock),
                programLimiter: RateLimiter(capacity: 600, perSecond: 20, clock: clock),
                uploads: UploadGate(clock: clock), keptForms: KeptForms(clock: clock)),
            islands: islands,
            routes: allRoutes(
                isDemonstration: settings.isDemonstration, hasStubPayments: islands.values.contains { $0.region.hasStubPayments }),
            locks: locks)
    }

    /// Reads the catalogue or says everything that is wrong with it.
    public static func readCatalogue(_ resources: URL) throws -> Catalogue {
        let (catalogue, faults) = Catalogue.read(resources)
        guard let catalogue else { throw CatalogueFaults(faults: faults) }
        return catalogue
    }

    /// The routes in one list; the architecture test walks it.
    /// - Parameter hasStubPayments: whether stubs take the place of payment providers in a region that is served.
    static func allRoutes(isDemonstration: Bool, hasStubPayments: Bool = false) -> [Route] {
        var table = RouteTable()
        HealthPages.add(to: &table)
        AssetPages.add(to: &table)
        HomePages.add(to: &table)
        ServicePages.add(to: &table)
        SignInPages.add(to: &table)
        DraftPages.add(to: &table)
        RequestPages.add(to: &table)
        PaymentPages.add(to: &table)
        InboxPages.add(to: &table)
        VerificationPages.add(to: &table)
        ProgressPages.add(to: &table)
        StaffSignInPages.add(to: &table)
        AccountPages.add(to: &table)
        ContactPages.add(to: &table)
        WorkListPages.add(to: &table)
        ReviewPages.add(to: &table)
        CashPages.add(to: &table)
        BookPages.add(to: &table)
        MoneyPages.add(to: &table)
        MonthPages.add(to: &table)
        TransferPages.add(to: &table)
        SettlementPages.add(to: &table)
        AdministrationPages.add(to: &table)
        AuditPages.add(to: &table)
        KeyPages.add(to: &table)
        HookPages.add(to: &table)
        StaffPages.add(to: &table)
        NoticeEndpoint.add(to: &table)
        RegionOperations.add(to: &table)
        RequestOperations.add(to: &table)
        HandoverOperations.add(to: &table)
        ReissueOperations.add(to: &table)
        TaskOperations.add(to: &table)
        PaymentOperations.add(to: &table)
        ApplicationOperations.add(to: &table)
        if isDemonstration { DemonstrationPages.add(to: &table) }
        if isDemonstration || hasStubPayments { StubPayPages.add(to: &table) }
        // Last, because it tells of all the others.
        ReferencePages.add(to: &table)
        return table.routes
    }

    public var settings: PortalSettings { commons.settings }
    public var catalogue: Catalogue { commons.catalogue }
    public var regionCount: Int { islands.count }
    var clock: any WallClock { commons.clock }
    var logger: Logger { commons.logger }
    var sortedIslands: [Island] { islands.values.sorted { $0.region.slug < $1.region.slug } }

    /// What somebody who tries the demonstration needs to know.
    public static let demonstrationNotice = """
        Demonstration. Nothing here is real; the first start takes some seconds to invent people.
          Citizen        NIK 3510014507909901, siti@contoh.id; the code is in /{region}/kotak-peragaan
          Officers       /{region}/petugas/masuk  polri, disdukcapil, dpmptsp  password \(DemonstrationData.password)
          Cash desk      /{region}/petugas/masuk  kasir, keuangan  password \(DemonstrationData.password)
          Administrator  /{region}/petugas/masuk  \(DemonstrationData.administrator)  password \(DemonstrationData.password)
        """

    /// Closes every database.
    public func close() async throws {
        for island in islands.values { try island.database.close() }
    }

    /// The region's island, when this process serves it.
    func island(_ slug: String) throws -> Island {
        guard let slug = RegionSlug(slug), let island = islands[slug] else {
            throw Problem(.notFound, "problem.region.unknown", arguments: ["region": String(slug.prefix(60))])
        }
        return island
    }
}

/// Everything that is wrong with the catalogue, each with file, line and field.
public struct CatalogueFaults: Error, Sendable {
    public let faults: [Fault]
}
