import Foundation
import Identity
import Kernel
import Notifications
import Testing

@testable import Portal

/// Signing in, and all the ways in which it should not work.
@Suite("Sign-ins", .timeLimit(.minutes(15)))
struct SignInTests {
    private let nik = "3510014507909901"
    private let contact = "siti@contoh.id"

    /// Asks for a code; answers the page that wants it.
    private func codePage(_ visitor: Visitor, _ town: Town) async throws -> Visitor.Answer {
        let entry = try await visitor.get("/\(Town.first)/masuk")
        return try await visitor.submit(["nik": nik, "contact": contact], to: "/\(Town.first)/masuk", from: entry)
    }

    private func code(_ visitor: Visitor, _ town: Town) async throws -> String {
        try await Citizen(visitor: visitor, base: "/\(Town.first)", town: town).newestCode()
    }

    @Test("A code that is guessed at too often is over")
    func aCodeGuessedTooOftenIsOver() async throws {
        let town = try await Town.open()
        let visitor = town.visitor()
        let page = try await codePage(visitor, town)
        let right = try await code(visitor, town)
        let wrong = right == "000000" ? "000001" : "000000"
        // What is not a code at all does not count as a guess.
        #expect(try await visitor.submit(["code": "abc"], to: page.path, from: page).faults == ["field-code"])
        for left in [4, 3, 2, 1] {
            let answer = try await visitor.submit(["code": wrong], to: page.path, from: page)
            #expect(answer.status == 422 && answer.faults == ["field-code"])
            #expect(answer.fault(at: "field-code") == town.say("problem.code.wrong", ["left": String(left)]))
        }
        for guess in [wrong, right] {
            let answer = try await visitor.submit(["code": guess], to: page.path, from: page)
            #expect(answer.status == 410 && answer.text.contains(town.say("problem.code.exhausted")))
            // The page is the entry again: she can ask for a new code at once.
            #expect(answer.has(id: "field-nik"))
        }
        #expect(visitor.cookie(Portal.sessionCookieName) == nil)
        try await town.leave()
    }

    @Test("A code expires after ten minutes")
    func aCodeExpiresAfterTenMinutes() async throws {
        let town = try await Town.open()
        let visitor = town.visitor()
        let page = try await codePage(visitor, town)
        let code = try await code(visitor, town)
        town.clock.advance(bySeconds: 600)
        let answer = try await visitor.submit(["code": code], to: page.path, from: page)
        #expect(answer.status == 410 && answer.text.contains(town.say("problem.code.expired")))
        #expect(visitor.cookie(Portal.sessionCookieName) == nil)
        try await town.leave()
    }

    @Test("A code works once, and for nobody else")
    func aCodeWorksOnce() async throws {
        let town = try await Town.open()
        let (siti, thief) = (town.visitor(), town.visitor())
        let page = try await codePage(siti, town)
        let code = try await code(siti, town)
        #expect(try await siti.submit(["code": code], to: page.path, from: page).path == "/\(Town.first)/permohonan")
        let copy = try await thief.get(page.path)
        let answer = try await thief.submit(["code": code], to: page.path, from: copy)
        #expect(answer.status == 409 && answer.text.contains(town.say("problem.code.used")))
        #expect(thief.cookie(Portal.sessionCookieName) == nil)
        // What was used is not shown in the demonstration's mailbox any more either.
        #expect(try await town.told().isEmpty)
        try await town.leave()
    }

    @Test("A known NIK with another contact gets the same answer, and no code")
    func aKnownNIKWithAnotherContactGetsTheSameAnswerAndNoCode() async throws {
        let town = try await Town.open()
        _ = try await town.siti()
        let thief = town.visitor()
        let entry = try await thief.get("/\(Town.first)/masuk")
        let answer = try await thief.submit(["nik": nik, "contact": "penipu@contoh.id"], to: "/\(Town.first)/masuk", from: entry)
        #expect(answer.status == 200 && answer.path.hasPrefix("/\(Town.first)/masuk/"))
        #expect(answer.text.contains(town.say("code.sent")))
        #expect(try await town.told().isEmpty)
        try await town.leave()
    }

    @Test("Another code is a button that says when it works, for known and unknown addresses alike")
    func anotherCode() async throws {
        let town = try await Town.open()
        _ = try await town.siti()
        let region = Town.first
        var told: [[String]] = []
        for (nik, contact) in [
            ("3510014507909901", "siti@contoh.id"), ("3510014507909901", "penipu@contoh.id"), ("3510015402929903", "dewi@contoh.id"),
        ] {
            let visitor = town.visitor()
            let entry = try await visitor.get("/\(region)/masuk?lanjut=/\(region)/pesan")
            #expect(entry.text.contains(town.say("code.changedText")), "what to do is said before she asks")
            let page = try await visitor.submit(["nik": nik, "contact": contact], to: "/\(region)/masuk", from: entry)
            #expect(page.text.contains(town.say("code.resend")) && page.text.contains(town.say("code.changedText")))
            #expect(page.text.contains(town.say("code.wait", ["seconds": "60"])))
            town.clock.advance(bySeconds: 15)
            let early = try await visitor.submit(["lagi": "1"], to: page.path, from: page)
            #expect(early.status == 429 && early.path == page.path)
            #expect(early.text.contains(town.say("problem.code.early", ["seconds": "45"])))
            #expect(early.text.contains(town.say("code.wait", ["seconds": "45"])))
            town.clock.advance(bySeconds: 45)
            let ready = try await visitor.get(page.path)
            #expect(!ready.text.contains("id=\"wait\"") && ready.text.contains(town.say("code.resend")))
            let another = try await visitor.submit(["lagi": "1"], to: page.path, from: early)
            #expect(another.status == 200 && another.path != page.path && another.path.hasPrefix("/\(region)/masuk/"))
            #expect(another.input("next") == "/\(region)/pesan", "she is still on her way")
            told.append([page, early, another].map { "\($0.status) \($0.text.count)" })
        }
        #expect(told[0] == told[1] && told[1] == told[2])
        // Two codes of Siti's and two of Dewi's; the one that was used is erased, and the stranger got none.
        let mails = try await town.island(region).notifications.demoMailbox(limit: 20)
        #expect(mails.count == 4)
        try await town.leave()
    }

    @Test("A citizen who asks for too many codes waits")
    func whoAsksForTooManyCodesWaits() async throws {
        let town = try await Town.open()
        let visitor = town.visitor()
        for _ in 0..<5 { #expect(try await codePage(visitor, town).status == 200) }
        let answer = try await codePage(visitor, town)
        #expect(answer.status == 429 && answer.text.contains(town.say("problem.code.tooMany", ["minutes": "15"])))
        try await town.leave()
    }

    @Test("A sender who hammers at the doors waits before both of them")
    func oneSenderDoesNotHammerTheDoor() async throws {
        let town = try await Town.open()
        let visitor = town.visitor()
        let entry = try await visitor.get("/\(Town.first)/masuk")
        for _ in 0..<60 { #expect(try await visitor.submit(["nik": "1"], to: "/\(Town.first)/masuk", from: entry).status == 422) }
        for door in ["/\(Town.first)/masuk", "/\(Town.first)/petugas/masuk"] {
            let answer = try await visitor.submit(["nik": "1", "username": "agus", "password": "x"], to: door, from: entry)
            #expect(answer.status == 429 && answer.text.contains(town.say("problem.tooMany")))
        }
        town.clock.advance(bySeconds: 3)
        #expect(try await visitor.submit(["nik": "1"], to: "/\(Town.first)/masuk", from: entry).status == 422)
        try await town.leave()
    }

    @Test(
        "Nobody is led away after signing in",
        arguments: [
            "//evil.example", "https://evil.example", "https:evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)",
            "evil",
            "/\(Town.other)/permohonan", "/\(Town.first)evil", "/\(Town.first)/../../evil", "/\(Town.first)/%0d%0aSet-Cookie:x=y",
            "/\(Town.first)/permohonan\r\nSet-Cookie: x=y", "/\(Town.first)/pesan?x=\"", "/\(Town.first)/pesan?x#y", "",
        ])
    func nobodyIsLedAwayAfterSigningIn(next: String) async throws {
        let town = try await Town.open()
        let query = next.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let page = try await town.visitor().get("/\(Town.first)/masuk?lanjut=\(query)")
        #expect(page.status == 200 && page.input("next") == nil)

        let visitor = town.visitor()
        let entry = try await visitor.get("/\(Town.first)/masuk")
        let asked = try await visitor.post(
            ["csrf": entry.input("csrf") ?? "", "nik": nik, "contact": contact, "next": next], to: "/\(Town.first)/masuk")
        let challenge = try #require(asked.location)
        #expect(challenge.hasPrefix("/\(Town.first)/masuk/") && !challenge.contains("lanjut"))
        let answer = try await visitor.post(
            ["csrf": entry.input("csrf") ?? "", "code": try await code(visitor, town), "next": next], to: challenge)
        #expect(answer.location == "/\(Town.first)/permohonan")
        try await town.leave()
    }

    @Test("A citizen who was on the way somewhere arrives there after signing in")
    func whoWasOnTheWaySomewhereArrivesThere() async throws {
        let town = try await Town.open()
        let visitor = town.visitor()
        let entry = try await visitor.get("/\(Town.first)/pesan")
        #expect(entry.input("next") == "/\(Town.first)/pesan")
        let page = try await visitor.submit(["nik": nik, "contact": contact], to: "/\(Town.first)/masuk", from: entry)
        #expect(page.input("next") == "/\(Town.first)/pesan")
        let answer = try await visitor.submit(["code": try await code(visitor, town)], to: page.path, from: page)
        #expect(answer.path == "/\(Town.first)/pesan")
        try await town.leave()
    }

    @Test("The way through the sign-in keeps its query")
    func theWayThereKeepsItsQuery() async throws {
        let town = try await Town.open()
        let visitor = town.visitor()
        let wanted = "/\(Town.first)/permohonan?dari=pesan&urut=2"
        let entry = try await visitor.get(try town.island(Town.first).links.signIn(next: wanted))
        #expect(entry.input("next") == htmlEscaped(wanted))
        let asked = try await visitor.post(
            ["csrf": entry.input("csrf") ?? "", "nik": nik, "contact": contact, "next": wanted], to: "/\(Town.first)/masuk")
        let page = try await visitor.get(try #require(asked.location))
        #expect(page.input("next") == htmlEscaped(wanted))
        let answer = try await visitor.post(
            ["csrf": page.input("csrf") ?? "", "code": try await code(visitor, town), "next": wanted], to: page.path)
        #expect(answer.location == wanted)
        try await town.leave()
    }

    @Test("Nobody is promised a code when there is no sender")
    func withoutASenderNobodyIsPromisedACode() async throws {
        let town = try await Town.open(isDemonstration: false)
        let visitor = town.visitor()
        let entry = try await visitor.get("/\(Town.first)/masuk")
        #expect(entry.status == 200 && entry.text.contains(town.say("problem.code.noSender")))
        let answer = try await visitor.submit(["nik": nik, "contact": contact], to: "/\(Town.first)/masuk", from: entry)
        #expect(answer.status == 503 && answer.text.contains(town.say("problem.code.noSender")))
        #expect(try await town.audited().isEmpty)
        try await town.leave()
    }

    @Test("A phone number is declined at its field when there is only mail")
    func withMailOnlyAPhoneNumberIsDeclinedAtItsField() async throws {
        let town = try await Town.open(
            isDemonstration: false,
            environment: [
                "MPP_SMTP_HOST": "127.0.0.1", "MPP_SMTP_PORT": "9", "MPP_SMTP_SECURITY": "none", "MPP_SMTP_FROM": "mpp@contoh.id",
            ])
        let visitor = town.visitor()
        let entry = try await visitor.get("/\(Town.first)/masuk")
        #expect(!entry.text.contains(town.say("problem.code.noSender")))
        let answer = try await visitor.submit(["nik": nik, "contact": "0812 3456 7890"], to: "/\(Town.first)/masuk", from: entry)
        #expect(answer.status == 422 && answer.faults == ["field-contact"])
        #expect(answer.fault(at: "field-contact") == town.say("field.phone_unavailable"))
        #expect(answer.input("nik") == nik && answer.input("contact") == "0812 3456 7890")
        let page = try await visitor.submit(["nik": nik, "contact": contact], to: "/\(Town.first)/masuk", from: entry)
        #expect(page.path.hasPrefix("/\(Town.first)/masuk/"))
        #expect(!page.text.contains("kotak-peragaan"))
        #expect(try await town.island(Town.first).notifications.deliveryCounts()[.queued] == 1)
        try await town.leave()
    }

    @Test("Staff with a wrong password learn nothing")
    func staffWithAWrongPasswordLearnNothing() async throws {
        let town = try await Town.open()
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let visitor = town.visitor()
        let entry = try await visitor.get("/\(Town.first)/petugas/masuk")
        for username in ["agus", "tidak-ada", "", "<script>"] {
            let answer = try await visitor.submit(
                ["username": username, "password": "bukan-kata-sandinya"], to: "/\(Town.first)/petugas/masuk", from: entry)
            #expect(answer.status == 422 && answer.faults == ["field-password"], "\(username)")
            #expect(answer.fault(at: "field-password") == town.say("problem.staff.wrongPassword"), "\(username)")
            #expect(answer.input("username") == htmlEscaped(username))
            #expect(!answer.text.contains("bukan-kata-sandinya"))
        }
        try await town.leave()
    }

    @Test("An officer who is disabled is out at once")
    func anOfficerWhoIsDisabledIsOutAtOnce() async throws {
        let town = try await Town.open()
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let request = try await town.siti().submitPaidSKCK()
        let agus = try await town.agus()
        let review = try await agus.visitor.get("\(agus.base)/petugas/permohonan/\(request)")
        #expect(review.status == 200)
        let office = try RegionOffice.open(Town.first, settings: town.portal.settings, clock: town.clock)
        try await office.disableStaff("agus", reason: "Pindah tugas", by: .operatorAtConsole(name: "root"))
        try office.close()
        #expect(try await agus.visitor.get("\(agus.base)/petugas").path == "\(agus.base)/petugas/masuk")
        let answer = try await agus.visitor.submit(to: "\(agus.base)/petugas/permohonan/\(request)/persetujuan", from: review)
        #expect(answer.path == "/\(Town.first)/petugas/masuk")
        #expect(try await town.audited(about: request).last == "request.received")
        let entry = try await agus.visitor.get("\(agus.base)/petugas/masuk")
        let again = try await agus.visitor.submit(
            ["username": "agus", "password": DemonstrationData.password], to: "\(agus.base)/petugas/masuk", from: entry)
        #expect(again.status == 422)
        try await town.leave()
    }
}
