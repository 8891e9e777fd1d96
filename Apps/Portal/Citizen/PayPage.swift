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
    let reference: String
    let requestNumber: String?
    let isPaid: Bool
    /// The QRIS code as a picture; empty when the bill cannot be paid any more.
    let qrCode: String
    /// The stub provider's page, in a demonstration.
    let stubHref: String?
    let requestHref: String
    let unconfirmed: Unconfirmed?

    static let template: @Sendable (PageLibrary) -> Template<PayPage> = \.pay
    static let fields: [Field<PayPage>] = [
        .text("service", \.service), .text("amountText", \.amountText), .text("statusText", \.statusText),
        .text("reference", \.reference), .optional("requestNumber", \.requestNumber), .flag("paid", \.isPaid), .html("qrSvg", \.qrCode),
        .optional("stubHref", \.stubHref),
        .text("requestHref", \.requestHref), .optionalPart("unconfirmedPart", \.unconfirmed),
    ]
}

extension PayPage {
    /// - Throws: what `QRCode` throws for a text that fits in no code.
    init(_ exchange: Exchange, _ island: Island, _ request: DocumentRequest, _ bill: Bill) throws {
        let title = exchange.say("title.pay")
        let isOpen = bill.status == .open
        requestHref = island.links.request(request.id).page
        service = request.definition.title.text(in: exchange.language)
        heading = Heading(
            title: title,
            crumbs: exchange.crumbs(
                island, Crumb(exchange.say("title.requests"), island.links.requests), Crumb(service, requestHref), Crumb(title)),
            menu: .requests)
        amountText = bill.amount.formatted
        unconfirmed = exchange.unconfirmed([.fee], of: request)
        statusText = exchange.say("bill.\(bill.status.rawValue)")
        reference = bill.reference
        requestNumber = request.number?.text
        isPaid = bill.status == .paid
        qrCode =
            isOpen
            ? try QRCode(bill.qrisPayload).svg(moduleSize: 5, title: exchange.say("pay.qr", ["amount": bill.amount.formatted])) : ""
        stubHref = isOpen && island.stubDesk != nil ? island.links.stubPayment(bill.reference) : nil
    }
}
