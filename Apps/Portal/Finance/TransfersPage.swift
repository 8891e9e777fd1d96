internal import Kernel
internal import Payments

/// The transfers of which a proof waits, the oldest first.
struct TransfersPage: Page {
    let heading: Heading
    let rows: [TransferRow]
    /// Whether an account is set: without one nobody is asked to transfer.
    let hasAccount: Bool

    static let template: @Sendable (PageLibrary) -> Template<TransfersPage> = \.transfers
    static let fields: [Field<TransfersPage>] = [
        .list("rows", \.rows), .flag("hasRows") { !$0.rows.isEmpty }, .flag("hasAccount", \.hasAccount),
    ]
}

/// One transfer that waits.
struct TransferRow: Filling {
    let amount: String
    let href: String
    let service: String
    let reference: String
    let since: String

    static let fields: [Field<TransferRow>] = [
        .text("amount", \.amount), .text("href", \.href), .text("service", \.service), .text("reference", \.reference),
        .text("since", \.since),
    ]
}

extension TransfersPage {
    init(_ exchange: Exchange, _ island: Island, _ waiting: [TransferStanding], _ account: BankAccount?) {
        let title = exchange.say("title.transfers")
        heading = Heading(
            title: title, crumbs: exchange.crumbs(island, Crumb(exchange.say("title.books"), island.links.books), Crumb(title)),
            menu: .books)
        rows = waiting.map { transfer in
            TransferRow(
                amount: transfer.charge.amount.formatted, href: island.links.transfer(transfer.charge.id),
                service: transfer.bill.description,
                reference: transfer.charge.reference,
                since: transfer.proofs.first { $0.standing == .waiting }.map { exchange.say($0.sentAt, in: island) } ?? "")
        }
        hasAccount = account != nil
    }
}
