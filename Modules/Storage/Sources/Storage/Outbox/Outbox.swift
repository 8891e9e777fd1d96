internal import Foundation
internal import Kernel

/// Puts events into the same write as the change they tell of.
public struct Outbox {
    let transaction: WriteTransaction

    /// Keeps the event, and one delivery for each reaction that listens to its kind. Of a person who was erased meanwhile only the
    /// envelope is kept: nobody could read more, and nobody is told.
    @discardableResult
    public func append<Event: DomainEvent>(_ event: Event) throws -> EventEnvelope {
        let envelope = EventEnvelope(
            id: Identifier(at: transaction.now), kind: Event.kind, subject: event.subject, at: transaction.now)
        let body = try body(of: event, envelope)
        let position = try transaction.next(series: "outbox")
        try OutboxStore.add(envelope, at: position, format: Event.format, person: event.person, body: body, transaction)
        guard body != nil else { return envelope }
        for reaction in transaction.listeners.names(for: Event.kind) {
            try OutboxStore.addDelivery(of: envelope, at: position, to: reaction, transaction)
            transaction.hasNews = true
        }
        return envelope
    }

    /// The event's body as it is kept; `nil` when its person was erased.
    private func body(of event: some DomainEvent, _ envelope: EventEnvelope) throws -> Data? {
        let clear = try event.storedData()
        guard let person = event.person else { return clear }
        do { return try transaction.vault.seal(clear, for: person, at: OutboxStore.place(envelope.id)) } catch let problem as Problem
            where problem.code == .gone
        { return nil }
    }
}
