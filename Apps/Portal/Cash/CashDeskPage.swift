internal import Documents
internal import Kernel
internal import Payments

/// The cash desk: the search for what is owed, what lies in the drawer, and what was taken; or the beginning of a shift.
struct CashDeskPage: Page {
    let heading: Heading
    /// `nil` while no shift is open.
    let shift: ShiftFace?
    let change: InputFace
    let command: String

    static let template: @Sendable (PageLibrary) -> Template<CashDeskPage> = \.cashDesk
    static let fields: [Field<CashDeskPage>] = [
        .optionalPart("shift", \.shift), .part("change", \.change), .text("command", \.command),
    ]
}

/// An open shift.
struct ShiftFace: Filling {
    /// The number of a request, as it was typed.
    let number: InputFace
    let since: String
    let change: String
    let taken: String
    let givenBack: String
    let expected: String
    let receipts: [ReceiptRow]

    static let fields: [Field<ShiftFace>] = [
        .part("number", \.number), .text("since", \.since), .text("change", \.change), .text("taken", \.taken),
        .text("givenBack", \.givenBack), .text("expected", \.expected),
        .list("receipts", \.receipts), .flag("hasReceipts") { !$0.receipts.isEmpty },
    ]
}

/// One receipt of a shift.
struct ReceiptRow: Filling {
    let number: String
    let service: String
    let amount: String
    let time: String
    let href: String

    static let fields: [Field<ReceiptRow>] = [
        .text("number", \.number), .text("service", \.service), .text("amount", \.amount), .text("time", \.time), .text("href", \.href),
    ]
}

extension CashDeskPage {
    init(
        _ exchange: Exchange, _ island: Island, _ shift: CashShift, _ taken: [(payment: ReceivedPayment, bill: Bill)],
        issues: [FieldIssue] = []
    ) {
        heading = Heading(title: exchange.say("title.cash-desk"), menu: .cashDesk, issues: issues)
        self.shift = ShiftFace(
            number: InputFace(value: exchange.query["nomor"] ?? "", error: exchange.message(at: "nomor", in: issues)),
            since: exchange.say(shift.openedAt, in: island), change: shift.change.formatted, taken: shift.taken.formatted,
            givenBack: shift.givenBack.formatted, expected: shift.expected.formatted,
            receipts: taken.map { payment, bill in
                ReceiptRow(
                    number: payment.receipt?.text ?? "", service: bill.description, amount: payment.amount.formatted,
                    time: exchange.say(payment.paidAt, in: island), href: island.links.cashBill(bill.purpose))
            })
        change = InputFace(value: "", error: nil)
        command = exchange.newCommand
    }

    /// While no shift is open.
    /// - Parameter ended: the one that was ended just now.
    init(closed exchange: Exchange, _ island: Island, ended: CashShift? = nil, issues: [FieldIssue] = []) {
        heading = Heading(
            title: exchange.say("title.cash-desk"), menu: .cashDesk, issues: issues,
            notices: ended.map { [Notice(kind: $0.difference == 0 ? "good" : "warning", title: exchange.summary(of: $0))] } ?? [])
        shift = nil
        change = ended == nil ? exchange.input("change", issues) : InputFace(value: "", error: nil)
        command = exchange.newCommand
    }
}

extension Exchange {
    /// How a shift ended, in a sentence.
    func summary(of shift: CashShift) -> String {
        let difference = shift.difference ?? 0
        let arguments = [
            "receipts": String(shift.receipts), "taken": shift.taken.formatted, "counted": shift.closing?.counted.formatted ?? "",
            "difference": (Money(rupiah: abs(difference)) ?? .zero).formatted,
        ]
        return say(difference == 0 ? "cash.endedEven" : difference < 0 ? "cash.endedShort" : "cash.endedOver", arguments)
    }
}
