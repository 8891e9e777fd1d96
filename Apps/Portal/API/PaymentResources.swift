internal import Kernel
internal import Payments

struct BillList: Resource {
    let items: [BillAnswer]
    let next: String?

    static let name = "BillList"
    static let about = "A stretch of the bills for the agency's services."
    static let fields: [ResourceField<BillList>] = [
        ResourceField("items", "The bills.") { $0.items },
        ResourceField("next", "The `cursor` with which the list goes on; `null` at its end.") { $0.next },
    ]
}

/// Who owes it is not said: the request knows.
struct BillAnswer: Resource {
    let bill: Bill

    static let name = "Bill"
    static let about = "What is owed for a request. Nothing in it is personal."
    static let fields: [ResourceField<BillAnswer>] = [
        ResourceField("id", "The bill's id.") { $0.bill.id },
        ResourceField("request", "The id of the request that is paid for.") { $0.bill.purpose },
        ResourceField("status", "How it stands.") { Word($0.bill.status) },
        ResourceField("amount", "What is owed, in rupiah.") { $0.bill.amount },
        ResourceField("revenue", "Whose money it is.") { Word($0.bill.revenue) },
        ResourceField("provider", "By which provider its payer means to pay, or meant to when it was paid.") { $0.bill.provider },
        ResourceField("openedAt", "When it was opened.") { $0.bill.createdAt },
        ResourceField("paidAt", "When the money was taken; `null` unless it is paid.") { $0.bill.paidAt },
    ]
}

struct PaymentList: Resource {
    let items: [PaymentAnswer]

    static let name = "PaymentList"
    static let about = "Everything that came in for a bill, the oldest first."
    static let fields: [ResourceField<PaymentList>] = [ResourceField("items", "The payments.") { $0.items }]
}

struct PaymentAnswer: Resource {
    let payment: ReceivedPayment

    static let name = "Payment"
    static let about = "Money that came in for a bill. Nothing in it is personal."
    static let fields: [ResourceField<PaymentAnswer>] = [
        ResourceField("id", "The payment's id.") { $0.payment.id },
        ResourceField("provider", "Who took it.") { $0.payment.provider },
        ResourceField("reference", "The provider's name for what was paid.") { $0.payment.reference },
        ResourceField("amount", "What came in, in rupiah.") { $0.payment.amount },
        ResourceField("standing", "What it did: `settled` and `credited` have settled the bill.") { Word($0.payment.standing) },
        ResourceField("held", "What of it has settled nothing and is held, in rupiah.") { $0.payment.held },
        ResourceField("givenBack", "What of it was granted to be given back, in rupiah.") { $0.payment.givenBack },
        ResourceField("receipt", "The number of its receipt; `null` where it has none.") { $0.payment.receipt?.text },
        ResourceField("proof", "The number by which the state's treasury knows it (NTPN); `null` where there is none.") {
            $0.payment.proof
        },
        ResourceField("paidAt", "When the provider took it.") { $0.payment.paidAt },
        ResourceField("receivedAt", "When the region learned of it.") { $0.payment.receivedAt },
    ]
}

struct RefundList: Resource {
    let items: [RefundLine]

    static let name = "RefundList"
    static let about = "What is given back of what came in for a bill, by payment."
    static let fields: [ResourceField<RefundList>] = [ResourceField("items", "The refunds.") { $0.items }]
}

/// The officer's reason is not said: it is his own words.
struct RefundLine: Resource {
    let refund: Refund

    static let name = "Refund"
    static let about = "Money that goes back to whoever paid. Nothing in it is personal."
    static let fields: [ResourceField<RefundLine>] = [
        ResourceField("id", "The refund's id.") { $0.refund.id },
        ResourceField("payment", "The id of the payment of which it is a part.") { $0.refund.payment },
        ResourceField("amount", "In rupiah.") { $0.refund.amount },
        ResourceField("way", "How it goes back.") { Word($0.refund.way) },
        ResourceField("status", "How it stands.") { Word($0.refund.status) },
        ResourceField("grantedAt", "When it was granted.") { $0.refund.grantedAt },
        ResourceField("endedAt", "When it was given back or given up; `null` before.") { $0.refund.endedAt },
    ]
}

struct PaymentEventList: Resource {
    let items: [PaymentEventAnswer]
    let next: Int

    static let name = "PaymentEventList"
    static let about = "A stretch of what happened, the oldest first. At its end there are no items, and `next` stays as it is."
    static let fields: [ResourceField<PaymentEventList>] = [
        ResourceField("items", "The events.") { $0.items },
        ResourceField("next", "The `cursor` behind the last of them.") { $0.next },
    ]
}

struct PaymentEventAnswer: Resource {
    let event: BillEvent

    static let name = "PaymentEvent"
    static let about = "Something that happened to money. Nothing in it is personal."
    static let fields: [ResourceField<PaymentEventAnswer>] = [
        ResourceField("id", "The event's id, the same wherever it is told.") { $0.event.id },
        ResourceField("position", "Its number among the region's events.") { $0.event.position },
        ResourceField("kind", "What happened.") { Word($0.event.kind) },
        ResourceField("bill", "The bill's id.") { $0.event.bill },
        ResourceField("request", "The id of the request that is paid for.") { $0.event.purpose },
        ResourceField("amount", "What is owed, was paid, is held, or was given back, in rupiah.") { $0.event.amount },
        ResourceField("payment", "The id of the payment that is held; `null` for other events.") { $0.event.payment },
        ResourceField("refund", "The id of the refund; `null` for other events.") { $0.event.refund },
        ResourceField("at", "When the region learned of it.") { $0.event.at },
    ]
}

struct ReconciliationAnswer: Resource {
    let days: [DayAnswer]

    static let name = "Reconciliation"
    static let about = "What came in for the agency's services, by day."
    static let fields: [ResourceField<ReconciliationAnswer>] = [ResourceField("days", "Each day that was asked for.") { $0.days }]
}

struct DayAnswer: Resource {
    let day: DayOfMoney

    static let name = "DayOfMoney"
    static let about = "What came in on one day of the region, in rupiah: settled, held and given back are all of it."
    static let fields: [ResourceField<DayAnswer>] = [
        ResourceField("day", "The day, as in the region.") { $0.day.day },
        ResourceField("payments", "How many payments came in.") { $0.day.payments },
        ResourceField("received", "What came in.") { $0.day.received },
        ResourceField("settled", "Of that: what has settled bills.") { $0.day.settled },
        ResourceField("held", "Of that: what has settled nothing and is held.") { $0.day.held },
        ResourceField("givenBack", "Of that: what was granted to be given back.") { $0.day.givenBack },
    ]
}
