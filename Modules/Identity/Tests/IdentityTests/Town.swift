import Foundation
import Kernel
import Storage
import Synchronization
import Testing

@testable import Identity

/// Siti Rahmawati, a woman born on 5 July 1990; she and the others stand in `Docs/Testing.md` 3.
let sitisNIK = "3510014507909901"
let sitisMail = "siti@contoh.id"
/// Dewi Lestari, who stands beside her.
let dewisNIK = "3510015402929903"
let dewisMail = "dewi@contoh.id"
/// Bambang Prasetyo, a man born on 2 March 1985.
let bambangsNIK = "3510010203859902"

/// A region with its database in a folder of its own, and a clock that waits for the test.
final class Town: Sendable {
    let folder: URL
    let clock = HandWallClock(Instant(milliseconds: 1_795_404_600_000))
    let mail = Postbox()
    let database: PlatformDatabase
    let identity: IdentityService
    private let master: MasterKey

    init(_ slug: String = "kab-contoh", passwordCost: PasswordCost = .none) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("identity-\(Identifier(at: clock.now))")
        master = try #require(MasterKey(Data(repeating: 7, count: 32)))
        database = try PlatformDatabase(
            folder: folder, region: #require(RegionSlug(slug)), masterKey: master, migrations: IdentityService.migrations, clock: clock)
        identity = IdentityService(
            database: database, codeSender: mail, desk: mail, passwordRules: PasswordRules(common: "rahasia\npassword\nkatasandibaru"),
            regionName: "Kabupaten Contoh", passwordCost: passwordCost)
    }

    deinit {
        try? database.close()
        try? FileManager.default.removeItem(at: folder)
    }

    /// Another process that opens the same database afterwards.
    func reopened(passwordCost: PasswordCost = .none) throws -> IdentityService {
        let database = try PlatformDatabase(
            folder: folder, region: database.region, masterKey: master, migrations: IdentityService.migrations, clock: clock)
        return IdentityService(
            database: database, codeSender: mail, desk: mail, passwordRules: PasswordRules(common: "rahasia\npassword\nkatasandibaru"),
            regionName: "Kabupaten Contoh", passwordCost: passwordCost)
    }

    @discardableResult
    func signIn(
        nik: String = sitisNIK, contact: String = sitisMail, language: Language = .indonesian, from origin: Origin = .unknown
    ) async throws -> SignedIn {
        let challenge = try await identity.requestCode(nik: nik, contact: contact, language: language, from: origin)
        return try await identity.signIn(challenge: challenge, code: #require(mail.code(of: challenge)), from: origin)
    }

    /// Bripda Rini of the same agency, who stands beside Agus.
    @discardableResult
    func addRini() async throws -> Identifier {
        try await identity.addStaff(
            username: "rini", displayName: "Bripda Rini", role: .officer, agency: "polri", password: rinisPassword,
            by: .operatorAtConsole(name: "root"))
    }

    @discardableResult
    func addAgus(password: String = agussPassword) async throws -> Identifier {
        try await identity.addStaff(
            username: "agus", displayName: "Bripka Agus", role: .officer, agency: "polri", password: password,
            by: .operatorAtConsole(name: "root"))
    }

    func count(_ table: String) async throws -> Int {
        try await database.read { tx in try tx.count("SELECT COUNT(*) AS n FROM \(table)") }
    }

    /// All rows of a table as text, to compare what was with what is.
    func rows(_ table: String, where condition: String = "1 = 1") async throws -> [String] {
        try await database.read { tx in
            try tx.rows("SELECT * FROM \(table) WHERE \(condition)").map { String(describing: $0) }.sorted()
        }
    }

    /// What the audit trail says, oldest first.
    func actions() async throws -> [String] {
        try await database.read { tx in try tx.auditEntries().reversed().map { "\($0.action) by \($0.actorKind)" } }
    }
}

let agussPassword = "kopi pahit di teras"
let rinisPassword = "hujan sore di ladang"

/// Keeps what was sent, as a mailbox would.
final class Postbox: CodeSender, PersonDesk {
    struct Letter: Sendable, Equatable {
        let code: String
        let contact: Contact
        let language: Language
        let challenge: Identifier
    }

    private let kept = Mutex<[Letter]>([])
    var letters: [Letter] { kept.withLock { $0 } }

    func send(code: String, to contact: Contact, language: Language, challenge: Identifier, _ tx: WriteTransaction) throws {
        // The message can be sealed under the challenge's key.
        _ = try tx.vault.seal(code, for: challenge, at: VaultPlace(table: "letters", column: "body", row: challenge))
        kept.withLock { $0.append(Letter(code: code, contact: contact, language: language, challenge: challenge)) }
    }

    private let rehearsed = Mutex<[Identifier]>([])
    /// Challenges of decoys: as much work was done for them as for a letter.
    var rehearsals: [Identifier] { rehearsed.withLock { $0 } }

    func rehearse(code: String, to contact: Contact, language: Language, challenge: Identifier, _ tx: WriteTransaction) throws {
        rehearsed.withLock { $0.append(challenge) }
    }

    private let confirmed = Mutex<Set<Identifier>>([])
    private let changes = Mutex<[String]>([])
    /// Whose contact was changed, and where that was told.
    var toldChanges: [String] { changes.withLock { $0 } }
    func confirmByPaper(_ person: Identifier) { _ = confirmed.withLock { $0.insert(person) } }

    func isConfirmedByPaper(_ person: Identifier, _ tx: ReadTransaction) throws -> Bool { confirmed.withLock { $0.contains(person) } }

    func tellContactChanged(of person: Identifier, at old: Contact, language: Language, change: Identifier, _ tx: WriteTransaction) throws {
        changes.withLock { $0.append("\(person) \(old.value) \(language.rawValue)") }
    }

    func code(of challenge: Identifier) -> String? { letters.last { $0.challenge == challenge }?.code }

    /// Six digits that are surely not this challenge's.
    func wrongCode(for challenge: Identifier) -> String { code(of: challenge) == "123456" ? "654321" : "123456" }
}

/// The problem that this throws; a failed expectation when it does not throw one.
func problem(_ body: () async throws -> some Any, sourceLocation: SourceLocation = #_sourceLocation) async -> Problem? {
    do {
        _ = try await body()
        Issue.record("no problem was thrown", sourceLocation: sourceLocation)
    } catch let problem as Problem {
        return problem
    } catch {
        Issue.record("another error: \(error)", sourceLocation: sourceLocation)
    }
    return nil
}
