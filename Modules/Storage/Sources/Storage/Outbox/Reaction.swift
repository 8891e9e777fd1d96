internal import Foundation
internal import Kernel

/// What follows from events in another module, e.g. telling a citizen. Each event reaches each reaction at least once: reacting twice
/// must be harmless. An error means that the event is tried again; a problem with the code `gone` (an erased person) that nothing is
/// left to do.
///
/// A reaction is a constant; the services that it works with are handed to it as `Context`. So it is known who listens to what before
/// any service exists.
public struct Reaction<Context: Sendable>: Sendable {
    typealias Handler = @Sendable (_ body: Data, EventEnvelope, Context) async throws -> Void

    /// Stored with each delivery, so it never changes.
    public let name: String
    let handlers: [String: Handler]

    public init(_ name: String) { self.init(name, [:]) }

    private init(_ name: String, _ handlers: [String: Handler]) {
        self.name = name
        self.handlers = handlers
    }

    /// This reaction, which also listens to that kind of event.
    public func on<Event: DomainEvent>(
        _ type: Event.Type, _ react: @escaping @Sendable (Event, EventEnvelope, Context) async throws -> Void
    ) -> Reaction {
        let handler: Handler = { body, envelope, context in try await react(Event(stored: body), envelope, context) }
        return Reaction(name, handlers.merging([Event.kind: handler]) { _, new in new })
    }
}

/// Which reactions listen to which kinds of event. A database knows it from its opening, in a server as in a command beside one, so
/// that each event is written together with the deliveries that are owed for it.
public struct Listeners: Sendable, Hashable {
    private let namesByKind: [String: [String]]

    /// Nobody listens: events are kept, and delivered to no one.
    public static let none = Listeners([Reaction<Void>]())

    public init<Context>(_ reactions: [Reaction<Context>]) {
        var namesByKind: [String: [String]] = [:]
        for reaction in reactions {
            for kind in reaction.handlers.keys { namesByKind[kind, default: []].append(reaction.name) }
        }
        self.namesByKind = namesByKind.mapValues { $0.sorted() }
    }

    /// Names of the reactions that listen to that kind.
    func names(for kind: String) -> [String] { namesByKind[kind] ?? [] }
}
