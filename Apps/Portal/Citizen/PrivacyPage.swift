/// What is kept of whom, and why: fixed text.
struct PrivacyPage: Page {
    let heading: Heading

    static let template: @Sendable (PageLibrary) -> Template<PrivacyPage> = \.privacy
    static let fields: [Field<PrivacyPage>] = []
}

extension PrivacyPage {
    init(_ exchange: Exchange, _ island: Island) {
        let title = exchange.say("title.privasi")
        heading = Heading(title: title, crumbs: exchange.crumbs(island, Crumb(title)))
    }
}
