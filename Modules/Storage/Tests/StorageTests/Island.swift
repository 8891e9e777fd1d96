import Foundation
import Kernel
import Storage
import Synchronization
import Testing

/// A region's data in a folder that goes when the test ends, with a clock moved by hand and one table of notes.
final class Island: Sendable {
    let folder: URL
    let key: MasterKey
    let clock: HandWallClock
    let database: PlatformDatabase

    static let notes = Migration(
        "notes-0001-notes", "CREATE TABLE notes (id TEXT PRIMARY KEY NOT NULL, body TEXT NOT NULL CHECK (length(body) > 0))")

    init(listeners: Listeners = .none) throws {
        let start = Instant(milliseconds: 1_795_419_000_000)
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("mpp-island-\(Identifier(at: start))")
        clock = HandWallClock(start)
        key = try KeyFile.load(in: folder)
        database = try Island.open(folder, key: key, listeners: listeners, clock: clock)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    static func open(
        _ folder: URL, key: MasterKey, listeners: Listeners = .none, clock: any WallClock, migrations: [Migration] = [notes]
    ) throws -> PlatformDatabase {
        let region = try #require(RegionSlug("kab-contoh"))
        return try PlatformDatabase(
            folder: folder, region: region, masterKey: key, migrations: migrations, listeners: listeners, clock: clock)
    }

    func newID() -> Identifier { Identifier(at: clock.now) }

    /// What the notes say, in alphabetical order.
    func notes() async throws -> [String] {
        try await database.read { tx in try tx.rows("SELECT body FROM notes ORDER BY body").map { try $0.text("body") } }
    }

    /// The files of the folder in which the bytes stand.
    func files(holding bytes: Data) throws -> [String] {
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.allObjects as? [URL] ?? []
        return try files.filter { file in
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder), !isFolder.boolValue else { return false }
            return try Data(contentsOf: file).range(of: bytes) != nil
        }.map(\.lastPathComponent)
    }

    /// Commits that the write-ahead log has seen: frames whose header names a database size (SQLite file format 4.1).
    func loggedCommits() throws -> Int {
        let log = [UInt8](try Data(contentsOf: folder.appendingPathComponent("mpp.sqlite-wal")))
        func number(_ offset: Int) -> Int { log[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } }
        return stride(from: 32, to: log.count - 24, by: 24 + number(8)).count { number($0 + 4) > 0 && number($0 + 8) == number(16) }
    }
}

extension WriteTransaction {
    func note(_ body: String, _ id: Identifier? = nil) throws {
        try execute("INSERT INTO notes (id, body) VALUES (:id, :body)", ["id": id ?? Identifier(at: now), "body": body])
    }
}

/// Something was written down or changed; `step` tells the events of one subject apart.
struct NoteWritten: DomainEvent, Hashable {
    static let kind = "note.written"
    static let format = 1
    let subject: Identifier
    let step: Int
    /// Whom the note is about.
    var person: Identifier?
    var words = ""

    init(_ step: Int, _ subject: Identifier, person: Identifier? = nil, words: String = "") {
        (self.step, self.subject, self.person, self.words) = (step, subject, person, words)
    }

    private enum Key: String, CodingKey { case subject, step, person, words }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        subject = try container.decode(Identifier.self, forKey: .subject)
        step = try container.decode(Int.self, forKey: .step)
        person = try container.decodeIfPresent(Identifier.self, forKey: .person)
        words = try container.decode(String.self, forKey: .words)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(subject, forKey: .subject)
        try container.encode(step, forKey: .step)
        try container.encodeIfPresent(person, forKey: .person)
        try container.encode(words, forKey: .words)
    }
}

/// What a command in a test answered.
struct Answer: Stored, Hashable {
    static let format = 1
    let text: String?

    init(_ text: String?) { self.text = text }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        text = container.decodeNil() ? nil : try container.decode(String.self)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

/// What went wrong on purpose in a test.
struct Mishap: Error, Equatable {}

/// Holds the writer in a write of its own until released, so that other writes pile up behind it.
final class Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    private let isHolding = Mutex(false)
    private let arrived = Mutex(0)

    /// Blocks the calling thread, which is the database's own.
    func hold() {
        isHolding.withLock { $0 = true }
        semaphore.wait()
    }

    func arrive() { arrived.withLock { $0 += 1 } }

    /// Returns when the writer is held and so many have arrived.
    func waitUntil(arrived count: Int) async {
        while !isHolding.withLock({ $0 }) || arrived.withLock({ $0 }) < count { await Task.yield() }
    }

    func release() { semaphore.signal() }
}
