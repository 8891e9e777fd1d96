internal import Catalogue
internal import Documents
internal import Kernel
internal import Paper
internal import Payments

/// A bill: what to pay and how, or that it is paid.
struct PayPage: Page {
    let heading: Heading
    let service: String
    let amountText: String
    let statusText: String
    let requestNumber: String?
    let isPaid: Bool
    /// Of what was paid.
    let receiptHref: String?
    /// With the QRIS picture; `nil` when she means to pay otherwise.
    let picture: QRISFace?
    /// Whether she means to pay at the cash desk.
    let isCash: Bool
    /// Where she transfers to, when she means to.
    let transfer: TransferFace?
    /// Her way, when what was opened for it does not hold any more.
    let expired: WayFace?
    /// The other ways on which it can be paid.
    let ways: [WayFace]
    let building: String
    /// Where the page hears that the bill stands otherwise; `nil` when nothing will change.
    let live: LiveFace?
    let requestHref: String
    let unconfirmed: Unconfirmed?

    static let template: @Sendable (PageLibrary) -> Template<PayPage> = \.pay
    static let fields: [Field<PayPage>] = [
        .text("service", \.service), .text("amountText", \.amountText), .text("statusText", \.statusText),
        .optional("requestNumber", \.requestNumber), .flag("paid", \.isPaid), .optional("receiptHref", \.receiptHref),
        .optionalPart("picture", \.picture), .flag("isCash", \.isCash), .optionalPart("transfer", \.transfer),
        .optionalPart("expired", \.expired), .list("ways", \.ways),
        .flag("hasWays") { !$0.ways.isEmpty }, .text("building", \.building), .optionalPart("live", \.live),
        .text("requestHref", \.requestHref), .optionalPart("unconfirmedPart", \.unconfirmed),
    ]
}

/// Where the page hears of its bill, and how that stood when the page was made.
struct LiveFace: Filling {
    let from: String
    let word: String

    static let fields: [Field<LiveFace>] = [.text("from", \.from), .text("word", \.word)]
}

/// A QRIS picture with its number.
struct QRISFace: Filling {
    let reference: String
    /// As SVG.
    let code: String
    let until: String?
    /// The stub provider's page, in a demonstration.
    let stubHref: String?

    static let fields: [Field<QRISFace>] = [
        .text("reference", \.reference), .html("qrSvg", \.code), .optional("until", \.until), .optional("stubHref", \.stubHref),
    ]
}

/// A way on which a bill can be paid, and the button that chooses it.
struct WayFace: Filling {
    let value: String
    let label: String
    let action: String

    static let fields: [Field<WayFace>] = [.text("value", \.value), .text("label", \.label), .text("action", \.action)]
}

extension PayPage {
    /// - Throws: what `QRCode` throws for a text that fits in no code.
    init(
        _ exchange: Exchange, _ island: Island, _ request: DocumentRequest, _ standing: BillStanding, transfer: TransferFace? = nil,
        issues: [FieldIssue] = [], notices: [Notice] = []
    ) throws {
        let title = exchange.say("title.pay")
        let bill = standing.bill
        let isOpen = bill.status == .open
        let links = island.links.request(request.id)
        requestHref = links.page
        service = request.definition.title.text(in: exchange.language)
        heading = Heading(
            title: title,
            crumbs: exchange.crumbs(
                island, Crumb(exchange.say("title.requests"), island.links.requests), Crumb(service, requestHref), Crumb(title)),
            menu: .requests, issues: issues, notices: notices)
        self.transfer = transfer
        amountText = bill.amount.formatted
        unconfirmed = exchange.unconfirmed([.fee], of: request)
        statusText = exchange.say("bill.\(bill.status.rawValue)")
        requestNumber = request.number?.text
        isPaid = bill.status == .paid
        receiptHref = standing.receipt.map { _ in links.receipt }
        building = island.region.building.name
        live = isOpen ? LiveFace(from: links.paymentNews, word: standing.word(at: exchange.portal.clock.now)) : nil
        // A transfer for which no amount was free has no charge yet: it is asked for as an expired one is.
        let isExpired = standing.charge?.isExpired(at: exchange.portal.clock.now) ?? (transfer != nil)
        func way(_ provider: String) -> WayFace {
            WayFace(value: provider, label: exchange.say("way.\(provider)"), action: links.payment)
        }
        // What is not on offer any more is not renewed either; the other ways are there.
        expired = isOpen && isExpired && standing.offered.contains(bill.provider) ? way(bill.provider) : nil
        isCash = isOpen && bill.provider == CashDesk.name
        picture =
            isOpen && !isExpired ? try standing.charge.flatMap { try QRISFace($0, of: bill.amount, exchange, island) } : nil
        ways = isOpen ? standing.offered.filter { $0 != bill.provider }.map(way) : []
    }
}

extension QRISFace {
    /// `nil` for a charge without a picture.
    /// - Throws: what `QRCode` throws for a text that fits in no code.
    init?(_ charge: BillCharge, of amount: Money, _ exchange: Exchange, _ island: Island) throws {
        guard let payload = charge.qrisPayload else { return nil }
        reference = charge.reference
        code = try QRCode(payload).svg(moduleSize: 5, title: exchange.say("pay.qr", ["amount": amount.formatted]))
        until = charge.expiresAt.map { exchange.say($0, in: island) }
        stubHref = island.stubDesk == nil ? nil : island.links.stubPayment(charge.reference)
    }
}
