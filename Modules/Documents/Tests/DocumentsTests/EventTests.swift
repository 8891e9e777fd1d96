import Catalogue
import Foundation
import Kernel
import Storage
import Testing

@testable import Documents

/// One body of each format ever written. A body that stands here is never changed: a new format gets a line of its own.
@Suite("The events of a request")
struct EventTests {
    private static let facts = #"""
        "request":"01890000-0000-7000-8000-000000000001","service":"skck","title":{"en":"Police record","id":"SKCK"}
        """#

    private func facts() throws -> RequestFacts {
        RequestFacts(
            request: try #require(Identifier("01890000-0000-7000-8000-000000000001")),
            applicant: try #require(Identifier("01890000-0000-7000-8000-000000000002")), service: "skck",
            title: LocalizedText(indonesian: "SKCK", english: "Police record"))
    }

    private let due = Instant(milliseconds: 1_795_397_400_000)

    /// - Parameter own: what is the event's own; in the order of names it stands between the applicant and the request.
    private func expect<Event: RequestEvent>(_ event: Event, _ kind: String, _ own: String = "") throws {
        let golden = #"{"format":1,"value":{"applicant":"01890000-0000-7000-8000-000000000002",\#(own)\#(EventTests.facts)}}"#
        #expect(try Event(stored: Data(golden.utf8)) == event)
        #expect(try event.storedText() == golden)
        #expect(Event.kind == kind)
        #expect(event.subject == event.facts.request)
        #expect(event.person == event.facts.applicant)
    }

    @Test("The event of a submission is read and written as ever, with a fee and without")
    func submitted() throws {
        let fee = try #require(Money(rupiah: 30_000))
        try expect(RequestSubmitted(facts: facts(), fee: fee, dueAt: nil), "request.submitted", #""fee":30000,"#)
        try expect(
            RequestSubmitted(facts: facts(), fee: .zero, dueAt: due), "request.submitted", #""due_at":1795397400000,"fee":0,"#)
    }

    @Test("The event of a receipt is read and written as ever")
    func received() throws {
        try expect(RequestReceived(facts: facts(), dueAt: due), "request.received", #""due_at":1795397400000,"#)
    }

    @Test("The event of a return is read and written as ever, with a remark and without")
    func returned() throws {
        let label = LocalizedText(indonesian: "Foto tidak jelas")
        try expect(
            RequestReturned(facts: facts(), reason: "photo_unclear", reasonLabel: label, remark: "Wajah terpotong."), "request.returned",
            #""reason":"photo_unclear","reason_label":{"id":"Foto tidak jelas"},"remark":"Wajah terpotong.","#)
        try expect(
            RequestReturned(facts: facts(), reason: "photo_unclear", reasonLabel: label, remark: nil), "request.returned",
            #""reason":"photo_unclear","reason_label":{"id":"Foto tidak jelas"},"#)
        try expect(
            RequestReturned(
                facts: facts(), reason: "photo_unclear", reasonLabel: label, remark: nil,
                parts: [LocalizedText(indonesian: "Pasfoto", english: "Photo"), LocalizedText(indonesian: "NIK")]),
            "request.returned",
            #""parts":[{"en":"Photo","id":"Pasfoto"},{"id":"NIK"}],"reason":"photo_unclear","reason_label":{"id":"Foto tidak jelas"},"#)
    }

    @Test("The event of a second submission is read and written as ever")
    func resubmitted() throws {
        try expect(RequestResubmitted(facts: facts(), dueAt: due), "request.resubmitted", #""due_at":1795397400000,"#)
    }

    @Test("The event of a missed promise is read and written as ever")
    func late() throws { try expect(RequestLate(facts: facts(), dueAt: due), "request.late", #""due_at":1795397400000,"#) }

    @Test("The event of an approval is read and written as ever")
    func approved() throws { try expect(RequestApproved(facts: facts()), "request.approved") }

    @Test("The event of an issued paper is read and written as ever")
    func issued() throws {
        try expect(
            RequestIssued(facts: facts(), number: "SKCK/0001/XI/2026/99.01"), "request.issued",
            #""number":"SKCK/0001/XI/2026/99.01","#)
    }

    @Test("The event of a revoked paper is read and written as ever")
    func revoked() throws {
        try expect(
            RequestRevoked(facts: facts(), number: "SKCK/0001/XI/2026/99.01", reason: "Data palsu"), "request.revoked",
            #""number":"SKCK/0001/XI/2026/99.01","reason":"Data palsu","#)
    }

    @Test("The event of a paper that is made anew is read and written as ever, and so is that of its issue")
    func reissued() throws {
        try expect(
            RequestReissued(
                facts: facts(), number: "SKCK/0002/XI/2026/99.01", replaces: "SKCK/0001/XI/2026/99.01", reason: "paper_misprinted",
                remark: "Foto terpotong"), "request.reissued",
            #""number":"SKCK/0002/XI/2026/99.01","reason":"paper_misprinted","remark":"Foto terpotong","replaces":"SKCK/0001/XI/2026/99.01","#
        )
    }

    @Test("The outcome of a command is read and written as ever")
    func outcome() throws {
        let golden = #"""
            {"format":1,"value":{"action":"submit","request":"01890000-0000-7000-8000-000000000001","status":"awaitingPayment"}}
            """#
        let outcome = CommandOutcome(
            action: "submit", request: try #require(Identifier("01890000-0000-7000-8000-000000000001")), status: .awaitingPayment)
        #expect(try CommandOutcome(stored: Data(golden.utf8)) == outcome)
        #expect(try outcome.storedText() == golden)
    }
}
