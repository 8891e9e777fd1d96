import Kernel
import Storage
import Testing

@testable import Identity

@Suite("Keys of programs")
struct KeyTests {
    let town: Town
    let identity: IdentityService
    let console = Principal.operatorAtConsole(name: "root")

    init() throws {
        town = try Town()
        identity = town.identity
    }

    private func key(_ agency: String = "polri", _ scopes: Set<ProgramScope> = [.readRequests], days: Int = 30) async throws
        -> NewProgramKey
    {
        try await identity.addKey(name: " Sistem  SKCK ", agency: agency, scopes: scopes, validDays: days, by: console)
    }

    @Test("A key opens for its agency what its scopes say, until its day comes")
    func good() async throws {
        let polri = try await key("polri", [.readRequests, .decideRequests])
        let dukcapil = try await key("disdukcapil", [.readAttachments])
        #expect(polri.key.name == "Sistem SKCK" && polri.secret.hasPrefix("mpp_") && polri.secret.utf8.count == 47)
        #expect(polri.secret != dukcapil.secret)
        let session = try #require(try await identity.session(key: polri.secret))
        #expect(session.principal == .program(id: polri.key.id, agency: "polri", scopes: [.readRequests, .decideRequests]))
        #expect(
            try await identity.session(key: dukcapil.secret)?.principal
                == .program(id: dukcapil.key.id, agency: "disdukcapil", scopes: [.readAttachments]))

        town.clock.advance(bySeconds: 30 * 86_400 - 1)
        #expect(try await identity.session(key: polri.secret) != nil)
        town.clock.advance(bySeconds: 1)
        #expect(try await identity.session(key: polri.secret) == nil)
        #expect(try await identity.programKeys().map { $0.isGood(at: town.clock.now) } == [false, false])
    }

    @Test("A key from the future opens nothing until its time comes")
    func fromTheFuture() async throws {
        let polri = try await key()
        town.clock.advance(bySeconds: -1)
        #expect(try await identity.session(key: polri.secret) == nil)
        town.clock.advance(bySeconds: 1)
        #expect(try await identity.session(key: polri.secret) != nil)
    }

    @Test("A revoked key is over, noted once, and another agency's key goes on")
    func revoked() async throws {
        let polri = try await key()
        let dukcapil = try await key("disdukcapil")
        try await identity.revokeKey(polri.key.id, reason: "Berkas konfigurasi bocor", by: console)
        try await identity.revokeKey(polri.key.id, reason: "Sekali lagi dicabut", by: console)
        #expect(try await identity.session(key: polri.secret) == nil)
        #expect(try await identity.session(key: dukcapil.secret) != nil)
        #expect(try await town.actions() == ["key.added by operator", "key.added by operator", "key.revoked by operator"])
        let keys = try await identity.programKeys()
        #expect(keys.first { $0.id == polri.key.id }?.revokedAt == town.clock.now)
        #expect(keys.first { $0.id == dukcapil.key.id }?.revokedAt == nil)

        let unknown = Identifier(at: town.clock.now)
        #expect(await problem { try await identity.revokeKey(unknown, reason: "Tidak dipakai lagi", by: console) }?.code == .notFound)
        let short = await problem { try await identity.revokeKey(dukcapil.key.id, reason: "ya", by: console) }
        #expect(short?.fields == [FieldIssue("reason", "problem.reason.length")])
    }

    @Test("A command sent again makes no second key, and tells the secret to nobody a second time")
    func twice() async throws {
        let dukcapil = try await key("disdukcapil")
        let ratna = Principal.administrator(id: Identifier(at: town.clock.now))
        let command = try #require(CommandID("kunci-0001"))
        func send(_ name: String, by principal: Principal) async throws -> KeyAddition {
            try await identity.addKey(
                name: name, agency: "polri", scopes: [.readRequests], validDays: 30, command: command, by: principal)
        }
        guard case .made(let new) = try await send("Sistem SKCK", by: ratna) else {
            Issue.record("The first time there is a secret.")
            return
        }
        #expect(try await identity.session(key: new.secret)?.principal == new.key.principal)
        // Also with other words on the form: the command is the same.
        #expect(try await send("Sistem SKCK", by: ratna) == .madeBefore(new.key))
        #expect(try await send("Sistem lain", by: ratna) == .madeBefore(new.key))
        #expect(await problem { try await send("Sistem SKCK", by: console) }?.messageKey == "problem.command.foreign")

        #expect(try await identity.programKeys().map(\.id).sorted() == [dukcapil.key.id, new.key.id].sorted())
        #expect(try await identity.programKey(dukcapil.key.id) == dukcapil.key)
        #expect(try await town.actions() == ["key.added by operator", "key.added by administrator"])
        let kept = try await town.database.read { tx in try tx.rows("SELECT outcome FROM commands").map { try $0.text("outcome") } }
        #expect(kept == [#"{"format":1,"value":{"key":"\#(new.key.id)"}}"#])
    }

    @Test("A command that was refused may be sent again, corrected")
    func corrected() async throws {
        let command = try #require(CommandID("kunci-0002"))
        func send(_ days: Int) async throws -> KeyAddition {
            try await identity.addKey(
                name: "Sistem SKCK", agency: "polri", scopes: [.readRequests], validDays: days, command: command, by: console)
        }
        #expect(await problem { try await send(0) }?.fields == [FieldIssue("validDays", "problem.programKey.days")])
        guard case .made = try await send(1) else {
            Issue.record("A refusal leaves nothing behind.")
            return
        }
        #expect(try await town.count("program_keys") == 1)
    }

    @Test("Neither the database nor what is printed tells the secret of a key")
    func secret() async throws {
        let polri = try await key()
        #expect(!"\(polri)".contains(polri.secret))
        let kept = try await town.database.read { tx in
            try tx.rows("SELECT secret_hash FROM program_keys").map { try $0.text("secret_hash") }
        }
        #expect(kept == [KeySecret(polri.secret)?.hash] && kept[0] != polri.secret)
        for wrong in ["", "mpp_", String(polri.secret.dropFirst(4)), polri.secret + "A", "mpp_" + String(repeating: "A", count: 43)] {
            #expect(try await identity.session(key: wrong) == nil, "\(wrong)")
        }
        // It opens no page, and a session's token opens no API.
        #expect(try await identity.session(token: polri.secret) == nil)
        let siti = try await town.signIn()
        #expect(try await identity.session(key: siti.token) == nil)
    }

    @Test("A key of one region means nothing in another")
    func otherRegion() async throws {
        let polri = try await key()
        let other = try Town("kota-lain")
        #expect(try await other.identity.session(key: polri.secret) == nil)
        #expect(try await other.count("program_keys") == 0)
    }

    @Test("A key has a name, an agency, something it may do, and an end")
    func refusals() async throws {
        let refusal = await problem {
            try await identity.addKey(name: " ", agency: "", scopes: [], validDays: 366, by: console)
        }
        #expect(
            refusal?.fields == [
                FieldIssue("name", "problem.programKey.name"), FieldIssue("agency", "problem.programKey.agency"),
                FieldIssue("scopes", "problem.programKey.scopes"), FieldIssue("validDays", "problem.programKey.days"),
            ])
        #expect(try await town.count("program_keys") == 0)
    }

    @Test("Only administrators and the operator make and end keys")
    func authority() async throws {
        let polri = try await key()
        let agus = Principal.officer(id: Identifier(at: town.clock.now), agency: "polri")
        for principal in [.visitor, .citizen(id: polri.key.id), agus, polri.key.principal] {
            #expect(
                await problem {
                    try await identity.addKey(name: "x", agency: "polri", scopes: [.readRequests], validDays: 1, by: principal)
                }?.code == .forbidden)
            #expect(
                await problem { try await identity.revokeKey(polri.key.id, reason: "Mau saya cabut", by: principal) }?.code == .forbidden)
        }
        #expect(try await identity.session(key: polri.secret) != nil)
        #expect(try await town.count("program_keys") == 1)
    }

    @Test("The schema knows the languages and roles that the program knows")
    func references() async throws {
        #expect(Set(try await names("code", of: "languages")) == Set(Language.allCases.map(\.rawValue)))
        #expect(Set(try await names("name", of: "staff_roles")) == Set(StaffRole.allCases.map(\.rawValue)))
        let all = try await key("polri", Set(ProgramScope.allCases))
        #expect(try await identity.programKeys().first?.scopes == all.key.scopes)
    }

    private func names(_ column: String, of table: String) async throws -> [String] {
        try await town.database.read { tx in try tx.rows("SELECT \(column) FROM \(table)").map { try $0.text(column) } }
    }
}
