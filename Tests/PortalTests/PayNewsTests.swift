import HTTPTypes
import Kernel
import Payments
import Storage
import Testing

@testable import Portal

/// The page of a bill hears that it was paid, without being loaded anew by hand.
@Suite("News of a bill", .timeLimit(.minutes(15)))
struct PayNewsTests {
    /// Siti's bill, with its page open.
    private struct Desk {
        let town: Town
        let siti: Citizen
        let request: String
        var page: String { "\(siti.base)/permohonan/\(request)/bayar" }
        var news: String { "\(page)/kabar" }

        static func open() async throws -> Desk {
            let town = try await Town.open()
            let siti = try await town.siti()
            let request = try await siti.startDraft("skck")
            try await siti.answer(request, Citizen.skckAnswers)
            try await siti.attachPhoto(to: request)
            try await siti.submit(request)
            return Desk(town: town, siti: siti, request: request)
        }

        func ring() throws { try town.island(Town.first).payNews.ring() }
    }

    @Test("It tells first what the page says, then that it is paid, and ends; nothing is told twice")
    func paid() async throws {
        let desk = try await Desk.open()
        let page = try await desk.siti.visitor.get(desk.page).text
        let word = try #require(page.firstMatch(of: /id="kabar" data-from="([^"]+)" data-word="([^"]+)"/))
        #expect(String(word.1) == desk.news && page.contains("/aset/bayar.js?"))
        let (heard, ear) = AsyncStream.makeStream(of: Int.self)
        let reader = PartReader { ear.yield($0) }
        async let listening: Void = desk.siti.visitor.listen(desk.news, to: reader)
        var counts = heard.makeAsyncIterator()
        #expect(await counts.next() == 1)
        // A change elsewhere is no news.
        try desk.ring()
        try await desk.siti.pay(desk.request)
        try desk.ring()
        #expect(await counts.next() == 2)
        try await listening
        #expect(reader.read.first == "retry: 5000\ndata: \(word.2)\n\n" && reader.read.count == 2)
        #expect(reader.read.last?.hasPrefix("data: paid.stub-qris.") == true)
        let after = try await desk.siti.visitor.get(desk.page).text
        #expect(!after.contains("id=\"kabar\"") && !after.contains("bayar.js") && after.contains(desk.town.say("pay.paid")))
        // Of a bill that is paid it tells so and waits for nothing.
        #expect(try await desk.siti.visitor.get(desk.news).text == "retry: 5000\n" + (reader.read.last ?? ""))
        try await desk.town.leave()
    }

    @Test("A long silence is broken by a line that browsers pass over, and the answer ends after ten minutes", arguments: [14, 15])
    func silence(seconds: Int) async throws {
        let desk = try await Desk.open()
        let (heard, ear) = AsyncStream.makeStream(of: Int.self)
        let reader = PartReader { ear.yield($0) }
        async let listening: Void = desk.siti.visitor.listen(desk.news, to: reader)
        var counts = heard.makeAsyncIterator()
        _ = await counts.next()
        desk.town.clock.advance(bySeconds: seconds)
        try desk.ring()
        if seconds >= PayWatch.silenceSeconds { #expect(await counts.next() == 2) }
        desk.town.clock.advance(bySeconds: PayWatch.longestSeconds - seconds)
        try desk.ring()
        try await listening
        #expect(reader.read.dropFirst() == (seconds >= PayWatch.silenceSeconds ? [":\n\n"] : []))
        try await desk.town.leave()
    }

    @Test("Nobody hears of another's bill, and a bill that is none is not found")
    func strangers() async throws {
        let desk = try await Desk.open()
        let dewi = try await desk.town.dewi()
        #expect(try await dewi.visitor.send(.get, desk.news).isProblem(404, "problem.notFound"))
        let nothing = "\(desk.siti.base)/permohonan/\(Identifier(at: Town.morning))/bayar/kabar"
        #expect(try await desk.siti.visitor.send(.get, nothing).isProblem(404, "problem.notFound"))
        #expect(try await desk.town.visitor().send(.get, desk.news).status == 401)
        try await desk.town.leave()
    }

    @Test("So many may watch and no more, and whoever goes makes room")
    func room() throws {
        let news = PayNews()
        var streams = try (0..<PayNews.most).map { _ in try news.rings() }
        #expect(throws: Problem(.tooMany, "problem.tooMany")) { _ = try news.rings() }
        streams.removeLast()
        _ = try news.rings()
        #expect(streams.count == PayNews.most - 1)
    }
}
