internal import Catalogue
internal import Documents
internal import Kernel

/// What waits for an agency's officers, or what one of them looks for.
struct WorkListPage: Page {
    let heading: Heading
    let agency: String
    let tabs: [WorkTab]
    let filters: WorkFilters
    let list: WorkListFace
    let unconfirmed: Unconfirmed?

    static let template: @Sendable (PageLibrary) -> Template<WorkListPage> = \.workList
    static let fields: [Field<WorkListPage>] = [
        .text("agency", \.agency), .list("tabs", \.tabs), .part("filters", \.filters), .part("list", \.list),
        .optionalPart("unconfirmedPart", \.unconfirmed),
    ]
}

/// A part of the list to change to.
struct WorkTab: Filling {
    let label: String
    /// How many there are, counted up to a bound.
    let count: String
    let href: String
    let isCurrent: Bool

    static let fields: [Field<WorkTab>] = [
        .text("label", \.label), .text("count", \.count), .text("href", \.href), .flag("isCurrent", \.isCurrent),
    ]
}

/// The form with which a list is searched and narrowed.
struct WorkFilters: Filling {
    let action: String
    let search: String
    /// The part of the list in which it is asked.
    let filter: String
    /// Empty where the agency has one service only.
    let services: [WorkOption]
    let ages: [WorkOption]
    let isMine: Bool
    /// Whether the list is narrowed now.
    let isOpen: Bool
    /// Back to everything; `nil` while nothing is left out.
    let clearHref: String?

    static let fields: [Field<WorkFilters>] = [
        .text("action", \.action), .text("search", \.search), .text("filter", \.filter), .list("services", \.services),
        .flag("hasServices") { !$0.services.isEmpty }, .list("ages", \.ages), .flag("isMine", \.isMine), .flag("isOpen", \.isOpen),
        .optional("clearHref", \.clearHref),
    ]
}

/// One value of a list to choose from.
struct WorkOption: Filling {
    let value: String
    let label: String
    let isChosen: Bool

    static let fields: [Field<WorkOption>] = [.text("value", \.value), .text("label", \.label), .flag("isChosen", \.isChosen)]
}

/// The rows themselves: `parts/work`.
struct WorkListFace: Filling {
    /// Whether a request is open beside it.
    let isBeside: Bool
    /// What is listed: the service when all rows are of one, and what was looked for.
    let caption: String
    let rows: [WorkRow]
    let emptyTitle: String
    let emptyText: String
    /// The next stretch; `nil` when this is the last.
    let nextHref: String?
    /// The first stretch; `nil` when this is it.
    let firstHref: String?

    static let fields: [Field<WorkListFace>] = [
        .flag("beside", \.isBeside), .text("caption", \.caption), .list("rows", \.rows), .flag("hasRows") { !$0.rows.isEmpty },
        .text("emptyTitle", \.emptyTitle),
        .text("emptyText", \.emptyText), .optional("nextHref", \.nextHref), .optional("firstHref", \.firstHref),
        .flag("hasPages") { $0.nextHref != nil || $0.firstHref != nil },
    ]
}

/// One request in the list. What differs is read first.
struct WorkRow: Filling {
    let holder: String
    /// `…9901`; `nil` when the applicant's data was erased.
    let nikTail: String?
    let matter: String?
    /// `nil` where all rows are of one service.
    let service: String?
    /// The time of day for what came in today, the date for the rest.
    let submittedAt: String
    /// How much of the promised time is left while it runs; where it stands otherwise.
    let state: StatusFace
    /// Who has taken it.
    let claim: String?
    let href: String
    let isCurrent: Bool

    static let fields: [Field<WorkRow>] = [
        .text("holder", \.holder), .optional("nikTail", \.nikTail), .optional("matter", \.matter), .optional("service", \.service),
        .text("submittedAt", \.submittedAt), .part("state", \.state), .optional("claim", \.claim), .text("href", \.href),
        .flag("isCurrent", \.isCurrent),
    ]
}

extension WorkListPage {
    init(
        _ exchange: Exchange, _ island: Island, _ view: DeskView, _ reading: DeskReading, _ counts: [WorkFilter: BoundedCount]
    ) {
        heading = Heading(title: exchange.say("title.work-list"), menu: .workList)
        let code = exchange.principal.agency
        agency = code.map { exchange.agency($0) } ?? ""
        tabs = WorkFilter.allCases.map { other in
            WorkTab(
                label: exchange.say("worklist.\(other.path)"), count: counts[other]?.text ?? "",
                href: island.links.workList(view.with { ($0.list.filter, $0.search) = (other, "") }.query),
                isCurrent: other == view.list.filter && view.search.isEmpty)
        }
        filters = WorkFilters(exchange, island, view, services: exchange.services(of: code ?? "", in: island))
        list = WorkListFace(exchange, island, view, reading)
        unconfirmed = exchange.unconfirmed(reading.items, in: island)
    }
}

extension WorkFilters {
    fileprivate init(_ exchange: Exchange, _ island: Island, _ view: DeskView, services all: [ServiceDefinition]) {
        action = island.links.workList
        search = view.search
        filter = view.list.filter.path
        let everything = WorkOption(value: "", label: exchange.say("worklist.everyService"), isChosen: view.list.service == nil)
        services =
            all.count < 2
            ? []
            : [everything]
                + all.map {
                    WorkOption(value: $0.code, label: $0.title.text(in: exchange.language), isChosen: view.list.service == $0.code)
                }
        ages = WorkAge.allCases.map {
            WorkOption(value: $0.path, label: exchange.say("worklist.age.\($0.rawValue)"), isChosen: view.list.age == $0)
        }
        isMine = view.list.isMine
        isOpen = view.list != WorkView(view.list.filter)
        clearHref =
            isOpen || !view.search.isEmpty
            ? island.links.workList(view.with { ($0.list, $0.search) = (WorkView(view.list.filter), "") }.query) : nil
    }
}

extension WorkListFace {
    /// - Parameter current: the request that is open beside the list.
    init(_ exchange: Exchange, _ island: Island, _ view: DeskView, _ reading: DeskReading, current: Identifier? = nil) {
        isBeside = current != nil
        let titles = Set(reading.items.map { $0.title.text(in: exchange.language) })
        let subject = view.search.isEmpty ? exchange.say("worklist.order.\(view.list.filter.path)") : exchange.say("worklist.found")
        caption = titles.count == 1 ? "\(titles.first ?? ""). \(subject)" : subject
        rows = reading.items.map { item in
            WorkRow(exchange, island, view, item, reading, isOfOneService: titles.count == 1, isCurrent: item.id == current)
        }
        emptyTitle = exchange.say(view.search.isEmpty ? "worklist.empty" : "worklist.nothingFound")
        emptyText = exchange.say(view.search.isEmpty ? "worklist.emptyText" : "worklist.nothingFoundText")
        nextHref = reading.next.map { place in island.links.workList(view.with { $0.start = place }.query) }
        firstHref = view.start.isEmpty ? nil : island.links.workList(view.with { _ in }.query)
    }
}

extension WorkRow {
    fileprivate init(
        _ exchange: Exchange, _ island: Island, _ view: DeskView, _ item: WorkItem, _ reading: DeskReading, isOfOneService: Bool,
        isCurrent: Bool
    ) {
        holder = item.holder
        nikTail = reading.nikTails[item.standing.applicant].map { "…\($0)" }
        matter = item.matter.map { exchange.say($0) }
        service = isOfOneService ? nil : item.title.text(in: exchange.language)
        submittedAt = item.submittedAt.map { exchange.brief($0, in: island) } ?? exchange.say("common.none")
        state = item.workingDaysLeft.map { exchange.brief(due: $0, item.level) } ?? exchange.face(of: item.status)
        claim = item.claim.map { claim in
            claim.officer.text == exchange.principal.reference
                ? exchange.say("worklist.mineMark") : reading.officers[claim.officer] ?? exchange.say("actor.officer")
        }
        href = island.links.review(item.id, view.query).page
        self.isCurrent = isCurrent
    }
}

extension Exchange {
    /// `19.47` for what happened today, `22/11` for the rest.
    fileprivate func brief(_ instant: Instant, in island: Island) -> String {
        let (date, time) = island.region.zone.local(instant)
        guard date == island.region.zone.local(portal.clock.now).date else { return "\(date.day)/\(date.month)" }
        return language == .indonesian ? time.pointed : time.iso8601
    }

    /// How much of the promised time is left, in a word or two, and whether much of it is used up.
    func brief(due daysLeft: Int, _ level: PromiseLevel?) -> StatusFace {
        let long = face(due: daysLeft)
        let word =
            switch daysLeft {
            case ..<0: say("worklist.late", ["days": String(-daysLeft)])
            case 0: say("worklist.today")
            default: say("worklist.left", ["days": String(daysLeft)])
            }
        switch level {
        case .half: return StatusFace(label: say("worklist.half", ["time": word]), kind: long.kind)
        case .near: return StatusFace(label: say("worklist.near", ["time": word]), kind: "warning")
        case .late, nil: return StatusFace(label: word, kind: long.kind)
        }
    }

    /// The services that the agency decides in this region.
    fileprivate func services(of agency: String, in island: Island) -> [ServiceDefinition] {
        portal.catalogue.services.filter { $0.agency == agency && island.region.offers($0.code) }
    }
}

extension Principal {
    /// The agency for which an officer works.
    fileprivate var agency: String? { if case .officer(_, let agency) = self { agency } else { nil } }
}
