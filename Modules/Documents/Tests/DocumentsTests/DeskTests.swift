import Catalogue
import Kernel
import Storage
import StorageTesting
import Testing

@testable import Documents

/// What officers narrow their list to, find in it, and take from it.
@Suite("The officer's desk")
struct DeskTests {
    let office: Office

    init() async throws { office = try await Office() }

    /// A family card of somebody with that name, with the officers of Disdukcapil.
    private func card(of name: String, by citizen: Principal? = nil) async throws -> Identifier {
        let person = Identifier(at: office.clock.now)
        if citizen == nil { try await office.database.write { tx in try tx.createVaultKey(for: person) } }
        let citizen = citizen ?? .citizen(id: person)
        let id = try await office.documents.startDraft(
            of: "kartu-keluarga", channel: .electronic, command: office.command(), by: citizen)
        _ = try await office.documents.saveAnswers(["full_name": .text(name)], of: id, by: citizen)
        _ = try await office.documents.submit(id, command: office.command(), by: citizen)
        office.clock.advance(bySeconds: 1)
        return id
    }

    private func found(_ search: WorkSearch, by officer: Principal? = nil) async throws -> [Identifier] {
        try await office.documents.search(search, by: officer ?? office.wati).items.map(\.id)
    }

    // MARK: Searching

    @Test("A name is found by whole words in any order, whatever their capitals, accents and points")
    func names() async throws {
        let siti = try await card(of: "Siti Nur'aini Rahmawati")
        let other = try await card(of: "Siti Hajar")
        let jose = try await card(of: "José Ma. da Costa-Pereira")
        #expect(try await found(.holder("siti")) == [other, siti], "the newest first")
        for typed in ["Siti Rahmawati", "RAHMAWATI siti", "nuraini", " Nur'aini  Rahmawati ", "siti nuraini rahmawati"] {
            #expect(try await found(.holder(typed)) == [siti], "\(typed)")
        }
        for typed in ["jose", "Pereira Costa", "ma jose", "MA.", "josé ma da costa pereira"] {
            #expect(try await found(.holder(typed)) == [jose], "\(typed)")
        }
        for typed in ["", "  ", "'", "sit", "Siti Costa", "Hajar Rahmawati", "Siti Hajar Rahmawati"] {
            #expect(try await found(.holder(typed)) == [], "\(typed)")
        }
        #expect(try await found(.holder("siti"), by: office.agus) == [], "another agency's")
        #expect(await problem { try await office.documents.search(.holder("siti"), by: office.ratna) }?.code == .forbidden)
    }

    @Test("Names lie in the database neither in the clear nor as a hash without the region's key")
    func hashes() async throws {
        _ = try await card(of: "Siti Rahmawati")
        let rows = try await office.database.everyRow().filter { $0.table == "document_search_words" }
        #expect(rows.count == 3, "two words, and both of them")
        for row in rows { #expect(!row.description.lowercased().contains("siti") && !row.description.contains("rahmawati")) }
    }

    @Test("A name of six words is found by each, of a longer one by the first six")
    func longNames() async throws {
        let words = ["Satu", "Dua", "Tiga", "Empat", "Lima", "Enam", "Tujuh"]
        let ids = [try await card(of: words.prefix(5).joined(separator: " ")), try await card(of: words.joined(separator: " "))]
        for word in words.prefix(5) { #expect(try await found(.holder(word)) == ids.reversed(), "\(word)") }
        #expect(try await found(.holder("Enam")) == [ids[1]])
        #expect(try await found(.holder("Enam Lima")) == [ids[1]])
        #expect(try await found(.holder("Tujuh")) == [])
    }

    @Test("A name that was corrected is found as it is now, and a draft is not found")
    func corrected() async throws {
        let siti = try await card(of: "Siti Rahmawati", by: office.siti)
        let dewi = try await card(of: "Dewi Lestari", by: office.dewi)
        try await office.documents.returnForCorrection(
            siti, reason: "incomplete", remark: "", command: office.command(), by: office.wati)
        _ = try await office.documents.saveAnswers(["full_name": "Siti Rohmawati"], of: siti, by: office.siti)
        #expect(try await found(.holder("rohmawati")) == [], "not sent yet")
        _ = try await office.documents.submit(siti, command: office.command(), by: office.siti)
        #expect(try await found(.holder("siti rohmawati")) == [siti])
        #expect(try await found(.holder("rahmawati")) == [])
        #expect(try await found(.holder("dewi lestari")) == [dewi])
        _ = try await office.documents.startDraft(of: "kartu-keluarga", channel: .electronic, command: office.command(), by: office.dewi)
        #expect(try await found(.applicant(try #require(office.dewi.personID))) == [dewi])
    }

    @Test("A request is found by its applicant, its own id and its paper's number, whole, by its own agency")
    func numbers() async throws {
        let issued = try await office.issuedRequest()
        let dewi = try await card(of: "Dewi Lestari", by: office.dewi)
        let number = try #require(try await office.documents.request(issued, by: office.agus).paper?.number)
        for search in [.number(number), .number(issued.text), .applicant(try #require(office.siti.personID))] as [WorkSearch] {
            #expect(try await found(search, by: office.agus) == [issued])
            #expect(try await found(search) == [])
        }
        #expect(try await found(.number(dewi.text)) == [dewi])
        #expect(try await found(.number(String(number.dropLast())), by: office.agus) == [])
        #expect(try await found(.number(""), by: office.agus) == [])
    }

    @Test("What is found comes in stretches, each request in one of them")
    func stretches() async throws {
        var cards: [Identifier] = []
        for _ in 0..<3 { cards.append(try await card(of: "Siti Rahmawati")) }
        cards.sort(by: >)
        for (limit, shown) in [(0, 1), (1, 1), (2, 2), (3, 3), (4, 3)] {
            let (items, next) = try await office.documents.search(.holder("siti"), limit: limit, by: office.wati)
            #expect(items.map(\.id) == Array(cards.prefix(shown)) && next == (shown < 3 ? cards[shown - 1] : nil), "\(limit)")
        }
        let rest = try await office.documents.search(.holder("siti"), before: cards[0], by: office.wati)
        #expect(rest.items.map(\.id) == Array(cards.dropFirst()) && rest.next == nil)
    }

    @Test("Requests of before are made searchable once, and one of somebody who was erased is passed over")
    func before() async throws {
        let erased = try await card(of: "Siti Rahmawati", by: office.siti)
        let kept = try await card(of: "Dewi Lestari", by: office.dewi)
        try await office.database.write { tx in
            try tx.execute("DELETE FROM document_search_words")
            for id in [erased, kept] { try tx.execute("INSERT INTO document_unsearchable (request_id) VALUES (:id)", ["id": id]) }
        }
        if let person = office.siti.personID { try await office.database.write { tx in try tx.destroyVaultKey(of: person) } }
        #expect(try await found(.holder("dewi")) == [])
        #expect(try await office.documents.makeSearchable(limit: 1) == 1)
        #expect(try await office.documents.makeSearchable(limit: 1) == 1)
        #expect(try await office.documents.makeSearchable(limit: 1) == 0)
        #expect(try await found(.holder("dewi")) == [kept])
        #expect(try await found(.holder("siti")) == [])
    }

    // MARK: Narrowing

    @Test("A list is narrowed to one service, to what is late and to what is due today, and counts the same")
    func narrowed() async throws {
        let card = try await card(of: "Dewi Lestari")
        let skck = try await office.requestInReview()
        func listed(_ view: WorkView, by officer: Principal) async throws -> [Identifier] {
            let items = try await office.documents.workList(by: officer, view).items.map(\.id)
            #expect(try await office.documents.workCount(by: officer, view).number == items.count)
            return items
        }
        #expect(try await listed(WorkView(service: "skck"), by: office.agus) == [skck])
        #expect(try await listed(WorkView(service: "kartu-keluarga"), by: office.agus) == [])
        #expect(try await listed(WorkView(service: "kartu-keluarga"), by: office.wati) == [card])
        let due = try #require(try await office.documents.request(skck, by: office.agus).dueAt)
        let now = office.clock.now
        #expect(try await listed(WorkView(age: .dueToday), by: office.agus) == [], "due on another day")
        for (seconds, isLate) in [(-1, false), (0, false), (1, true)] {
            office.clock.advance(bySeconds: due.seconds(since: office.clock.now) + seconds)
            #expect(try await listed(WorkView(age: .late), by: office.agus) == (isLate ? [skck] : []), "\(seconds)")
            #expect(try await listed(WorkView(age: .dueToday), by: office.agus) == [skck], "\(seconds)")
            #expect(try await listed(WorkView(service: "skck", age: .late), by: office.agus) == (isLate ? [skck] : []), "\(seconds)")
        }
        try await office.documents.approve(skck, command: office.command(), by: office.agus)
        #expect(try await listed(WorkView(.finished, age: .late), by: office.agus) == [skck], "age is of what waits")
        #expect(try await listed(WorkView(.finished, service: "skck"), by: office.agus) == [skck])
        #expect(try await listed(WorkView(.finished, service: "kartu-keluarga"), by: office.agus) == [])
        #expect(now < office.clock.now)
    }

    @Test("A count says how many there are up to its bound, and beyond it that there are more", arguments: [98, 99, 100, 101])
    func bounded(counted: Int) {
        let count = BoundedCount(counted: counted, bound: 99)
        #expect(count.text == (counted <= 99 ? String(counted) : "99+"))
        #expect(count.number == min(counted, 99) && count.isMore == (counted > 99))
    }

    // MARK: Taking

    @Test("An officer takes a request and lets it go, her colleague sees it, and the other request stays as it was")
    func claims() async throws {
        let (id, other) = (try await office.requestInReview(), try await office.filledDraft(by: office.dewi))
        let beside = try await office.database.everyRow(of: other)
        let documents = office.documents
        #expect(try await documents.claim(of: id, by: office.rini) == nil)
        try await documents.claim(id, by: office.agus)
        try await documents.claim(id, by: office.agus)
        let claim = try #require(try await documents.claim(of: id, by: office.rini))
        #expect(claim.officer.text == office.agus.reference && claim.at == office.clock.now)
        #expect(try await documents.workList(by: office.rini).items.map(\.claim) == [claim])
        #expect(try await documents.workList(by: office.agus, WorkView(isMine: true)).items.map(\.id) == [id])
        #expect(try await documents.workCount(by: office.agus, WorkView(isMine: true)).number == 1)
        #expect(try await documents.workList(by: office.agus, WorkView(service: "skck", isMine: true)).items.map(\.id) == [id])
        #expect(try await documents.workList(by: office.agus, WorkView(service: "sim", isMine: true)).items == [])
        #expect(try await documents.workList(by: office.rini, WorkView(isMine: true)).items == [])
        // Only whoever holds it lets it go.
        try await documents.release(id, by: office.rini)
        #expect(try await documents.claim(of: id, by: office.agus) == claim)
        try await documents.release(id, by: office.agus)
        try await documents.release(id, by: office.agus)
        #expect(try await documents.claim(of: id, by: office.agus) == nil)
        #expect(try await office.audited().suffix(2) == ["request.claimed", "request.released"], "each once")
        #expect(try await office.database.everyRow(of: other) == beside)
    }

    @Test("Two officers who take the same request at once do not both have it")
    func race() async throws {
        let id = try await office.requestInReview()
        let documents = office.documents
        try await documents.claim(id, by: office.agus)
        let refused = await problem { try await documents.claim(id, by: office.rini) }
        #expect(refused == Problem(.conflict, "problem.request.claimed"))
        // She has seen that he holds it, and takes it over.
        let holder = try await documents.claim(of: id, by: office.rini)?.officer
        try await documents.claim(id, over: holder, by: office.rini)
        #expect(try await documents.claim(of: id, by: office.agus)?.officer.text == office.rini.reference)
        #expect(await problem { try await documents.claim(id, over: holder, by: office.agus) }?.messageKey == "problem.request.claimed")
    }

    @Test("A claim locks nothing, ends with the decision, and is for officers of the agency alone")
    func ends() async throws {
        let (id, other) = (try await office.requestInReview(), try await card(of: "Dewi Lestari"))
        let documents = office.documents
        for stranger in [office.wati, office.siti, office.ratna] {
            let code: Problem.Code = stranger == office.wati ? .notFound : .forbidden
            #expect(await problem { try await documents.claim(id, by: stranger) }?.code == code)
            #expect(await problem { try await documents.release(id, by: stranger) }?.code == code)
            #expect(await problem { try await documents.claim(of: id, by: stranger) }?.code == code)
        }
        try await documents.claim(id, by: office.rini)
        try await documents.claim(other, by: office.wati)
        try await documents.approve(id, command: office.command(), by: office.agus)
        #expect(try await documents.claim(of: id, by: office.agus) == nil)
        #expect(try await documents.claim(of: other, by: office.wati) != nil)
        #expect(await problem { try await documents.claim(id, by: office.agus) }?.messageKey == "problem.request.moved")
        #expect(await problem { try await documents.release(id, by: office.rini) }?.messageKey == "problem.request.moved")
    }
}
