internal import Catalogue
internal import Documents
internal import Kernel

/// A citizen's own requests.
struct RequestsPage: Page {
    let heading: Heading
    let items: [RequestLine]

    static let template: @Sendable (PageLibrary) -> Template<RequestsPage> = \.requests
    static let fields: [Field<RequestsPage>] = [.list("items", \.items)]
}

/// One of her requests, and where it stands.
struct RequestLine: Filling {
    let service: String
    let status: StatusFace
    /// When it was sent, or begun.
    let at: String
    let href: String
    let number: String?

    static let fields: [Field<RequestLine>] = [
        .text("service", \.service), .part("status", \.status), .text("at", \.at), .text("href", \.href),
        .optional("number", \.number),
    ]
}

extension RequestsPage {
    init(_ exchange: Exchange, _ island: Island, _ requests: [RequestSummary]) {
        let title = exchange.say("title.requests")
        heading = Heading(title: title, crumbs: exchange.crumbs(island, Crumb(title)), menu: .requests)
        items = requests.map { request in
            RequestLine(
                service: request.title.text(in: exchange.language), status: exchange.face(of: request.status),
                at: exchange.say(request.submittedAt ?? request.createdAt, in: island), href: island.links.request(request.id).page,
                number: request.number?.text)
        }
    }
}
