import Foundation
import Testing

@testable import Portal

/// Forms that did not come from our page, or not from this person's.
@Suite("Forged forms")
struct FormForgeryTests {
    @Test("A form's token is good only for whom it was made")
    func aTokenIsGoodOnlyForWhomItWasMade() async throws {
        let town = try await Town.open(regions: [Town.first, Town.other])
        let siti = try await town.siti()
        let bambang = try await town.bambang()
        let elsewhere = try await town.siti(in: Town.other)
        let draft = try await siti.startDraft("skck")
        let own = try await siti.visitor.get("\(siti.base)/permohonan/\(draft)/isian")
        let token = try #require(own.input("csrf"))
        let bambangs = try #require(try await bambang.visitor.get("\(siti.base)/layanan/skck").input("csrf"))
        let others = try #require(try await elsewhere.visitor.get("\(elsewhere.base)/layanan/skck").input("csrf"))
        let visitors = try #require(try await town.visitor().get("\(siti.base)/masuk").input("csrf"))

        let forged: [String?] = [
            nil, "", "x", String(repeating: "0", count: 64), String(token.dropLast()), token + "0", bambangs, others, visitors,
        ]
        for token in forged {
            var fields = ["answers.full_name": "Bukan Siti"]
            if let token { fields["csrf"] = token }
            let answer = try await siti.visitor.post(fields, to: "\(siti.base)/permohonan/\(draft)/isian")
            #expect(answer.status == 403 && answer.isPage, "\(token ?? "none")")
            #expect(answer.text.contains(town.say("problem.csrf")))
        }
        #expect(try await siti.visitor.get("\(siti.base)/permohonan/\(draft)/isian").input("answers.full_name") == "")
        // Her own works still.
        let answer = try await siti.visitor.post(
            ["csrf": token, "answers.full_name": "Siti"], to: "\(siti.base)/permohonan/\(draft)/isian")
        #expect(answer.status == 422 && answer.input("answers.full_name") == "Siti")
        try await town.leave()
    }

    /// Another site knows no cookie of ours; a cookie that it could set itself must not make a token of its choice good.
    @Test("A visitor without our cookie sends no form")
    func aVisitorWithoutOurCookieSendsNothing() async throws {
        let town = try await Town.open()
        let page = try await town.visitor().get("/\(Town.first)/masuk")
        let token = try #require(page.input("csrf"))
        let stranger = town.visitor()
        #expect(try await stranger.post(["csrf": token, "nik": "x"], to: "/\(Town.first)/masuk").status == 403)
        for cookie in ["", "x", String(repeating: "0", count: 64)] {
            stranger.setCookie(Portal.formCookieName, cookie)
            #expect(try await stranger.post(["csrf": token, "nik": "x"], to: "/\(Town.first)/masuk").status == 403, "\(cookie)")
        }
        try await town.leave()
    }

    @Test("A form's token from before the sign-in is over")
    func aTokenFromBeforeTheSignInIsOver() async throws {
        let town = try await Town.open()
        let siti = Citizen(visitor: town.visitor(), base: "/\(Town.first)", town: town)
        let before = try #require(try await siti.visitor.get("\(siti.base)/masuk").input("csrf"))
        try await siti.signIn(nik: "3510014507909901", contact: "siti@contoh.id")
        #expect(try await siti.visitor.post(["csrf": before], to: "\(siti.base)/keluar").status == 403)
        #expect(try await siti.visitor.get("\(siti.base)/permohonan").path == "\(siti.base)/permohonan")
        try await town.leave()
    }

    @Test("A form with another person's command is refused")
    func anotherPersonsCommandIsRefused() async throws {
        let town = try await Town.open()
        let (siti, bambang) = (try await town.siti(), try await town.bambang())
        let page = try await siti.visitor.get("\(siti.base)/layanan/skck")
        let command = try #require(page.input("command"))
        _ = try await siti.visitor.submit(to: "\(siti.base)/permohonan", from: page)
        let his = try await bambang.visitor.get("\(siti.base)/layanan/skck")
        let answer = try await bambang.visitor.submit(["command": command], to: "\(siti.base)/permohonan", from: his)
        #expect(answer.status == 409 && answer.text.contains(town.say("problem.command.foreign")))
        try await town.leave()
    }

    @Test("Signing out ends the session for good")
    func signingOutEndsTheSessionForGood() async throws {
        let town = try await Town.open()
        let siti = try await town.siti()
        let kept = town.visitor(like: siti.visitor)
        let page = try await siti.visitor.get("\(siti.base)/permohonan")
        let answer = try await siti.visitor.submit(to: "\(siti.base)/keluar", from: page)
        #expect(answer.path == siti.base && siti.visitor.cookie(Portal.sessionCookieName) == nil)
        // A copy of the cookie is worth nothing now.
        #expect(try await kept.get("\(siti.base)/permohonan").path == "\(siti.base)/masuk")
        try await town.leave()
    }
}
