internal import Storage
internal import StorageTesting

import Foundation
import Kernel
import Testing

@testable import Portal

/// A program of the police issues a paper anew.
@Suite("Papers issued anew, at the API", .timeLimit(.minutes(15)))
struct ReissueProgramTests {
    private static let words = "Foto terpotong saat dicetak"

    private static func body(_ reason: String, _ remark: String, version: Int? = nil) -> String {
        #"{"reason":"\#(reason)","remark":"\#(remark)"\#(version.map { #","version":\#($0)"# } ?? "")}"#
    }

    @Test("A paper is issued anew once, the one before is void and names the new one; Bambang's holds")
    func anew() async throws {
        let town = try await Town.open()
        let (sitis, bambangs) = (try await town.siti().submitPaidSKCK(), try await town.bambang().submitPaidSKCK())
        let polri = try await town.program()
        let path = "/requests/\(sitis)/reissues"
        let order = Self.body("paper_misprinted", Self.words)
        #expect(try await polri.post(order, to: path).isProblem(409, "problem.request.moved"), "there is no paper yet")
        for id in [sitis, bambangs] { #expect(try await polri.post("{}", to: "/requests/\(id)/approvals").status == 201) }
        try await town.settle()
        let beside = try await town.island(Town.first).database.everyRow(of: bambangs)
        let before = try await polri.get("/requests/\(sitis)").json
        let (old, code) = (try #require(before["paper"]?["number"]), try #require(before["paper"]?["code"]?.word))
        #expect(before["paper"]?["replaces"] == .null)
        let told = try await town.told().count

        let once = "cetak-ulang-0001"
        let made = try await polri.post(order, to: path, once: once)
        #expect(made.status == 201 && made.json == ["request": .text(sitis), "reason": "paper_misprinted"])
        try await town.settle()
        let after = try await polri.get("/requests/\(sitis)").json
        #expect(after["status"] == "preparing" && after["paper"]?["replaces"] == old && after["paper"]?["number"] != old)
        guard case .list(let history)? = after["history"] else { return try #require(Bool(false), "no history") }
        let entry = try #require(history.first { $0["isReissue"] == true })
        #expect(entry["reason"] == "paper_misprinted" && entry["remark"] == .text(Self.words) && entry["by"] == "program")
        #expect(history.count { $0["isReissue"] == true } == 1)
        let verified = try await town.visitor().get("/\(Town.first)/api/v1/verifications/\(code)").json
        #expect(verified["outcome"] == "revoked" && verified["replacedBy"] == after["paper"]?["number"])

        // The old call, sent again, gets its answer and makes no third paper.
        #expect(try await polri.post(order, to: path, once: once).body == made.body)
        try await town.settle()
        #expect(try await polri.get("/requests/\(sitis)").json["paper"] == after["paper"])
        #expect(Array(try await town.told().dropFirst(told)) == ["request_reissued"])
        #expect(try await town.audited(about: sitis).count { $0 == "request.reissued" } == 1)

        // What was handed over is beyond it.
        for step in ["readiness", "collections"] { #expect(try await polri.post("{}", to: "/requests/\(sitis)/\(step)").status == 201) }
        #expect(try await polri.post(order, to: path).isProblem(409, "problem.request.moved"))
        #expect(try await town.island(Town.first).database.everyRow(of: bambangs) == beside)
        try await town.leave()
    }

    @Test("Without a reason of the list, words that are seen, and the version of now nothing is issued; another agency finds nothing")
    func refused() async throws {
        let town = try await Town.open()
        let sitis = try await town.siti().submitPaidSKCK()
        let polri = try await town.program()
        #expect(try await polri.post("{}", to: "/requests/\(sitis)/approvals").status == 201)
        try await town.settle()
        let path = "/requests/\(sitis)/reissues"
        let rows = try await town.island(Town.first).database.everyRow(of: sitis)
        let long = String(repeating: "a", count: 501)
        for (body, fields) in [
            ("{}", ["reason", "remark"]), (Self.body("paper_torn", Self.words), ["reason"]),
            (Self.body("paper_unreadable", "Foto"), ["remark"]),
            (Self.body("paper_unreadable", long), ["remark"]),
            (Self.body("paper_unreadable", #"\u200B\u200B\u200B\u200B\u200B"#), ["remark"]),
            (#"{"kind":"paper_unreadable","reason":"paper_unreadable","remark":"Terpotong"}"#, ["kind"]),
        ] {
            #expect(try await polri.post(body, to: path).isProblem(422, "problem.api.invalid", issues: fields), "\(body.prefix(80))")
        }
        // What the domain finds wrong with the words is said at the words.
        let marks = "Terpotong" + String(repeating: #"\u0301"#, count: 60)
        #expect(
            try await polri.post(Self.body("paper_unreadable", marks), to: path).isProblem(422, "problem.text.marks", issues: ["remark"]))
        #expect(
            try await polri.post(Self.body("paper_unreadable", Self.words, version: 1), to: path).isProblem(409, "problem.request.moved"))
        let other = try await town.program("disdukcapil")
        #expect(try await other.post(Self.body("paper_unreadable", Self.words), to: path).isProblem(404, "problem.notFound"))
        #expect(try await town.island(Town.first).database.everyRow(of: sitis) == rows)

        // Five characters and the version of now are enough.
        guard case .integer(let version)? = try await polri.get("/requests/\(sitis)").json["version"] else {
            return try #require(Bool(false), "no version")
        }
        #expect(try await polri.post(Self.body("paper_unreadable", "Buram", version: version), to: path).status == 201)
        try await town.leave()
    }
}
