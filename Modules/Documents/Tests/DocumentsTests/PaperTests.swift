import Catalogue
import Foundation
import Intake
import Kernel
import Storage
import Testing

@testable import Documents

@Suite("Papers")
struct PaperTests {
    @Test("A paper jam costs neither a number nor a second paper")
    func jam() async throws {
        let office = try await Office()
        let id = try await office.requestInReview()
        try await office.documents.approve(id, command: office.command(), by: office.agus)
        office.press.jam(times: 1)
        #expect(await problem { try await office.documents.issue(id) }?.code == .unavailable)
        #expect(try await office.status(id) == .approved)
        let code = try #require(office.press.orders.first?.code)
        #expect(try await office.documents.verification(of: code) == .unknown, "a paper that is not there yet is not genuine")
        office.clock.advance(bySeconds: 3600)
        try await office.documents.issue(id)
        #expect(office.press.orders.map(\.number) == ["SKCK/0001/XI/2026/99.01", "SKCK/0001/XI/2026/99.01"])
        #expect(office.press.orders.first == office.press.orders.last)
        #expect(try await office.count("document_papers") == 1)
    }

    @Test("Issued twice, even at once, there is one number, one paper and one event")
    func twice() async throws {
        let office = try await Office()
        let id = try await office.requestInReview()
        try await office.documents.approve(id, command: office.command(), by: office.agus)
        async let one: Void = office.documents.issue(id)
        async let other: Void = office.documents.issue(id)
        _ = try await (one, other)
        try await office.documents.issue(id)
        #expect(try await office.count("document_papers") == 1)
        #expect(try await office.events().filter { $0 == "request.issued" }.count == 1)
        #expect(office.fileCount() == 2, "one photo and one paper")
    }

    @Test("A request that was not approved gets no number")
    func notApproved() async throws {
        let office = try await Office()
        let id = try await office.requestInReview()
        #expect(await problem { try await office.documents.issue(id) }?.messageKey == "problem.request.moved")
        #expect(try await office.count("document_papers") == 0)
    }

    @Test("A person has a paper from its issue on, also one that was revoked; the person beside her has none")
    func hasPaper() async throws {
        let office = try await Office()
        func having() async throws -> [Bool] {
            let people = try [office.siti, office.dewi].map { try #require($0.personID) }
            return try await office.database.read { tx in try people.map { try office.documents.hasPaper($0, tx) } }
        }
        let id = try await office.requestInReview()
        #expect(try await having() == [false, false])
        try await office.documents.approve(id, command: office.command(), by: office.agus)
        #expect(try await having() == [false, false])
        try await office.documents.issue(id)
        #expect(try await having() == [true, false])
        try await office.documents.revoke(id, reason: "Data keliru", command: office.command(), by: office.agus)
        #expect(try await having() == [true, false])
    }

    @Test("Numbers follow one another and start anew each year of the region's own calendar")
    func numbers() async throws {
        let office = try await Office()
        let ids = [try await office.issuedRequest(), try await office.issuedRequest()]
        office.clock.set(IndonesianZone.western.instant(try #require(CivilDate("2027-01-01")), try #require(TimeOfDay("00:30"))))
        let new = try await office.issuedRequest()
        var numbers: [String?] = []
        for id in ids + [new] { numbers.append(try await office.documents.request(id, by: office.siti).paper?.number) }
        #expect(numbers == ["SKCK/0001/XI/2026/99.01", "SKCK/0002/XI/2026/99.01", "SKCK/0001/I/2027/99.01"])
    }

    @Test("What an officer writes in his own words stands sealed, in no trail and no outbox; a reason from the list stands in the trail")
    func ownWords() async throws {
        let office = try await Office()
        let returned = try await office.requestInReview()
        try await office.documents.returnForCorrection(
            returned, reason: "photo_unclear", remark: "Siti memejamkan mata", command: office.command(), by: office.agus)
        let issued = try await office.issuedRequest()
        try await office.documents.revoke(issued, reason: "Siti bukan pemiliknya", command: office.command(), by: office.agus)
        let trail = try await office.database.read { tx in try tx.auditEntries() }
        #expect(trail.first { $0.action == "request.returned" }?.reason == "photo_unclear")
        let revocation = try #require(trail.first { $0.action == "request.revoked" })
        #expect(revocation.reason == nil)
        for file in try FileManager.default.contentsOfDirectory(at: office.folder, includingPropertiesForKeys: nil)
        where file.lastPathComponent.hasPrefix("mpp.sqlite") {
            let bytes = try Data(contentsOf: file)
            for words in ["memejamkan", "bukan pemiliknya"] {
                #expect(bytes.range(of: Data(words.utf8)) == nil, "\(file.lastPathComponent)")
            }
        }
    }

    @Test("A paper carries the photo that was handed in, who asked, and the officer who approved it, not one who returned it before")
    func approver() async throws {
        let office = try await Office()
        let dewis = try await office.filledDraft(by: office.dewi)
        let id = try await office.requestInReview()
        let rini = try #require(office.rini.officerID)
        let agus = try #require(office.agus.officerID)
        try await office.documents.returnForCorrection(
            id, reason: "photo_unclear", remark: "", command: office.command(), by: office.rini)
        try await office.documents.attach(
            Upload(filename: "f.png", content: Pictures.plain(width: 30, height: 40)), as: "photo", to: id, by: office.siti)
        _ = try await office.documents.submit(id, command: office.command(), by: office.siti)
        try await office.documents.approve(id, command: office.command(), by: office.agus)
        try await office.documents.issue(id)

        let order = try #require(office.press.orders.last)
        #expect(order.approver == agus && order.applicant == office.siti.personID)
        let photo = try #require(order.photo)
        #expect(photo.width == 30 && photo.height == 40 && photo.jpeg.starts(with: [0xFF, 0xD8]))
        let history = try await office.documents.history(of: id, by: office.siti)
        #expect(history.map(\.officer) == [nil, nil, nil, rini, nil, agus, nil])
        #expect(try await office.documents.history(of: dewis, by: office.dewi).map(\.officer) == [nil])
    }

    @Test("A paper whose photo was not handed in, or whose service wants none, is printed without one")
    func withoutPhoto() async throws {
        let office = try await Office()
        _ = try await office.issuedCard()
        let order = try #require(office.press.orders.last)
        #expect(order.photo == nil && order.approver == office.wati.officerID)
    }

    @Test("A paper whose law approves by itself says so only when nobody decided in time")
    func decidedInTime() async throws {
        let licence = CatalogueSample.familyCard(
            promise: Promise(workingDays: 5), workflow: Workflow.standard.deemingApproval, front: ServiceFront(deemedBasis: "UU 17/2023"))
        let office = try await Office(catalogue: CatalogueSample.catalogue(familyCard: licence))
        _ = try await office.issuedCard()
        #expect(office.press.orders.last?.deemedBasis == nil)
    }

    @Test("Revoked papers are listed as long as they would hold, by their index and nothing else")
    func revokedCodes() async throws {
        let office = try await Office()
        let (kept, revoked) = (try await office.issuedRequest(), try await office.issuedRequest())
        #expect(try await office.documents.revokedCodes() == [])
        try await office.documents.revoke(revoked, reason: "Diterbitkan keliru", command: office.command(), by: office.agus)
        let paper = try #require(try await office.documents.request(revoked, by: office.siti).paper)
        #expect(try await office.documents.revokedCodes() == [paper.code])
        #expect(try await office.documents.request(kept, by: office.siti).paper?.revokedAt == nil)
        let plan = try await office.database.read { tx in
            try tx.rows("EXPLAIN QUERY PLAN \(PaperStore.revokedSQL)", ["today": CivilDate("2026-11-23")]).map { try $0.text("detail") }
        }
        #expect(plan.count == 1 && plan[0].contains("USING COVERING INDEX document_papers_revoked"), "\(plan)")
        // The day after its last one nobody takes it any more, revoked or not.
        let last = try #require(paper.validUntil)
        let zone = IndonesianZone.western
        office.clock.advance(
            bySeconds: Int((zone.instant(last.advanced(byDays: 1), .midnight).milliseconds - office.clock.now.milliseconds) / 1000) - 1)
        #expect(try await office.documents.revokedCodes() == [paper.code])
        office.clock.advance(bySeconds: 1)
        #expect(try await office.documents.revokedCodes() == [])
    }

    @Test("A revoked paper says so, with its reason to Siti alone")
    func revoked() async throws {
        let office = try await Office()
        let id = try await office.issuedRequest()
        let short = await problem { try await office.documents.revoke(id, reason: " ya ", command: office.command(), by: office.agus) }
        #expect(short?.fields.map(\.field) == ["reason"])
        let foreign = await problem {
            try await office.documents.revoke(id, reason: "Diterbitkan keliru", command: office.command(), by: office.wati)
        }
        #expect(foreign?.code == .notFound)
        try await office.documents.revoke(id, reason: "Diterbitkan keliru", command: office.command(), by: office.agus)
        let again = await problem {
            try await office.documents.revoke(id, reason: "Diterbitkan keliru", command: office.command(), by: office.agus)
        }
        #expect(again?.messageKey == "problem.request.moved")
        let paper = try #require(try await office.documents.request(id, by: office.siti).paper)
        guard case .revoked(let facts) = try await office.documents.verification(of: paper.code) else {
            Issue.record("not revoked")
            return
        }
        #expect(facts.revokedAt == office.clock.now)
        #expect(try await office.documents.history(of: id, by: office.siti).last?.remark == "Diterbitkan keliru")
        try await office.documents.issue(id)
        #expect(try await office.status(id) == .revoked)
    }

    @Test("A code is read as people type it")
    func typedCodes() async throws {
        let office = try await Office()
        let id = try await office.issuedRequest()
        let code = try #require(try await office.documents.request(id, by: office.siti).paper?.code)
        let careless = code.lowercased().replacing("0", with: "o").replacing("1", with: "l")
        for typed in [code, VerificationCode.grouped(code), " \(careless) ", VerificationCode.grouped(code).replacing("-", with: " ")] {
            guard case .genuine = try await office.documents.verification(of: typed) else {
                Issue.record("\(typed) was not recognised")
                continue
            }
        }
    }

    @Test("A code has twelve characters, and each of the thirty-two comes up")
    func randomCodes() {
        // That one of them is missing by chance among twelve thousand happens once in ten to the power of 163 runs.
        let codes = (0..<1000).map { _ in VerificationCode.random() }
        #expect(codes.allSatisfy { $0.count == 12 && VerificationCode.read($0) == $0 })
        #expect(Set(codes.joined()) == Set("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
        #expect(Set(codes).count == 1000)
        #expect(VerificationCode.grouped("ABCDEFGHJKMN") == "ABCD-EFGH-JKMN")
    }

    @Test(
        "What is no code is unknown",
        arguments: ["", "ABCD", "ABCD-EFGH-JKMU", "../../etc/passwd", "ABCD-EFGH-JKMN", String(repeating: "A", count: 9999)])
    func unknown(_ typed: String) async throws {
        #expect(try await Office().documents.verification(of: typed) == .unknown)
    }

    @Test("An old paper is genuine and expired; the paper of an erased holder is genuine without initials")
    func expiredAndErased() async throws {
        let office = try await Office()
        let id = try await office.issuedRequest()
        let code = try #require(try await office.documents.request(id, by: office.siti).paper?.code)
        office.clock.advance(bySeconds: 86_400 * 200)
        try await office.database.write { [siti = office.siti] tx in
            if let person = siti.personID { try tx.destroyVaultKey(of: person) }
        }
        guard case .genuine(let facts) = try await office.documents.verification(of: code) else {
            Issue.record("not genuine")
            return
        }
        #expect(facts.isExpired)
        #expect(facts.initials == nil)
    }
}
