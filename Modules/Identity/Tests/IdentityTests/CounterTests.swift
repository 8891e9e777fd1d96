import Kernel
import Storage
import Testing

@testable import Identity

@Suite("Contacts at the counter")
struct CounterTests {
    let town: Town
    let identity: IdentityService
    private let agus: Principal
    private let newMail = "siti.baru@contoh.id"

    init() throws {
        town = try Town()
        identity = town.identity
        agus = .officer(id: Identifier(at: town.clock.now), agency: "polri")
    }

    private func set(
        _ nik: String = sitisNIK, _ contact: String, _ change: ContactChange = .sameOwner, reason: String = "Ponsel hilang",
        by principal: Principal? = nil
    ) async throws {
        try await identity.setContact(nik: nik, contact: contact, reason: reason, change: change, by: principal ?? agus)
    }

    /// All of Dewi's rows, which stay as they are whatever is done to Siti.
    private func dewis(_ dewi: SignedIn) async throws -> [String] {
        let id = dewi.principal.reference
        return try await town.rows("people", where: "id = '\(id)'") + town.rows("sessions", where: "person_id = '\(id)'")
            + town.rows("vault_keys", where: "subject_id = '\(id)'")
    }

    @Test("Siti's new contact opens her account, the old one opens nothing and is told, her sessions end, and Dewi is not touched")
    func sameOwner() async throws {
        let siti = try await town.signIn(language: .english)
        let dewi = try await town.signIn(nik: dewisNIK, contact: dewisMail)
        let before = try await dewis(dewi)
        let pending = try await identity.requestCode(nik: sitisNIK, contact: sitisMail, language: .indonesian)
        let code = try #require(town.mail.code(of: pending))
        try await set(sitisNIK, newMail)
        #expect(try await identity.session(token: siti.token) == nil)
        #expect(town.mail.toldChanges == ["\(siti.principal.reference) \(sitisMail) en"])
        #expect(await problem { try await identity.signIn(challenge: pending, code: code) }?.messageKey == "problem.code.wrong")
        let decoy = try await identity.requestCode(nik: sitisNIK, contact: sitisMail, language: .indonesian)
        #expect(town.mail.code(of: decoy) == nil)
        let again = try await town.signIn(contact: newMail)
        #expect(again.principal == siti.principal)
        #expect(try await identity.person(#require(siti.principal.personID), by: siti.principal).contact == .email(newMail))
        #expect(try await dewis(dewi) == before)
        #expect(try await identity.session(token: dewi.token) != nil)
        #expect(try await town.actions().filter { $0.contains("contactChanged") } == ["person.contactChanged by officer"])
        let reason = try await town.database.read { tx in try tx.auditEntries().first { $0.action == "person.contactChanged" }?.reason }
        #expect(reason == "Ponsel hilang")
    }

    @Test("A claim that no paper confirms is displaced: the owner begins anew, the stranger is out, and Dewi is not touched")
    func anotherOwner() async throws {
        let stranger = try await town.signIn(contact: "penipu@contoh.id")
        let dewi = try await town.signIn(nik: dewisNIK, contact: dewisMail)
        let before = try await dewis(dewi)
        try await set(sitisNIK, sitisMail, .anotherOwner)
        #expect(try await identity.session(token: stranger.token) == nil)
        let siti = try await town.signIn()
        #expect(siti.principal != stranger.principal, "what the stranger filled in stays out of her sight")
        let decoy = try await identity.requestCode(nik: sitisNIK, contact: "penipu@contoh.id", language: .indonesian)
        #expect(town.mail.code(of: decoy) == nil)
        #expect(town.mail.toldChanges == ["\(stranger.principal.reference) penipu@contoh.id id"])
        #expect(try await town.count("people") == 3)
        #expect(try await dewis(dewi) == before)
        #expect(
            try await identity.person(#require(stranger.principal.personID), by: .platform(name: "outbox")).contact
                == .email("penipu@contoh.id"))
        #expect(
            try await town.actions().filter { $0.hasSuffix("by officer") } == [
                "person.displaced by officer", "person.registered by officer",
            ])
    }

    @Test("A claim that a paper confirms is not displaced, but its contact can be changed")
    func confirmed() async throws {
        let siti = try await town.signIn()
        town.mail.confirmByPaper(try #require(siti.principal.personID))
        let before = try await town.rows("people")
        #expect(await problem { try await set(sitisNIK, newMail, .anotherOwner) } == Problem(.conflict, "problem.person.confirmed"))
        #expect(try await town.rows("people") == before)
        #expect(try await identity.session(token: siti.token) != nil)
        #expect(town.mail.toldChanges.isEmpty)
        try await set(sitisNIK, newMail)
        #expect(try await town.signIn(contact: newMail).principal == siti.principal)
    }

    @Test("A contact is set for a NIK that is known, for a reason, and only by those at the counter")
    func refused() async throws {
        let siti = try await town.signIn()
        let before = try await town.rows("people")
        let all = await problem { try await set("123", "x", reason: "ya") }
        #expect(
            all?.fields == [
                FieldIssue("nik", "problem.nik.invalid"), FieldIssue("contact", "problem.contact.invalid"),
                FieldIssue("reason", "problem.reason.length"),
            ])
        #expect(await problem { try await set(dewisNIK, dewisMail) }?.fields == [FieldIssue("nik", "problem.person.unknown")])
        #expect(await problem { try await set(sitisNIK, " SITI@contoh.id ") }?.fields == [FieldIssue("contact", "problem.contact.same")])
        for stranger in [Principal.visitor, siti.principal, .program(id: Identifier(at: town.clock.now), agency: "polri", scopes: [])] {
            #expect(await problem { try await set(sitisNIK, newMail, by: stranger) }?.code == .forbidden)
        }
        #expect(try await town.rows("people") == before)
        #expect(try await identity.session(token: siti.token) != nil)
        for one in [Principal.operatorAtConsole(name: "root"), .administrator(id: Identifier(at: town.clock.now))] {
            try await set(sitisNIK, "siti.\(one.kind)@contoh.id", by: one)
        }
    }

    @Test("A device that Siti used before is a stranger after her contact was changed")
    func devices() async throws {
        let device = try await town.signIn().device
        town.clock.advance(bySeconds: 1)
        try await set(sitisNIK, newMail)
        let isKnown = try await town.database.read { tx in
            let store = PersonStore()
            let account = try store.registered(nikHash: store.hash(#require(NIK(sitisNIK)), tx), tx)?.device
            return Origin(address: "", device: device).pass(for: account, tx) != nil
        }
        #expect(isKnown == false)
    }
}
