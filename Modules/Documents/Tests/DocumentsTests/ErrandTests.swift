import Catalogue
import Foundation
import Kernel
import Storage
import Testing

@testable import Documents

@Suite("Siti's errand")
struct ErrandTests {
    @Test("Siti's draft goes through payment, correction and approval to a paper that anyone can verify")
    func wholeErrand() async throws {
        let office = try await Office()
        let documents = office.documents

        // Siti starts, leaves, and comes back to her draft.
        let id = try await documents.startDraft(of: "skck", channel: .electronic, command: office.command(), by: office.siti)
        let issues = try await documents.saveAnswers(
            ["full_name": "Siti Rahmawati", "nik": "123"], of: id, by: office.siti)
        #expect(issues.map(\.field) == ["answers.nik", "answers.birth_date", "answers.purpose"])
        office.clock.advance(bySeconds: 3600)
        #expect(try await documents.startDraft(of: "skck", channel: .electronic, command: office.command(), by: office.siti) == id)
        #expect(try await documents.request(id, by: office.siti).answers["nik"] == "123")

        _ = try await documents.saveAnswers(Office.sitisAnswers, of: id, by: office.siti)
        try await documents.attach(Upload(filename: "foto.jpg", content: Pictures.jpeg), as: "photo", to: id, by: office.siti)

        // She submits and is billed once; the officers do not see an unpaid request in their list.
        #expect(try await documents.submit(id, command: office.command(), by: office.siti) == .awaitingPayment)
        #expect(office.cashier.bills.map(\.fee) == [Money(rupiah: 30_000)])
        #expect(office.cashier.bills.first?.payer == office.siti.personID)
        #expect(try await documents.workList(by: office.agus).items.isEmpty)
        #expect(await problem { try await documents.settle(id) }?.messageKey == "problem.request.unpaid")
        office.cashier.settle(id)
        try await documents.settle(id)
        try await documents.settle(id)

        // Agus sees it with the time that is left: until tomorrow night.
        let item = try #require(try await documents.workList(by: office.agus).items.first)
        #expect(item.id == id)
        #expect(item.applicantName == "Siti R." && item.holder == "Siti Rahmawati")
        #expect(item.workingDaysLeft == 1)
        #expect(item.dueAt?.iso8601 == "2026-11-24T16:59:00.000Z")
        let seen = try await documents.request(id, by: office.agus)
        #expect(seen.answers["nik"] == "3510014507909901")
        #expect(seen.shownAnswers.last?.value == "work")
        #expect(try await documents.attachment("photo", of: id, by: office.agus).data == Pictures.jpeg)

        // He returns it; she corrects it the next day; a working day of the promised time is left.
        try await documents.returnForCorrection(
            id, reason: "photo_unclear", remark: "Wajah Siti terpotong.", version: seen.version, command: office.command(), by: office.agus)
        let returned = try await documents.request(id, by: office.siti)
        #expect(returned.correction?.reason.code == "photo_unclear")
        #expect(returned.correction?.remark == "Wajah Siti terpotong.")
        office.clock.advance(bySeconds: 86_400)
        try await documents.attach(Upload(filename: "foto2.png", content: Pictures.png), as: "photo", to: id, by: office.siti)
        #expect(try await documents.submit(id, command: office.command(), by: office.siti) == .inReview)
        #expect(try await documents.request(id, by: office.siti).dueAt?.iso8601 == "2026-11-25T16:59:00.000Z")
        #expect(office.cashier.bills.count == 1)

        try await documents.approve(id, command: office.command(), by: office.rini)
        #expect(await problem { try await documents.paper(of: id, by: office.siti) }?.code == .notFound)
        try await documents.issue(id)

        // The paper.
        let paper = try #require(try await documents.request(id, by: office.siti).paper)
        #expect(paper.number == "SKCK/0001/XI/2026/99.01")
        #expect(paper.validUntil?.iso8601 == "2027-05-24")
        #expect(office.press.orders.first?.holder == "Siti Rahmawati")
        #expect(office.press.orders.first?.shown.map(\.question.name) == ["full_name", "birth_date", "purpose"])
        #expect(try await documents.paper(of: id, by: office.siti) == Data("%PDF \(paper.number) Siti Rahmawati".utf8))
        guard case .genuine(let facts) = try await documents.verification(of: VerificationCode.grouped(paper.code)) else {
            Issue.record("not genuine")
            return
        }
        #expect(facts.initials == "S. R.")
        #expect(facts.number == paper.number)
        #expect(!facts.isExpired)

        // What was said to the world, and that nothing else was.
        let story = [
            "request.submitted", "request.received", "request.returned", "request.resubmitted", "request.approved", "request.issued",
        ]
        #expect(try await office.events() == story)
        #expect(try await office.audited() == story)
        #expect(
            try await documents.history(of: id, by: office.siti).map(\.status)
                == [.draft, .awaitingPayment, .inReview, .returned, .inReview, .approved, .issued])
        #expect(try await documents.requests(by: office.siti).map(\.status) == [.issued])
        #expect(try await office.database.read { try $0.firstBrokenAuditPosition() } == nil)
    }

    @Test("Nothing personal lies readable on the disk, not even in the log of the database")
    func nothingReadable() async throws {
        let office = try await Office()
        let id = try await office.requestInReview()
        try await office.documents.returnForCorrection(
            id, reason: "photo_unclear", remark: "Wajah terpotong, Bu Siti.", command: office.command(), by: office.agus)
        _ = try await office.documents.submit(id, command: office.command(), by: office.siti)
        try await office.documents.approve(id, command: office.command(), by: office.agus)
        try await office.documents.issue(id)
        let secrets = ["Siti", "Rahmawati", "3510014507909901", "1990-07-05", "foto.jpg", "Wajah terpotong", "S. R."]
        let walker = try #require(FileManager.default.enumerator(at: office.folder, includingPropertiesForKeys: nil))
        for file in walker.compactMap({ $0 as? URL }) {
            guard let content = try? Data(contentsOf: file) else { continue }
            for secret in secrets { #expect(content.range(of: Data(secret.utf8)) == nil, "\(secret) in \(file.lastPathComponent)") }
        }
    }

    @Test("A free service goes to its officers at once, and its definition is stored once for all")
    func freeService() async throws {
        let office = try await Office()
        for citizen in [office.siti, office.dewi] {
            let id = try await office.documents.startDraft(
                of: "kartu-keluarga", channel: .electronic, command: office.command(), by: citizen)
            _ = try await office.documents.saveAnswers(["full_name": " Dewi Lestari "], of: id, by: citizen)
            #expect(try await office.documents.submit(id, command: office.command(), by: citizen) == .inReview)
            #expect(try await office.documents.request(id, by: office.wati).answers == ["full_name": "Dewi Lestari"])
        }
        #expect(office.cashier.bills.isEmpty)
        #expect(try await office.count("document_definitions") == 1)
        #expect(try await office.documents.workCount(by: office.wati).number == 2)
        #expect(try await office.events() == ["request.submitted", "request.submitted"])
    }

    @Test("An incomplete request says at which fields, and keeps all that was typed")
    func incomplete() async throws {
        let office = try await Office()
        let id = try await office.documents.startDraft(of: "skck", channel: .direct, command: office.command(), by: office.siti)
        _ = try await office.documents.saveAnswers(["full_name": "Siti", "purpose": "other"], of: id, by: office.siti)
        let refused = await problem { try await office.documents.submit(id, command: office.command(), by: office.siti) }
        #expect(refused?.messageKey == "problem.request.incomplete")
        #expect(
            refused?.fields.map(\.field)
                == ["answers.nik", "answers.birth_date", "answers.purpose_other", "attachments.photo"])
        #expect(try await office.documents.request(id, by: office.siti).answers == ["full_name": "Siti", "purpose": "other"])
        #expect(try await office.events().isEmpty)
    }

    @Test("What keeps a request from being handed in is told without handing it in, to its applicant alone while she fills it")
    func toldFaults() async throws {
        let office = try await Office()
        let id = try await office.documents.startDraft(of: "skck", channel: .electronic, command: office.command(), by: office.siti)
        let refused = await problem { try await office.documents.submit(id, command: office.command(), by: office.siti) }
        let faults = try await office.documents.faults(of: id, by: office.siti)
        #expect(faults == refused?.fields && faults.map(\.field).contains("attachments.photo"))
        for stranger in [office.dewi, office.agus, office.ratna, .visitor] {
            #expect(await problem { try await office.documents.faults(of: id, by: stranger) }?.code == .notFound)
        }
        #expect(try await office.filledDraft() == id)
        #expect(try await office.documents.faults(of: id, by: office.siti) == [])
        _ = try await office.documents.submit(id, command: office.command(), by: office.siti)
        #expect(try await office.documents.faults(of: id, by: office.siti) == [])
    }

    @Test("A form sent twice submits once; its command cannot be used for anything else")
    func sameCommand() async throws {
        let office = try await Office()
        let start = office.command()
        let id = try await office.documents.startDraft(of: "skck", channel: .electronic, command: start, by: office.siti)
        #expect(try await office.documents.startDraft(of: "skck", channel: .electronic, command: start, by: office.siti) == id)
        _ = try await office.documents.saveAnswers(Office.sitisAnswers, of: id, by: office.siti)
        try await office.documents.attach(Upload(filename: "foto.jpg", content: Pictures.jpeg), as: "photo", to: id, by: office.siti)
        let command = office.command()
        async let first = office.documents.submit(id, command: command, by: office.siti)
        async let second = office.documents.submit(id, command: command, by: office.siti)
        #expect(try await [first, second] == [.awaitingPayment, .awaitingPayment])
        #expect(office.cashier.bills.count == 1)
        #expect(try await office.events() == ["request.submitted"])

        let again = await problem { try await office.documents.submit(id, command: office.command(), by: office.siti) }
        #expect(again?.messageKey == "problem.request.moved")
        let reused = await problem {
            try await office.documents.startDraft(of: "skck", channel: .electronic, command: command, by: office.siti)
        }
        #expect(reused?.messageKey == "problem.command.foreign")
    }

    @Test("A draft keeps the definition that it was started from")
    func keptDefinition() async throws {
        let office = try await Office()
        let id = try await office.filledDraft()
        #expect(try await office.documents.request(id, by: office.siti).definition == CatalogueSample.skck())
        #expect(try DefinitionStore.Snapshot(CatalogueSample.skck()).digest == DefinitionStore.Snapshot(CatalogueSample.skck()).digest)
    }

    @Test("A service or channel that is not offered has no draft")
    func notOffered() async throws {
        let office = try await Office()
        let unknown = await problem {
            try await office.documents.startDraft(of: "kia", channel: .electronic, command: office.command(), by: office.siti)
        }
        #expect(unknown?.code == .notFound)
        let channel = await problem {
            try await office.documents.startDraft(of: "skck", channel: .mobile, command: office.command(), by: office.siti)
        }
        #expect(channel?.messageKey == "problem.service.channel")
    }
}
