import Kernel
import Storage
import Testing

@testable import Identity

/// Each bound of what is typed and of what time does: one below, at it, one above.
@Suite("Bounds")
struct BoundTests {
    let town: Town
    let identity: IdentityService
    private let console = Principal.operatorAtConsole(name: "root")

    init() throws {
        town = try Town()
        identity = town.identity
    }

    private func text(_ count: Int) -> String { String(repeating: "k", count: count) }

    /// The fields that were refused; none when it was taken.
    private func refused(_ body: () async throws -> Void) async -> [String] {
        do {
            try await body()
            return []
        } catch { return (error as? Problem)?.fields.map(\.field) ?? ["\(error)"] }
    }

    @Test("A reason has 5 to 500 characters, whatever is done for it", arguments: [(4, false), (5, true), (500, true), (501, false)])
    func reason(count: Int, isTaken: Bool) async throws {
        let expected = isTaken ? [] : ["reason"]
        let reason = text(count)
        try await town.addAgus()
        try await town.signIn()
        let key = try await identity.addKey(name: "Sistem SKCK", agency: "polri", scopes: [.readRequests], validDays: 1, by: console)
        #expect(await refused { try await identity.disableStaff(username: "agus", reason: reason, by: console) } == expected)
        #expect(await refused { try await identity.revokeKey(key.key.id, reason: reason, by: console) } == expected)
        let command = try #require(CommandID("alasan-0001"))
        #expect(
            await refused {
                _ = try await identity.giveOneTimePassword(username: "agus", reason: reason, command: command, by: console)
            } == expected)
        #expect(
            await refused {
                try await identity.setContact(
                    nik: sitisNIK, contact: "siti.baru@contoh.id", reason: reason, change: .sameOwner, by: console)
            } == expected)
    }

    @Test("Names of staff and of keys have 1 to 100 characters", arguments: [(0, false), (1, true), (100, true), (101, false)])
    func name(count: Int, isTaken: Bool) async throws {
        #expect(
            await refused {
                _ = try await identity.addStaff(
                    username: "agus", displayName: text(count), role: .officer, agency: "polri", password: agussPassword, by: console)
            } == (isTaken ? [] : ["displayName"]))
        #expect(
            await refused {
                _ = try await identity.addKey(name: text(count), agency: "polri", scopes: [.readRequests], validDays: 1, by: console)
            } == (isTaken ? [] : ["name"]))
    }

    @Test("A key is good for 1 to 365 days", arguments: [(0, false), (1, true), (365, true), (366, false), (-1, false)])
    func days(count: Int, isTaken: Bool) async throws {
        let end = town.clock.now.advanced(byDays: count)
        let refusal = await refused {
            let key = try await identity.addKey(
                name: "Sistem SKCK", agency: "polri", scopes: [.readRequests], validDays: count, by: console)
            #expect(key.key.expiresAt == end)
        }
        #expect(refusal == (isTaken ? [] : ["validDays"]))
    }

    @Test("Each fault of staff and of keys is told at its own field alone")
    func oneFault() async throws {
        func staff(_ username: String, _ name: String, _ role: StaffRole, _ agency: String?, _ password: String) async -> [String] {
            await refused {
                _ = try await identity.addStaff(
                    username: username, displayName: name, role: role, agency: agency, password: password, by: console)
            }
        }
        #expect(await staff("a b", "Bripka Agus", .officer, "polri", agussPassword) == ["username"])
        #expect(await staff("agus", " ", .officer, "polri", agussPassword) == ["displayName"])
        for agency in [nil, ""] { #expect(await staff("agus", "Bripka Agus", .officer, agency, agussPassword) == ["agency"]) }
        #expect(await staff("ratna", "Ibu Ratna", .administrator, "polri", agussPassword) == ["agency"])
        #expect(await staff("agus", "Bripka Agus", .officer, "polri", "pendek") == ["password"])
        #expect(await staff("agus", "Bripka Agus", .officer, "polri", "bripka-agus-polri") == ["password"])
        #expect(try await identity.staff().isEmpty)
        func key(_ name: String, _ agency: String, _ scopes: Set<ProgramScope>, _ days: Int) async -> [String] {
            await refused { _ = try await identity.addKey(name: name, agency: agency, scopes: scopes, validDays: days, by: console) }
        }
        #expect(await key(" ", "polri", [.readRequests], 1) == ["name"])
        #expect(await key("Sistem SKCK", "", [.readRequests], 1) == ["agency"])
        #expect(await key("Sistem SKCK", "polri", [], 1) == ["scopes"])
        #expect(try await town.count("program_keys") == 0)
        func contact(_ nik: String, _ contact: String, _ reason: String) async -> [String] {
            await refused {
                try await identity.setContact(nik: nik, contact: contact, reason: reason, change: .sameOwner, by: console)
            }
        }
        try await town.signIn()
        #expect(await contact("123", "siti.baru@contoh.id", "Ponsel hilang") == ["nik"])
        #expect(await contact(sitisNIK, "x", "Ponsel hilang") == ["contact"])
        #expect(await contact(sitisNIK, "siti.baru@contoh.id", "ya") == ["reason"])
        #expect(await refused { _ = try await identity.requestCode(nik: "1", contact: sitisMail, language: .english) } == ["nik"])
        #expect(await refused { _ = try await identity.requestCode(nik: sitisNIK, contact: "x", language: .english) } == ["contact"])
    }

    @Test("A code is good in its last second, and has five guesses")
    func code() async throws {
        let challenge = try await identity.requestCode(nik: sitisNIK, contact: sitisMail, language: .indonesian)
        town.clock.advance(bySeconds: 599)
        #expect(try await identity.signIn(challenge: challenge, code: #require(town.mail.code(of: challenge))).principal.personID != nil)
        let next = try await identity.requestCode(nik: dewisNIK, contact: dewisMail, language: .english)
        let wrong = town.mail.wrongCode(for: next)
        for _ in 0..<4 { _ = await problem { try await identity.signIn(challenge: next, code: wrong) } }
        #expect(try await identity.signIn(challenge: next, code: #require(town.mail.code(of: next))).principal.personID != nil)
    }

    @Test("What is over is removed, and what is not stays")
    func purge() async throws {
        _ = try await identity.requestCode(nik: sitisNIK, contact: sitisMail, language: .indonesian)
        try await town.signIn(nik: bambangsNIK, contact: "bambang@contoh.id")
        town.clock.advance(bySeconds: 1)
        let dewis = try await identity.requestCode(nik: dewisNIK, contact: dewisMail, language: .english)
        town.clock.advance(bySeconds: 599)
        #expect(try await identity.purgeExpired() == 2, "Siti's code and Bambang's")
        let code = try #require(town.mail.code(of: dewis))
        #expect(try await identity.signIn(challenge: dewis, code: code).principal.personID != nil)
        #expect(try await town.count("sessions") == 2)
        town.clock.advance(bySeconds: 12 * 3600 - 600)
        #expect(try await identity.purgeExpired() == 1, "Dewi's code; whose session Bambang's was is known for an hour more")
        #expect(try await town.count("sessions") == 2)
        town.clock.advance(bySeconds: 12 * 3600 - 1)
        // What was counted a day ago counts no more: four for each code that was asked for.
        for (removed, left) in [(2, 12), (8, 4), (4, 0)] {
            #expect(try await identity.purgeExpired() == removed, "two sessions, and what was counted")
            #expect(try await town.count("attempts") == left)
            town.clock.advance(bySeconds: 1)
        }
    }

    @Test("An administrator's session lasts ten hours, as an officer's")
    func lifetimes() async throws {
        try await town.addAgus()
        _ = try await identity.addStaff(
            username: "ratna", displayName: "Ibu Ratna", role: .administrator, agency: nil, password: rinisPassword, by: console)
        for (name, password) in [("agus", agussPassword), ("ratna", rinisPassword)] {
            let signedIn = try await identity.signInStaff(username: name, password: password)
            #expect(signedIn.expiresAt == town.clock.now.advanced(bySeconds: 10 * 3600), "\(name)")
        }
    }

    @Test("Sessions are listed while they are good, the newest first and those of one moment in one order")
    func listed() async throws {
        let siti = try await town.signIn()
        let id = try #require(siti.principal.personID)
        try await town.signIn(nik: dewisNIK, contact: dewisMail)
        let (store, end) = (SessionStore(), town.clock.now.advanced(bySeconds: 60))
        let others = (0..<4).map { _ in SessionToken() }
        try await town.database.write { tx in
            for token in others { try store.add(token, person: id, expiresAt: end, replacing: nil, tx) }
        }
        let tokens = try others + [#require(SessionToken(siti.token))]
        for (place, token) in tokens.sorted(by: { $0.hash < $1.hash }).enumerated() {
            let isThis = try await identity.openSessions(token: token.text, by: siti.principal).map(\.isThis)
            #expect(isThis == tokens.indices.map { $0 == place })
        }
        town.clock.advance(bySeconds: 59)
        #expect(try await identity.openSessions(token: siti.token, by: siti.principal).count == 5)
        town.clock.advance(bySeconds: 1)
        #expect(try await identity.openSessions(token: siti.token, by: siti.principal).map(\.isThis) == [true])
        let later = try await town.signIn()
        #expect(try await identity.openSessions(token: later.token, by: siti.principal).map(\.isThis) == [true, false])
        town.clock.advance(bySeconds: -1)
        let before = try await identity.openSessions(token: later.token, by: siti.principal)
        #expect(before.count == 5 && before.allSatisfy { !$0.isThis }, "not one from the future")
    }

    @Test("One other session that ends is noted, and none is not")
    func oneOther() async throws {
        let here = try await town.signIn()
        try await town.signIn()
        for ended in [1, 0] { #expect(try await identity.endOtherSessions(token: here.token, by: here.principal) == ended) }
        #expect(try await town.actions().filter { $0.hasPrefix("person.sessionsEnded") }.count == 1)
    }

    @Test("A session that was seen in the future opens nothing until then")
    func seenLater() async throws {
        let siti = try await town.signIn()
        town.clock.advance(bySeconds: 120)
        #expect(try await identity.session(token: siti.token) != nil)
        town.clock.advance(bySeconds: -1)
        #expect(try await identity.session(token: siti.token) == nil)
        town.clock.advance(bySeconds: 1)
        #expect(try await identity.session(token: siti.token) != nil)
    }

    @Test("Minutes to wait are rounded up, and the first millisecond of freedom is free")
    func minutes() {
        let limit = Limit(counts: .codeAsked, per: .network, count: 1, windowSeconds: 900)
        let at = Instant(milliseconds: 1_795_404_600_000)
        for (waited, minutes) in [(0, 15), (1, 15), (839_999, 2), (840_000, 1), (840_001, 1), (899_999, 1)] as [(Int64, Int)] {
            #expect(limit.minutesToWait(after: [at], at: Instant(milliseconds: at.milliseconds + waited)) == minutes, "\(waited)")
        }
        #expect(limit.minutesToWait(after: [at], at: Instant(milliseconds: at.milliseconds + 900_000)) == nil)
        #expect(limit.minutesToWait(after: [], at: at) == nil)
    }
}
