import Kernel
import Synchronization

@testable import Storage

/// Hears events, and is deaf for some subjects and reactions until it recovers.
final class Ear: Sendable {
    struct Heard: Hashable {
        let reaction: String
        let event: NoteWritten
    }

    private let told = Mutex<[Heard]>([])
    private let trouble = Mutex<Set<String>>([])

    var heard: [Heard] { told.withLock { $0 } }
    func steps(of subject: Identifier, by reaction: String = "ear") -> [Int] {
        heard.filter { $0.reaction == reaction && $0.event.subject == subject }.map(\.event.step)
    }

    func fail(for subject: Identifier, in reaction: String = "ear") { _ = trouble.withLock { $0.insert("\(reaction) \(subject)") } }
    func recover() { trouble.withLock { $0 = [] } }

    func hear(_ event: NoteWritten, _ reaction: String) throws {
        if trouble.withLock({ $0.contains("\(reaction) \(event.subject)") }) { throw Mishap() }
        told.withLock { $0.append(Heard(reaction: reaction, event: event)) }
    }

    /// Reactions of these names that listen with an ear.
    static func reactions(_ names: String...) -> [Reaction<Ear>] {
        names.map { name in Reaction<Ear>(name).on(NoteWritten.self) { event, _, ear in try ear.hear(event, name) } }
    }
}

/// A region with ears, and Siti and Agus of whom the events tell.
struct Hearing: Sendable {
    let island: Island
    let ear = Ear()
    let delivery: OutboxDelivery
    let reactions: [Reaction<Ear>]
    let siti: Identifier
    let agus: Identifier

    init(_ reactions: [Reaction<Ear>] = Ear.reactions("ear")) throws {
        self.reactions = reactions
        island = try Island(listeners: Listeners(reactions))
        delivery = try OutboxDelivery(database: island.database, reactions: reactions, context: ear)
        siti = island.newID()
        agus = island.newID()
    }

    func tell(_ step: Int, _ subject: Identifier, person: Identifier? = nil, words: String = "") async throws {
        try await island.database.write { tx in try tx.outbox.append(NoteWritten(step, subject, person: person, words: words)) }
    }

    /// Another process on the same region.
    func anotherProcess() throws -> (database: PlatformDatabase, delivery: OutboxDelivery) {
        let database = try Island.open(island.folder, key: island.key, listeners: Listeners(reactions), clock: island.clock)
        return (database, try OutboxDelivery(database: database, reactions: reactions, context: ear))
    }

    /// Lets time pass until every try has failed.
    func wearOut() async throws {
        for _ in 0..<OutboxDelivery.maximumAttempts {
            _ = try await delivery.deliverAll()
            island.clock.advance(bySeconds: 3600)
        }
    }
}
