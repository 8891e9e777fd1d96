import Catalogue
import Documents
import Foundation
import HTTPTypes
import Identity
import Kernel
import Storage
import Testing

@testable import Portal

/// A program of the police at work through the API, beside Bripka Agus at his desk.
@Suite("Programs at the API", .timeLimit(.minutes(15)))
struct ProgramTests {
    @Test("A program lists, shows, returns and approves what is its agency's")
    func itListsShowsReturnsAndApprovesWhatIsItsAgencys() async throws {
        let town = try await Town.open()
        let (siti, bambang) = (try await town.siti(), try await town.bambang())
        let sitis = try await siti.submitPaidSKCK()
        let bambangs = try await bambang.submitPaidSKCK()
        town.clock.advance(bySeconds: 60)
        let polri = try await town.program()

        let list = try await polri.get("/requests")
        #expect(list.status == 200 && Set(list.ids) == [sitis, bambangs] && list.json["next"] == .null)
        // Nothing in a list is personal.
        #expect(!list.text.contains("Siti"))

        let shown = try await polri.get("/requests/\(sitis)")
        #expect(shown.status == 200 && shown.json["status"] == "inReview" && shown.json["paper"] == .null)
        #expect(shown.text.contains("Siti Rahmawati") && shown.text.contains("Perajin batik"))
        let photo = try await polri.get("/requests/\(sitis)/attachments/photo")
        #expect(photo.body == Citizen.photo && photo.headers["content-type"] == "image/png")

        let version = try #require(shown.json["version"]).text
        let back = try await polri.post(
            #"{"reason":"photo_unclear","remark":"Mohon difoto ulang.","version":\#(version)}"#, to: "/requests/\(sitis)/returns")
        #expect(back.status == 201 && back.json == ["request": .text(sitis), "decision": "returned"])
        let approved = try await polri.post("{}", to: "/requests/\(bambangs)/approvals")
        #expect(approved.status == 201 && approved.json["decision"] == "approved")
        try await town.settle()

        // Each has what was decided for her or him, and was told so.
        #expect(try await polri.get("/requests/\(sitis)").json["status"] == "returned")
        let issued = try await polri.get("/requests/\(bambangs)").json
        #expect(issued["status"] == "preparing")
        #expect(try await siti.visitor.get("\(siti.base)/permohonan/\(sitis)").text.contains("Mohon difoto ulang."))
        #expect(try await town.told().filter { $0 == "request_returned" }.count == 1)
        let audited = try await town.island(Town.first).database.read { tx in try tx.auditEntries(about: sitis) }
        #expect(audited.first?.actorKind == "program" && audited.first?.actor == polri.key.text)

        // Anybody who holds Bambang's paper can verify it, without a key.
        let code = try #require(issued["paper"]?["code"]?.word)
        let verified = try await town.visitor().get("/\(Town.first)/api/v1/verifications/\(code)")
        #expect(verified.status == 200 && verified.json["outcome"] == "genuine" && verified.json["service"] == "skck")
        #expect(!verified.text.contains("Rahmawati"))
        try await town.leave()
    }

    @Test("A program of another agency sees nothing of Siti's request")
    func anotherAgencysProgramSeesNoneOfIt() async throws {
        let town = try await Town.open()
        let sitis = try await town.siti().submitPaidSKCK()
        town.clock.advance(bySeconds: 60)
        let other = try await town.program("disdukcapil")
        #expect(try await other.get("/requests").ids.isEmpty)
        #expect(try await other.get("/requests/\(sitis)").isProblem(404, "problem.notFound"))
        #expect(try await other.get("/requests/\(sitis)/attachments/photo").isProblem(404, "problem.notFound"))
        #expect(try await other.post("{}", to: "/requests/\(sitis)/approvals").isProblem(404, "problem.notFound"))
        let back = try await other.post(#"{"reason":"photo_unclear"}"#, to: "/requests/\(sitis)/returns")
        #expect(back.isProblem(404, "problem.notFound"))
        #expect(try await town.program().get("/requests/\(sitis)").json["status"] == "inReview")
        try await town.leave()
    }

    @Test("Only a good key of the region itself opens the API to a program")
    func onlyAGoodKeyOfThisRegionOpensTheDoor() async throws {
        let town = try await Town.open(regions: [Town.first, Town.other])
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let path = "/\(Town.first)/api/v1/requests"
        let nobody = try await town.visitor().get(path)
        #expect(nobody.isProblem(401, "problem.programKey.needed") && nobody.headers["www-authenticate"] == "Bearer")
        // A session is no key: no page elsewhere can make an officer's browser decide.
        #expect(try await town.agus().visitor.get(path).isProblem(401, "problem.programKey.needed"))

        let stranger = try await town.program(in: Town.other)
        let astray = Program(visitor: stranger.visitor, secret: stranger.secret, key: stranger.key, base: "/\(Town.first)/api/v1")
        #expect(try await stranger.get("/requests").status == 200)
        #expect(try await astray.get("/requests").isProblem(401, "problem.programKey.needed"))

        let (polri, disdukcapil) = (try await town.program(), try await town.program("disdukcapil"))
        #expect(try await polri.get("/requests").status == 200)
        try await town.island(Town.first).identity.revokeKey(
            polri.key, reason: "Berkas konfigurasi bocor", by: .operatorAtConsole(name: "root"))
        #expect(try await polri.get("/requests").isProblem(401, "problem.programKey.needed"))
        #expect(try await disdukcapil.get("/requests").status == 200)
        // And a key opens no page.
        let page = try await disdukcapil.visitor.send(
            .get, "/\(Town.first)/petugas", headers: ["authorization": "Bearer \(disdukcapil.secret)"])
        #expect(page.status == 303)
        try await town.leave()
    }

    @Test("Each scope opens its own operations", arguments: ProgramScope.allCases)
    func eachScopeOpensItsOwnOperations(scope: ProgramScope) async throws {
        let town = try await Town.open()
        let program = try await town.program("polri", [scope])
        for route in RouteTests.routes {
            guard case .program(let needed) = route.access else { continue }
            let path = String(RouteTests.address(route).dropFirst(program.base.count))
            let answer = route.method == .get ? try await program.get(path) : try await program.post(#"{"reason":"x"}"#, to: path)
            let isRefused = answer.isProblem(403, "problem.programKey.scope")
            #expect(isRefused == (needed != scope), "\(route.path) with \(scope): \(answer.status)")
            #expect(!isRefused || answer.text.contains(needed.rawValue))
        }
        try await town.leave()
    }

    @Test("A change that a program sends again is done once")
    func aChangeSentAgainIsDoneOnce() async throws {
        let town = try await Town.open()
        let (siti, bambang) = (try await town.siti(), try await town.bambang())
        let (sitis, bambangs) = (try await siti.submitPaidSKCK(), try await bambang.submitPaidSKCK())
        let polri = try await town.program()
        let once = "keputusan-0001"
        let order = #"{"reason":"photo_unclear"}"#

        let first = try await polri.post(order, to: "/requests/\(sitis)/returns", once: once)
        try await siti.submit(sitis)
        // It is in review again, and the old call, sent again, does not return it a second time.
        let again = try await polri.post(order, to: "/requests/\(sitis)/returns", once: once)
        #expect(first.status == 201 && again.status == 201 && first.body == again.body)
        #expect(try await polri.get("/requests/\(sitis)").json["status"] == "inReview")

        // The same key with other words, for another request, or for another operation is not the same call.
        let otherWords = try await polri.post(#"{"reason":"photo_unclear","remark":"x"}"#, to: "/requests/\(sitis)/returns", once: once)
        #expect(otherWords.isProblem(409, "problem.api.keyReused"))
        #expect(try await polri.post(order, to: "/requests/\(bambangs)/returns", once: once).isProblem(409, "problem.api.keyReused"))
        #expect(try await polri.post("{}", to: "/requests/\(sitis)/approvals", once: once).isProblem(409, "problem.api.keyReused"))
        // Another program of the agency may have chosen the same key for something else.
        #expect(try await town.program().post("{}", to: "/requests/\(bambangs)/approvals", once: once).status == 201)

        for wrong in [nil, "short", "with space", String(repeating: "a", count: 65)] {
            let answer = try await polri.post("{}", to: "/requests/\(sitis)/approvals", once: wrong)
            #expect(answer.isProblem(422, "problem.api.invalid", issues: ["Idempotency-Key"]), "\(wrong ?? "none")")
        }
        #expect(try await polri.get("/requests/\(sitis)").json["status"] == "inReview")
        try await town.leave()
    }

    /// One body of each format that was ever written.
    @Test("What an idempotency key came with is read and written as ever")
    func whatAKeyCameWithOpensForEver() throws {
        let body = #"{"format":1,"value":{"sent":"5f70bf18"}}"#
        #expect(try IdempotencyClaim(stored: Data(body.utf8)) == IdempotencyClaim(sent: "5f70bf18"))
        #expect(try IdempotencyClaim(sent: "5f70bf18").storedText() == body)
    }

    @Test("A list is read stretch by stretch")
    func aListIsReadStretchByStretch() async throws {
        let town = try await Town.open()
        let siti = try await town.siti()
        var expected: [String] = []
        for _ in 0..<5 {
            expected.append(try await siti.submitPaidSKCK())
            town.clock.advance(bySeconds: 1)
        }
        let polri = try await town.program()
        var read: [String] = []
        var path = "/requests?limit=2"
        for _ in 0..<3 {
            let answer = try await polri.get(path)
            read += answer.ids
            if case .text(let next)? = answer.json["next"] { path = "/requests?limit=2&cursor=\(next)" }
        }
        #expect(read == expected)
        #expect(try await polri.get("/requests?status=issued").ids.isEmpty)
        for (query, field) in [("limit=0", "limit"), ("limit=x", "limit"), ("status=draft", "status"), ("cursor=x", "cursor")] {
            #expect(try await polri.get("/requests?\(query)").isProblem(422, "problem.api.invalid", issues: [field]), "\(query)")
        }
        try await town.leave()
    }

    @Test("A program is told what is wrong in the language that it asked for")
    func whatIsWrongIsSaidInTheLanguageThatWasAskedFor() async throws {
        let town = try await Town.open()
        let sitis = try await town.siti().submitPaidSKCK()
        let polri = try await town.program()
        let words = town.portal.catalogue.words
        let path = "/requests/\(sitis)/returns"
        for (asked, language) in [
            (nil, Language.indonesian), ("en", .english), ("fr, en;q=0.8, id;q=0.9", .indonesian), ("en-GB,id;q=0.1", .english),
        ] {
            let answer = try await polri.post(#"{"alasan":"x"}"#, to: path, language: asked)
            #expect(answer.isProblem(422, "problem.api.invalid", issues: ["reason", "alasan"]))
            for key in ["problem.api.required", "problem.api.unknownField", "problem.api.invalid", "problem.title.invalid"] {
                #expect(answer.text.contains(words.sentence(key, in: language)), "\(key) for \(asked ?? "nothing")")
            }
        }
        // The domain's own refusals look the same.
        let unknown = try await polri.post(#"{"reason":"bosan"}"#, to: path)
        #expect(unknown.isProblem(422, "problem.reason.unknown", issues: ["reason"]))
        #expect(try await polri.post(#"{"reason":7}"#, to: path).isProblem(422, "problem.api.invalid", issues: ["reason"]))
        #expect(try await polri.post("[]", to: path).isProblem(422, "problem.api.body"))
        #expect(try await polri.post("{", to: path).isProblem(422, "problem.api.body"))
        #expect(try await polri.post("reason=x", to: path, type: "text/plain").isProblem(415, "problem.api.contentType"))
        let large = #"{"reason":"\#(String(repeating: "a", count: 70_000))"}"#
        #expect(try await polri.post(large, to: path).isProblem(413, "problem.tooLarge"))
        let old = try await polri.post(#"{"version":1}"#, to: "/requests/\(sitis)/approvals")
        #expect(old.isProblem(409, "problem.request.moved"))
        #expect(try await polri.get("/requests/x").isProblem(404, "problem.notFound"))
        #expect(try await polri.get("/tidak-ada").isProblem(404, "problem.notFound"))
        #expect(try await polri.get("/requests/\(sitis)").json["status"] == "inReview")
        try await town.leave()
    }

    @Test("The secret of a program is in no log and no audit trail")
    func itsSecretIsInNoLogAndNoTrail() async throws {
        let book = LogBook()
        let town = try await Town.open(logger: book.logger)
        let polri = try await town.program()
        _ = try await polri.get("/requests")
        _ = try await polri.get("/requests/x")
        let trail = try await town.island(Town.first).database.read { tx in try tx.auditEntries().map { "\($0)" } }
        #expect(trail.contains { $0.contains("key.added") })
        for text in trail + [book.text, try await town.portal.metricsText()] {
            #expect(!text.contains(polri.secret) && !text.contains(polri.secret.dropFirst(4)))
        }
        try await town.leave()
    }
}
