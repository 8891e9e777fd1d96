import Kernel
import Storage
import Testing

@testable import Identity

@Suite("Passwords of staff")
struct StaffPasswordTests {
    let town: Town
    let identity: IdentityService
    private let console = Principal.operatorAtConsole(name: "root")
    private let wrong = Problem(.unauthenticated, "problem.staff.wrongPassword")
    private let fresh = "tujuh kambing di pasar"

    init() throws {
        town = try Town()
        identity = town.identity
    }

    /// Rini's rows, which stay as they are whatever is done to Agus.
    private func rinis(_ id: Identifier) async throws -> [String] {
        try await town.rows("staff", where: "id = '\(id)'") + town.rows("sessions", where: "staff_id = '\(id)'")
    }

    private func command(_ number: Int) throws -> CommandID { try #require(CommandID("sandi-000\(number)")) }

    @Test("Agus changes his password with the old one; his other sessions end, his devices are strangers, and Rini is not touched")
    func change() async throws {
        try await town.addAgus()
        let rini = try await town.addRini()
        _ = try await identity.signInStaff(username: "rini", password: rinisPassword)
        let here = try await identity.signInStaff(username: "agus", password: agussPassword)
        let elsewhere = try await identity.signInStaff(username: "agus", password: agussPassword)
        let before = try await rinis(rini)
        town.clock.advance(bySeconds: 1)
        let device = try await identity.changePassword(
            from: agussPassword, to: fresh, token: here.token, from: Origin(address: "", device: here.device), by: here.principal)
        #expect(try await identity.session(token: here.token) != nil)
        #expect(try await identity.session(token: elsewhere.token) == nil)
        #expect(await problem { try await identity.signInStaff(username: "agus", password: agussPassword) } == wrong)
        _ = try await identity.signInStaff(username: "agus", password: fresh)
        let known = try await town.database.read { tx in
            let account = try StaffStore().find(#require(Username("agus")), tx)?.device
            return [here.device, elsewhere.device, device].map { Origin(address: "", device: $0).pass(for: account, tx) != nil }
        }
        #expect(known == [false, false, true])
        #expect(try await rinis(rini) == before)
        #expect(try await town.actions().contains("staff.passwordChanged by officer"))
    }

    @Test("A password is changed neither without the old one nor for one that is not taken, and not by a citizen")
    func changeRefused() async throws {
        try await town.addAgus()
        let agus = try await identity.signInStaff(username: "agus", password: agussPassword)
        let before = try await town.rows("staff")
        func change(_ old: String, _ new: String, by principal: Principal? = nil) async -> Problem? {
            await problem {
                try await identity.changePassword(
                    from: old, to: new, token: agus.token, from: .unknown, by: principal ?? agus.principal)
            }
        }
        #expect(await change("salah sama sekali", fresh)?.fields == [FieldIssue("old", "problem.password.wrong")])
        #expect(await change("", fresh)?.fields == [FieldIssue("old", "problem.password.wrong")])
        #expect(await change(agussPassword, "rahasia12345")?.fields == [FieldIssue("new", "problem.password.common")])
        #expect(await change(agussPassword, "agus-polri-contoh")?.fields == [FieldIssue("new", "problem.password.guessable")])
        #expect(await change(agussPassword, "pendek")?.fields == [FieldIssue("new", "problem.password.length")])
        #expect(await change(agussPassword, agussPassword)?.fields == [FieldIssue("new", "problem.password.same")])
        for stranger in [Principal.visitor, try await town.signIn().principal, console] {
            #expect(await change(agussPassword, fresh, by: stranger)?.code == .forbidden)
        }
        #expect(try await town.rows("staff") == before)
        for _ in 0..<8 { _ = await change("salah sama sekali", fresh) }
        #expect(await change(agussPassword, fresh) == Problem(.tooMany, "problem.staff.waiting"), "guesses here count as at the door")
    }

    @Test("A one-time password opens for a day, shows itself once, and Rini is not touched")
    func oneTime() async throws {
        try await town.addAgus()
        let rini = try await town.addRini()
        _ = try await identity.signInStaff(username: "rini", password: rinisPassword)
        let agus = try await identity.signInStaff(username: "agus", password: agussPassword)
        let before = try await rinis(rini)
        func give(_ number: Int) async throws -> PasswordGift {
            try await identity.giveOneTimePassword(username: "agus", reason: "Lupa sandi", command: command(number), by: console)
        }
        guard case .given(let password) = try await give(1) else {
            Issue.record("The first time there is a password.")
            return
        }
        #expect(try await give(1) == .givenBefore)
        #expect(try await identity.session(token: agus.token) == nil)
        #expect(await problem { try await identity.signInStaff(username: "agus", password: agussPassword) } == wrong)
        let first = try await identity.signInStaff(username: "agus", password: password)
        #expect(try await identity.session(token: first.token)?.mustChangePassword == true)
        _ = try await identity.changePassword(from: password, to: fresh, token: first.token, from: .unknown, by: first.principal)
        #expect(try await identity.session(token: first.token)?.mustChangePassword == false)
        #expect(await problem { try await identity.signInStaff(username: "agus", password: password) } == wrong)

        guard case .given(let late) = try await give(2) else {
            Issue.record("Another command gives another password.")
            return
        }
        #expect(late != password && late.count == 19)
        town.clock.advance(bySeconds: 24 * 3600 - 1)
        _ = try await identity.signInStaff(username: "agus", password: late)
        town.clock.advance(bySeconds: 1)
        #expect(
            await problem { try await identity.signInStaff(username: "agus", password: late) }
                == Problem(.unauthenticated, "problem.staff.oneTimeOver"))
        #expect(try await rinis(rini) == before)
        #expect(try await town.actions().filter { $0 == "staff.passwordReset by operator" }.count == 2)
        let kept = try await town.rows("commands").joined()
        #expect(!kept.contains(password) && !kept.contains(late))
    }

    @Test("Whoever was disabled works again with a one-time password, and nobody else does")
    func enabled() async throws {
        let agus = try await town.addAgus()
        let rini = try await town.addRini()
        for name in ["agus", "rini"] { try await identity.disableStaff(username: name, reason: "pindah tugas", by: console) }
        let before = try await rinis(rini)
        let ratna = Principal.administrator(id: Identifier(at: town.clock.now))
        guard
            case .given(let password) = try await identity.giveOneTimePassword(
                username: "agus", reason: "Kembali bertugas", command: command(1), by: ratna)
        else {
            Issue.record("There is a password.")
            return
        }
        #expect(try await identity.staffMember(agus).disabledAt == nil)
        _ = try await identity.signInStaff(username: "agus", password: password)
        #expect(await problem { try await identity.signInStaff(username: "rini", password: rinisPassword) } == wrong)
        #expect(try await rinis(rini) == before)
        #expect(try await town.actions().suffix(4).prefix(2) == ["staff.enabled by administrator", "staff.passwordReset by administrator"])
    }

    @Test("Whoever is added without a password gets a one-time one, once for a command; a taken name changes nobody")
    func added() async throws {
        let agus = try await town.addAgus()
        let before = try await town.rows("staff").filter { $0.contains(agus.text) }
        func add(_ username: String, _ number: Int) async throws -> PasswordGift {
            try await identity.addStaff(
                username: username, displayName: "Bripda Rini", role: .officer, agency: "polri", command: command(number), by: console)
        }
        guard case .given(let password) = try await add("rini", 1) else {
            Issue.record("The first time there is a password.")
            return
        }
        #expect(try await add("rini", 1) == .givenBefore)
        #expect(await problem { try await add("rini", 2) }?.fields.map(\.field) == ["username"])
        #expect(await problem { try await add("agus", 3) }?.messageKey == "problem.username.taken")
        #expect(await problem { try await add("1", 4) }?.fields.map(\.field) == ["username"])
        let session = try await identity.signInStaff(username: "rini", password: password)
        #expect(try await identity.session(token: session.token)?.mustChangePassword == true)
        #expect(try await town.rows("staff").filter { $0.contains(agus.text) } == before)
        #expect(try await identity.staff().map(\.username) == ["agus", "rini"])
    }

    @Test("Nobody ends her own access")
    func ownAccess() async throws {
        let agus = try await town.addAgus()
        let wati = try await identity.addStaff(
            username: "wati", displayName: "Ibu Wati", role: .administrator, agency: nil, command: command(1), by: console)
        #expect(wati != .givenBefore)
        let own = try #require(try await identity.staff().first { $0.username == "wati" })
        let herself = Principal.administrator(id: own.id)
        #expect(
            await problem { try await identity.disableStaff(username: "wati", reason: "Salah tekan", by: herself) }?.messageKey
                == "problem.staff.self")
        #expect(try await identity.staffMember(own.id).disabledAt == nil)
        try await identity.disableStaff(username: "agus", reason: "Pindah tugas", by: herself)
        #expect(try await identity.staffMember(agus).disabledAt != nil)
    }

    @Test("A one-time password is given for a reason, by those who answer for it, to somebody else")
    func giftRefused() async throws {
        let agus = try await town.addAgus()
        let before = try await town.rows("staff")
        func give(_ username: String = "agus", _ reason: String = "Lupa sandi", by principal: Principal) async -> Problem? {
            await problem {
                try await identity.giveOneTimePassword(username: username, reason: reason, command: command(1), by: principal)
            }
        }
        #expect(await give("agus", "lupa", by: console)?.fields == [FieldIssue("reason", "problem.reason.length")])
        #expect(await give("nobody", by: console)?.code == .notFound)
        for stranger in [Principal.visitor, .citizen(id: agus), .officer(id: agus, agency: "polri")] {
            #expect(await give(by: stranger)?.code == .forbidden)
        }
        #expect(try await town.rows("staff") == before)
        let ratna = try await identity.addStaff(
            username: "ratna", displayName: "Ibu Ratna", role: .administrator, agency: nil, password: rinisPassword, by: console)
        #expect(await give("ratna", by: .administrator(id: ratna)) == Problem(.conflict, "problem.staff.self"))
    }

    @Test("Whoever shows her password again is fresh, in this session alone")
    func confirmed() async throws {
        try await town.addAgus()
        let one = try await identity.signInStaff(username: "agus", password: agussPassword)
        let other = try await identity.signInStaff(username: "agus", password: agussPassword)
        town.clock.advance(bySeconds: 15 * 60)
        let refusal = await problem {
            try await identity.confirm(password: "salah sama sekali", token: one.token, from: .unknown, by: one.principal)
        }
        #expect(refusal?.fields == [FieldIssue("ownPassword", "problem.password.wrong")])
        #expect(try await identity.session(token: one.token)?.isFresh == false)
        try await identity.confirm(password: agussPassword, token: one.token, from: .unknown, by: one.principal)
        #expect(try await identity.session(token: one.token)?.isFresh == true)
        #expect(try await identity.session(token: other.token)?.isFresh == false)
    }

    @Test("What a command about staff leaves behind is read by every later version")
    func golden() throws {
        let id = try #require(Identifier("01a20606-35c0-75c5-ae61-ad0e08cb7c88"))
        #expect(try StaffOutcome(member: id).storedText() == #"{"format":1,"value":{"member":"01a20606-35c0-75c5-ae61-ad0e08cb7c88"}}"#)
    }
}
