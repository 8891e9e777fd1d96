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

    static let template: @Sendable (PageLibrary) -> Template<VerificationPage> = \.verification
    static let fields: [Field<VerificationPage>] = [
        .text("code", \.code), .text("checkedAt", \.checkedAt), .optionalPart("genuine", \.genuine),
        .optionalPart("revoked", \.revoked),
    ]
}

/// What may be told of an issued paper: `parts/paper`.
struct PaperFace: Filling {
    let service: String
    let number: String
    let issuedAt: String
    let validUntil: String?
    let isExpired: Bool
    let revokedAt: String?
    let initials: String
    let agency: String
    /// The region's name.
    let place: String

    static let fields: [Field<PaperFace>] = [
        .text("service", \.service), .text("number", \.number), .text("issuedAt", \.issuedAt), .optional("validUntil", \.validUntil),
        .flag("expired", \.isExpired), .optional("revokedAt", \.revokedAt), .text("initials", \.initials), .text("agency", \.agency),
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
        switch verification {
        case .genuine(let facts): (genuine, revoked) = (PaperFace(facts, exchange, island), nil)
        case .revoked(let facts): (genuine, revoked) = (nil, PaperFace(facts, exchange, island))
        case .unknown: return nil
        }
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
        initials = facts.initials ?? exchange.say("common.none")
        self.agency = agency?.name.text(in: exchange.language) ?? ""
        place = island.region.name
    }
}
