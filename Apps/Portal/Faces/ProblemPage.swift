/// A refusal or a failure: what happened, and the way back.
struct ProblemPage: Page {
    let heading: Heading
    let text: String
    let backHref: String

    static let template: @Sendable (PageLibrary) -> Template<ProblemPage> = \.problem
    static let fields: [Field<ProblemPage>] = [.text("text", \.text), .text("backHref", \.backHref)]
}

/// All parts together, for those who build pages; only in the demonstration.
struct PartsPage: Page {
    let heading: Heading

    static let template: @Sendable (PageLibrary) -> Template<PartsPage> = \.parts
    static let fields: [Field<PartsPage>] = []
}
