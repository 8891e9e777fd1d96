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

    /// Uses a session often enough that it is never idle.
    private func keep(_ tokens: [String], forSeconds seconds: Int) async throws {
        var left = seconds
        while left > 0 {
            let step = min(left, 600)
            town.clock.advance(bySeconds: step)
            left -= step
            for token in tokens { _ = try await identity.session(token: token) }
        }
    }

    @Test("A session ends when its time is over, however busy, and is then removed")
    func expired() async throws {
        let citizen = try await town.signIn()
        try await town.addAgus()
        let officer = try await identity.signInStaff(username: "agus", password: agussPassword)
        try await keep([citizen.token, officer.token], forSeconds: 10 * 3600 - 1)
        #expect(try await identity.session(token: officer.token) != nil)
        town.clock.advance(bySeconds: 1)
        #expect(try await identity.session(token: officer.token) == nil)
        try await keep([citizen.token], forSeconds: 2 * 3600 - 1)
        #expect(try await identity.session(token: citizen.token) != nil)
        town.clock.advance(bySeconds: 1)
        #expect(try await identity.session(token: citizen.token) == nil)
        // For an hour it is still known whose it was.
        town.clock.advance(bySeconds: 3599)
        try await identity.purgeExpired()
        #expect(try await town.count("sessions") == 1)
        town.clock.advance(bySeconds: 1)
        try await identity.purgeExpired()
        #expect(try await town.count("sessions") == 0)
    }

    @Test("For an hour it is known whose session ended by itself; it opens nothing", arguments: [true, false])
    func lateHolder(isCitizen: Bool) async throws {
        try await town.addAgus()
        let one = try await isCitizen ? town.signIn() : identity.signInStaff(username: "agus", password: agussPassword)
        let dewi = try await town.signIn(nik: dewisNIK, contact: dewisMail)
        town.clock.advance(bySeconds: 30 * 60 - 1)
        #expect(try await identity.lateHolder(token: one.token) == nil)
        _ = try await identity.session(token: dewi.token)
        town.clock.advance(bySeconds: 1)
        #expect(try await identity.lateHolder(token: one.token) == one.principal)
        #expect(try await identity.session(token: one.token) == nil)
        for token in [dewi.token, "x"] { #expect(try await identity.lateHolder(token: token) == nil) }
        town.clock.advance(bySeconds: 3599)
        #expect(try await identity.lateHolder(token: one.token) == one.principal)
        #expect(try await identity.lateHolder(token: dewi.token) == dewi.principal)
        town.clock.advance(bySeconds: 1)
        #expect(try await identity.lateHolder(token: one.token) == nil)
    }

    @Test("A session that reached its full time has its late holder too; one that was signed out, or is from the future, has none")
    func lateHolderOfOthers() async throws {
        let (siti, other) = (try await town.signIn(), try await town.signIn())
        let future = town.clock.now.advanced(bySeconds: 13 * 3600)
        try await identity.signOut(token: other.token)
        try await keep([siti.token], forSeconds: 12 * 3600 - 1)
        #expect(try await identity.lateHolder(token: siti.token) == nil)
        town.clock.advance(bySeconds: 1)
        #expect(try await identity.lateHolder(token: siti.token) == siti.principal)
        #expect(try await identity.lateHolder(token: other.token) == nil)
        town.clock.advance(bySeconds: future.seconds(since: town.clock.now))
        let late = try await town.signIn()
        town.clock.advance(bySeconds: -1)
        #expect(try await identity.lateHolder(token: late.token) == nil)
    }

    @Test("Of a disabled officer's session nothing is known")
    func lateHolderDisabled() async throws {
        try await town.addAgus()
        let agus = try await identity.signInStaff(username: "agus", password: agussPassword)
        town.clock.advance(bySeconds: 30 * 60)
        #expect(try await identity.lateHolder(token: agus.token) == agus.principal)
        try await identity.disableStaff(username: "agus", reason: "Pindah tugas", by: .operatorAtConsole(name: "root"))
        #expect(try await identity.lateHolder(token: agus.token) == nil)
    }

    @Test("An unused session ends, an officer's and a citizen's after 30 minutes; one in use beside it goes on", arguments: [true, false])
    func idle(isCitizen: Bool) async throws {
        try await town.addAgus()
        func signIn() async throws -> SignedIn {
            isCitizen ? try await town.signIn() : try await identity.signInStaff(username: "agus", password: agussPassword)
        }
        let dewi = try await town.signIn(nik: dewisNIK, contact: dewisMail)
        let (one, other) = (try await signIn(), try await signIn())
        try await keep([other.token, dewi.token], forSeconds: 30 * 60 - 1)
        #expect(try await identity.openSessions(token: other.token, by: other.principal).count == 2)
        town.clock.advance(bySeconds: 1)
        #expect(try await identity.session(token: one.token) == nil)
        #expect(try await identity.openSessions(token: other.token, by: other.principal).map(\.isThis) == [true])
        #expect(try await identity.session(token: other.token) != nil)
        #expect(try await identity.session(token: dewi.token) != nil)
    }

    @Test("An unused session of an administrator ends after 15 minutes, and Agus goes on")
    func idleAdministrator() async throws {
        try await town.addAgus()
        _ = try await identity.addStaff(
            username: "ratna", displayName: "Ibu Ratna", role: .administrator, agency: nil, password: rinisPassword,
            by: .operatorAtConsole(name: "root"))
        let agus = try await identity.signInStaff(username: "agus", password: agussPassword)
        let one = try await identity.signInStaff(username: "ratna", password: rinisPassword)
        let other = try await identity.signInStaff(username: "ratna", password: rinisPassword)
        town.clock.advance(bySeconds: 15 * 60 - 1)
        #expect(try await identity.session(token: other.token) != nil)
        town.clock.advance(bySeconds: 1)
        #expect(try await identity.session(token: one.token) == nil)
        #expect(try await identity.session(token: other.token) != nil)
        #expect(try await identity.session(token: agus.token) != nil)
    }

    @Test("A session's use is noted once a minute, not with every page")
    func noted() async throws {
        let siti = try await town.signIn()
        let before = try await town.rows("sessions")
        for _ in 0..<59 {
            town.clock.advance(bySeconds: 1)
            _ = try await identity.session(token: siti.token)
        }
        #expect(try await town.rows("sessions") == before)
        town.clock.advance(bySeconds: 1)
        _ = try await identity.session(token: siti.token)
        #expect(try await town.rows("sessions") != before)
        #expect(try await identity.openSessions(token: siti.token, by: siti.principal).first?.seenAt == town.clock.now)
    }

    @Test("A new sign-in ends the session that it replaces, and no other")
    func replaced() async throws {
        try await town.addAgus()
        try await town.addRini()
        let dewi = try await town.signIn(nik: dewisNIK, contact: dewisMail)
        let rini = try await identity.signInStaff(username: "rini", password: rinisPassword)
        let agus = try await identity.signInStaff(username: "agus", password: agussPassword)
        let home = try await identity.signInStaff(username: "agus", password: agussPassword)
        let again = try await identity.signInStaff(username: "agus", password: agussPassword, replacing: agus.token)
        #expect(try await identity.session(token: agus.token) == nil)
        for other in [dewi, rini, home, again] { #expect(try await identity.session(token: other.token) != nil) }
        let challenge = try await identity.requestCode(nik: sitisNIK, contact: sitisMail, language: .indonesian)
        let wrong = town.mail.wrongCode(for: challenge)
        _ = await problem { try await identity.signIn(challenge: challenge, code: wrong, replacing: again.token) }
        #expect(try await identity.session(token: again.token) != nil, "a wrong code ends nothing")
        let code = try #require(town.mail.code(of: challenge))
        _ = try await identity.signIn(challenge: challenge, code: code, replacing: again.token)
        #expect(try await identity.session(token: again.token) == nil)
        for other in [dewi, rini, home] { #expect(try await identity.session(token: other.token) != nil) }
    }

    @Test("Whoever ends her other sessions keeps this one, and nobody else loses any")
    func others() async throws {
        try await town.addAgus()
        try await town.addRini()
        let dewi = try await town.signIn(nik: dewisNIK, contact: dewisMail)
        let rini = try await identity.signInStaff(username: "rini", password: rinisPassword)
        var sitis: [SignedIn] = []
        var agus: [SignedIn] = []
        for _ in 0..<3 {
            town.clock.advance(bySeconds: 1)
            sitis.append(try await town.signIn())
            agus.append(try await identity.signInStaff(username: "agus", password: agussPassword))
        }
        for mine in [sitis, agus] {
            #expect(try await identity.openSessions(token: mine[1].token, by: mine[1].principal).map(\.isThis) == [false, true, false])
            #expect(try await identity.endOtherSessions(token: mine[1].token, by: mine[1].principal) == 2)
            #expect(try await identity.endOtherSessions(token: mine[1].token, by: mine[1].principal) == 0)
            #expect(try await identity.openSessions(token: mine[1].token, by: mine[1].principal).map(\.isThis) == [true])
            for gone in [mine[0], mine[2]] { #expect(try await identity.session(token: gone.token) == nil) }
        }
        for other in [dewi, rini, sitis[1], agus[1]] { #expect(try await identity.session(token: other.token) != nil) }
        #expect(try await identity.endOtherSessions(token: "", by: .visitor) == 0)
        #expect(try await town.actions().suffix(2) == ["person.sessionsEnded by citizen", "staff.sessionsEnded by officer"])
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
                    principal: siti.principal, expiresAt: siti.expiresAt, language: .english, displayName: nil, isFresh: true))
        let id = try await town.addAgus()
        let agus = try await identity.signInStaff(username: "agus", password: agussPassword)
        #expect(
            try await identity.session(token: agus.token)
                == Session(
                    principal: .officer(id: id, agency: "polri"), expiresAt: agus.expiresAt, language: nil, displayName: "Bripka Agus",
                    isFresh: true))
        town.clock.advance(bySeconds: 15 * 60 - 1)
        #expect(try await identity.session(token: agus.token)?.isFresh == true)
        town.clock.advance(bySeconds: 1)
        #expect(try await identity.session(token: agus.token)?.isFresh == false)
        #expect(!"\(agus)".contains(agus.token))
        #expect(siti.token != agus.token && siti.token.utf8.count == 43)
    }
}
