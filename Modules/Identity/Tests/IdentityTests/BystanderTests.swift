import Kernel
import Storage
import StorageTesting
import Testing

@testable import Identity

/// Whatever is done to one of them leaves every row of the other byte for byte as it was, whoever came first.
@Suite("Who stands beside")
struct BystanderTests {
    private typealias Step = (name: String, act: () async throws -> Void)

    let town: Town
    let identity: IdentityService
    private let console = Principal.operatorAtConsole(name: "root")

    init() throws {
        town = try Town()
        identity = town.identity
    }

    private func command(_ number: Int) throws -> CommandID { try #require(CommandID("samping-000\(number)")) }

    @Test("What Siti does, and what is done to her account, leaves Dewi's account as it was", arguments: [true, false])
    func citizens(dewiIsFirst: Bool) async throws {
        if !dewiIsFirst { try await town.signIn() }
        let dewi = try await town.signIn(nik: dewisNIK, contact: dewisMail, language: .english)
        let id = try #require(dewi.principal.personID)
        if dewiIsFirst { try await town.signIn() }
        let earlier = try await identity.requestCode(nik: sitisNIK, contact: sitisMail, language: .indonesian)
        let pending = try await identity.requestCode(nik: dewisNIK, contact: dewisMail, language: .english)
        let before = try await town.database.everyRow(of: id, pending)
        let phone = try await town.signIn()
        let library = try await town.signIn()
        let steps: [Step] = [
            (
                "a wrong code",
                {
                    let wrong = town.mail.wrongCode(for: earlier)
                    #expect(await problem { try await identity.signIn(challenge: earlier, code: wrong) } == .codeWrong(left: 4))
                }
            ),
            (
                "a right code",
                {
                    let code = try #require(town.mail.code(of: earlier))
                    _ = try await identity.signIn(challenge: earlier, code: code, replacing: library.token)
                }
            ),
            (
                "a minute later",
                {
                    town.clock.advance(bySeconds: 60)
                    _ = try #require(try await identity.session(token: phone.token))
                }
            ),
            ("language", { try await identity.setLanguage(.indonesian, by: phone.principal) }),
            ("other sessions", { try await identity.endOtherSessions(token: phone.token, by: phone.principal) }),
            ("signing out", { try await identity.signOut(token: phone.token) }),
            (
                "contact",
                {
                    try await identity.setContact(
                        nik: sitisNIK, contact: "siti.baru@contoh.id", reason: "Ponsel hilang", change: .sameOwner, by: console)
                }
            ),
            (
                "another owner",
                {
                    try await identity.setContact(
                        nik: sitisNIK, contact: sitisMail, reason: "NIK dipakai orang lain", change: .anotherOwner, by: console)
                }
            ),
            ("purge", { try await identity.purgeExpired() }),
        ]
        for step in steps {
            try await step.act()
            #expect(try await town.database.everyRow(of: id, pending) == before, "\(step.name)")
        }
        #expect(
            try await identity.person(id, by: dewi.principal)
                == Person(id: id, nik: try #require(NIK(dewisNIK)), contact: .email(dewisMail), language: .english))
        let session = try #require(try await identity.session(token: dewi.token))
        #expect(session.principal == dewi.principal && session.language == .english)
        let code = try #require(town.mail.code(of: pending))
        #expect(try await identity.signIn(challenge: pending, code: code).principal == dewi.principal)
    }

    @Test("What Agus does, and what is done to his account, leaves Rini's account as it was", arguments: [true, false])
    func staff(riniIsFirst: Bool) async throws {
        if !riniIsFirst { try await town.addAgus() }
        let id = try await town.addRini()
        if riniIsFirst { try await town.addAgus() }
        let rini = try await identity.signInStaff(username: "rini", password: rinisPassword)
        let before = try await town.database.everyRow(of: id)
        let agus = try await identity.signInStaff(username: "agus", password: agussPassword)
        let fresh = "tujuh kambing di pasar"
        let dearer = try town.reopened(passwordCost: PasswordCost(logRounds: 5, blockSize: 8, parallelism: 1))
        let steps: [Step] = [
            (
                "a wrong password",
                { _ = await problem { try await identity.signInStaff(username: "agus", password: "salah sama sekali") } }
            ),
            ("a dearer hash", { _ = try await dearer.signInStaff(username: "agus", password: agussPassword) }),
            (
                "a minute later",
                {
                    town.clock.advance(bySeconds: 60)
                    _ = try #require(try await identity.session(token: agus.token))
                }
            ),
            (
                "confirming",
                { try await identity.confirm(password: agussPassword, token: agus.token, from: .unknown, by: agus.principal) }
            ),
            (
                "a new password",
                {
                    _ = try await identity.changePassword(
                        from: agussPassword, to: fresh, token: agus.token, from: .unknown, by: agus.principal)
                }
            ),
            ("other sessions", { try await identity.endOtherSessions(token: "", by: agus.principal) }),
            ("disabling", { try await identity.disableStaff(username: "agus", reason: "pindah tugas", by: console) }),
            (
                "a one-time password",
                {
                    _ = try await identity.giveOneTimePassword(
                        username: "agus", reason: "Kembali bertugas", command: command(1), by: console)
                }
            ),
            ("purge", { try await identity.purgeExpired() }),
        ]
        for step in steps {
            try await step.act()
            #expect(try await town.database.everyRow(of: id) == before, "\(step.name)")
        }
        let session = try #require(try await identity.session(token: rini.token))
        #expect(session.principal == .officer(id: id, agency: "polri") && session.displayName == "Bripda Rini")
        #expect(session.mustChangePassword == false)
        #expect(try await identity.staffMember(id).username == "rini")
        #expect(try await identity.signInStaff(username: "rini", password: rinisPassword).principal == rini.principal)
    }

    @Test("Ending one agency's key leaves the other agency's as it was", arguments: [true, false])
    func keys(othersIsFirst: Bool) async throws {
        func key(_ agency: String) async throws -> NewProgramKey {
            try await identity.addKey(name: "Sistem \(agency)", agency: agency, scopes: [.readRequests], validDays: 30, by: console)
        }
        var polri: NewProgramKey?
        if !othersIsFirst { polri = try await key("polri") }
        let others = try await key("disdukcapil")
        let before = try await town.database.everyRow(of: others.key.id)
        let ended = if let polri { polri } else { try await key("polri") }
        _ = try await identity.addKey(
            name: "Sistem lain", agency: "polri", scopes: [.decideRequests], validDays: 1, command: command(1), by: console)
        town.clock.advance(bySeconds: 1)
        try await identity.revokeKey(ended.key.id, reason: "Berkas konfigurasi bocor", by: console)
        try await identity.purgeExpired()
        #expect(try await town.database.everyRow(of: others.key.id) == before)
        #expect(try await identity.programKey(others.key.id) == others.key)
        #expect(try await identity.programKey(ended.key.id).revokedAt == town.clock.now)
        #expect(try await identity.session(key: others.secret)?.principal == others.key.principal)
        #expect(try await identity.session(key: ended.secret) == nil)
    }

    @Test("Each session tells its own holder, however many are signed in")
    func holders() async throws {
        let ratna = try await identity.addStaff(
            username: "ratna", displayName: "Ibu Ratna", role: .administrator, agency: nil, password: rinisPassword, by: console)
        let agus = try await town.addAgus()
        _ = try await town.addRini()
        try await identity.disableStaff(username: "rini", reason: "pindah tugas", by: console)
        let people = [
            try await town.signIn(), try await town.signIn(nik: dewisNIK, contact: dewisMail, language: .english),
            try await identity.signInStaff(username: "agus", password: agussPassword),
            try await identity.signInStaff(username: "ratna", password: rinisPassword),
        ]
        let expected: [(Principal, Language?, String?)] = [
            (people[0].principal, .indonesian, nil), (people[1].principal, .english, nil),
            (.officer(id: agus, agency: "polri"), nil, "Bripka Agus"), (.administrator(id: ratna), nil, "Ibu Ratna"),
        ]
        #expect(people[0].principal != people[1].principal)
        for (person, (principal, language, name)) in zip(people, expected) {
            #expect(
                try await identity.session(token: person.token)
                    == Session(
                        principal: principal, expiresAt: person.expiresAt, language: language, displayName: name, isFresh: true))
            #expect(try await identity.openSessions(token: person.token, by: principal).map(\.isThis) == [true])
        }
        // The shorter patience with an administrator is hers alone.
        town.clock.advance(bySeconds: 15 * 60)
        #expect(try await people.asyncMap { try await identity.session(token: $0.token) != nil } == [true, true, true, false])
    }
}

extension Array {
    /// One after another.
    fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async throws -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
