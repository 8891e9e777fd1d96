internal import Kernel
internal import Payments

/// The stub provider's own page, plainly a simulation.
struct StubPayPage: Page {
    let heading: Heading
    let amountText: String
    let merchant: String
    let reference: String
    let isPaid: Bool
    let action: String
    let returnHref: String

    static let template: @Sendable (PageLibrary) -> Template<StubPayPage> = \.stubPay
    static let fields: [Field<StubPayPage>] = [
        .text("amountText", \.amountText), .text("merchant", \.merchant), .text("reference", \.reference), .flag("paid", \.isPaid),
        .text("action", \.action), .text("returnHref", \.returnHref),
    ]
}

extension StubPayPage {
    init(_ exchange: Exchange, _ island: Island, _ charge: StubCharge) {
        heading = Heading(title: exchange.say("title.stub-pay"))
        amountText = charge.amount.formatted
        merchant = "\(charge.merchantName), \(charge.merchantCity)"
        reference = charge.reference
        isPaid = charge.paidAt != nil
        action = island.links.stubPayment(charge.reference)
        returnHref = island.links.request(charge.purpose).page
    }
}
