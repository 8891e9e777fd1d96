/// A refusal or a failure: what happened, and the way back.
struct ProblemPage: Page {
    let heading: Heading
    let text: String
    let backHref: String
    /// Regions that may have been meant.
    let near: [NearRegion]
    /// Whether the region's services can be searched from here.
    let offersSearch: Bool

    static let template: @Sendable (PageLibrary) -> Template<ProblemPage> = \.problem
    static let fields: [Field<ProblemPage>] = [
        .text("text", \.text), .text("backHref", \.backHref), .flag("hasNear") { !$0.near.isEmpty }, .list("near", \.near),
        .flag("offersSearch", \.offersSearch),
    ]
}

/// A region that may have been meant.
struct NearRegion: Filling {
    let name: String
    let href: String

    static let fields: [Field<NearRegion>] = [.text("name", \.name), .text("href", \.href)]
}

/// All parts together, for those who build pages; only in the demonstration.
struct PartsPage: Page {
    let heading: Heading

    static let template: @Sendable (PageLibrary) -> Template<PartsPage> = \.parts
    static let fields: [Field<PartsPage>] = []
}
