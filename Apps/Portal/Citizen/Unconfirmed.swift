internal import Catalogue
internal import Documents
internal import Kernel

/// What a page shows that no source confirms: said once, at its foot, with the day on which it was last looked up.
struct Unconfirmed: Filling {
    let text: String

    static let fields: [Field<Unconfirmed>] = [.text("text", \.text)]

    /// - Returns: `nil` when there is no doubt about anything.
    init?(_ doubts: Doubts) {
        guard let text = doubts.text else { return nil }
        self.text = text
    }
}

/// What of a service people are shown, and which may lack a source: `unconfirmed.part.<name>` names it.
enum ServicePart: String, CaseIterable, Sendable {
    case summary, outcome, fee, promise, steps, agency, channels, requirements, attachments, legalBasis, validity
}

/// What of a region people are shown, and which may lack a source.
enum RegionPart: String, CaseIterable, Sendable {
    case hours
    case buildingName = "building.name"
    case address = "building.address"
    case contact, counters, capital
    case zone = "timezone"
}

/// Gathers what is shown and not confirmed, and says it in one language. Every page, letter and message that shows something of a data
/// file asks here whether it needs a mark.
struct Doubts {
    private let words: Words
    private let language: Language
    private var parts: [String] = []
    /// Sentences that stand before the list.
    private var notes: [String] = []
    /// The earliest day on which one of the files was looked up.
    private var checkedOn: CivilDate?

    init(_ words: Words, _ language: Language) {
        self.words = words
        self.language = language
    }

    /// `nil` without any.
    var text: String? {
        guard !parts.isEmpty else { return notes.isEmpty ? nil : notes.joined(separator: " ") }
        var arguments = ["parts": parts.joined(separator: ", ")]
        if let checkedOn { arguments["date"] = Wording().dayOfYear(checkedOn, in: language) }
        let list = words.sentence(checkedOn == nil ? "unconfirmed.undated" : "unconfirmed.dated", in: language, arguments)
        return (notes + [list]).joined(separator: " ")
    }

    /// - Parameter shown: what of the service is on the page; what is confirmed or not told there is left out.
    mutating func add(_ service: ServiceDefinition, _ shown: [ServicePart], checkedOn day: CivilDate? = nil) {
        for part in shown where service.isDoubtful(part) { add(part.rawValue, day ?? service.front.checkedOn) }
    }

    mutating func add(_ region: RegionManifest, _ shown: [RegionPart]) {
        for part in shown where region.isDoubtful(part) { add(part.rawValue, region.front.checkedOn) }
    }

    /// That the region offers this service. It says nothing of its fee or promise, which have their own marks.
    mutating func addOffer(of service: ServiceDefinition, in region: RegionManifest) {
        if region.isAssumed("services.\(service.code)") { add("service", region.front.checkedOn) }
    }

    /// A list in which the time left for several services is told.
    mutating func addPromises(of services: [ServiceDefinition]) {
        for service in services { add(service, [.promise]) }
    }

    /// A list with the fees of several services: each that is doubtful is named.
    mutating func addFees(of services: [ServiceDefinition]) {
        for service in services where service.isDoubtful(.fee) {
            add(words.sentence("unconfirmed.feeOf", in: language, ["service": service.title.text(in: language)]))
            note(service.front.checkedOn)
        }
    }

    /// Which of the services a region offers is its choice or this pilot's, told once for all of them.
    mutating func addChoice(of services: [ServiceDefinition], in region: RegionManifest) {
        let chosen = services.filter { region.isAssumed("services.\($0.code)") }
        guard !chosen.isEmpty else { return }
        notes.append(
            chosen.count == services.count
                ? words.sentence("unconfirmed.choice", in: language)
                : words.sentence(
                    "unconfirmed.choiceBut", in: language,
                    ["services": chosen.map { $0.title.text(in: language) }.joined(separator: ", ")]))
    }

    private mutating func add(_ part: String, _ day: CivilDate?) {
        add(words.sentence("unconfirmed.part.\(part)", in: language))
        note(day)
    }

    private mutating func add(_ name: String) { if !parts.contains(name) { parts.append(name) } }

    private mutating func note(_ day: CivilDate?) { checkedOn = [checkedOn, day].compactMap(\.self).min() }
}

extension ServiceDefinition {
    /// Whether this is told, and no source confirms it. Channels and attachments are one part each, however many of them are doubtful.
    func isDoubtful(_ part: ServicePart) -> Bool {
        switch part {
        case .outcome: front.outcome != nil && isAssumed("outcome")
        case .channels: channels.keys.contains { isAssumed("channels.\($0.rawValue)") }
        case .attachments: takesRequests && attachments.contains { isAssumed("attachments.\($0.name)") }
        case .steps: isAssumed("ending.handoff.steps")
        case .legalBasis: isAssumed("legal_basis")
        case .validity: isAssumed("paper.validity_months")
        case .summary, .fee, .promise, .agency, .requirements: isAssumed(part.rawValue)
        }
    }
}

extension RegionManifest {
    /// Whether this is told, and no source confirms it.
    func isDoubtful(_ part: RegionPart) -> Bool {
        let isTold =
            switch part {
            case .buildingName: true
            case .hours, .zone: !hours.isEmpty
            case .address: building.address != nil
            case .contact: front.contact != nil
            case .counters: !counters.isEmpty
            case .capital: capital != nil
            }
        return isTold && isAssumed(part.rawValue)
    }
}

extension Exchange {
    /// Nothing yet, in the language of the page.
    var doubts: Doubts { Doubts(portal.catalogue.words, language) }

    /// The foot of a page about one request. Its own definition says what was doubtful when it was begun.
    func unconfirmed(_ shown: [ServicePart], of request: DocumentRequest) -> Unconfirmed? {
        var doubts = doubts
        doubts.add(request.definition, shown, checkedOn: portal.catalogue.service(request.service)?.front.checkedOn)
        return Unconfirmed(doubts)
    }

    /// The foot of a list of work, and of the request that is open beside it: how much of a promised time is left.
    func unconfirmed(_ items: [WorkItem], _ shown: [ServicePart] = [], of request: DocumentRequest? = nil, in island: Island)
        -> Unconfirmed?
    {
        var doubts = doubts
        if let request { doubts.add(request.definition, shown, checkedOn: portal.catalogue.service(request.service)?.front.checkedOn) }
        let running = Set(items.filter { $0.workingDaysLeft != nil }.map(\.service))
        doubts.addPromises(of: portal.catalogue.services.filter { running.contains($0.code) }.map { $0.offered(in: island.region) })
        return Unconfirmed(doubts)
    }
}

extension Words {
    /// A value in a sentence, with its mark when no source confirms it; an empty one stays empty.
    func marked(_ value: String, if isAssumed: Bool, in language: Language) -> String {
        isAssumed && !value.isEmpty ? sentence("unconfirmed.value", in: language, ["value": value]) : value
    }
}
