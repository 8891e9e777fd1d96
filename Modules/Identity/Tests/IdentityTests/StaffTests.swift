import Kernel
import Storage
import Testing

@testable import Identity

@Suite("Staff")
struct StaffTests {
    let town: Town
    let identity: IdentityService
    let console = Principal.operatorAtConsole(name: "root")
    let wrong = Problem(.unauthenticated, "problem.staff.wrongPassword")
    let waiting = Problem(.tooMany, "problem.staff.waiting")

    init() throws {
        town = try Town()
        identity = town.identity
    }

    @Test("Staff with an unknown name get the answer of a wrong password")
    func unknownName() async throws {
        try await town.addAgus()
        for name in ["nobody", "", "agus'--", String(repeating: "a", count: 5000)] {
            #expect(await problem { try await identity.signInStaff(username: name, password: agussPassword) } == wrong)
        }
        for password in ["", "salah sama sekali", agussPassword.uppercased()] {
            #expect(await problem { try await identity.signInStaff(username: "agus", password: password) } == wrong)
        }
        #expect(try await town.count("sessions") == 0)
        let entries = try await town.database.read { tx in try tx.auditEntries().filter { $0.action == "staff.signInFailed" } }
        #expect(entries.count == 7)
        #expect(Set(entries.map(\.actorKind)) == ["visitor"])
        #expect(entries.filter { $0.subject == "unknown" }.count == 4)
    }

    @Test("Staff wait after ten wrong passwords, counted on the disk, whether the name exists or not", arguments: ["agus", "nobody"])
    func tenWrongPasswords(name: String) async throws {
        try await town.addAgus()
        for _ in 0..<10 {
            #expect(await problem { try await identity.signInStaff(username: name, password: "salah sama sekali") } == wrong)
            town.clock.advance(bySeconds: 30)
        }
        let afterRestart = try town.reopened()
        let refusal = await problem { try await afterRestart.signInStaff(username: " \(name.uppercased())", password: agussPassword) }
        #expect(refusal == waiting)
        #expect(refusal?.arguments == ["minutes": "10"])
        // Waiting is not counted again, and ends when the first wrong password is a quarter of an hour old.
        town.clock.advance(bySeconds: 599)
        try await identity.purgeExpired()
        #expect(await problem { try await identity.signInStaff(username: name, password: agussPassword) } == waiting)
        town.clock.advance(bySeconds: 1)
        if name == "agus" {
            _ = try await identity.signInStaff(username: name, password: agussPassword)
        } else {
            #expect(await problem { try await identity.signInStaff(username: name, password: agussPassword) } == wrong)
        }
        town.clock.advance(bySeconds: 86_400)
        try await identity.purgeExpired()
        #expect(try await town.count("attempts") == 0)
    }

    @Test("A crowd that guesses one user name at once has ten guesses only")
    func guessedAtOnce() async throws {
        try await town.addAgus()
        let answers = await withTaskGroup(of: String.self) { group in
            for _ in 0..<30 {
                group.addTask {
                    await problem { try await identity.signInStaff(username: "agus", password: "salah sama sekali") }?.messageKey ?? ""
                }
            }
            return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
        #expect(answers == ["problem.staff.wrongPassword": 10, "problem.staff.waiting": 20])
    }

    @Test("Whoever signs in starts counting anew")
    func successClears() async throws {
        try await town.addAgus()
        for _ in 0..<2 {
            for _ in 0..<9 {
                #expect(await problem { try await identity.signInStaff(username: "agus", password: "salah sama sekali") } == wrong)
            }
            _ = try await identity.signInStaff(username: "agus", password: agussPassword)
        }
    }

    @Test("Staff who are disabled cannot sign in and are not told why; disabling twice is noted once")
    func disabled() async throws {
        try await town.addAgus()
        let ratna = Principal.administrator(id: Identifier(at: town.clock.now))
        try await identity.disableStaff(username: "Agus", reason: " pindah \n tugas ", by: ratna)
        try await identity.disableStaff(username: "agus", reason: "pindah tugas", by: ratna)
        #expect(await problem { try await identity.signInStaff(username: "agus", password: agussPassword) } == wrong)
        #expect(
            try await town.actions() == ["staff.added by operator", "staff.disabled by administrator", "staff.signInFailed by visitor"])
        let reason = try await town.database.read { tx in try tx.auditEntries().first { $0.action == "staff.disabled" }?.reason }
        #expect(reason == "pindah tugas")
        #expect(try await identity.staff().first?.disabledAt == town.clock.now)
    }

    @Test("Staff are disabled only for a reason, only when they exist, and only by those who answer for it")
    func disablingRefused() async throws {
        let id = try await town.addAgus()
        #expect(
            await problem { try await identity.disableStaff(username: "agus", reason: "  x ", by: console) }
                == Problem(
                    .invalid, "problem.invalid", fields: [FieldIssue("reason", "problem.reason.length")]))
        #expect(
            await problem { try await identity.disableStaff(username: "nobody", reason: "pindah tugas", by: console) }?.code == .notFound)
        for stranger in [Principal.visitor, .citizen(id: id), .officer(id: id, agency: "polri")] {
            #expect(
                await problem { try await identity.disableStaff(username: "agus", reason: "pindah tugas", by: stranger) }?.code
                    == .forbidden)
            #expect(await problem { try await addRatna(by: stranger) }?.code == .forbidden)
        }
        #expect(try await identity.staffMember(id).disabledAt == nil)
    }

    @Test("Staff are added only with everything in order, each fault at its field")
    func addingRefused() async throws {
        let everything = await problem {
            try await identity.addStaff(
                username: "a b", displayName: " ", role: .officer, agency: nil, password: "terlalu pdk", by: console)
        }
        #expect(
            everything
                == Problem(
                    .invalid, "problem.invalid",
                    fields: [
                        FieldIssue("username", "problem.username.invalid"), FieldIssue("displayName", "problem.displayName.invalid"),
                        FieldIssue("agency", "problem.agency.missing"), FieldIssue("password", "problem.password.length"),
                    ]))
        let agency = await problem {
            try await identity.addStaff(
                username: "ratna", displayName: "Ibu Ratna", role: .administrator, agency: "polri", password: agussPassword, by: console)
        }
        #expect(agency?.fields == [FieldIssue("agency", "problem.agency.unneeded")])
        #expect(try await identity.staff().isEmpty)

        _ = try await addRatna(by: console)
        #expect(
            await problem { try await addRatna(by: console) }
                == Problem(
                    .conflict, "problem.username.taken", fields: [FieldIssue("username", "problem.username.taken")]))
    }

    @Test("Staff are listed by name, and known by id")
    func listed() async throws {
        let ratna = try await addRatna(by: console)
        let agus = try await town.addAgus()
        #expect(try await identity.staff().map(\.username) == ["agus", "ratna"])
        #expect(
            try await identity.staffMember(agus)
                == StaffMember(
                    id: agus, username: "agus", displayName: "Bripka Agus", role: .officer, agency: "polri", addedAt: town.clock.now,
                    disabledAt: nil))
        #expect(try await identity.signInStaff(username: "ratna", password: agussPassword).principal == .administrator(id: ratna))
        #expect(await problem { try await identity.staffMember(Identifier(at: town.clock.now)) }?.code == .notFound)
        #expect(try await town.actions() == ["staff.added by operator", "staff.added by operator", "staff.signedIn by administrator"])
    }

    private func addRatna(by principal: Principal) async throws -> Identifier {
        try await identity.addStaff(
            username: "Ratna", displayName: "Ibu  Ratna", role: .administrator, agency: nil, password: agussPassword, by: principal)
    }
}
