internal import Kernel
internal import Payments

/// What a payer has to know of money that settled nothing, or that goes back to her.
struct MoneyNote: Filling {
    /// The notice's class.
    let kind: String
    let title: String?
    let text: String

    static let fields: [Field<MoneyNote>] = [.text("kind", \.kind), .optional("noteTitle", \.title), .text("text", \.text)]
}

extension Exchange {
    /// What a payer has to know of her money beside whether her bill is paid; mostly nothing.
    func moneyNotes(of standing: BillStanding) -> [MoneyNote] {
        func note(_ kind: String, _ key: String, _ amount: Money, title: String? = nil) -> MoneyNote? {
            amount > .zero ? MoneyNote(kind: kind, title: title, text: say(key, ["amount": amount.formatted])) : nil
        }
        let held = standing.bill.status == .open ? "pay.held" : "pay.heldOver"
        return [
            note("warning", held, standing.held, title: say("pay.heldTitle")), note("info", "pay.returning", standing.returning),
            note("info", "pay.returned", standing.returned),
        ].compactMap { $0 }
    }
}
