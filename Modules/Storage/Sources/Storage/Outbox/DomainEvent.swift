public import Kernel

/// Something that happened, as a type of the module in which it did. It carries all that a reaction must know of that moment, so
/// that nobody reads today's rows to learn what was true then.
///
/// Events are kept as ``Stored`` values under their kind, so their golden bodies belong into the module's tests.
public protocol DomainEvent: Stored {
    /// Past participle with its noun, e.g. `request.returned`. It is stored and never changes.
    static var kind: String { get }
    /// What it happened to. Events of one subject reach each reaction in their order.
    var subject: Identifier { get }
    /// Whom it tells something personal of: the event is sealed under her key and lost with it. `nil` when it carries ids, codes
    /// and amounts only.
    var person: Identifier? { get }
}

extension DomainEvent {
    public var person: Identifier? { nil }
}

/// What the outbox knows of any event, whatever its kind.
public struct EventEnvelope: Sendable, Hashable {
    /// All deliveries of one event share it, so that reactions use it as their key.
    public let id: Identifier
    public let kind: String
    public let subject: Identifier
    public let at: Instant
}
