import Kernel
import Storage
import Testing

@testable import Identity

/// Whom limits protect, and whom they must not stop.
@Suite("Limits among people")
struct LimitStoryTests {
    let town: Town
    let identity: IdentityService
    private let home = Origin(address: "198.51.100.7", device: "")
    private let elsewhere = Origin(address: "192.0.2.20", device: "")
    private let thief = Origin(address: "203.0.113.9", device: "")
    private let stopped = Problem(.tooMany, "problem.staff.waiting")
    private let tooMany = Problem(.tooMany, "problem.code.tooMany")

    init() throws {
        town = try Town()
        identity = town.identity
    }

    private func ask(_ nik: String = sitisNIK, _ contact: String = sitisMail, _ origin: Origin) async -> Problem? {
        do {
            _ = try await identity.requestCode(nik: nik, contact: contact, language: .indonesian, from: origin)
            return nil
        } catch { return error as? Problem }
    }

    private func enter(_ name: String = "agus", _ password: String, _ origin: Origin) async -> Problem? {
        do {
            _ = try await identity.signInStaff(username: name, password: password, from: origin)
            return nil
        } catch { return error as? Problem }
    }

    /// NIK that nobody has: women born in July 1990 whose serial numbers begin with 99.
    private func nik(_ number: Int) -> String { "351001\(41 + number % 30)07909\(900 + number / 30)" }

    @Test(
        "A stranger's requests with her NIK, to her mailbox or to his own, do not shut Siti out",
        arguments: [sitisMail, "penipu@contoh.id"])
    func strangerAsks(contact: String) async throws {
        for _ in 0..<5 { #expect(await ask(sitisNIK, contact, thief) == nil) }
        #expect(await ask(sitisNIK, contact, thief) == tooMany)
        // From the next house of the same network neither, with any end of the address.
        #expect(await ask(sitisNIK, contact, Origin(address: "203.0.113.255", device: "")) == tooMany)
        #expect(await ask(sitisNIK, sitisMail, home) == nil)
        #expect(await ask(dewisNIK, dewisMail, thief) == nil, "whoever shares his network signs in with her own NIK")
    }

    @Test("A mailbox gets five codes from one network and eight in all, whatever NIK is typed")
    func mailbox() async throws {
        for number in 0..<15 { #expect((await ask(nik(number), sitisMail, thief) == nil) == (number < 5)) }
        for number in 15..<25 {
            let origin = Origin(address: "2001:db8:0:\(number)::1", device: "")
            #expect((await ask(nik(number), sitisMail, origin) == nil) == (number < 18))
        }
        #expect(town.mail.letters.count == 8)
        #expect(await ask(dewisNIK, dewisMail, home) == nil)
        town.clock.advance(bySeconds: 900)
        #expect(await ask(sitisNIK, sitisMail, home) == nil)
    }

    @Test("A network asks for a hundred codes, however many addresses it has", arguments: ["2001:db8:0:1::", "203.0.113."])
    func network(prefix: String) async throws {
        for number in 0..<102 {
            let origin = Origin(address: "\(prefix)\(number)", device: "")
            #expect((await ask(nik(number), "warga\(number)@contoh.id", origin) == nil) == (number < 100), "\(number)")
        }
        #expect(await ask(dewisNIK, dewisMail, home) == nil)
    }

    @Test("A device that Siti has signed in with is stopped by nobody's tries but its own")
    func knownDevice() async throws {
        let device = try await town.signIn(from: home).device
        let phone = Origin(address: "203.0.113.50", device: device)
        for number in 0..<8 {
            #expect(await ask(sitisNIK, sitisMail, Origin(address: "192.0.\(number).1", device: "")) == (number < 7 ? nil : tooMany))
        }
        for _ in 0..<5 { _ = await ask(sitisNIK, "penipu@contoh.id", thief) }
        #expect(await ask(sitisNIK, sitisMail, elsewhere) == tooMany)
        for _ in 0..<5 { #expect(await ask(sitisNIK, sitisMail, phone) == nil) }
        #expect(await ask(sitisNIK, sitisMail, phone) == tooMany)
        // It is known to her account, not to Dewi's.
        for _ in 0..<5 { _ = await ask(dewisNIK, dewisMail, thief) }
        #expect(await ask(dewisNIK, dewisMail, phone) == tooMany)
        #expect(await ask(dewisNIK, dewisMail, home) == nil)
    }

    @Test("Wrong codes from one network stop it for that NIK, and neither its owner elsewhere nor others there")
    func wrongCodes() async throws {
        let device = try await town.signIn(from: home).device
        for round in 0..<2 {
            let challenge = try await identity.requestCode(nik: sitisNIK, contact: sitisMail, language: .indonesian, from: thief)
            for _ in 0..<5 {
                let wrong = town.mail.wrongCode(for: challenge)
                #expect(
                    await problem { try await identity.signIn(challenge: challenge, code: wrong, from: thief) }?.code != .tooMany,
                    "\(round)")
            }
        }
        let challenge = try await identity.requestCode(nik: sitisNIK, contact: sitisMail, language: .indonesian, from: thief)
        let code = try #require(town.mail.code(of: challenge))
        let refusal = await problem { try await identity.signIn(challenge: challenge, code: code, from: thief) }
        let waiting = Problem(.tooMany, "problem.code.waiting")
        #expect(refusal == waiting && refusal?.arguments == ["minutes": "60"])
        // The same code is good where she is, on a device that is known and on one that is not.
        _ = try await identity.signIn(challenge: challenge, code: code, from: Origin(address: "203.0.113.9", device: device))
        try await town.signIn(from: elsewhere)
        try await town.signIn(nik: dewisNIK, contact: dewisMail, from: thief)
        #expect(
            await problem { try await identity.signIn(challenge: challenge, code: code, from: thief) }
                == Problem(.conflict, "problem.code.used"))
        let again = try await identity.requestCode(nik: sitisNIK, contact: sitisMail, language: .indonesian, from: thief)
        town.clock.advance(bySeconds: 599)
        #expect(await problem { try await identity.signIn(challenge: again, code: "123456", from: thief) } == waiting)
    }

    @Test("A stranger's wrong passwords shut Agus out neither elsewhere nor on a device that he has used, and nobody else at all")
    func wrongPasswords() async throws {
        try await town.addAgus()
        _ = try await identity.addStaff(
            username: "rini", displayName: "Bripda Rini", role: .officer, agency: "polri", password: agussPassword,
            by: .operatorAtConsole(name: "root"))
        let device = try await identity.signInStaff(username: "agus", password: agussPassword, from: home).device
        for _ in 0..<10 { #expect(await enter("agus", "salah sama sekali", thief)?.code == .unauthenticated) }
        #expect(await enter("agus", agussPassword, thief) == stopped)
        #expect(await enter("agus", agussPassword, home) == nil)
        #expect(await enter("agus", agussPassword, elsewhere) == nil)
        #expect(await enter("agus", agussPassword, Origin(address: "203.0.113.9", device: device)) == nil)
        #expect(await enter("rini", agussPassword, thief) == nil)
        #expect(await enter("agus", agussPassword, thief) == stopped, "his being right elsewhere gives the stranger no new tries")
    }

    @Test("A device that is known has ten wrong passwords of its own")
    func knownDeviceGuesses() async throws {
        try await town.addAgus()
        let device = try await identity.signInStaff(username: "agus", password: agussPassword, from: home).device
        let stolen = Origin(address: "203.0.113.9", device: device)
        for _ in 0..<10 { #expect(await enter("agus", "salah sama sekali", stolen)?.code == .unauthenticated) }
        #expect(await enter("agus", agussPassword, stolen) == stopped)
        #expect(await enter("agus", agussPassword, home) == nil)
        town.clock.advance(bySeconds: 900)
        #expect(await enter("agus", agussPassword, stolen) == nil)
    }

    @Test("A device is known for 180 days after a sign-in, not before it, to nobody else and not when it is altered")
    func passes() async throws {
        let token = try await town.signIn(from: home)
        try await town.signIn(nik: dewisNIK, contact: dewisMail)
        func isKnown(_ device: String, _ nik: String = sitisNIK) async throws -> Bool {
            try await town.database.read { tx in
                let store = PersonStore()
                let account = try store.registered(nikHash: store.hash(#require(NIK(nik)), tx), tx)?.device
                return Origin(address: "", device: device).pass(for: account, tx) != nil
            }
        }
        #expect(try await isKnown(token.device))
        #expect(try await isKnown(token.device, dewisNIK) == false)
        let parts = token.device.split(separator: "-").map(String.init)
        for altered in [
            "", "x", "--", token.device + "a", "\(String(repeating: "0", count: 32))-\(parts[1])-\(parts[2])",
            "\(parts[0])-\((Int64(parts[1]) ?? 0) + 1)-\(parts[2])", "\(parts[0])-\(parts[1])-\(String(repeating: "0", count: 64))",
        ] { #expect(try await isKnown(altered) == false, "\(altered)") }
        let other = try await Town("kota-misal")
        #expect(try await other.signIn().device != token.device)
        town.clock.advance(bySeconds: -1)
        #expect(try await isKnown(token.device) == false)
        town.clock.advance(bySeconds: 180 * 86_400)
        #expect(try await isKnown(token.device))
        town.clock.advance(bySeconds: 1)
        #expect(try await isKnown(token.device) == false)
    }

    @Test("A device that several people use is known to the last five of them")
    func sharedDevice() async throws {
        var device = ""
        for number in 0..<6 {
            device = try await town.signIn(
                nik: nik(number), contact: "warga\(number)@contoh.id", from: Origin(address: "198.51.100.7", device: device)
            ).device
        }
        #expect(device.split(separator: ".").count == 5)
        // Whoever signs in again keeps one pass, not two.
        device = try await town.signIn(
            nik: nik(5), contact: "warga5@contoh.id", from: Origin(address: "198.51.100.7", device: device)
        ).device
        #expect(device.split(separator: ".").count == 5)
        let passes = Origin(address: "", device: device).passes
        let known = try await town.database.read { tx in
            let store = PersonStore()
            return try (0..<6).map { number in
                let account = try store.registered(nikHash: store.hash(#require(NIK(nik(number))), tx), tx)?.device
                return try passes.contains { $0.opens(try #require(account), tx) }
            }
        }
        #expect(known == [false, true, true, true, true, true])
    }
}
