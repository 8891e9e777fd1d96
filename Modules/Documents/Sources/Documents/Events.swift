public import Kernel
public import Storage

/// What every event of a request says. The rest of an event is what was true when it happened and need not be true when it is told.
public struct RequestFacts: Sendable, Hashable {
    public let request: Identifier
    public let applicant: Identifier
    /// The service's code.
    public let service: String
    /// The service's name as it stood in the request's own definition.
    public let title: LocalizedText
    /// The request's number as people read it; `nil` in events of before there were numbers.
    public let requestNumber: String?
    /// What the agency hands over in the end; `nil` where nothing is.
    public let product: LocalizedText?

    public init(
        request: Identifier, applicant: Identifier, service: String, title: LocalizedText, requestNumber: String? = nil,
        product: LocalizedText? = nil
    ) {
        self.request = request
        self.applicant = applicant
        self.service = service
        self.title = title
        self.requestNumber = requestNumber
        self.product = product
    }
}

/// An event of a request. It is about its applicant, and so sealed under her key as a whole.
public protocol RequestEvent: DomainEvent, Hashable {
    var facts: RequestFacts { get }
}

extension RequestEvent {
    public var subject: Identifier { facts.request }
    public var person: Identifier? { facts.applicant }
}

/// An event that says no more than what every one says.
public protocol BareRequestEvent: RequestEvent {
    init(facts: RequestFacts)
}

extension BareRequestEvent {
    public init(from decoder: any Decoder) throws { self.init(facts: try EventBody(decoder).facts()) }

    public func encode(to encoder: any Encoder) throws { _ = try EventBody.encode(facts, to: encoder) }
}

/// A draft was handed in: with a fee it waits for the payment, without one it is with the officers.
public struct RequestSubmitted: RequestEvent {
    public static let kind = "request.submitted"
    public static let format = 1
    public let facts: RequestFacts
    /// Zero for a free service.
    public let fee: Money
    /// Until when a decision is promised; `nil` while the fee is not paid.
    public let dueAt: Instant?

    public init(facts: RequestFacts, fee: Money, dueAt: Instant?) {
        self.facts = facts
        self.fee = fee
        self.dueAt = dueAt
    }

    public init(from decoder: any Decoder) throws {
        let body = try EventBody(decoder)
        facts = try body.facts()
        fee = try body.values.decode(Money.self, forKey: .fee)
        dueAt = try body.values.decodeIfPresent(Instant.self, forKey: .dueAt)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = try EventBody.encode(facts, to: encoder)
        try container.encode(fee, forKey: .fee)
        try container.encodeIfPresent(dueAt, forKey: .dueAt)
    }
}

/// The fee was paid and the request is with the officers.
public struct RequestReceived: RequestEvent {
    public static let kind = "request.received"
    public static let format = 1
    public let facts: RequestFacts
    /// Until when a decision is promised; `nil` when nothing is.
    public let dueAt: Instant?

    public init(facts: RequestFacts, dueAt: Instant?) {
        self.facts = facts
        self.dueAt = dueAt
    }

    public init(from decoder: any Decoder) throws {
        let body = try EventBody(decoder)
        facts = try body.facts()
        dueAt = try body.values.decodeIfPresent(Instant.self, forKey: .dueAt)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = try EventBody.encode(facts, to: encoder)
        try container.encodeIfPresent(dueAt, forKey: .dueAt)
    }
}

/// An officer sent the request back for correction.
public struct RequestReturned: RequestEvent {
    public static let kind = "request.returned"
    public static let format = 1
    public let facts: RequestFacts
    /// The code of the definition's return reason.
    public let reason: String
    public let reasonLabel: LocalizedText
    /// The officer's own words, when there are any.
    public let remark: String?
    /// What the parts are called that are to be corrected; empty when the officer named none.
    public let parts: [LocalizedText]

    public init(facts: RequestFacts, reason: String, reasonLabel: LocalizedText, remark: String?, parts: [LocalizedText] = []) {
        self.facts = facts
        self.reason = reason
        self.reasonLabel = reasonLabel
        self.remark = remark
        self.parts = parts
    }

    public init(from decoder: any Decoder) throws {
        let body = try EventBody(decoder)
        facts = try body.facts()
        reason = try body.values.decode(String.self, forKey: .reason)
        reasonLabel = try body.text(.reasonLabel)
        remark = try body.values.decodeIfPresent(String.self, forKey: .remark)
        parts = try body.texts(.parts)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = try EventBody.encode(facts, to: encoder)
        try container.encode(reason, forKey: .reason)
        try EventBody.encode(reasonLabel, .reasonLabel, into: &container)
        try container.encodeIfPresent(remark, forKey: .remark)
        try EventBody.encode(parts, .parts, into: &container)
    }
}

/// A returned request was handed in again and is with the officers.
public struct RequestResubmitted: RequestEvent {
    public static let kind = "request.resubmitted"
    public static let format = 1
    public let facts: RequestFacts
    /// Until when a decision is promised: what is left of the promised time counts from the correction on; `nil` when nothing is.
    public let dueAt: Instant?

    public init(facts: RequestFacts, dueAt: Instant?) {
        self.facts = facts
        self.dueAt = dueAt
    }

    public init(from decoder: any Decoder) throws {
        let body = try EventBody(decoder)
        facts = try body.facts()
        dueAt = try body.values.decodeIfPresent(Instant.self, forKey: .dueAt)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = try EventBody.encode(facts, to: encoder)
        try container.encodeIfPresent(dueAt, forKey: .dueAt)
    }
}

/// The first officer found it complete.
public struct RequestChecked: BareRequestEvent {
    public static let kind = "request.checked"
    public static let format = 1
    public let facts: RequestFacts

    public init(facts: RequestFacts) { self.facts = facts }
}

/// The second officer found it right.
public struct RequestValidated: BareRequestEvent {
    public static let kind = "request.validated"
    public static let format = 1
    public let facts: RequestFacts

    public init(facts: RequestFacts) { self.facts = facts }
}

/// It went back to the first officer; its applicant is not told of it.
public struct RequestSentBack: BareRequestEvent {
    public static let kind = "request.sentBack"
    public static let format = 1
    public let facts: RequestFacts

    public init(facts: RequestFacts) { self.facts = facts }
}

/// The paper may be made.
public struct RequestApproved: BareRequestEvent {
    public static let kind = "request.approved"
    public static let format = 1
    public let facts: RequestFacts

    public init(facts: RequestFacts) { self.facts = facts }
}

/// Nobody decided in the promised time. Told once, however often the request goes back and forth.
public struct RequestLate: RequestEvent {
    public static let kind = "request.late"
    public static let format = 1
    public let facts: RequestFacts
    /// Until when a decision was promised.
    public let dueAt: Instant

    public init(facts: RequestFacts, dueAt: Instant) {
        self.facts = facts
        self.dueAt = dueAt
    }

    public init(from decoder: any Decoder) throws {
        let body = try EventBody(decoder)
        facts = try body.facts()
        dueAt = try body.values.decode(Instant.self, forKey: .dueAt)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = try EventBody.encode(facts, to: encoder)
        try container.encode(dueAt, forKey: .dueAt)
    }
}

/// Approved by law: nobody decided in the promised time.
public struct RequestDeemedApproved: BareRequestEvent {
    public static let kind = "request.deemed"
    public static let format = 1
    public let facts: RequestFacts

    public init(facts: RequestFacts) { self.facts = facts }
}

/// The paper is there.
public struct RequestIssued: RequestEvent {
    public static let kind = "request.issued"
    public static let format = 1
    public let facts: RequestFacts
    /// The paper's number.
    public let number: String
    /// The number of the paper that it takes the place of; `nil` for a first one.
    public let replaces: String?

    public init(facts: RequestFacts, number: String, replaces: String? = nil) {
        self.facts = facts
        self.number = number
        self.replaces = replaces
    }

    public init(from decoder: any Decoder) throws {
        let body = try EventBody(decoder)
        facts = try body.facts()
        number = try body.values.decode(String.self, forKey: .number)
        replaces = try body.values.decodeIfPresent(String.self, forKey: .replaces)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = try EventBody.encode(facts, to: encoder)
        try container.encode(number, forKey: .number)
        try container.encodeIfPresent(replaces, forKey: .replaces)
    }
}

/// The paper is made anew, and the one before does not hold any more.
public struct RequestReissued: RequestEvent {
    public static let kind = "request.reissued"
    public static let format = 1
    public let facts: RequestFacts
    /// The number of the new paper.
    public let number: String
    /// The number of the one that is void.
    public let replaces: String
    /// The code of a ``ReissueReason``.
    public let reason: String
    /// The officer's words.
    public let remark: String

    public init(facts: RequestFacts, number: String, replaces: String, reason: String, remark: String) {
        self.facts = facts
        self.number = number
        self.replaces = replaces
        self.reason = reason
        self.remark = remark
    }

    public init(from decoder: any Decoder) throws {
        let body = try EventBody(decoder)
        facts = try body.facts()
        number = try body.values.decode(String.self, forKey: .number)
        replaces = try body.values.decode(String.self, forKey: .replaces)
        reason = try body.values.decode(String.self, forKey: .reason)
        remark = try body.values.decode(String.self, forKey: .remark)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = try EventBody.encode(facts, to: encoder)
        try container.encode(number, forKey: .number)
        try container.encode(replaces, forKey: .replaces)
        try container.encode(reason, forKey: .reason)
        try container.encode(remark, forKey: .remark)
    }
}

/// What the agency hands over waits at the counter.
public struct RequestReady: BareRequestEvent {
    public static let kind = "request.ready"
    public static let format = 1
    public let facts: RequestFacts

    public init(facts: RequestFacts) { self.facts = facts }
}

/// It was handed over.
public struct RequestCollected: BareRequestEvent {
    public static let kind = "request.collected"
    public static let format = 1
    public let facts: RequestFacts

    public init(facts: RequestFacts) { self.facts = facts }
}

/// The applicant took it back.
public struct RequestWithdrawn: BareRequestEvent {
    public static let kind = "request.withdrawn"
    public static let format = 1
    public let facts: RequestFacts

    public init(facts: RequestFacts) { self.facts = facts }
}

/// An officer refused it for good.
public struct RequestRefused: RequestEvent {
    public static let kind = "request.refused"
    public static let format = 1
    public let facts: RequestFacts
    /// The law and the reason in the officer's words.
    public let ground: String

    public init(facts: RequestFacts, ground: String) {
        self.facts = facts
        self.ground = ground
    }

    public init(from decoder: any Decoder) throws {
        let body = try EventBody(decoder)
        facts = try body.facts()
        ground = try body.values.decode(String.self, forKey: .reason)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = try EventBody.encode(facts, to: encoder)
        try container.encode(ground, forKey: .reason)
    }
}

/// A returned request ends soon unless its applicant answers.
public struct RequestExpiring: RequestEvent {
    public static let kind = "request.expiring"
    public static let format = 1
    public let facts: RequestFacts
    public let expiresAt: Instant
    /// Who states the time.
    public let basis: String

    public init(facts: RequestFacts, expiresAt: Instant, basis: String) {
        self.facts = facts
        self.expiresAt = expiresAt
        self.basis = basis
    }

    public init(from decoder: any Decoder) throws {
        let body = try EventBody(decoder)
        facts = try body.facts()
        expiresAt = try body.values.decode(Instant.self, forKey: .dueAt)
        basis = try body.values.decode(String.self, forKey: .reason)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = try EventBody.encode(facts, to: encoder)
        try container.encode(expiresAt, forKey: .dueAt)
        try container.encode(basis, forKey: .reason)
    }
}

/// A returned request was not answered in time.
public struct RequestExpired: BareRequestEvent {
    public static let kind = "request.expired"
    public static let format = 1
    public let facts: RequestFacts

    public init(facts: RequestFacts) { self.facts = facts }
}

/// The paper no longer holds.
public struct RequestRevoked: RequestEvent {
    public static let kind = "request.revoked"
    public static let format = 1
    public let facts: RequestFacts
    /// The paper's number.
    public let number: String
    /// The officer's official words.
    public let reason: String

    public init(facts: RequestFacts, number: String, reason: String) {
        self.facts = facts
        self.number = number
        self.reason = reason
    }

    public init(from decoder: any Decoder) throws {
        let body = try EventBody(decoder)
        facts = try body.facts()
        number = try body.values.decode(String.self, forKey: .number)
        reason = try body.values.decode(String.self, forKey: .reason)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = try EventBody.encode(facts, to: encoder)
        try container.encode(number, forKey: .number)
        try container.encode(reason, forKey: .reason)
    }
}
