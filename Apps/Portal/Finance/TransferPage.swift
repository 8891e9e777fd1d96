internal import Kernel
internal import Payments

/// One transfer: what is owed, what its payer has shown, and the forms by which it is confirmed or a proof refused.
struct TransferPage: Page {
    let heading: Heading
    let amountText: String
    let service: String
    let reference: String
    let openedAt: String
    let statusText: String
    let proofs: [ProofFace]
    /// What came in for the bill by transfer.
    let payments: [TransferPaymentRow]
    let form: ConfirmTransferFace?

    static let template: @Sendable (PageLibrary) -> Template<TransferPage> = \.transfer
    static let fields: [Field<TransferPage>] = [
        .text("amountText", \.amountText), .text("service", \.service), .text("reference", \.reference), .text("openedAt", \.openedAt),
        .text("statusText", \.statusText), .list("proofs", \.proofs), .flag("hasProofs") { !$0.proofs.isEmpty },
        .list("payments", \.payments), .flag("hasPayments") { !$0.payments.isEmpty }, .optionalPart("form", \.form),
    ]

    /// The reason of one refusal: each proof has a form of its own.
    static func reasonField(of proof: Identifier) -> String { "reason.\(proof)" }
}

/// A proof with what can be said of it.
struct ProofFace: Filling {
    let line: ProofLine
    let href: String
    /// Shown on the page itself; `nil` for a PDF, which is opened.
    let pictureHref: String?
    let refusalAction: String
    let fieldID: String
    let reason: InputFace

    static let fields: [Field<ProofFace>] = [
        .part("line", \.line), .text("href", \.href), .optional("pictureHref", \.pictureHref), .text("refusalAction", \.refusalAction),
        .text("fieldID", \.fieldID), .part("reason", \.reason), .flag("isWaiting", \.line.isWaiting),
    ]
}

/// What came in by transfer.
struct TransferPaymentRow: Filling {
    let amount: String
    let bankReference: String
    let at: String
    let standing: String

    static let fields: [Field<TransferPaymentRow>] = [
        .text("amount", \.amount), .text("bankReference", \.bankReference), .text("at", \.at), .text("standing", \.standing),
    ]
}

/// The form that confirms a transfer.
struct ConfirmTransferFace: Filling {
    let action: String
    let command: String
    let bankReference: InputFace
    let amount: InputFace
    let date: InputFace

    static let fields: [Field<ConfirmTransferFace>] = [
        .text("action", \.action), .text("command", \.command), .part("bankReference", \.bankReference), .part("amount", \.amount),
        .part("date", \.date),
    ]
}

extension TransferPage {
    init(
        _ exchange: Exchange, _ island: Island, _ transfer: TransferStanding, issues: [FieldIssue] = [], notices: [Notice] = []
    ) {
        let (charge, bill) = (transfer.charge, transfer.bill)
        let title = exchange.say("title.transfer")
        heading = Heading(
            title: title,
            crumbs: exchange.crumbs(
                island, Crumb(exchange.say("title.books"), island.links.books),
                Crumb(exchange.say("title.transfers"), island.links.transfers), Crumb(title)),
            menu: .books, issues: issues, notices: notices)
        amountText = charge.amount.formatted
        service = bill.description
        reference = charge.reference
        openedAt = exchange.say(charge.openedAt, in: island)
        statusText = exchange.say("bill.\(bill.status.rawValue)")
        proofs = transfer.proofs.enumerated().map { index, proof in
            let href = island.links.proof(proof.id)
            let field = TransferPage.reasonField(of: proof.id)
            let error = exchange.message(at: field, in: issues)
            return ProofFace(
                line: ProofLine(proof, number: index + 1, exchange, island), href: href,
                pictureHref: proof.mediaType.hasPrefix("image/") ? href : nil, refusalAction: href, fieldID: Exchange.anchor(of: field),
                reason: InputFace(value: error == nil ? "" : exchange.form["reason"], error: error))
        }
        payments = transfer.payments.map { payment in
            TransferPaymentRow(
                amount: payment.amount.formatted, bankReference: payment.paymentID, at: exchange.say(payment.paidAt, in: island),
                standing: exchange.say("trail.standing.\(payment.standing.rawValue)"))
        }
        form =
            transfer.payments.isEmpty
            ? ConfirmTransferFace(
                action: island.links.transfer(charge.id), command: exchange.newCommand,
                bankReference: exchange.input("bank_reference", issues), amount: exchange.input("amount", issues),
                date: exchange.input("date", issues)) : nil
    }
}
