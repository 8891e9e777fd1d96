internal import Catalogue
internal import Documents
internal import Kernel

/// What waits for an agency's officers.
struct WorkListPage: Page {
    let heading: Heading
    let agency: String
    let tabs: [WorkTab]
    let items: [WorkRow]

    static let template: @Sendable (PageLibrary) -> Template<WorkListPage> = \.workList
    static let fields: [Field<WorkListPage>] = [
        .text("agency", \.agency), .list("tabs", \.tabs), .list("items", \.items), .flag("hasItems") { !$0.items.isEmpty },
    ]
}

/// A part of the list to change to.
struct WorkTab: Filling {
    let label: String
    let href: String
    let isCurrent: Bool

    static let fields: [Field<WorkTab>] = [.text("label", \.label), .text("href", \.href), .flag("isCurrent", \.isCurrent)]
}

/// One request in the list.
struct WorkRow: Filling {
    let service: String
    let applicant: String
    let submittedAt: String
    /// How much of the promised time is left, while it runs.
    let due: StatusFace?
    let status: StatusFace
    let href: String

    static let fields: [Field<WorkRow>] = [
        .text("service", \.service), .text("applicant", \.applicant), .text("submittedAt", \.submittedAt),
        .optionalPart("due", \.due), .part("status", \.status), .text("href", \.href),
    ]
}

extension WorkListPage {
    /// - Parameter filter: which part of the work `items` are.
    init(_ exchange: Exchange, _ island: Island, _ filter: WorkFilter, _ items: [WorkItem]) {
        heading = Heading(title: exchange.say("title.work-list"), menu: .workList)
        if case .officer(_, let code) = exchange.principal {
            agency = exchange.portal.catalogue.agencies[code]?.name.text(in: exchange.language) ?? code
        } else {
            agency = ""
        }
        tabs = WorkFilter.allCases.map { other in
            WorkTab(
                label: exchange.say("worklist.\(other.path)"),
                href: other == .inReview ? island.links.workList : island.links.workList(other.path), isCurrent: other == filter)
        }
        // What many rows say alike is said once for the page.
        let statuses = Dictionary(uniqueKeysWithValues: Set(items.map(\.status)).map { ($0, exchange.face(of: $0)) })
        let dues = Dictionary(uniqueKeysWithValues: Set(items.compactMap(\.workingDaysLeft)).map { ($0, exchange.face(due: $0)) })
        self.items = items.map { item in
            WorkRow(
                service: item.title.text(in: exchange.language), applicant: item.applicantName,
                submittedAt: item.submittedAt.map { exchange.say($0, in: island) } ?? exchange.say("common.none"),
                due: item.workingDaysLeft.flatMap { dues[$0] }, status: statuses[item.status] ?? exchange.face(of: item.status),
                href: island.links.review(item.id).page)
        }
    }
}

extension WorkFilter {
    /// As it stands in the address.
    var path: String {
        switch self {
        case .inReview: "menunggu"
        case .returned: "dikembalikan"
        case .finished: "selesai"
        }
    }
}
