import Catalogue
import Foundation
import Kernel
import Storage
import Synchronization
import Testing

@testable import Documents

@Suite("Withdrawing, deleting, refusing")
struct WithdrawingTests {
    let office: Office

    init() async throws { office = try await Office() }

    @Test("A request that is in review is withdrawn by its applicant alone, once, and opens no more")
    func withdrawn() async throws {
        let (id, other) = (try await office.requestInReview(), try await reviewed(by: office.dewi))
        let before = try await office.documents.request(other, by: office.dewi)
        for stranger in [office.dewi, office.agus, office.ratna, Principal.visitor] {
            let problem = await problem { try await office.documents.withdraw(id, command: office.command(), by: stranger) }
            #expect([.notFound, .forbidden].contains(problem?.code))
        }
        try await office.documents.claim(id, by: office.agus)
        let command = office.command()
        for _ in 0..<2 { try await office.documents.withdraw(id, command: command, by: office.siti) }
        #expect(try await office.status(id) == .withdrawn)
        #expect(try await office.documents.history(of: id, by: office.siti).last?.status == .withdrawn)
        #expect(try await office.audited().count { $0 == "request.withdrawn" } == 1)
        #expect(try await office.events().count { $0 == "request.withdrawn" } == 1)
        #expect(try await office.documents.claim(of: id, by: office.agus) == nil)
        for late in [
            await problem { try await office.documents.approve(id, command: office.command(), by: office.agus) },
            await problem { try await office.documents.refuse(id, ground: "UU 24/2013", command: office.command(), by: office.agus) },
            await problem { try await office.documents.withdraw(id, command: office.command(), by: office.siti) },
            await problem { _ = try await office.documents.submit(id, command: office.command(), by: office.siti) },
            await problem { try await office.documents.deleteDraft(id, by: office.siti) },
        ] { #expect(late?.messageKey == "problem.request.moved") }
        // Paying late changes nothing either.
        try await office.documents.settle(id)
        #expect(try await office.status(id) == .withdrawn)
        #expect(try await office.documents.request(other, by: office.dewi) == before)
    }

    @Test(
        "Whose fee is not paid can be withdrawn, and owes nothing any more; not once it is paid, and Dewi's waits on",
        arguments: [false, true])
    func unpaid(isPaid: Bool) async throws {
        var waiting: [Identifier] = []
        for who in [office.siti, office.dewi] {
            let draft = try await office.filledDraft(by: who)
            _ = try await office.documents.submit(draft, command: office.command(), by: who)
            waiting.append(draft)
        }
        let before = try await office.documents.request(waiting[1], by: office.dewi)
        if isPaid { office.cashier.settle(waiting[0]) }
        #expect(await withdrawing(waiting[0]) == (isPaid ? "problem.payment.alreadyPaid" : nil))
        #expect(try await office.status(waiting[0]) == (isPaid ? .awaitingPayment : .withdrawn))
        #expect(office.cashier.cancelled == (isPaid ? [] : [waiting[0]]))
        // What comes in late moves nothing any more.
        try await office.documents.settle(waiting[0])
        #expect(try await office.status(waiting[0]) == (isPaid ? .inReview : .withdrawn))
        #expect(try await office.documents.request(waiting[1], by: office.dewi) == before)
    }

    @Test("A returned request can be withdrawn too; a draft and a decided one cannot")
    func when() async throws {
        let draft = try await office.filledDraft()
        #expect(await withdrawing(draft) == "problem.request.moved")
        _ = try await office.documents.submit(draft, command: office.command(), by: office.siti)
        office.cashier.settle(draft)
        try await office.documents.settle(draft)
        try await office.documents.returnForCorrection(
            draft, reason: "photo_unclear", remark: "", command: office.command(), by: office.agus)
        #expect(try await office.documents.request(draft, by: office.siti).canBeWithdrawn)
        #expect(await withdrawing(draft) == nil)
        #expect(try await !office.documents.request(draft, by: office.siti).canBeWithdrawn)
        let issued = try await office.issuedRequest()
        #expect(await withdrawing(issued) == "problem.request.moved")
    }

    @Test("A draft is deleted with its answers and its files, by its owner alone; another's stays byte for byte")
    func deleted() async throws {
        let draft = try await office.filledDraft()
        let other = try await office.filledDraft(by: office.dewi)
        let before = try await office.documents.request(other, by: office.dewi)
        #expect(await problem { try await office.documents.deleteDraft(draft, by: office.dewi) }?.code == .notFound)
        #expect(await problem { try await office.documents.deleteDraft(draft, by: office.agus) }?.code == .forbidden)
        for _ in 0..<2 { try await office.documents.deleteDraft(draft, by: office.siti) }
        #expect(await problem { _ = try await office.documents.request(draft, by: office.siti) }?.code == .notFound)
        for table in ["document_requests", "document_attachments"] { #expect(try await office.count(table) == 1) }
        #expect(try await office.documents.request(other, by: office.dewi) == before)
        // The file that no row names any more is swept like any other; hers is not.
        #expect(office.fileCount() == 2)
        office.clock.advance(bySeconds: DocumentService.sweptAfterSeconds + 1)
        for share in 0..<256 { try await office.documents.sweepFiles(inShare: share) }
        #expect(office.fileCount() == 1)
        // She can begin anew.
        let again = try await office.filledDraft()
        #expect(again != draft)
    }

    @Test("A file that is the cashier's own is not swept, one that is nobody's is")
    func cashiersFile() async throws {
        let (own, rubbish) = (Identifier(at: office.clock.now), Identifier(at: office.clock.now))
        for file in [own, rubbish] { try office.database.files.write(Data("gambar".utf8), as: file) }
        office.cashier.ownFile.withLock { $0 = own }
        office.clock.advance(bySeconds: DocumentService.sweptAfterSeconds + 1)
        for share in 0..<256 { try await office.documents.sweepFiles(inShare: share) }
        #expect(try office.database.files.read(own) == Data("gambar".utf8))
        #expect(throws: Problem.self) { try office.database.files.read(rubbish) }
    }

    @Test("A refusal is for good: its ground reaches the applicant, stands in no trail, and comes once")
    func refused() async throws {
        let (id, other) = (try await office.requestInReview(), try await reviewed(by: office.dewi))
        let before = try await office.documents.request(other, by: office.dewi)
        #expect(
            await problem { try await office.documents.refuse(id, ground: "UU 24/2013", command: office.command(), by: office.wati) }?.code
                == .notFound)
        let ground = "UU 24/2013 pasal 63: sudah memiliki KTP-el lain"
        let command = office.command()
        for _ in 0..<2 { try await office.documents.refuse(id, ground: "  \(ground)\u{202E}", command: command, by: office.agus) }
        #expect(try await office.status(id) == .refused)
        #expect(try await office.documents.history(of: id, by: office.siti).last?.remark == ground)
        #expect(try await office.documents.history(of: id, by: office.ratna).last?.remark == nil)
        #expect(try await office.audited().count { $0 == "request.refused" } == 1)
        let reasons = try await office.database.read { tx in try tx.auditEntries(about: id.text).compactMap(\.reason) }
        #expect(!reasons.contains { $0.contains("pasal 63") })
        #expect(await withdrawing(id) == "problem.request.moved")
        #expect(
            await problem { try await office.documents.approve(id, command: office.command(), by: office.agus) }?.messageKey
                == "problem.request.moved")
        #expect(try await office.documents.request(other, by: office.dewi) == before)
        let done = try await office.documents.workList(by: office.agus, WorkView(.finished)).items.map(\.id)
        #expect(done == [id])
    }

    @Test(
        "A ground has 5 to 500 characters that are seen",
        arguments: [
            (4, "problem.ground.short"), (5, nil), (500, nil), (501, "problem.remark.tooLong"), (0, "problem.ground.short"),
        ])
    func ground(count: Int, key: String?) async throws {
        let id = try await office.requestInReview()
        let ground = count == 0 ? "\u{200B}\u{200B}\u{200B}\u{200B}\u{200B}" : String(repeating: "x", count: count)
        let problem = await problem {
            try await office.documents.refuse(id, ground: ground, command: office.command(), by: office.agus)
        }
        #expect(problem?.messageKey == key && problem?.fields.map(\.field) ?? ["ground"] == ["ground"])
        #expect(try await office.status(id) == (key == nil ? .refused : .inReview))
    }

    @Test("What an officer has read may have moved on")
    func stale() async throws {
        let id = try await office.requestInReview()
        let version = try await office.documents.request(id, by: office.agus).version
        #expect(
            await problem {
                try await office.documents.refuse(
                    id, ground: "UU 24/2013", version: version - 1, command: office.command(), by: office.agus)
            }?.messageKey == "problem.request.moved")
        try await office.documents.refuse(id, ground: "UU 24/2013", version: version, command: office.command(), by: office.agus)
        #expect(try await office.status(id) == .refused)
    }

    private func reviewed(by citizen: Principal) async throws -> Identifier {
        let id = try await office.filledDraft(by: citizen)
        _ = try await office.documents.submit(id, command: office.command(), by: citizen)
        office.cashier.settle(id)
        try await office.documents.settle(id)
        return id
    }

    private func withdrawing(_ id: Identifier) async -> String? {
        await problem { try await office.documents.withdraw(id, command: office.command(), by: office.siti) }?.messageKey
    }
}
