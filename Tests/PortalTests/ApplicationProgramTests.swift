internal import Storage
internal import StorageTesting

import Documents
import Foundation
import HTTPTypes
import Kernel
import Testing

@testable import Portal

/// A program in which Siti is signed in applies for her, and for nobody else.
@Suite("A citizen's program at the API", .timeLimit(.minutes(15)))
struct ApplicationProgramTests {
    private static let answers = JSON.object(["answers": .object(Citizen.skckAnswers.mapValues { .text($0) })]).text

    /// A draft with its answers and its photo.
    private func filled(_ program: CitizenProgram) async throws -> String {
        let draft = try #require(try await program.post(#"{"service":"skck"}"#, to: "/applications").json["id"]?.word)
        #expect(try await program.put(Self.answers, to: "/applications/\(draft)/answers").status == 200)
        #expect(try await program.put(Citizen.photo, to: "/applications/\(draft)/attachments/photo").status == 200)
        return draft
    }

    /// The routes that a citizen's program calls.
    private static let routes = RouteTests.routes.filter { $0.operation != nil && $0.access == .citizen }

    /// What follows the API's beginning.
    private static func place(of route: Route, _ id: String) -> String {
        String(route.path.dropFirst("/:region/api/v1".count)).replacing(":id", with: id).replacing(":name", with: "photo")
    }

    @Test("It applies, corrects and follows a request as she would on the pages, and Dewi's draft stays byte for byte")
    func errand() async throws {
        let town = try await Town.open()
        let (siti, dewi) = (try await town.siti(), try await town.dewi())
        let (program, dewis) = (try await siti.program(), try await filled(dewi.program()))
        let island = try town.island(Town.first)
        let beside = try await island.database.everyRow(of: dewis)

        let begun = try await program.post(#"{"service":"skck"}"#, to: "/applications")
        let id = try #require(begun.json["id"]?.word)
        #expect(begun.status == 200 && begun.json["status"] == "draft" && begun.json["isEditable"] == true && begun.json["number"] == .null)
        // Her open draft is gone on with, and not begun twice.
        #expect(try await program.post(#"{"service":"skck"}"#, to: "/applications").json["id"]?.word == id)
        let form = try await program.get("/applications/\(id)/form").json
        #expect(form["service"] == "skck" && form["questions"] != .list([]))

        // What is wrong is kept as it was typed, and named.
        let wrong = try await program.put(#"{"answers":{"birth_date":"31/2/1990","full_name":"Siti"}}"#, to: "/applications/\(id)/answers")
        #expect(wrong.status == 200 && wrong.issues.contains("answers.birth_date") && !wrong.issues.contains("answers.full_name"))
        let right = try await program.put(Self.answers, to: "/applications/\(id)/answers")
        #expect(right.issues == ["attachments.photo"])
        let whole = try await program.put(Citizen.photo, to: "/applications/\(id)/attachments/photo?filename=pas%20foto.png")
        #expect(whole.issues == [] && whole.text.contains("pas foto.png"))
        #expect(try await program.get("/applications/\(id)/attachments/photo").body == Citizen.photo)

        let once = "pengajuan-0001"
        let sent = try await program.post(to: "/applications/\(id)/submissions", once: once)
        #expect(sent.status == 201 && sent.json["status"] == "awaitingPayment")
        #expect(sent.json["payPage"]?.word.hasSuffix("\(siti.base)/permohonan/\(id)/bayar") == true)
        let again = try await program.post(to: "/applications/\(id)/submissions", once: once)
        #expect(again.status == 201 && again.body == sent.body, "the same call gets the same answer")
        #expect(try await program.post(to: "/applications/\(id)/withdrawals", once: once).isProblem(409, "problem.api.keyReused"))
        #expect(try await program.post(to: "/applications/\(id)/submissions").isProblem(409, "problem.request.moved"))
        #expect(try await town.audited(about: id).count { $0 == "request.submitted" } == 1)

        try await siti.pay(id)
        try await town.settle()
        // It comes back, is corrected, approved, made and handed over; she reads each step.
        let polri = try await town.program()
        let reason = #"{"reason":"photo_unclear","remark":"Mohon difoto ulang."}"#
        #expect(try await polri.post(reason, to: "/requests/\(id)/returns").status == 201)
        let back = try await program.get("/applications/\(id)").json
        #expect(back["status"] == "returned" && back["correction"]?["remark"] == "Mohon difoto ulang." && back["isEditable"] == true)
        #expect(try await program.get("/applications/\(id)/paper").isProblem(404, "problem.notFound"))
        #expect(try await program.post(to: "/applications/\(id)/submissions").json["status"] == "inReview")
        #expect(try await polri.post("{}", to: "/requests/\(id)/approvals").status == 201)
        try await town.settle()
        let paper = try await program.get("/applications/\(id)/paper")
        #expect(paper.body.starts(with: Data("%PDF-".utf8)) && paper.headers["content-type"] == "application/pdf")
        #expect(try await program.get("/applications").ids == [id])
        #expect(try await program.get("/applications/\(id)").text.contains("SKCK/"))

        #expect(try await island.database.everyRow(of: dewis) == beside)
        #expect(try await dewi.program().get("/applications").ids == [dewis])
        try await town.leave()
    }

    @Test("Her session alone opens them: no key, no officer, and for a change not without the session's own token")
    func doors() async throws {
        let town = try await Town.open()
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let (siti, dewi) = (try await town.siti(), try await town.dewi())
        let (program, dewis) = (try await siti.program(), try await dewi.program())
        let id = try await filled(program)
        let rows = try await town.island(Town.first).database.everyRow(of: id)
        let polri = try await town.program()
        let agus = CitizenProgram(visitor: try await town.agus().visitor, base: program.base)
        var borrowed = program
        borrowed.token = dewis.token
        var bare = program
        bare.token = nil
        #expect(Self.routes.count > 10)
        for route in Self.routes {
            let place = Self.place(of: route, id)
            let type = route.door == .ownFile ? "image/png" : "application/json"
            let visitor = CitizenProgram(visitor: town.visitor(), base: program.base)
            let nobody = try await visitor.send(route.method, place, type: type, once: UUID().uuidString)
            #expect(nobody.isProblem(401, "problem.session.needed"), "\(route.method) \(place)")
            let key = try await polri.visitor.send(
                route.method, program.base + place, headers: ["authorization": "Bearer \(polri.secret)", "content-type": type])
            #expect(key.isProblem(401, "problem.session.needed"), "\(route.method) \(place)")
            let officer = try await agus.send(route.method, place, type: type)
            #expect(officer.isProblem(403, "problem.forbidden"), "\(route.method) \(place)")
            guard route.method != .get else { continue }
            for forged in [bare, borrowed] {
                let refused = try await forged.send(route.method, place, type: type, once: UUID().uuidString)
                #expect(refused.isProblem(403, "problem.api.formToken"), "\(route.method) \(place)")
            }
        }
        #expect(try await town.island(Town.first).database.everyRow(of: id) == rows)
        // A session of hers opens nothing that a key opens.
        #expect(try await program.get("/requests").isProblem(401, "problem.programKey.needed"))
        try await town.leave()
    }

    @Test("To Dewi's program Siti's request is not there, whatever it asks")
    func strangers() async throws {
        let town = try await Town.open()
        let (program, dewis) = (try await town.siti().program(), try await town.dewi().program())
        let id = try await filled(program)
        let rows = try await town.island(Town.first).database.everyRow(of: id)
        for route in Self.routes where route.path.contains(":id") {
            let place = Self.place(of: route, id)
            let isFile = route.door == .ownFile
            let body = isFile ? Citizen.photo : Data((place.hasSuffix("answers") ? Self.answers : "{}").utf8)
            let answer = try await dewis.send(
                route.method, place, route.method == .put || route.method == .post ? body : Data(),
                type: isFile ? "image/png" : "application/json", once: UUID().uuidString)
            #expect(answer.isProblem(404, "problem.notFound"), "\(route.method) \(place): \(answer.status)")
        }
        #expect(try await town.island(Town.first).database.everyRow(of: id) == rows)
        #expect(try await program.get("/applications/\(id)").json["status"] == "draft")
        try await town.leave()
    }

    @Test(
        "What no question asks, or asks in another shape, is refused by its name, and nothing beside it is kept",
        arguments: [
            (#"{"answers":{"nama":"x","birth_place":"Jember"}}"#, ["answers.nama"]),
            (#"{"answers":{"full_name":["Siti"]}}"#, ["answers.full_name"]),
            (#"{"answers":{"full_name":[{"a":"b"}]}}"#, ["answers.full_name"]), (#"{"answers":{"full_name":7}}"#, ["answers"]),
            (#"{"answers":{"full_name":{"a":"b"}}}"#, ["answers"]), (#"{"answers":{"full_name":["a",{"b":"c"}]}}"#, ["answers"]),
            (#"{"answers":{},"dilihat":"x"}"#, ["dilihat"]), (#"{}"#, ["answers"]), (#"{"answers":[]}"#, ["answers"]),
        ])
    func unknown(body: String, fields: [String]) async throws {
        let town = try await Town.open()
        let program = try await town.siti().program()
        let id = try await filled(program)
        let rows = try await town.island(Town.first).database.everyRow(of: id)
        let refused = try await program.put(body, to: "/applications/\(id)/answers")
        #expect(refused.isProblem(422, "problem.api.invalid", issues: fields), "\(refused.text)")
        #expect(try await town.island(Town.first).database.everyRow(of: id) == rows)
        // An empty answer takes the earlier one away, and is no fault of shape.
        let emptied = try await program.put(#"{"answers":{"occupation":null,"birth_place":""}}"#, to: "/applications/\(id)/answers")
        #expect(emptied.status == 200 && Set(emptied.issues) == ["answers.birth_place", "answers.occupation"])
        try await town.leave()
    }

    @Test("Answers that were read before another window saved are not put over what it saved")
    func marks() async throws {
        let town = try await Town.open()
        let siti = try await town.siti()
        let program = try await siti.program()
        let id = try await filled(program)
        let seen = try #require(try await program.get("/applications/\(id)").json["seen"]?.word)
        try await siti.answer(id, ["birth_place": "Jember"])
        func save(_ place: String, _ seen: String) async throws -> Visitor.Answer {
            let body = JSON.object(["answers": ["birth_place": .text(place)], "seen": .text(seen)]).text
            return try await program.put(body, to: "/applications/\(id)/answers")
        }
        let late = try await save("Rogojampi", seen)
        #expect(late.isProblem(409, "problem.draft.changedElsewhere", issues: ["answers.birth_place"]))
        let now = try await program.get("/applications/\(id)")
        #expect(now.text.contains("Jember") && !now.text.contains("Rogojampi"))
        #expect(try await save("Rogojampi", try #require(now.json["seen"]?.word)).text.contains("Rogojampi"))
        try await town.leave()
    }

    @Test("What was handed in is changed no more; taken back, it stays so, and a draft goes when it is deleted")
    func moved() async throws {
        let town = try await Town.open()
        let siti = try await town.siti()
        let program = try await siti.program()
        let id = try await filled(program)
        #expect(try await program.post(to: "/applications/\(id)/submissions").status == 201)
        let path = "/applications/\(id)"
        for refused in [
            try await program.put(Self.answers, to: "\(path)/answers"),
            try await program.put(Citizen.photo, to: "\(path)/attachments/photo"),
            try await program.delete("\(path)/attachments/photo"), try await program.delete(path),
        ] {
            #expect(refused.isProblem(409, "problem.request.moved"), "\(refused.text)")
        }
        #expect(try await program.get(path).json["status"] == "awaitingPayment")
        try await siti.pay(id)
        try await town.settle()
        let unpaid = try await filled(program)
        #expect(try await program.post(to: "/applications/\(unpaid)/submissions").status == 201)
        let left = try await program.post(to: "/applications/\(unpaid)/withdrawals")
        #expect(left.status == 200 && left.json["status"] == "withdrawn")
        let back = try await program.post(to: "\(path)/withdrawals")
        #expect(back.status == 200 && back.json["status"] == "withdrawn" && back.issues == [])

        let draft = try await filled(program)
        #expect(draft != id)
        #expect(try await program.delete("/applications/\(draft)/attachments/photo").issues == ["attachments.photo"])
        #expect(try await program.delete("/applications/\(draft)/attachments/photo").status == 200)
        for _ in 1...2 {
            let gone = try await program.delete("/applications/\(draft)")
            #expect(gone.status == 204 && gone.body.isEmpty)
        }
        #expect(try await program.get("/applications/\(draft)").isProblem(404, "problem.notFound"))
        #expect(Set(try await program.get("/applications").ids) == [unpaid, id])
        #expect(try await program.post(#"{"service":"sulap"}"#, to: "/applications").isProblem(404, "problem.notFound"))
        #expect(
            try await program.post(#"{"service":"skck"}"#, to: "/applications", once: nil)
                .isProblem(422, "problem.api.invalid", issues: ["Idempotency-Key"]))
        try await town.leave()
    }

    @Test("A file is what its content says, and one that is too large, empty or none at all is refused by name")
    func files() async throws {
        let town = try await Town.open()
        let program = try await town.siti().program()
        let id = try await filled(program)
        let rows = try await town.island(Town.first).database.everyRow(of: id)
        let place = "/applications/\(id)/attachments/photo"
        #expect(Door.ownFile.rules.bodyLimitBytes == Upload.maximumPictureSize)
        let large = Citizen.photo + Data(count: Upload.maximumPictureSize)
        #expect(try await program.put(large, to: place).isProblem(413, "problem.upload.size"))
        let script = Data("<html><script>alert(1)</script></html>".utf8)
        #expect(try await program.put(script, to: place).isProblem(415, "problem.upload.type", issues: ["attachments.photo"]))
        #expect(try await program.put(Data(), to: place).isProblem(422, "problem.upload.empty", issues: ["attachments.photo"]))
        let cut = try await program.put(Citizen.photo.dropLast(1), to: place)
        #expect(cut.isProblem(422, "problem.upload.truncated", issues: ["attachments.photo"]))
        #expect(try await program.put(Citizen.photo, to: place, type: "text/html").isProblem(415, "problem.api.fileType"))
        #expect(try await program.put(Citizen.photo, to: "/applications/\(id)/attachments/lain").isProblem(404, "problem.notFound"))
        let words = #"{"answers":{"address":"\#(String(repeating: "a", count: 70_000))"}}"#
        #expect(try await program.put(words, to: "/applications/\(id)/answers").isProblem(413, "problem.tooLarge"))
        #expect(try await town.island(Town.first).database.everyRow(of: id) == rows)
        #expect(try await program.get(place).body == Citizen.photo)
        try await town.leave()
    }
}

extension Visitor.Answer {
    /// The fields of what keeps an application from being submitted.
    fileprivate var issues: [String] {
        if case .list(let issues)? = json["issues"] { issues.compactMap { $0["field"]?.word } } else { ["none"] }
    }
}
