import Kernel
import Payments
import Storage
import Testing

@testable import Portal

/// The police's own system reads what became of the money for SKCK.
@Suite("A program that reads payments")
struct PaymentProgramTests {
    @Test("From the bill to the day: what was paid is told, and nothing personal; another agency finds none of it")
    func paid() async throws {
        let town = try await Town.open()
        let siti = try await town.siti()
        let request = try await siti.submitPaidSKCK()
        town.clock.advance(bySeconds: 1)
        let polri = try await town.program("polri", [.readPayments])
        let listed = try await polri.get("/bills?status=paid")
        #expect(listed.status == 200 && listed.items.count == 1 && listed.json["next"] == .null)
        let bill = try #require(listed.ids.first)
        let shown = try await polri.get("/bills/\(bill)")
        #expect(shown.json == listed.items.first && shown.json["request"]?.word == request)
        #expect(shown.json["amount"] == .integer(30_000) && shown.json["status"] == "paid" && shown.json["provider"] == "stub-qris")
        let came = try await polri.get("/bills/\(bill)/payments")
        #expect(came.items.count == 1 && came.items.first?["standing"] == "settled")
        #expect(came.items.first?["receipt"]?.word == "KW/2026/00001")
        #expect(try await polri.get("/bills/\(bill)/refunds").json == ["items": .list([])])
        let events = try await polri.get("/payment-events")
        #expect(events.items.compactMap { $0["kind"]?.word } == ["bill.opened", "bill.paid"])
        #expect(events.items.allSatisfy { $0["request"]?.word == request })
        let next = try #require(events.json["next"]).text
        #expect(try await polri.get("/payment-events?cursor=\(next)").json == ["items": .list([]), "next": events.json["next"] ?? .null])
        let day = try await polri.get("/reconciliation/2026-11-23?days=2")
        guard case .list(let days)? = day.json["days"] else { return #expect(Bool(false), "\(day.text)") }
        #expect(days.map { $0["received"] } == [.integer(30_000), .integer(0)] && days.first?["settled"] == .integer(30_000))
        let siti3510 = ["Siti", "3510014507909901", "siti@contoh.id"]
        for answer in [listed, shown, came, events, day] {
            #expect(siti3510.allSatisfy { !answer.text.contains($0) })
        }

        let other = try await town.program("disdukcapil", [.readPayments])
        for path in ["/bills?status=paid", "/payment-events"] { #expect(try await other.get(path).items.isEmpty, "\(path)") }
        for path in ["/bills/\(bill)", "/bills/\(bill)/payments", "/bills/\(bill)/refunds"] {
            #expect(try await other.get(path).isProblem(404, "problem.notFound"), "\(path)")
        }
        try await town.leave()
    }

    @Test("What cannot be read is told at its field, and a day that is none is not found")
    func faults() async throws {
        let town = try await Town.open()
        let polri = try await town.program("polri", [.readPayments])
        for (path, field) in [
            ("/bills?status=lunas", "status"), ("/bills?cursor=x", "cursor"), ("/bills?limit=0", "limit"), ("/bills?limit=101", "limit"),
            ("/payment-events?cursor=-1", "cursor"), ("/reconciliation/2026-11-23?days=0", "days"),
            ("/reconciliation/2026-11-23?days=32", "days"),
        ] {
            #expect(try await polri.get(path).isProblem(422, "problem.api.invalid", issues: [field]), "\(path)")
        }
        for path in ["/reconciliation/2026-02-30", "/reconciliation/1999-12-31", "/bills/x", "/bills/\(polri.key)"] {
            #expect(try await polri.get(path).isProblem(404, "problem.notFound"), "\(path)")
        }
        #expect(try await polri.get("/reconciliation/2000-01-01?days=31").status == 200)
        try await town.leave()
    }

    @Test("Housekeeping gives a bill from before its agency, and its program finds it then")
    func earlier() async throws {
        let town = try await Town.open()
        _ = try await town.siti().submitPaidSKCK()
        town.clock.advance(bySeconds: 1)
        let island = try town.island(Town.first)
        try await island.database.write { tx in _ = try tx.execute("UPDATE bills SET agency = NULL") }
        let polri = try await town.program("polri", [.readPayments])
        #expect(try await polri.get("/bills?status=paid").items.isEmpty)
        for named in [1, 0] { #expect(try await island.fileBills() == named) }
        #expect(try await polri.get("/bills?status=paid").items.count == 1)
        try await town.leave()
    }
}
