internal import Kernel
internal import Payments

/// Importing a file, what came of the last one, and those of before.
struct ImportPage: Page {
    let heading: Heading
    let providers: [WorkOption]
    let providerError: String?
    let fileError: String?
    /// What came of the file that was just sent.
    let results: [String]
    /// Whether somebody must look at something of it.
    let hasDifferences: Bool
    let hasHeld: Bool
    let files: [ImportedFileRow]

    static let template: @Sendable (PageLibrary) -> Template<ImportPage> = \.importFile
    static let fields: [Field<ImportPage>] = [
        .list("providers", \.providers), .flag("hasProviders") { !$0.providers.isEmpty },
        .optional("providerError", \.providerError), .optional("fileError", \.fileError),
        .list("results", \.results), .flag("hasResults") { !$0.results.isEmpty }, .flag("hasDifferences", \.hasDifferences),
        .flag("hasHeld", \.hasHeld), .flag("isClean") { !$0.hasDifferences && !$0.hasHeld }, .list("files", \.files),
        .flag("hasFiles") { !$0.files.isEmpty },
    ]
}

/// A file that was imported.
struct ImportedFileRow: Filling {
    let days: String
    let provider: String
    let lines: String
    let at: String

    static let fields: [Field<ImportedFileRow>] = [
        .text("days", \.days), .text("provider", \.provider), .text("lines", \.lines), .text("at", \.at),
    ]
}

extension ImportPage {
    init(
        _ exchange: Exchange, _ island: Island, _ files: [SettlementFile], report: ImportReport? = nil, issues: [FieldIssue] = []
    ) {
        let title = exchange.say("title.import")
        heading = Heading(
            title: title, crumbs: exchange.crumbs(island, Crumb(exchange.say("title.books"), island.links.books), Crumb(title)),
            menu: .books, issues: issues)
        let chosen = exchange.form["provider"]
        providers = island.payments.importable.map {
            WorkOption(value: $0, label: exchange.say("way.\($0)"), isChosen: $0 == chosen)
        }
        providerError = exchange.message(at: "provider", in: issues)
        fileError = exchange.message(at: "file", in: issues)
        results = report.map { exchange.sentences(of: $0) } ?? []
        hasDifferences = report.map { !$0.isKnown && $0.differences > 0 } ?? false
        hasHeld = report.map { !$0.isKnown && $0.held > 0 } ?? false
        self.files = files.map { file in
            ImportedFileRow(
                days: file.firstDay == file.lastDay
                    ? exchange.say(file.firstDay) : "\(exchange.say(file.firstDay)) – \(exchange.say(file.lastDay))",
                provider: exchange.say("way.\(file.provider)"), lines: exchange.say("settlement.lines", ["lines": String(file.lines)]),
                at: exchange.say(file.importedAt, in: island))
        }
    }
}

extension Exchange {
    /// What came of a file, a sentence each; what did not happen is left out.
    fileprivate func sentences(of report: ImportReport) -> [String] {
        guard !report.isKnown else { return [say("settlement.known")] }
        let counts = [
            ("matched", report.matched), ("entered", report.entered), ("held", report.held), ("repeated", report.repeated),
            ("differences", report.differences),
        ]
        return counts.filter { $0.1 > 0 }.map { say("settlement.\($0.0)", ["count": String($0.1)]) }
    }
}
