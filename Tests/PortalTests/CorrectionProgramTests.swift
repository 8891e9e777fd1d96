internal import Storage
internal import StorageTesting

import Catalogue
import Foundation
import Kernel
import Notifications
import Testing

@testable import Portal

/// A program of the police asks for parts of a request again, by their names.
@Suite("What is asked for again, at the API", .timeLimit(.minutes(15)))
struct CorrectionProgramTests {
    @Test("A request names what can be asked for again, and what was named reaches Siti's message and her program; Bambang's stays")
    func parts() async throws {
        let town = try await Town.open()
        let (siti, bambang) = (try await town.siti(), try await town.bambang())
        let (sitis, bambangs) = (try await siti.submitPaidSKCK(), try await bambang.submitPaidSKCK())
        let island = try town.island(Town.first)
        let beside = try await island.database.everyRow(of: bambangs)
        let polri = try await town.program()
        let path = "/requests/\(sitis)/returns"

        let request = try await polri.get("/requests/\(sitis)").json
        guard case .list(let parts)? = request["parts"] else { return try #require(Bool(false), "no parts") }
        #expect(parts.contains("attachments.photo") && parts.contains("answers.occupation"))
        #expect(!parts.contains("answers.purpose_other"), "what is not asked cannot be wrong")

        let faulty = [
            #""attachments.photo""#, #"["attachments.photo","attachments.photo"]"#, #"["photo"]"#, #"["answers.children[0]"]"#, "[1]", "{}",
        ]
        for parts in faulty {
            let answer = try await polri.post(#"{"reason":"photo_unclear","parts":\#(parts)}"#, to: path)
            #expect(answer.isProblem(422, "problem.api.invalid", issues: ["parts"]), "\(parts)")
        }
        for part in ["attachments.passport", "answers.purpose_other"] {
            let answer = try await polri.post(#"{"reason":"photo_unclear","parts":["attachments.photo","\#(part)"]}"#, to: path)
            #expect(answer.isProblem(422, "problem.correction.unknown", issues: ["parts"]), "\(part)")
        }
        #expect(try await polri.get("/requests/\(sitis)").json["status"] == "inReview")

        let order = #"{"reason":"photo_unclear","parts":["attachments.photo","answers.occupation"]}"#
        #expect(try await town.program("disdukcapil").post(order, to: path).isProblem(404, "problem.notFound"))
        #expect(try await polri.post(order, to: path).status == 201)
        try await town.settle()
        let service = try #require(town.portal.catalogue.service("skck"))
        let labels = [try #require(service.question("occupation")).noun, try #require(service.attachment("photo")).label]
        let mail = try #require(try await island.notifications.demoMailbox(limit: 1).first)
        #expect(mail.template == "request_returned" && mail.body.contains(labels.map(\.indonesian).joined(separator: "; ")))
        let hers = try await siti.program().get("/applications/\(sitis)").json
        // In the order of the form, whatever the order of the call.
        #expect(hers["correction"]?["parts"] == ["answers.occupation", "attachments.photo"])
        #expect(try await island.database.everyRow(of: bambangs) == beside)

        // Where nothing is named, nothing is marked.
        #expect(try await polri.post(#"{"reason":"photo_unclear","parts":null}"#, to: "/requests/\(bambangs)/returns").status == 201)
        #expect(try await bambang.program().get("/applications/\(bambangs)").json["correction"]?["parts"] == [])
        try await town.leave()
    }
}
