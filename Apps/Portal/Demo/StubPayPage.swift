internal import Kernel
internal import Payments

/// The stubs' own page, plainly a simulation: a banking app, and behind it a bank that can be told to do wrong.
struct StubPayPage: Page {
    let heading: Heading
    let way: String
    let amountText: String
    let merchant: String?
    let code: String?
    let reference: String
    let until: String?
    let stateText: String?
    let payments: [StubPaymentFace]
    let isDelivered: Bool
    let isPayable: Bool
    let action: String
    let pressAction: String
    let command: String
    /// Another one, for the other form.
    let pressCommand: String
    let presses: [StubButton]
    let mannerText: String
    let manners: [StubButton]
    let settlementHref: String
    let returnHref: String

    static let template: @Sendable (PageLibrary) -> Template<StubPayPage> = \.stubPay
    static let fields: [Field<StubPayPage>] = [
        .text("way", \.way), .text("amountText", \.amountText), .optional("merchant", \.merchant), .optional("code", \.code),
        .text("reference", \.reference), .optional("until", \.until), .optional("stateText", \.stateText),
        .flag("paid") { !$0.payments.isEmpty }, .list("payments", \.payments), .flag("delivered", \.isDelivered),
        .flag("payable", \.isPayable), .text("action", \.action), .text("pressAction", \.pressAction), .text("command", \.command),
        .text("pressCommand", \.pressCommand), .list("presses", \.presses), .text("mannerText", \.mannerText),
        .list("manners", \.manners), .text("settlementHref", \.settlementHref), .text("returnHref", \.returnHref),
    ]
}

/// One payment at the stub.
struct StubPaymentFace: Filling {
    let amountText: String
    let paidAt: String
    let isConfirmed: Bool
    /// The bank's number (NTB).
    let bankNumber: String?
    /// The treasury's number (NTPN).
    let proof: String?

    static let fields: [Field<StubPaymentFace>] = [
        .text("amountText", \.amountText), .text("paidAt", \.paidAt), .flag("confirmed", \.isConfirmed),
        .optional("bankNumber", \.bankNumber), .optional("proof", \.proof),
    ]
}

struct StubButton: Filling {
    let value: String
    let label: String

    static let fields: [Field<StubButton>] = [.text("value", \.value), .text("label", \.label)]
}

extension StubPayPage {
    init(_ exchange: Exchange, _ island: Island, _ charge: StubCharge) {
        heading = Heading(title: exchange.say("title.stub-pay"))
        way = exchange.say("way.\(charge.provider)")
        amountText = charge.amount.formatted
        merchant = charge.merchantName.map { [$0, charge.merchantCity].compactMap(\.self).joined(separator: ", ") }
        code = charge.code
        reference = charge.reference
        until = charge.expiresAt.map { exchange.say($0, in: island) }
        let possible = charge.presses(at: exchange.portal.clock.now)
        stateText =
            charge.state != .open
            ? exchange.say("stubPay.state.\(charge.state.rawValue)")
            : possible.contains(.payLate) ? exchange.say("stubPay.state.expired") : nil
        payments = charge.payments.map { payment in
            StubPaymentFace(
                amountText: payment.amount.formatted, paidAt: exchange.say(payment.paidAt, in: island), isConfirmed: payment.isConfirmed,
                bankNumber: payment.bankNumber, proof: payment.proof)
        }
        isDelivered = charge.isDelivered
        isPayable = possible.contains(.pay)
        action = island.links.stubPayment(charge.reference)
        pressAction = island.links.stubPress(charge.reference)
        command = exchange.newCommand
        pressCommand = exchange.newCommand
        presses = possible.filter { $0 != .pay }.map { press in
            StubButton(value: press.rawValue, label: exchange.say("stubPay.press.\(press.rawValue)"))
        }
        mannerText = exchange.say("stubPay.manner.\(charge.manner.rawValue)")
        manners = StubManner.allCases.filter { $0 != charge.manner }.map { manner in
            StubButton(value: manner.rawValue, label: exchange.say("stubPay.manner.\(manner.rawValue)"))
        }
        settlementHref = island.links.stubSettlement(charge.reference)
        returnHref = island.links.request(charge.purpose).page
    }
}
