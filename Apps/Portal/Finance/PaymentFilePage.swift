internal import Documents
internal import Kernel
internal import Payments

/// What is decided about a payment. Raw values are the words in addresses.
enum PaymentDecision: String, Sendable, CaseIterable {
    case credit = "pelunasan"
    case refund = "pengembalian"
    case transfer
    case giveUp = "pembatalan"
}

/// One payment: what came in, why it settled nothing, what was given back of it, and what can be decided.
struct PaymentFilePage: Page {
    let heading: Heading
    let amount: String
    let held: String
    let way: String
    let paidAt: String
    let standing: String
    let reference: String
    let receipt: String?
    /// The number by which the state's treasury knows it.
    let proof: String?
    let service: String?
    let requestNumber: String?
    let refunds: [RefundFace]
    /// `nil` where nothing of it is held.
    let credit: CreditForm?
    /// `nil` where nothing of it can be given back.
    let refund: RefundForm?

    static let template: @Sendable (PageLibrary) -> Template<PaymentFilePage> = \.payment
    static let fields: [Field<PaymentFilePage>] = [
        .text("amount", \.amount), .text("held", \.held), .text("way", \.way), .text("paidAt", \.paidAt), .text("standing", \.standing),
        .text("reference", \.reference), .optional("receipt", \.receipt), .optional("proof", \.proof), .optional("service", \.service),
        .optional("requestNumber", \.requestNumber), .list("refunds", \.refunds), .flag("hasRefunds") { !$0.refunds.isEmpty },
        .optionalPart("credit", \.credit), .optionalPart("refund", \.refund),
    ]
}

/// One refund, and what can still be done about it.
struct RefundFace: Filling {
    let amount: String
    let status: String
    /// How the status looks.
    let kind: String
    let way: String
    let grantedAt: String
    let reason: String
    let voucher: String?
    /// `nil` for one that has ended, or goes another way.
    let transfer: RefundAct?
    let giveUp: RefundAct?

    static let fields: [Field<RefundFace>] = [
        .text("amount", \.amount), .text("status", \.status), .text("kind", \.kind), .text("way", \.way),
        .text("grantedAt", \.grantedAt), .text("reason", \.reason), .optional("voucher", \.voucher), .optionalPart("transfer", \.transfer),
        .optionalPart("giveUp", \.giveUp),
    ]
}

/// A form about one refund.
struct RefundAct: Filling {
    let action: String
    let refund: String
    let command: String
    /// Of its input: the one with a fault is the one to which the summary of faults leads.
    let anchor: String
    let value: String
    let error: String?

    static let fields: [Field<RefundAct>] = [
        .text("action", \.action), .text("refund", \.refund), .text("command", \.command), .text("anchor", \.anchor),
        .text("value", \.value), .optional("error", \.error),
    ]
}

/// Asks which bill is settled.
struct CreditForm: Filling {
    let action: String
    let command: String
    let number: InputFace
    let why: InputFace

    static let fields: [Field<CreditForm>] = [
        .text("action", \.action), .text("command", \.command), .part("number", \.number), .part("why", \.why),
    ]
}

/// Asks how much is given back, and how.
struct RefundForm: Filling {
    let action: String
    let command: String
    let amount: InputFace
    let way: KindFace
    let reason: InputFace

    static let fields: [Field<RefundForm>] = [
        .text("action", \.action), .text("command", \.command), .part("amount", \.amount), .part("way", \.way), .part("reason", \.reason),
    ]
}

extension PaymentFilePage {
    /// - Parameter request: for which it came in; of its applicant nothing is shown.
    init(
        _ exchange: Exchange, _ island: Island, _ file: PaymentFile, _ request: DocumentRequest?, issues: [FieldIssue] = [],
        notices: [Notice] = []
    ) {
        let payment = file.payment
        let title = exchange.say("title.received-payment")
        heading = Heading(
            title: title, crumbs: exchange.crumbs(island, Crumb(exchange.say("title.books"), island.links.books), Crumb(title)),
            menu: .books, issues: issues, notices: notices)
        amount = payment.amount.formatted
        held = payment.held.formatted
        way = exchange.say("way.\(payment.provider)")
        paidAt = exchange.say(payment.paidAt, in: island)
        standing = exchange.say("trail.standing.\(payment.standing.rawValue)")
        reference = payment.reference
        receipt = payment.receipt?.text
        proof = payment.proof
        service = file.bill?.description
        requestNumber = request?.number?.text
        refunds = file.refunds.map { RefundFace(exchange, island, $0, issues) }
        credit =
            file.canSettle
            ? CreditForm(
                action: island.links.payment(payment.id, .credit), command: exchange.newCommand,
                number: exchange.input("number", issues, fresh: file.bill?.status == .open ? request?.number?.text ?? "" : ""),
                why: exchange.input("why", issues)) : nil
        let most = payment.refundable.amount
        refund =
            most > .zero
            ? RefundForm(
                action: island.links.payment(payment.id, .refund), command: exchange.newCommand,
                amount: exchange.input("amount", issues, fresh: most.formatted),
                way: KindFace(
                    label: exchange.say("money.refundWay"),
                    choices: file.waysBack.map { way in
                        ChoiceFace(
                            id: "field-way-\(way.rawValue)", name: "way", value: way.rawValue,
                            label: exchange.say("money.back.\(way.rawValue)"), isChecked: exchange.form["way"] == way.rawValue)
                    }, error: exchange.message(at: "way", in: issues)),
                reason: exchange.input("reason", issues)) : nil
    }
}

extension RefundFace {
    init(_ exchange: Exchange, _ island: Island, _ refund: Refund, _ issues: [FieldIssue] = []) {
        amount = refund.amount.formatted
        status = exchange.say("money.\(refund.status.rawValue)")
        kind = refund.status.look
        way = exchange.say("refund.way.\(refund.way.rawValue)")
        grantedAt = exchange.say(refund.grantedAt, in: island)
        reason = refund.reason
        voucher = refund.way == .cash ? nil : refund.voucher
        let isMeant = exchange.form["refund"] == refund.id.text
        func act(_ decision: PaymentDecision) -> RefundAct {
            RefundAct(
                action: island.links.payment(refund.payment, decision), refund: refund.id.text, command: exchange.newCommand,
                anchor: isMeant ? Exchange.anchor(of: "voucher") : "voucher-\(refund.id.text)",
                value: isMeant ? exchange.form["voucher"] : "", error: isMeant ? exchange.message(at: "voucher", in: issues) : nil)
        }
        transfer = refund.status == .granted && refund.way == .transfer ? act(.transfer) : nil
        giveUp = refund.status == .granted && refund.way != .provider ? act(.giveUp) : nil
    }
}

extension Exchange {
    /// The input of that name in the form that was sent, or what a fresh page has in it.
    fileprivate func input(_ field: String, _ issues: [FieldIssue], fresh: String) -> InputFace {
        InputFace(value: form.fields[field] == nil ? fresh : form[field], error: message(at: field, in: issues))
    }
}
