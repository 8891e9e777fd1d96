import Catalogue
import Foundation
import Kernel
import Storage
import StorageTesting
import Testing

@testable import Documents

/// What somebody handed in once, or got here, she need not hand in again.
@Suite("Once only")
struct ReusingTests {
    let office: Office

    init() async throws { office = try await Office() }

    private var documents: DocumentService { office.documents }

    private func draft(by person: Principal? = nil) async throws -> Identifier {
        try await documents.startDraft(of: "skck", channel: .electronic, command: office.command(), by: person ?? office.siti)
    }

    private func offered(_ id: Identifier, _ name: String, by person: Principal? = nil) async throws -> [Reusable.Kind] {
        try await documents.reusable(for: id, by: person ?? office.siti)[name, default: []].map(\.kind)
    }

    @Test("The same content of one person is one file, of two persons two, and it goes when nothing names it any more")
    func oneFile() async throws {
        let first = try await office.requestInReview()
        let dewis = try await office.filledDraft(by: office.dewi)
        #expect(office.fileCount() == 2)
        let dewi = try #require(office.dewi.personID)
        let before = try await office.database.everyRow(of: dewi)
        let second = try await office.filledDraft()
        #expect(office.fileCount() == 2, "Siti's photo lies there already")
        #expect(try await documents.attachment("photo", of: second, by: office.siti).data == Pictures.jpeg)
        try await documents.attach(Upload(filename: "lain.png", content: Pictures.png), as: "photo", to: second, by: office.siti)
        #expect(office.fileCount() == 3)
        #expect(try await documents.attachment("photo", of: first, by: office.siti).data == Pictures.jpeg, "its file is still named")
        try await documents.detach("photo", from: second, by: office.siti)
        #expect(office.fileCount() == 2)
        #expect(try await documents.attachment("photo", of: first, by: office.siti).data == Pictures.jpeg)
        #expect(try await office.database.everyRow(of: dewi) == before)
        #expect(try await documents.attachment("photo", of: dewis, by: office.dewi).data == Pictures.jpeg)
        // A file that two requests name outlives the sweep after one of them is gone.
        let third = try await office.filledDraft()
        try await documents.deleteDraft(third, by: office.siti)
        office.clock.advance(bySeconds: DocumentService.sweptAfterSeconds + 1)
        for share in 0..<256 { _ = try await documents.sweepFiles(inShare: share) }
        #expect(office.fileCount() == 2)
        #expect(try await documents.attachment("photo", of: first, by: office.siti).data == Pictures.jpeg)
    }

    @Test("A file of an earlier request is offered under its name, once, to its owner alone, and attached without another upload")
    func uploads() async throws {
        let first = try await office.requestInReview()
        let second = try await office.requestInReview()
        let new = try await draft()
        let dewis = try await draft(by: office.dewi)
        #expect(try await offered(new, "photo") == [.upload(filename: "foto.jpg")], "the same file twice is one offer")
        #expect(try await offered(new, "letter") == [])
        #expect(try await documents.reusable(for: dewis, by: office.dewi).isEmpty)
        #expect(await problem { try await documents.reusable(for: new, by: office.dewi) }?.code == .notFound)
        let source = try #require(try await documents.reusable(for: new, by: office.siti)["photo"]?.first)
        let stolen = await problem { try await documents.attachAgain(source.id, as: "photo", to: dewis, by: office.dewi) }
        #expect(stolen?.code == .notFound)
        let wrong = await problem { try await documents.attachAgain(source.id, as: "letter", to: new, by: office.siti) }
        #expect(wrong?.messageKey == "problem.upload.type" && wrong?.fields.map(\.field) == ["attachments.letter"])
        #expect(await problem { try await documents.attachAgain(source.id, as: "nothing", to: new, by: office.siti) }?.code == .notFound)
        let files = office.fileCount()
        try await documents.attachAgain(source.id, as: "photo", to: new, by: office.siti)
        #expect(office.fileCount() == files)
        let attached = try #require(try await documents.request(new, by: office.siti).attachments.first)
        #expect(attached.name == "photo" && attached.filename == "foto.jpg" && attached.paper == nil)
        #expect(try await documents.attachment("photo", of: new, by: office.siti).data == Pictures.jpeg)
        #expect(try await offered(new, "photo") == [], "it is there now")
        #expect(try await documents.request(dewis, by: office.dewi).attachments.isEmpty)
        for id in [first, second] { #expect(try await documents.request(id, by: office.siti).attachments.count == 1) }
        let moved = await problem { try await documents.attachAgain(source.id, as: "photo", to: first, by: office.siti) }
        #expect(moved?.messageKey == "problem.request.moved")
    }

    @Test("Only so many are offered, the newest first")
    func few() async throws {
        for side in 1...(DocumentService.offeredAgain + 1) {
            let id = try await draft()
            _ = try await documents.saveAnswers(Office.sitisAnswers, of: id, by: office.siti)
            let picture = Upload(filename: "foto-\(side).png", content: Pictures.plain(width: side, height: 1))
            try await documents.attach(picture, as: "photo", to: id, by: office.siti)
            _ = try await documents.submit(id, command: office.command(), by: office.siti)
            office.clock.advance(bySeconds: 60)
        }
        let names = (2...(DocumentService.offeredAgain + 1)).reversed().map { Reusable.Kind.upload(filename: "foto-\($0).png") }
        #expect(try await offered(draft(), "photo") == names)
    }

    @Test("A paper that was issued here is attached with one press, after its signature was looked at, and shows how it stands")
    func papers() async throws {
        let issued = try await office.issuedRequest()
        let paper = try #require(try await documents.request(issued, by: office.siti).paper)
        let content = try await documents.paper(of: issued, by: office.siti)
        let new = try await draft()
        let dewis = try await draft(by: office.dewi)
        let title = LocalizedText(indonesian: "SKCK", english: "Police record certificate")
        #expect(try await offered(new, "letter") == [.paper(title: title, number: paper.number)])
        #expect(try await offered(dewis, "letter", by: office.dewi) == [])
        #expect(await problem { try await documents.attachAgain(issued, as: "letter", to: dewis, by: office.dewi) }?.code == .notFound)
        let photo = await problem { try await documents.attachAgain(issued, as: "photo", to: new, by: office.siti) }
        #expect(photo?.messageKey == "problem.upload.type", "a photo is no PDF")
        try await documents.attachAgain(issued, as: "letter", to: new, by: office.siti)
        #expect(try await documents.attachment("letter", of: new, by: office.siti).data == content)
        func attached() async throws -> AttachedPaper? {
            try await documents.request(new, by: office.siti).attachments.first { $0.name == "letter" }?.paper
        }
        #expect(try await attached()?.number == paper.number)
        #expect(try await attached()?.revokedAt == nil)
        try await documents.revoke(issued, reason: "Diterbitkan keliru", command: office.command(), by: office.agus)
        #expect(try await attached()?.revokedAt == office.clock.now, "an officer sees what became of it since")
        try await documents.detach("letter", from: new, by: office.siti)
        #expect(try await offered(new, "letter") == [])
        let void = await problem { try await documents.attachAgain(issued, as: "letter", to: new, by: office.siti) }
        #expect(void?.messageKey == "problem.attachment.paperVoid" && void?.code == .conflict)
    }

    @Test("A paper holds until its last day is over, and one without the region's signature never")
    func void() async throws {
        let issued = try await office.issuedRequest()
        let last = try #require(try await documents.request(issued, by: office.siti).paper?.validUntil)
        let new = try await draft()
        office.press.disown(try await documents.paper(of: issued, by: office.siti))
        let strange = await problem { try await documents.attachAgain(issued, as: "letter", to: new, by: office.siti) }
        #expect(strange?.messageKey == "problem.attachment.paperVoid")
        #expect(try await documents.request(new, by: office.siti).attachments.isEmpty)
        let end = IndonesianZone.western.instant(last.advanced(byDays: 1), .midnight)
        office.clock.set(end.advanced(bySeconds: -1))
        #expect(try await offered(new, "letter").count == 1)
        office.clock.set(end)
        #expect(try await offered(new, "letter") == [])
        let over = await problem { try await documents.attachAgain(issued, as: "letter", to: new, by: office.siti) }
        #expect(over?.messageKey == "problem.attachment.paperVoid")
    }

    @Test("A note that something may be collected proves nothing, and is not offered")
    func receipts() async throws {
        let card = CatalogueSample.familyCard(ending: .handover(LocalizedText(indonesian: "Kartu Keluarga")), workflow: .handover)
        let office = try await Office(catalogue: CatalogueSample.catalogue(familyCard: card))
        let id = try await office.issuedCard()
        #expect(try await office.documents.request(id, by: office.siti).paper != nil)
        let new = try await office.documents.startDraft(of: "skck", channel: .electronic, command: office.command(), by: office.siti)
        #expect(try await office.documents.reusable(for: new, by: office.siti).isEmpty)
    }

    @Test("What is there already is found by indexes, however many files a region has")
    func plans() async throws {
        let id = Identifier(at: office.clock.now)
        let plan = try await office.database.read { tx in
            try tx.rows(
                "EXPLAIN QUERY PLAN \(AttachmentStore.earlierSQL)", ["applicant": id, "name": "photo", "request": id, "limit": 3]
            ).map { try $0.text("detail") }
        }
        #expect(plan.first?.contains("document_requests_of_applicant (applicant_id=?)") == true, "\(plan)")
        #expect(plan.dropFirst().allSatisfy { !$0.hasPrefix("SCAN") }, "\(plan)")
    }
}
