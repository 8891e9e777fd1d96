public import Kernel
public import Storage

/// Somebody owes an amount.
public struct BillOpened: DomainEvent, Hashable {
    public static let kind = "bill.opened"
    public static let format = 1
    public let bill: BilledPurpose
    public var subject: Identifier { bill.purpose }

    public init(bill: BilledPurpose) { self.bill = bill }

    public init(from decoder: any Decoder) throws { bill = try BilledPurpose(decoder.container(keyedBy: BillKey.self)) }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: BillKey.self)
        try bill.encode(into: &container)
    }
}

/// A bill was paid in full.
public struct BillPaid: DomainEvent, Hashable {
    public static let kind = "bill.paid"
    public static let format = 1
    public let bill: BilledPurpose
    /// When the provider took the money.
    public let paidAt: Instant
    public var subject: Identifier { bill.purpose }

    public init(bill: BilledPurpose, paidAt: Instant) {
        self.bill = bill
        self.paidAt = paidAt
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: BillKey.self)
        bill = try BilledPurpose(container)
        paidAt = try container.decode(Instant.self, forKey: .paidAt)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: BillKey.self)
        try bill.encode(into: &container)
        try container.encode(paidAt, forKey: .paidAt)
    }
}

/// What every event of a bill says: ids and an amount, nothing personal, so that money is told of even when its payer was erased.
public struct BilledPurpose: Sendable, Hashable {
    public let id: Identifier
    /// What is paid for. It is the subject, so that the bill's events keep their place among the purpose's own.
    public let purpose: Identifier
    public let payer: Identifier
    public let amount: Money

    public init(id: Identifier, purpose: Identifier, payer: Identifier, amount: Money) {
        self.id = id
        self.purpose = purpose
        self.payer = payer
        self.amount = amount
    }

    init(_ bill: Bill) { self.init(id: bill.id, purpose: bill.purpose, payer: bill.payer, amount: bill.amount) }

    fileprivate init(_ container: KeyedDecodingContainer<BillKey>) throws {
        id = try container.decode(Identifier.self, forKey: .bill)
        purpose = try container.decode(Identifier.self, forKey: .purpose)
        payer = try container.decode(Identifier.self, forKey: .payer)
        amount = try container.decode(Money.self, forKey: .amount)
    }

    fileprivate func encode(into container: inout KeyedEncodingContainer<BillKey>) throws {
        try container.encode(id, forKey: .bill)
        try container.encode(purpose, forKey: .purpose)
        try container.encode(payer, forKey: .payer)
        try container.encode(amount, forKey: .amount)
    }
}

private enum BillKey: String, CodingKey {
    case bill, purpose, payer, amount
    case paidAt = "paid_at"
}
