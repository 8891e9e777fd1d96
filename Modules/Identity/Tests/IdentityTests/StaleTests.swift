import Kernel
import Storage
import StorageTesting
import Testing

@testable import Identity

/// Whoever writes over what she read finds out that somebody else was quicker.
@Suite("Rows that changed meanwhile")
struct StaleTests {
    let town: Town
    let identity: IdentityService
    private let console = Principal.operatorAtConsole(name: "root")

    init() throws {
        town = try Town()
        identity = town.identity
    }

    private func hash(_ password: String) async throws -> PasswordHash {
        try await PasswordHasher(cost: .none, lane: "kab-contoh").hash(password)
    }

    @Test("A code that was guessed at or used meanwhile is not written over, and Dewi's code is left alone")
    func challenge() async throws {
        let id = try await identity.requestCode(nik: sitisNIK, contact: sitisMail, language: .indonesian)
        let dewis = try await identity.requestCode(nik: dewisNIK, contact: dewisMail, language: .english)
        let before = try await town.database.everyRow(of: dewis)
        let store = ChallengeStore()
        let read = try #require(try await town.database.read { tx in try store.find(id, tx) })
        let missed = read.afterWrongGuess(at: town.clock.now).challenge
        try await town.database.write { tx in try store.save(missed, over: read, tx) }
        for stale in [missed, read.used(at: town.clock.now)] {
            let refusal = await problem { try await town.database.write { tx in try store.save(stale, over: read, tx) } }
            #expect(refusal?.code == .unexpected)
        }
        #expect(try await town.database.read { tx in try store.find(id, tx) } == missed)
        let used = missed.used(at: town.clock.now)
        try await town.database.write { tx in try store.save(used, over: missed, tx) }
        let again = await problem { try await town.database.write { tx in try store.save(missed, over: missed, tx) } }
        #expect(again?.code == .unexpected, "a used code stays used")
        #expect(try await town.database.read { tx in try store.find(id, tx) } == used)
        #expect(try await town.database.everyRow(of: dewis) == before)
    }

    @Test("A password is put in place of the one that was read and of no other, also when two have the same hash")
    func password() async throws {
        let store = StaffStore()
        let shared = try await hash(agussPassword)
        let rinis = try await town.addRini()
        let now = town.clock.now
        let agus = StaffMember(
            id: Identifier(at: now), username: "agus", displayName: "Bripka Agus", role: .officer, agency: "polri", addedAt: now,
            disabledAt: nil)
        try await town.database.write { tx in
            try store.add(agus, shared, tx)
            try tx.execute("UPDATE staff SET password_hash = :hash WHERE id = :id", ["hash": shared.text, "id": rinis])
        }
        let before = try await town.database.everyRow(of: rinis)
        let read = try #require(try await town.database.read { tx in try store.record(agus.id, tx) })
        let renewed = try await hash(agussPassword)
        try await town.database.write { tx in try store.renew(read, renewed, tx) }
        #expect(try await town.database.read { tx in try store.record(agus.id, tx)?.password } == renewed)
        #expect(try await town.database.everyRow(of: rinis) == before)

        // What was read is not there any more: neither another hash nor another password takes its place.
        let late = try await hash("tujuh kambing di pasar")
        let agusBefore = try await town.database.everyRow(of: agus.id)
        let isWritten = try await town.database.write { tx in
            try store.renew(read, late, tx)
            return try store.setPassword(late, oneTimeUntil: nil, over: read, tx)
        }
        #expect(isWritten == false)
        #expect(try await town.database.everyRow(of: agus.id) == agusBefore)

        let current = try #require(try await town.database.read { tx in try store.record(agus.id, tx) })
        try await town.database.write { tx in
            try tx.execute("UPDATE staff SET password_hash = :hash WHERE id = :id", ["hash": renewed.text, "id": rinis])
        }
        let beforeSetting = try await town.database.everyRow(of: rinis)
        let isSet = try await town.database.write { tx in try store.setPassword(late, oneTimeUntil: nil, over: current, tx) }
        #expect(isSet)
        #expect(try await town.database.everyRow(of: rinis) == beforeSetting)
    }

    @Test("Whoever is disabled, and a key that is revoked, stay so since the first time")
    func firstTime() async throws {
        let agus = try await town.addAgus()
        let key = try await identity.addKey(name: "Sistem SKCK", agency: "polri", scopes: [.readRequests], validDays: 30, by: console)
        let first = town.clock.now
        for _ in 0..<2 {
            try await town.database.write { tx in
                try StaffStore().disable(agus, tx)
                try KeyStore().revoke(key.key.id, tx)
            }
            town.clock.advance(bySeconds: 60)
        }
        #expect(try await identity.staffMember(agus).disabledAt == first)
        #expect(try await identity.programKey(key.key.id).revokedAt == first)
    }

    @Test("A claim that was displaced says since when")
    func displaced() async throws {
        let stranger = try await town.signIn(contact: "penipu@contoh.id")
        town.clock.advance(bySeconds: 60)
        try await identity.setContact(
            nik: sitisNIK, contact: sitisMail, reason: "NIK dipakai orang lain", change: .anotherOwner, by: console)
        let since = try await town.database.read { tx in
            try tx.rows("SELECT id, displaced_at FROM people WHERE displaced_at IS NOT NULL").map {
                "\(try $0.text("id")) \(try $0.instant("displaced_at").milliseconds)"
            }
        }
        #expect(since == ["\(stranger.principal.reference) \(town.clock.now.milliseconds)"])
    }

    @Test("A row that holds what cannot be is told, not believed")
    func damaged() async throws {
        let agus = try await town.addAgus()
        let siti = try #require(try await town.signIn().principal.personID)
        try await town.database.write { tx in
            try tx.execute("UPDATE staff SET password_hash = 'x' WHERE id = :id", ["id": agus])
            let place = VaultPlace(table: "people", column: "nik_sealed", row: siti)
            try tx.execute(
                "UPDATE people SET nik_sealed = :nik WHERE id = :id", ["nik": tx.vault.seal("12", for: siti, at: place), "id": siti])
        }
        #expect(await problem { try await identity.signInStaff(username: "agus", password: agussPassword) }?.code == .unexpected)
        #expect(await problem { try await identity.person(siti, by: .citizen(id: siti)) }?.code == .unexpected)
        #expect(try await identity.staff().map(\.username) == ["agus"], "the list needs no password")
    }
}
