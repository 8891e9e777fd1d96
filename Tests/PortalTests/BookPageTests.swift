import Catalogue
import Foundation
import Kernel
import Testing

@testable import Payments
@testable import Portal

/// What a treasurer reads of the books, and how she closes a month.
@Suite("The pages of the books")
struct BookPageTests {
    private static func open() async throws -> (town: Town, siti: Citizen, treasurer: Visitor) {
        let town = try await Town.open()
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let siti = try await town.siti()
        return (town, siti, try await DemonstrationStaff.signIn("keuangan", town, siti.base))
    }

    @Test("What was settled today stands on the first page, and under its day in its month alone")
    func receipts() async throws {
        let (town, siti, treasurer) = try await Self.open()
        let before = try await treasurer.get("\(siti.base)/keuangan")
        #expect(before.text.contains("<strong>Rp0</strong>"))
        let empty = try await treasurer.get("\(siti.base)/keuangan/penerimaan")
        #expect(empty.text.contains(town.say("receipts.none")) && !empty.text.contains("<rect"))
        for _ in 1...2 { _ = try await siti.submitPaidSKCK() }
        let books = try await treasurer.get("\(siti.base)/keuangan")
        #expect(books.text.contains("<strong>Rp60.000</strong>") && books.text.contains("2 \(town.say("books.receipts"))"))
        let today = try town.island(Town.first).region.zone.local(town.clock.now).date
        let month = BookMonth(of: today)
        for address in ["", "?bulan=\(month.text)", "?bulan=lusa"] {
            let page = try await treasurer.get("\(siti.base)/keuangan/penerimaan\(address)")
            #expect(page.text.contains("Rp60.000") && page.text.contains(town.say("revenue.pnbp")), "\(address)")
            // One bar, and what it means.
            #expect(page.text.components(separatedBy: "<rect").count == 3 && page.text.contains(" \(today.year)</a></td>"))
            #expect(!page.text.contains("bulan=\(month.next.text)"), "nothing comes after the month that runs")
        }
        // Her bills moved on their day, and neither before nor after it; there is no day after today.
        for (day, isMoved) in [(today, true), (today.advanced(byDays: -1), false), (today.advanced(byDays: 1), true)] {
            let page = try await treasurer.get("\(siti.base)/keuangan?hari=\(day.iso8601)")
            #expect((page.text.components(separatedBy: ">Rp60.000</span>").count > 4) == isMoved, "\(day)")
            #expect(page.text.contains(town.say("books.dayAfter")) == !isMoved)
        }
        #expect(try await treasurer.get("\(siti.base)/keuangan?hari=kemarin").status == 200)
        let earlier = try await treasurer.get("\(siti.base)/keuangan/penerimaan?bulan=\(month.previous.text)")
        #expect(!earlier.text.contains("Rp60.000") && earlier.text.contains("bulan=\(month.text)"))
        try await town.leave()
    }

    @Test("A month that has ended is closed once, and one that runs is not")
    func closing() async throws {
        let (town, siti, treasurer) = try await Self.open()
        let address = "\(siti.base)/keuangan/bulan"
        let island = try town.island(Town.first)
        let running = BookMonth(of: island.region.zone.local(town.clock.now).date)
        let page = try await treasurer.get(address)
        #expect(page.text.contains(town.say("month.none")) && page.text.contains("value=\"\(running.previous.text)\""))
        let early = try await treasurer.submit(["month": running.text], to: address, from: page)
        #expect(early.status == 409 && early.text.contains(town.say("problem.month.running")))
        #expect(try await treasurer.submit(["month": "2026-13"], to: address, from: page).status == 404)
        #expect(try await island.payments.lastClosedMonth(by: .platform(name: "tests")) == nil)
        for _ in 1...2 {
            let closed = try await treasurer.submit(["month": running.previous.text], to: address, from: page)
            #expect(closed.status == 200 && closed.text.contains(town.say("month.all")) && !closed.text.contains("name=\"month\""))
        }
        #expect(try await island.payments.lastClosedMonth(by: .platform(name: "tests")) == running.previous)
        try await town.leave()
    }

    @Test("An account is taken along as a table and as data, from where its page begins")
    func files() async throws {
        let (town, siti, treasurer) = try await Self.open()
        for _ in 1...2 { _ = try await siti.submitPaidSKCK() }
        let book = "\(siti.base)/keuangan/akun"
        let page = try await treasurer.get("\(book)?nama=receivable")
        #expect(page.text.contains("\(book)/tabel?nama=receivable") && page.text.contains("\(book)/data?nama=receivable"))
        let data = try await treasurer.get("\(book)/data?nama=receivable")
        #expect(data.headers["content-type"] == "application/json")
        #expect(data.headers["content-disposition"]?.contains("attachment; filename=\"buku-receivable-") == true)
        let json = try JSONDecoder().decode(JSON.self, from: Data(data.text.utf8))
        guard case .list(let postings)? = json["postings"] else { throw Problem(.unexpected, "no postings") }
        #expect(postings.count == 4 && json["next"] == .null && json["account"] == .text("receivable"))
        #expect(postings.allSatisfy { $0["amount"] == .integer(30_000) })
        guard case .integer(let newest)? = postings.first?["position"] else { throw Problem(.unexpected, "no position") }
        let table = try await treasurer.get("\(book)/tabel?nama=receivable&sebelum=\(newest)")
        #expect(table.text.split(separator: "\r\n").count == 4 && !table.text.contains("\r\n\"\(newest)\","))
        for address in ["data?nama=gift", "tabel?nama=", "data"] { #expect(try await treasurer.get("\(book)/\(address)").status == 404) }
        try await town.leave()
    }
}
