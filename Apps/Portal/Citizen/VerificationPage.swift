internal import Catalogue
internal import Documents
internal import Kernel

/// Asking whether a paper is genuine.
struct VerificationFormPage: Page {
    let heading: Heading
    let code: InputFace

    static let template: @Sendable (PageLibrary) -> Template<VerificationFormPage> = \.verificationForm
    static let fields: [Field<VerificationFormPage>] = [.part("code", \.code)]
}

extension VerificationFormPage {
    /// - Parameters:
    ///   - typed: what was asked for, which stays in the field.
    ///   - fault: the sentence that says why nothing is answered.
    init(_ exchange: Exchange, _ island: Island, typed: String = "", fault: String? = nil) {
        let title = exchange.say("title.verification")
        let issues = fault.map { [FieldIssue("kode", $0)] } ?? []
        heading = Heading(title: title, crumbs: exchange.crumbs(island, Crumb(title)), menu: .verification, issues: issues)
        code = InputFace(value: typed, error: exchange.message(at: "kode", in: issues))
    }
}

/// Whether a paper is genuine.
struct VerificationPage: Page {
    let heading: Heading
    /// As it was asked for.
    let code: String
    let checkedAt: String
    /// One of the two.
    let genuine: PaperFace?
    let revoked: PaperFace?
    /// Of the region and of the paper, for the script that checks what the QR code says for itself.
    let slug: String
    let zone: String
    let number: String
    let unconfirmed: Unconfirmed?

    static let template: @Sendable (PageLibrary) -> Template<VerificationPage> = \.verification
    static let fields: [Field<VerificationPage>] = [
        .text("code", \.code), .text("checkedAt", \.checkedAt), .optionalPart("genuine", \.genuine),
        .optionalPart("revoked", \.revoked), .text("slug", \.slug), .text("zone", \.zone), .text("number", \.number),
        .optionalPart("unconfirmedPart", \.unconfirmed),
    ]
}

/// Checking a paper's QR code by its signature alone; browsers keep this page for when there is no network.
struct OfflineVerificationPage: Page {
    let heading: Heading
    let slug: String
    let zone: String
    let services: [ServiceName]

    static let template: @Sendable (PageLibrary) -> Template<OfflineVerificationPage> = \.offlineVerification
    static let fields: [Field<OfflineVerificationPage>] = [
        .text("slug", \.slug), .text("zone", \.zone), .list("services", \.services),
    ]
}

/// What a service that a statement names is called.
struct ServiceName: Filling {
    let code: String
    let title: String

    static let fields: [Field<ServiceName>] = [.text("code", \.code), .text("title", \.title)]
}

extension OfflineVerificationPage {
    init(_ exchange: Exchange, _ island: Island) {
        let title = exchange.say("title.offline")
        heading = Heading(
            title: title,
            crumbs: exchange.crumbs(island, Crumb(exchange.say("title.verification"), island.links.verification), Crumb(title)),
            menu: .verification, isForEverybody: true)
        slug = island.region.slug.text
        zone = island.region.zone.rawValue
        services = exchange.portal.catalogue.services.filter { !$0.isElsewhere }.map {
            ServiceName(code: $0.code, title: $0.title.text(in: exchange.language))
        }
    }
}

/// What may be told of an issued paper: `parts/paper`.
struct PaperFace: Filling {
    let service: String
    let number: String
    let issuedAt: String
    let validUntil: String?
    let isExpired: Bool
    let revokedAt: String?
    /// Of a void paper, that another one took its place.
    let replacement: String?
    let initials: String
    let agency: String
    /// The region's name.
    let place: String

    static let fields: [Field<PaperFace>] = [
        .text("service", \.service), .text("number", \.number), .text("issuedAt", \.issuedAt), .optional("validUntil", \.validUntil),
        .flag("expired", \.isExpired), .optional("revokedAt", \.revokedAt),
        .optional("replacement", \.replacement), .text("initials", \.initials), .text("agency", \.agency),
        .text("place", \.place),
    ]
}

extension VerificationPage {
    /// `nil` for a code that nobody gave out.
    init?(_ exchange: Exchange, _ island: Island, _ verification: Verification) {
        let title = exchange.say("title.verification")
        heading = Heading(
            title: title, crumbs: exchange.crumbs(island, Crumb(title, island.links.verification)), menu: .verification)
        code = exchange.parameters["code"] ?? ""
        checkedAt = exchange.say(exchange.portal.clock.now, in: island)
        slug = island.region.slug.text
        zone = island.region.zone.rawValue
        switch verification {
        case .genuine(let facts): (genuine, revoked, number) = (PaperFace(facts, exchange, island), nil, facts.number)
        case .revoked(let facts): (genuine, revoked, number) = (nil, PaperFace(facts, exchange, island), facts.number)
        case .unknown: return nil
        }
        var doubts = exchange.doubts
        if let facts = verification.facts, let service = exchange.portal.catalogue.service(facts.service)?.offered(in: island.region) {
            doubts.add(service, facts.validUntil == nil ? [.agency] : [.agency, .validity])
        }
        unconfirmed = Unconfirmed(doubts)
    }
}

extension PaperFace {
    init(_ facts: PaperFacts, _ exchange: Exchange, _ island: Island) {
        let zone = island.region.zone
        let agency = exchange.portal.catalogue.service(facts.service).flatMap { exchange.portal.catalogue.agencies[$0.agency] }
        service = facts.title.text(in: exchange.language)
        number = facts.number
        issuedAt = exchange.say(zone.local(facts.issuedAt).date)
        validUntil = facts.validUntil.map { exchange.say($0) }
        isExpired = facts.validUntil != nil && facts.isExpired
        revokedAt = facts.revokedAt.map { exchange.say(zone.local($0).date) }
        replacement = facts.replacement.map {
            exchange.say("verification.replacement", ["number": $0.number, "date": exchange.say(zone.local($0.issuedAt).date)])
        }
        initials = facts.initials ?? exchange.say("common.none")
        self.agency = agency?.name.text(in: exchange.language) ?? ""
        place = island.region.name
    }
}

extension Verification {
    /// `nil` for a code that nobody gave out.
    fileprivate var facts: PaperFacts? {
        switch self {
        case .genuine(let facts), .revoked(let facts): facts
        case .unknown: nil
        }
    }
}
