import Catalogue
import Foundation
import Intake
import Kernel
import Storage
import StorageTesting
import Testing

@testable import Documents

@Suite("What is asked for again")
struct CorrectionTests {
    private static let png = Upload(filename: "foto-baru.png", content: Pictures.png)

    private func sendBack(
        _ office: Office, _ id: Identifier, _ parts: Set<RequestPart>, remark: String = "Wajah terpotong."
    ) async throws {
        try await office.documents.returnForCorrection(
            id, reason: "photo_unclear", remark: remark, parts: parts, command: office.command(), by: office.agus)
    }

    @Test("The applicant reads which parts are meant, in the order of the form, and another's rows stay as they were")
    func named() async throws {
        let office = try await Office()
        let dewis = try await office.filledDraft(by: office.dewi)
        let before = try await office.database.everyRow(of: #require(office.dewi.personID))
        let id = try await office.requestInReview()
        try await sendBack(office, id, [.attachment("photo"), .answer("birth_date"), .answer("nik")])
        let correction = try #require(try await office.documents.request(id, by: office.siti).correction)
        #expect(correction.parts == [.answer("nik"), .answer("birth_date"), .attachment("photo")])
        #expect(correction.remark == "Wajah terpotong." && correction.reason.code == "photo_unclear")
        #expect(try await office.database.everyRow(of: #require(office.dewi.personID)) == before)
        #expect(try await office.documents.request(dewis, by: office.dewi).correction == nil)
    }

    @Test(
        "A part that the request does not have is refused, and nothing is returned",
        arguments: [
            [RequestPart.answer("shoe_size")], [.answer("purpose_other")], [.attachment("passport")],
            [.answer("nik"), .attachment("nik")],
        ])
    func unknown(_ parts: Set<RequestPart>) async throws {
        let office = try await Office()
        let id = try await office.requestInReview()
        let refused = await problem { try await sendBack(office, id, parts) }
        #expect(refused?.messageKey == "problem.correction.unknown" && refused?.fields.map(\.field) == ["parts"])
        #expect(try await office.status(id) == .inReview)
        #expect(try await office.count("document_corrections") == 0)
    }

    @Test("A return that names nothing is one as ever")
    func nothingNamed() async throws {
        let office = try await Office()
        let id = try await office.requestInReview()
        try await sendBack(office, id, [], remark: "")
        let correction = try #require(try await office.documents.request(id, by: office.siti).correction)
        #expect(correction.parts.isEmpty && correction.remark == nil)
        _ = try await office.documents.submit(id, command: office.command(), by: office.siti)
        let seen = try await office.documents.request(id, by: office.agus)
        #expect(seen.correction == nil && seen.corrected?.changes == [])
    }

    @Test("The officer sees what became of it: changed, added, and named but as it was")
    func changes() async throws {
        let office = try await Office()
        let id = try await office.requestInReview()
        try await sendBack(office, id, [.answer("nik"), .answer("birth_date"), .attachment("photo")])
        #expect(try await office.documents.request(id, by: office.agus).corrected == nil, "it is with its applicant")
        _ = try await office.documents.saveAnswers(
            ["birth_date": "6/7/1990", "purpose": "other", "purpose_other": "Adopsi"], of: id, by: office.siti)
        try await office.documents.attach(Self.png, as: "photo", to: id, by: office.siti)
        try await office.documents.attach(
            Upload(filename: "surat.pdf", content: Pictures.pdf), as: "letter", to: id, by: office.siti)
        _ = try await office.documents.submit(id, command: office.command(), by: office.siti)
        let corrected = try #require(try await office.documents.request(id, by: office.agus).corrected)
        #expect(corrected.correction.remark == "Wajah terpotong.")
        let told = corrected.changes.map { change in
            let kind =
                switch change.kind {
                case .unchanged: "as it was"
                case .answer(let before, let now): "\(before?.value.shown ?? "-") to \(now?.value.shown ?? "-")"
                case .fileAdded: "added"
                case .fileReplaced: "replaced"
                case .fileRemoved: "removed"
                }
            return "\(change.part.field)\(change.wasNamed ? "!" : ""): \(kind)"
        }
        #expect(
            told == [
                "answers.nik!: as it was", "answers.birth_date!: 1990-07-05 to 1990-07-06", "answers.purpose: work to other",
                "answers.purpose_other: - to Adopsi", "attachments.photo!: replaced", "attachments.letter: added",
            ])
    }

    @Test("The last return counts, and a file that was taken away is told of")
    func second() async throws {
        let office = try await Office()
        let id = try await office.filledDraft()
        try await office.documents.attach(
            Upload(filename: "surat.pdf", content: Pictures.pdf), as: "letter", to: id, by: office.siti)
        _ = try await office.documents.submit(id, command: office.command(), by: office.siti)
        office.cashier.settle(id)
        try await office.documents.settle(id)
        try await sendBack(office, id, [.answer("nik")])
        _ = try await office.documents.saveAnswers(["full_name": "Siti R."], of: id, by: office.siti)
        _ = try await office.documents.submit(id, command: office.command(), by: office.siti)
        try await sendBack(office, id, [.attachment("letter")])
        #expect(try await office.documents.request(id, by: office.siti).correction?.parts == [.attachment("letter")])
        try await office.documents.detach("letter", from: id, by: office.siti)
        _ = try await office.documents.submit(id, command: office.command(), by: office.siti)
        let changes = try #require(try await office.documents.request(id, by: office.agus).corrected).changes
        #expect(changes == [RequestChange(part: .attachment("letter"), wasNamed: true, kind: .fileRemoved)])
        #expect(try await office.count("document_corrections") == 1)
    }

    @Test("What a request was is forgotten once it is decided or taken back", arguments: ["approve", "refuse", "withdraw", "return"])
    func forgotten(_ end: String) async throws {
        let office = try await Office()
        let id = try await office.requestInReview()
        try await sendBack(office, id, [.attachment("photo")])
        _ = try await office.documents.submit(id, command: office.command(), by: office.siti)
        let documents = office.documents
        switch end {
        case "approve": try await documents.approve(id, command: office.command(), by: office.agus)
        case "refuse": try await documents.refuse(id, ground: "UU 2/2002: palsu", command: office.command(), by: office.agus)
        case "withdraw": try await documents.withdraw(id, command: office.command(), by: office.siti)
        default: try await sendBack(office, id, [])
        }
        #expect(try await office.count("document_corrections") == (end == "return" ? 1 : 0))
        #expect(try await documents.request(id, by: office.agus).corrected == nil)
    }

    @Test("Whoever may not see answers does not see which of them are wrong")
    func outline() async throws {
        let office = try await Office()
        let id = try await office.requestInReview()
        try await sendBack(office, id, [.answer("nik")])
        for reader in [office.ratna, .platform(name: "test")] {
            #expect(try await office.documents.request(id, by: reader).correction?.parts == [])
        }
        _ = try await office.documents.submit(id, command: office.command(), by: office.siti)
        #expect(try await office.documents.request(id, by: office.ratna).corrected == nil)
    }

    @Test("What was returned is read and written as ever")
    func golden() throws {
        let golden = #"""
            {"format":1,"value":{"answers":{"nik":"1"},"files":{"photo":"x"},"parts":["answers.nik","attachments.photo"]}}
            """#
        let returned = ReturnedContent(
            parts: [.answer("nik"), .attachment("photo")], answers: ["nik": "1"], files: ["photo": "x"])
        #expect(try ReturnedContent(stored: Data(golden.utf8)) == returned)
        #expect(try returned.storedText() == golden)
    }

    @Test("A part is known by its field, and nothing else is a part", arguments: ["answers.nik", "attachments.photo"])
    func fields(_ field: String) throws {
        #expect(try #require(RequestPart(field: field)).field == field)
        for other in ["nik", "answers.", "attachments.", "answers.children[0].name", "attachments.photo[1]", "attachments.a b", ""] {
            #expect(RequestPart(field: other) == nil, "\(other)")
        }
    }
}

extension Answers.Value {
    fileprivate var shown: String {
        switch self {
        case .text(let text): text
        case .list(let list): list.joined(separator: ",")
        case .rows(let rows): "\(rows.count) rows"
        }
    }
}
