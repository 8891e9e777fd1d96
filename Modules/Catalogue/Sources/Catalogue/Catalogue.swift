public import Foundation
public import Kernel

/// Everything that is data, read and checked as a whole: regions, services, agencies, holidays, words, messages.
public struct Catalogue: Sendable {
    /// Sorted by slug.
    public let regions: [RegionManifest]
    /// The most wanted first, as their files rank them; those of one rank by code.
    public let services: [ServiceDefinition]
    public let agencies: [String: Agency]
    /// National holidays and joint leave of all years known, sorted by date, on one date a national holiday first.
    public let holidays: [Holiday]
    public let words: Words
    public let messages: [String: MessageTemplate]
    private let serviceSearch: SearchIndex
    private let regionSearch: SearchIndex
    private let regionBySlug: [RegionSlug: Int]
    private let serviceByCode: [String: Int]

    public init(
        regions: [RegionManifest], services: [ServiceDefinition], agencies: [String: Agency] = [:], holidays: [Holiday] = [],
        words: Words = Words([:]), messages: [String: MessageTemplate] = [:]
    ) {
        self.regions = regions.sorted { $0.slug < $1.slug }
        self.services = services.sorted { ($0.front.rank, $0.code) < ($1.front.rank, $1.code) }
        self.agencies = agencies
        self.holidays = holidays.sorted { ($0.date, $0.kind == .national ? 0 : 1) < ($1.date, $1.kind == .national ? 0 : 1) }
        self.words = words
        self.messages = messages
        serviceSearch = SearchIndex(self.services.map { $0.phrases(agency: agencies[$0.agency]) })
        regionSearch = SearchIndex(self.regions.map(\.phrases))
        regionBySlug = Dictionary(
            self.regions.enumerated().map { ($0.element.slug, $0.offset) }, uniquingKeysWith: { first, _ in first })
        serviceByCode = Dictionary(
            self.services.enumerated().map { ($0.element.code, $0.offset) }, uniquingKeysWith: { first, _ in first })
    }

    /// The last day whose holidays are decreed; `nil` without a calendar.
    public var decreedUntil: CivilDate? { holidays.last.flatMap { CivilDate(year: $0.date.year, month: 12, day: 31) } }

    public func region(_ slug: RegionSlug) -> RegionManifest? { regionBySlug[slug].map { regions[$0] } }
    public func service(_ code: String) -> ServiceDefinition? { serviceByCode[code].map { services[$0] } }

    /// The services that people mean by these words, the nearest first.
    public func services(called words: String) -> [ServiceDefinition] { serviceSearch.find(words).map { services[$0] } }

    /// The regions that people mean by these words, the nearest first.
    public func regions(called words: String) -> [RegionManifest] { regionSearch.find(words).map { regions[$0] } }
}

extension Catalogue {
    /// Reads every data file in the resources folder and checks each alone and all against one another. All faults come back
    /// from one run, sorted by file and line; a catalogue comes back only when there are none. Never throws: a file that
    /// cannot be read is a fault too.
    public static func read(_ resources: URL) -> (catalogue: Catalogue?, faults: [Fault]) {
        let log = FaultLog()
        let folder = DataFolder(root: resources, log: log)
        func each<Value>(_ name: String, _ stems: [String], _ read: (String, Field) -> Value?) -> [Value] {
            stems.compactMap { stem in folder.field("\(name)/\(stem).yaml").flatMap { read(stem, $0) } }
        }

        let agencies = folder.field("Agencies.yaml").map { Agency.readAll($0) }
        let agencyCodes = agencies.flatMap { $0.isEmpty ? nil : Set($0.keys) }
        let serviceStems = folder.stems(in: "Services")
        let serviceCodes = Claims()
        let services = each("Services", serviceStems) {
            ServiceDefinition.read($0, $1, agencies: agencyCodes, codes: serviceCodes)
        }
        let holidays = each("Calendars", folder.stems(in: "Calendars")) { Holiday.readYear($0, $1) }.flatMap { $0 }
        let known = KnownNames(
            agencies: agencyCodes, serviceCodes: Set(serviceStems),
            services: Dictionary(services.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first }))
        let regions = each("Regions", folder.stems(in: "Regions")) { RegionManifest.read($0, $1, known) }
        let words = Words.read(folder)
        let messages = each("Messages", folder.stems(in: "Messages")) { MessageTemplate.read($0, $1) }

        let faults = log.faults
        guard faults.isEmpty else { return (nil, faults) }
        let catalogue = Catalogue(
            regions: regions, services: services, agencies: agencies ?? [:], holidays: holidays, words: words,
            messages: Dictionary(messages.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first }))
        return (catalogue, [])
    }
}
