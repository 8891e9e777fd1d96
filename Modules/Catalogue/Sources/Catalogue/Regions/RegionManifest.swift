public import Kernel

/// Everything that makes a region different from the others, from `Regions/<slug>.yaml`.
public struct RegionManifest: Sendable, Hashable {
    public let slug: RegionSlug
    public let code: RegionCode
    public let name: String
    public let province: String
    public let capital: String?
    public let zone: IndonesianZone
    /// The languages of its pages; the first is the default. Never empty.
    public let languages: [Language]
    public let building: Building
    /// Empty when not known.
    public let hours: WeeklyHours
    public let hoursOverrides: [HoursOverride]
    /// The region's own; the national ones are the catalogue's.
    public let holidays: [Holiday]
    public let counters: [Counter]
    /// By service code; what is here is offered.
    public let services: [String: ServiceOverride]
    public let paymentProviders: [String]
    /// A pilot without contracts: stubs take the place of payment providers, and every page says that no money moves.
    public let hasStubPayments: Bool
    public let merchant: MerchantWords
    /// `email`, `sms`; the inbox on the portal is always there.
    public let messageSenders: [String]
    public let senderName: String
    /// `#RRGGBB`.
    public let accent: String
    /// Fields that no source confirms, dotted, e.g. `building.address`. Pages show them as unconfirmed.
    public let assumed: Set<String>
    public let sources: [String]
    /// What its first page tells besides.
    public let front: RegionFront

    public init(
        slug: RegionSlug, code: RegionCode, name: String, province: String, capital: String? = nil, zone: IndonesianZone,
        languages: [Language] = [.indonesian, .english], building: Building, hours: WeeklyHours = [:],
        hoursOverrides: [HoursOverride] = [], holidays: [Holiday] = [], counters: [Counter] = [],
        services: [String: ServiceOverride] = [:], paymentProviders: [String] = [], hasStubPayments: Bool = false, merchant: MerchantWords,
        messageSenders: [String] = [], senderName: String, accent: String = "#0B6E4F", assumed: Set<String> = [], sources: [String] = [],
        front: RegionFront = RegionFront()
    ) {
        self.slug = slug
        self.code = code
        self.name = name
        self.province = province
        self.capital = capital
        self.zone = zone
        self.languages = languages
        self.building = building
        self.hours = hours
        self.hoursOverrides = hoursOverrides
        self.holidays = holidays
        self.counters = counters
        self.services = services
        self.paymentProviders = paymentProviders
        self.hasStubPayments = hasStubPayments
        self.merchant = merchant
        self.messageSenders = messageSenders
        self.senderName = senderName
        self.accent = accent
        self.assumed = assumed
        self.sources = sources
        self.front = front
    }

    /// Whether no source confirms the field or the field that it belongs to: `building` covers `building.address`.
    public func isAssumed(_ field: String) -> Bool { assumed.coversField(field) }

    /// What people call the place: the name without *Kabupaten* or *Kota*.
    public var place: String {
        let kind = ["Kabupaten ", "Kota "].first { name.hasPrefix($0) } ?? ""
        return String(name.dropFirst(kind.count))
    }

    /// Whether the region offers the service with that code.
    public func offers(_ code: String) -> Bool { services[code] != nil }
}

/// The region's name and place as a payment shows them, which leaves little room: written out in the manifest, because a program
/// that shortens a name cuts it in mid-word.
public struct MerchantWords: Sendable, Hashable {
    public static let longestName = 25
    public static let longestCity = 15

    public let name: String
    public let city: String

    /// `nil` for what QRIS does not carry: more than 25 and 15 characters, or others than plain capital letters, digits and marks.
    public init?(name: String, city: String) {
        guard MerchantWords.fits(name, MerchantWords.longestName), MerchantWords.fits(city, MerchantWords.longestCity) else { return nil }
        self.name = name
        self.city = city
    }

    static func fits(_ text: String, _ longest: Int) -> Bool {
        (1...longest).contains(text.utf8.count) && text.utf8.allSatisfy { (0x20..<0x7F).contains($0) && !(0x61...0x7A).contains($0) }
            && text.utf8.first != 0x20 && text.utf8.last != 0x20
    }
}

/// The house in which the counters are.
public struct Building: Sendable, Hashable {
    public let name: String
    /// `nil` when not known.
    public let address: String?
    /// Where a map shows it; `nil` when not known.
    public let map: String?

    public init(name: String, address: String? = nil, map: String? = nil) {
        self.name = name
        self.address = address
        self.map = map
    }
}

/// An agency's desk in the building.
public struct Counter: Sendable, Hashable {
    /// Unique in its region.
    public let code: String
    public let agency: String
    public let name: LocalizedText
    /// Codes of the services that are handled here.
    public let services: [String]
    /// Its own hours; `nil` when it keeps the building's.
    public let hours: WeeklyHours?

    public init(code: String, agency: String, name: LocalizedText, services: [String], hours: WeeklyHours? = nil) {
        self.code = code
        self.agency = agency
        self.name = name
        self.services = services
        self.hours = hours
    }
}

/// What a region does differently from a service's definition; `nil` is the same as there.
public struct ServiceOverride: Sendable, Hashable {
    public let fee: Money?
    /// What it promises.
    public let promised: WorkingTime?
    /// A subset of the definition's channels.
    public let channels: [ServiceChannel]?
    /// By which of the region's payment providers its fee may be paid, in the region's order; `nil` for all of them.
    public let providers: [String]?
    /// The region's own rule for requests that their applicants do not answer.
    public let expiry: Expiry?
    /// What its published standard says here beyond its own fields, and instead of what the region says of all services.
    public let standard: [StandardComponent: LocalizedText]
    /// No source confirms these differences.
    public let isAssumed: Bool

    public init(
        fee: Money? = nil, promised: WorkingTime? = nil, channels: [ServiceChannel]? = nil, providers: [String]? = nil,
        expiry: Expiry? = nil,
        standard: [StandardComponent: LocalizedText] = [:], isAssumed: Bool = false
    ) {
        self.fee = fee
        self.promised = promised
        self.channels = channels
        self.providers = providers
        self.expiry = expiry
        self.standard = standard
        self.isAssumed = isAssumed
    }
}

extension RegionManifest {
    /// What the region's file says of a component of the service's standard, and whether no source confirms it; `nil` when it says nothing.
    public func standard(_ component: StandardComponent, of service: String) -> (text: LocalizedText, isAssumed: Bool)? {
        if let own = services[service], let text = own.standard[component] { return (text, own.isAssumed) }
        return front.standard[component].map { ($0, isAssumed("standard.\(component.rawValue)")) }
    }
}

extension Set<String> {
    /// Whether the dotted name or one of its parents is in the set.
    func coversField(_ field: String) -> Bool {
        var name = field
        while !contains(name) {
            guard let point = name.lastIndex(of: ".") else { return false }
            name = String(name[..<point])
        }
        return true
    }
}
