internal import Kernel
internal import Payments

/// A sentence to a payer about money that settled nothing, or that goes back to her.
struct MoneyNote: Filling {
    /// The notice's class.
    let kind: String
    let text: String

    static let fields: [Field<MoneyNote>] = [.text("kind", \.kind), .text("text", \.text)]
}

extension Exchange {
    /// What a payer has to know of her money beside whether her bill is paid; mostly nothing.
    func moneyNotes(of standing: BillStanding) -> [MoneyNote] {
        [("warning", "pay.held", standing.held), ("info", "pay.returning", standing.returning), ("info", "pay.returned", standing.returned)]
            .filter { $0.2 > .zero }.map { kind, key, amount in MoneyNote(kind: kind, text: say(key, ["amount": amount.formatted])) }
    }
}
