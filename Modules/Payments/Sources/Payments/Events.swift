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

/// Money came in for a bill and settled nothing: it is held until somebody decides.
public struct PaymentHeld: DomainEvent, Hashable {
    public static let kind = "payment.held"
    public static let format = 1
    public let bill: BilledPurpose
    public let payment: Identifier
    public let held: Money
    /// Why it settled nothing.
    public let standing: PaymentStanding
    public var subject: Identifier { bill.purpose }

    public init(bill: BilledPurpose, payment: Identifier, held: Money, standing: PaymentStanding) {
        self.bill = bill
        self.payment = payment
        self.held = held
        self.standing = standing
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: BillKey.self)
        bill = try BilledPurpose(container)
        payment = try container.decode(Identifier.self, forKey: .payment)
        held = try container.decode(Money.self, forKey: .held)
        standing = PaymentStanding(rawValue: try container.decode(String.self, forKey: .standing)) ?? .wrongAmount
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: BillKey.self)
        try bill.encode(into: &container)
        try container.encode(payment, forKey: .payment)
        try container.encode(held, forKey: .held)
        try container.encode(standing.rawValue, forKey: .standing)
    }
}

/// Money that came in for a bill was given back.
public struct MoneyGivenBack: DomainEvent, Hashable {
    public static let kind = "refund.done"
    public static let format = 1
    public let bill: BilledPurpose
    public let refund: Identifier
    public let given: Money
    public let way: RefundWay
    public var subject: Identifier { bill.purpose }

    public init(bill: BilledPurpose, refund: Identifier, given: Money, way: RefundWay) {
        self.bill = bill
        self.refund = refund
        self.given = given
        self.way = way
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: BillKey.self)
        bill = try BilledPurpose(container)
        refund = try container.decode(Identifier.self, forKey: .refund)
        given = try container.decode(Money.self, forKey: .given)
        way = RefundWay(rawValue: try container.decode(String.self, forKey: .way)) ?? .transfer
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: BillKey.self)
        try bill.encode(into: &container)
        try container.encode(refund, forKey: .refund)
        try container.encode(given, forKey: .given)
        try container.encode(way.rawValue, forKey: .way)
    }
}

/// A proof of a transfer shows nothing by which the money could be found. Why stands with the proof.
public struct ProofRefused: DomainEvent, Hashable {
    public static let kind = "proof.refused"
    public static let format = 1
    public let bill: BilledPurpose
    public let proof: Identifier
    public var subject: Identifier { bill.purpose }

    public init(bill: BilledPurpose, proof: Identifier) {
        self.bill = bill
        self.proof = proof
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: BillKey.self)
        bill = try BilledPurpose(container)
        proof = try container.decode(Identifier.self, forKey: .proof)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: BillKey.self)
        try bill.encode(into: &container)
        try container.encode(proof, forKey: .proof)
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
    case bill, purpose, payer, amount, payment, held, standing, refund, given, way, proof
    case paidAt = "paid_at"
}
