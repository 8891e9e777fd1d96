import Kernel
import Storage
import Testing

@testable import Identity

@Suite("Sessions")
struct SessionTests {
    let town: Town
    let identity: IdentityService

    init() throws {
        town = try Town()
        identity = town.identity
    }

    @Test("A session of one region is unknown in another")
    func anotherRegion() async throws {
        let neighbour = try Town("kota-misal")
        let token = try await town.signIn().token
        #expect(try await neighbour.identity.session(token: token) == nil)
        #expect(try await identity.session(token: token) != nil)
    }

    @Test(
        "A session is not opened by anything but its token",
        arguments: ["", "x", "' OR 1=1 --", String(repeating: "A", count: 43), String(repeating: "é", count: 43)])
    func unknownToken(token: String) async throws {
        try await town.signIn()
        #expect(try await identity.session(token: token) == nil)
        try await identity.signOut(token: token)
        #expect(try await town.count("sessions") == 1)
    }

    @Test("A session is not opened by the hash that is stored")
    func storedHash() async throws {
        let token = try #require(SessionToken(try await town.signIn().token))
        #expect(try await identity.session(token: token.hash) == nil)
        #expect(token.text != token.hash)
    }

    @Test("A session ends when its time is over, and is then removed")
    func expired() async throws {
        let citizen = try await town.signIn()
        try await town.addAgus()
        let officer = try await identity.signInStaff(username: "agus", password: agussPassword)
        town.clock.advance(bySeconds: 10 * 3600 - 1)
        #expect(try await identity.session(token: officer.token) != nil)
        town.clock.advance(bySeconds: 1)
        #expect(try await identity.session(token: officer.token) == nil)
        #expect(try await identity.session(token: citizen.token) != nil)
        town.clock.advance(bySeconds: 2 * 3600)
        #expect(try await identity.session(token: citizen.token) == nil)
        try await identity.purgeExpired()
        #expect(try await town.count("sessions") == 0)
    }

    @Test("A session from the future opens nothing and is removed, and an earlier one goes on")
    func fromTheFuture() async throws {
        let earlier = try await town.signIn(nik: dewisNIK, contact: dewisMail)
        town.clock.advance(bySeconds: 60)
        let siti = try await town.signIn()
        try await town.addAgus()
        let agus = try await identity.signInStaff(username: "agus", password: agussPassword)
        town.clock.advance(bySeconds: -1)
        for signedIn in [siti, agus] { #expect(try await identity.session(token: signedIn.token) == nil) }
        #expect(try await identity.session(token: earlier.token) != nil)
        try await identity.purgeExpired()
        #expect(try await town.count("sessions") == 1)
        #expect(try await identity.session(token: earlier.token) != nil)
    }

    @Test("A session ends when its holder signs out; her other one goes on")
    func signedOut() async throws {
        let phone = try await town.signIn().token
        let library = try await town.signIn().token
        try await identity.signOut(token: library)
        try await identity.signOut(token: library)
        #expect(try await identity.session(token: library) == nil)
        #expect(try await identity.session(token: phone) != nil)
    }

    @Test("A session of a staff member who is disabled ends at once")
    func disabledStaff() async throws {
        try await town.addAgus()
        let agus = try await identity.signInStaff(username: "agus", password: agussPassword)
        try await identity.disableStaff(username: "agus", reason: "pindah tugas", by: .operatorAtConsole(name: "root"))
        #expect(try await identity.session(token: agus.token) == nil)
    }

    @Test("A row that outlived its staff member opens nothing")
    func leftoverRow() async throws {
        let id = try await town.addAgus()
        let agus = try await identity.signInStaff(username: "agus", password: agussPassword)
        try await town.database.write { tx in try StaffStore().disable(id, tx) }
        #expect(try await town.count("sessions") == 1)
        #expect(try await identity.session(token: agus.token) == nil)
    }

    @Test("A session tells who is asking")
    func whoIsAsking() async throws {
        let siti = try await town.signIn(language: .english)
        #expect(
            try await identity.session(token: siti.token)
                == Session(
                    principal: siti.principal, expiresAt: siti.expiresAt, language: .english, displayName: nil))
        let id = try await town.addAgus()
        let agus = try await identity.signInStaff(username: "agus", password: agussPassword)
        #expect(
            try await identity.session(token: agus.token)
                == Session(
                    principal: .officer(id: id, agency: "polri"), expiresAt: agus.expiresAt, language: nil, displayName: "Bripka Agus"))
        #expect(!"\(agus)".contains(agus.token))
        #expect(siti.token != agus.token && siti.token.utf8.count == 43)
    }
}
