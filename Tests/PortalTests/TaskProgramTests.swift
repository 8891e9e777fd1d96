internal import Storage
internal import StorageTesting

import Catalogue
import Documents
import Foundation
import Kernel
import Testing

@testable import Portal

/// What an agency's program finds to do, and says that it has done.
@Suite("Tasks and hand-over at the API", .timeLimit(.minutes(15)))
struct TaskProgramTests {
    @Test("What waits is listed until it is decided, made and handed over; Bambang's stays, and another agency sees none of it")
    func tasks() async throws {
        let town = try await Town.open()
        let (siti, bambang) = (try await town.siti(), try await town.bambang())
        let sitis = try await siti.submitPaidSKCK()
        town.clock.advance(bySeconds: 60)
        let bambangs = try await bambang.submitPaidSKCK()
        let beside = try await town.island(Town.first).database.everyRow(of: bambangs)
        let (polri, other) = (try await town.program(), try await town.program("disdukcapil"))
        func waiting(_ query: String) async throws -> [String] {
            try await polri.get("/tasks?\(query)").items.map { "\($0["task"]?.word ?? "") \($0["request"]?["id"]?.word ?? "")" }
        }
        #expect(Set(try await waiting("of=decisions")) == ["decide \(sitis)", "decide \(bambangs)"])
        #expect(try await !polri.get("/tasks").text.contains("Siti"), "nothing in it is personal")
        #expect(try await polri.get("/statistics").json["waiting"] == ["number": 2, "isMore": false])
        let first = try await polri.get("/tasks?limit=1")
        let next = try #require(first.json["next"]?.word)
        let second = try await polri.get("/tasks?limit=1&cursor=\(next)")
        #expect(Set((first.items + second.items).compactMap { $0["request"]?["id"]?.word }) == [sitis, bambangs])
        for (query, field) in [("of=x", "of"), ("limit=51", "limit"), ("cursor=x", "cursor")] {
            #expect(try await polri.get("/tasks?\(query)").isProblem(422, "problem.api.invalid", issues: [field]), "\(query)")
        }
        #expect(try await other.get("/tasks").items.isEmpty)
        #expect(try await other.get("/statistics").json["waiting"] == ["number": 0, "isMore": false])

        // Not before it is approved.
        let path = "/requests/\(sitis)"
        #expect(try await polri.post("{}", to: "\(path)/readiness").isProblem(409, "problem.request.moved"))
        #expect(try await polri.post("{}", to: "\(path)/approvals").status == 201)
        try await town.settle()
        #expect(try await waiting("of=handovers") == ["makeReady \(sitis)"])
        #expect(try await polri.get("/statistics").json["handover"] == ["number": 1, "isMore": false])
        for place in ["\(path)/readiness", "\(path)/collections"] {
            #expect(try await other.post("{}", to: place).isProblem(404, "problem.notFound"), "\(place)")
            #expect(try await polri.post(#"{"version":1}"#, to: place).isProblem(409, "problem.request.moved"), "\(place)")
            #expect(try await polri.post(#"{"versi":1}"#, to: place).isProblem(422, "problem.api.invalid", issues: ["versi"]), "\(place)")
        }
        #expect(try await other.get("\(path)/paper").isProblem(404, "problem.notFound"))
        #expect(try await polri.get("\(path)/paper").body.starts(with: Data("%PDF-".utf8)))

        let once = "siap-00001"
        let ready = try await polri.post("{}", to: "\(path)/readiness", once: once)
        #expect(ready.status == 201 && ready.json == ["request": .text(sitis), "step": "ready"])
        #expect(try await waiting("of=handovers") == ["handOver \(sitis)"])
        #expect(try await polri.post("{}", to: "\(path)/collections").json["step"] == "collected")
        // The old call, sent again, gets its answer and brings nothing back.
        #expect(try await polri.post("{}", to: "\(path)/readiness", once: once).body == ready.body)
        #expect(try await polri.get(path).json["status"] == "collected")
        #expect(try await waiting("of=handovers").isEmpty)
        #expect(try await waiting("of=decisions") == ["decide \(bambangs)"])
        try await town.settle()
        #expect(try await Set(town.told().suffix(2)) == ["request_ready", "request_collected"])
        let actions = try await town.audited(about: sitis)
        #expect(actions.count { $0 == "request.ready" } == 1 && actions.count { $0 == "request.collected" } == 1)
        #expect(try await town.island(Town.first).database.everyRow(of: bambangs) == beside)
        try await town.leave()
    }

    @Test("A refusal needs its ground, is for good, and is told to the one applicant")
    func refusal() async throws {
        let town = try await Town.open()
        let (sitis, bambangs) = (try await town.siti().submitPaidSKCK(), try await town.bambang().submitPaidSKCK())
        let beside = try await town.island(Town.first).database.everyRow(of: bambangs)
        let polri = try await town.program()
        let path = "/requests/\(sitis)/refusals"
        for short in [#"{}"#, #"{"ground":"UU"}"#] {
            #expect(try await polri.post(short, to: path).isProblem(422, "problem.api.invalid", issues: ["ground"]), "\(short)")
        }
        let ground = #"{"ground":"UU 24/2013 pasal 63"}"#
        #expect(try await town.program("disdukcapil").post(ground, to: path).isProblem(404, "problem.notFound"))
        let refused = try await polri.post(ground, to: path)
        #expect(refused.status == 201 && refused.json["decision"] == "refused")
        #expect(try await polri.post("{}", to: "/requests/\(sitis)/approvals").isProblem(409, "problem.request.moved"))
        try await town.settle()
        #expect(try await town.told().count { $0 == "request_refused" } == 1)
        #expect(try await town.island(Town.first).database.everyRow(of: bambangs) == beside)
        try await town.leave()
    }

    @Test("A service's standard and its form are data that everybody may read")
    func standards() async throws {
        let town = try await Town.open()
        let visitor = town.visitor()
        for code in try town.island(Town.first).region.services.keys.sorted() {
            let offer = try town.island(Town.first).offer(code, in: town.portal.catalogue)
            let told = try await visitor.get("/\(Town.first)/api/v1/services/\(code)").json
            #expect(told["legalBasis"] == offer.legalBasis.json && told["requirements"] == offer.requirements.json, "\(code)")
            #expect(told["unconfirmed"] == offer.assumed.sorted().json && told["product"] == offer.product.json, "\(code)")
            #expect((told["elsewhere"] == .null) == !offer.isElsewhere, "\(code)")
            let form = try await visitor.get("/\(Town.first)/api/v1/services/\(code)/form").json
            guard case .list(let questions)? = form["questions"], case .list(let files)? = form["files"] else {
                Issue.record("\(code) has no form")
                continue
            }
            #expect(questions.compactMap { $0["name"]?.word } == offer.questions.map(\.name), "\(code)")
            #expect(files.compactMap { $0["name"]?.word } == offer.attachments.map(\.name), "\(code)")
            #expect(questions.map { $0["condition"] ?? .null } == offer.questions.map { $0.condition?.text.json ?? .null }, "\(code)")
        }
        #expect(try await visitor.get("/\(Town.first)/api/v1/services/sulap/form").isProblem(404, "problem.service.notOffered"))
        try await town.leave()
    }
}
