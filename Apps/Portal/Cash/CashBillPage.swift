internal import Catalogue
internal import Documents
internal import Kernel
internal import Payments

/// What somebody at the cash desk owes, and that it was taken.
struct CashBillPage: Page {
    let heading: Heading
    let service: String
    let requestNumber: String
    let amountText: String
    let statusText: String
    let receiptNumber: String?
    let receiptHref: String?
    /// What to give back, just after the money was taken.
    let giveBack: String?
    /// `nil` when nothing can be taken: it is paid or taken back, or no shift is open.
    let form: CashForm?
    let needsShift: Bool
    /// What is to be given back in cash.
    let refunds: [CashRefundFace]
    let unconfirmed: Unconfirmed?

    static let template: @Sendable (PageLibrary) -> Template<CashBillPage> = \.cashBill
    static let fields: [Field<CashBillPage>] = [
        .text("service", \.service), .text("requestNumber", \.requestNumber), .text("amountText", \.amountText),
        .text("statusText", \.statusText), .optional("receiptNumber", \.receiptNumber), .optional("receiptHref", \.receiptHref),
        .optional("giveBack", \.giveBack), .optionalPart("form", \.form), .flag("needsShift", \.needsShift),
        .list("refunds", \.refunds), .optionalPart("unconfirmedPart", \.unconfirmed),
    ]
}

/// One refund that a cashier gives back with a press.
struct CashRefundFace: Filling {
    let amount: String
    let action: String
    let refund: String
    let command: String

    static let fields: [Field<CashRefundFace>] = [
        .text("amount", \.amount), .text("action", \.action), .text("refund", \.refund), .text("command", \.command),
    ]
}

/// Asks how much was handed over.
struct CashForm: Filling {
    let action: String
    let command: String
    let handed: InputFace

    static let fields: [Field<CashForm>] = [.text("action", \.action), .text("command", \.command), .part("handed", \.handed)]
}

extension CashBillPage {
    init(
        _ exchange: Exchange, _ island: Island, _ request: DocumentRequest, _ standing: BillStanding, _ waiting: [Refund],
        hasShift: Bool, receipt: CashReceipt? = nil, issues: [FieldIssue] = [], notices: [Notice] = []
    ) {
        let title = exchange.say("title.cash-bill")
        let bill = standing.bill
        let page = island.links.cashBill(request.id)
        heading = Heading(
            title: title, crumbs: exchange.crumbs(island, Crumb(exchange.say("title.cash-desk"), island.links.cashDesk), Crumb(title)),
            menu: .cashDesk, issues: bill.status == .open && hasShift ? issues : [],
            notices: notices + (receipt == nil ? [] : [Notice(kind: "good", title: exchange.say("cash.taken"))]))
        service = request.definition.title.text(in: exchange.language)
        requestNumber = request.number?.text ?? ""
        amountText = bill.amount.formatted
        statusText = exchange.say("bill.\(bill.status.rawValue)")
        receiptNumber = standing.receipt?.text
        receiptHref = standing.receipt.map { _ in "\(page)/kuitansi" }
        giveBack = receipt.map(\.change.formatted)
        form =
            bill.status == .open && hasShift
            ? CashForm(action: page, command: exchange.newCommand, handed: exchange.input("handed", issues)) : nil
        needsShift = (bill.status == .open || !waiting.isEmpty) && !hasShift
        refunds =
            hasShift
            ? waiting.map {
                CashRefundFace(
                    amount: $0.amount.formatted, action: island.links.cashRefund(request.id), refund: $0.id.text,
                    command: exchange.newCommand)
            } : []
        unconfirmed = exchange.unconfirmed([.fee], of: request)
    }
}
