internal import Catalogue
internal import Documents
internal import Kernel

/// "Where is my request?": asked by its number, without signing in.
struct ProgressPage: Page {
    let heading: Heading
    let search: ProgressSearchFace
    let found: ProgressFace?

    static let template: @Sendable (PageLibrary) -> Template<ProgressPage> = \.progress
    static let fields: [Field<ProgressPage>] = [.part("search", \.search), .optionalPart("found", \.found)]
}

/// The form that asks for a request's number: `parts/progress-search`.
struct ProgressSearchFace: Filling {
    let action: String
    var number = ""
    var error: String?

    static let fields: [Field<ProgressSearchFace>] = [
        .text("action", \.action), .text("number", \.number), .optional("error", \.error),
    ]
}

/// Where a request stands.
struct ProgressFace: Filling {
    let number: String
    let status: StatusFace
    let submittedAt: String
    /// With its mark, when no source confirms the promise.
    let due: String?

    static let fields: [Field<ProgressFace>] = [
        .text("number", \.number), .part("status", \.status), .text("submittedAt", \.submittedAt), .optional("due", \.due),
    ]
}

extension ProgressPage {
    /// - Parameters:
    ///   - typed: what was asked for, which stays in the field.
    ///   - fault: the sentence that says why nothing is answered.
    init(_ exchange: Exchange, _ island: Island, typed: String = "", fault: String? = nil, _ progress: RequestProgress? = nil) {
        let title = exchange.say("title.progress")
        let issues = fault.map { [FieldIssue("nomor", $0)] } ?? []
        heading = Heading(title: title, crumbs: exchange.crumbs(island, Crumb(title)), menu: nil, issues: issues)
        search = ProgressSearchFace(action: island.links.progress, number: typed, error: exchange.message(at: "nomor", in: issues))
        found = progress.map { progress in
            func day(_ instant: Instant) -> String { exchange.say(island.region.zone.local(instant).date) }
            return ProgressFace(
                number: progress.number.text, status: exchange.face(of: progress.status), submittedAt: day(progress.submittedAt),
                due: !progress.status.isWithOfficers
                    ? nil
                    : progress.dueAt.map {
                        exchange.portal.catalogue.words.marked(day($0), if: progress.isPromiseAssumed, in: exchange.language)
                    })
        }
    }
}
