import Catalogue
import Kernel
import Storage
import StorageTesting
import Testing

@testable import Documents

/// Lists in their order and in their stretches, and rows that only their own request writes.
@Suite("Lists and rows")
struct ListTests {
    let office: Office

    init() async throws { office = try await Office() }

    /// A family card of somebody who comes only once, with the officers of Disdukcapil.
    private func card() async throws -> Identifier {
        let person = Identifier(at: office.clock.now)
        try await office.database.write { tx in try tx.createVaultKey(for: person) }
        let citizen = Principal.citizen(id: person)
        let id = try await office.documents.startDraft(
            of: "kartu-keluarga", channel: .electronic, command: office.command(), by: citizen)
        _ = try await office.documents.saveAnswers(["full_name": "Warga Contoh"], of: id, by: citizen)
        _ = try await office.documents.submit(id, command: office.command(), by: citizen)
        return id
    }

    @Test("The numbers of requests are for whoever may see them; a draft's, another one's and nobody's are left out")
    func numbers() async throws {
        let (documents, treasurer) = (office.documents, Principal.finance(id: Identifier(at: Instant(milliseconds: 7))))
        let (mine, hers) = (try await office.handedInCard(by: office.siti), try await office.handedInCard(by: office.dewi))
        let draft = try await office.filledDraft(by: office.siti)
        let asked = [mine, hers, draft, Identifier(at: Instant(milliseconds: 9))]
        let number = try #require(try await documents.request(mine, by: office.siti).number)
        let other = try #require(try await documents.request(hers, by: office.dewi).number)
        #expect(number != other)
        for (principal, seen) in [
            (treasurer, [mine: number, hers: other]), (office.wati, [mine: number, hers: other]), (office.siti, [mine: number]),
            (office.dewi, [hers: other]), (office.agus, [:]), (.visitor, [:]),
        ] {
            #expect(try await documents.numbers(of: asked, by: principal) == seen, "\(principal)")
        }
        #expect(try await documents.numbers(of: [], by: treasurer).isEmpty)
    }

    @Test("A work list has fifty to a page, what is promised soonest first and what is finished latest first")
    func pages() async throws {
        let early = try await card()
        office.clock.advance(bySeconds: 2 * 86_400)
        var later: [Identifier] = []
        for _ in 0..<51 { later.append(try await card()) }
        later.sort()
        let documents = office.documents
        let all = [early] + later
        for limit in [50, 51, 1000] {
            let first = try await documents.workList(by: office.wati, limit: limit)
            #expect(first.items.map(\.id) == Array(all.prefix(50)), "\(limit)")
            #expect(first.items.allSatisfy { $0.workingDaysLeft != nil })
        }
        for limit in [-1, 0, 1] { #expect(try await documents.workList(by: office.wati, limit: limit).items.map(\.id) == [early]) }
        #expect(try await stretches(WorkView(), of: 50) == [Array(all.prefix(50)), Array(all.suffix(2))])
        #expect(try await stretches(WorkView(), of: 26) == [Array(all.prefix(26)), Array(all.suffix(26))], "no empty stretch at the end")
        // Decided meanwhile, a request of the first stretch moves none of the second.
        let first = try await documents.workList(by: office.wati)
        try await documents.approve(early, command: office.command(), by: office.wati)
        #expect(try await documents.workList(by: office.wati, after: first.next).items.map(\.id) == Array(all.suffix(2)))
        #expect(try await documents.workCount(by: office.wati) == BoundedCount(counted: 51, bound: 99))
        for id in later { try await documents.approve(id, command: office.command(), by: office.wati) }
        // Each is on one page, although fifty-one are promised for one moment.
        let finished = later.reversed() + [early]
        #expect(try await stretches(WorkView(.finished), of: 50) == [Array(finished.prefix(50)), Array(finished.suffix(2))])
        let items = try await documents.workList(by: office.wati, WorkView(.finished)).items
        #expect(items.allSatisfy { $0.workingDaysLeft == nil }, "nothing is left to do")
        #expect(try await documents.workCount(by: office.wati, WorkView(.finished)).number == 52)
        #expect(try await documents.workList(by: office.agus).items.isEmpty)
        #expect(try await documents.workCount(by: office.agus).number == 0)
    }

    /// The ids of every stretch, one after the other.
    private func stretches(_ view: WorkView, of limit: Int) async throws -> [[Identifier]] {
        var stretches: [[Identifier]] = []
        var cursor: WorkCursor?
        repeat {
            let page = try await office.documents.workList(by: office.wati, view, after: cursor, limit: limit)
            stretches.append(page.items.map(\.id))
            cursor = try page.next.map { try #require(WorkCursor($0.text)) }
        } while cursor != nil
        return stretches
    }

    @Test("A stretch has one request at least and a hundred at most, and says whether more follow")
    func stretches() async throws {
        var all: [Identifier] = []
        for _ in 0..<101 { all.append(try await card()) }
        all.sort()
        office.clock.advance(bySeconds: 1)
        for (limit, shown) in [(-1, 1), (0, 1), (1, 1), (2, 2), (99, 99), (100, 100), (101, 100), (1000, 100)] {
            let listing = try await office.documents.requests(with: .inReview, limit: limit, by: office.wati)
            #expect(listing.requests.map(\.id) == Array(all.prefix(shown)), "\(limit)")
            #expect(listing.next?.id == all[shown - 1], "\(limit)")
        }
        let cursor = RequestCursor(submittedAt: office.clock.now.advanced(bySeconds: -1), id: all[0])
        let rest = try await office.documents.requests(with: .inReview, after: cursor, limit: 100, by: office.wati)
        #expect(rest.requests.map(\.id) == Array(all.dropFirst()))
        #expect(rest.next == nil, "exactly as many as were asked for, and no more behind them")
    }

    @Test("A citizen has one draft of each service, and her requests are listed the newest first")
    func drafts() async throws {
        let documents = office.documents
        func draft(_ service: String, by citizen: Principal) async throws -> Identifier {
            try await documents.startDraft(of: service, channel: .electronic, command: office.command(), by: citizen)
        }
        let dewis = try await draft("skck", by: office.dewi)
        let skck = try await draft("skck", by: office.siti)
        office.clock.advance(bySeconds: 1)
        let family = try await draft("kartu-keluarga", by: office.siti)
        #expect(Set([dewis, skck, family]).count == 3)
        #expect(try await draft("skck", by: office.siti) == skck)
        #expect(try await draft("kartu-keluarga", by: office.siti) == family)
        #expect(try await draft("skck", by: office.dewi) == dewis)
        #expect(try await documents.requests(by: office.siti).map(\.id) == [family, skck])
        #expect(try await documents.requests(by: office.siti).map(\.title.indonesian) == ["Kartu Keluarga", "SKCK"])
        #expect(try await documents.requests(by: office.dewi).map(\.id) == [dewis])
        #expect(await problem { try await documents.requests(by: office.agus) }?.code == .forbidden)
    }

    @Test("Only Siti edits her request, also where others may see it")
    func editing() async throws {
        let id = try await office.requestInReview()
        let before = try await office.database.everyRow(of: id)
        for other in [office.agus, office.rini, office.ratna, .platform(name: "outbox"), .operatorAtConsole(name: "root")] {
            #expect(await problem { try await office.documents.saveAnswers([:], of: id, by: other) }?.code == .forbidden, "\(other.kind)")
            #expect(await problem { try await office.documents.detach("photo", from: id, by: other) }?.code == .forbidden, "\(other.kind)")
        }
        #expect(try await office.database.everyRow(of: id) == before)
    }

    @Test("Of several returns the last is the one to correct, and all are told in their order")
    func returns() async throws {
        let id = try await office.requestInReview()
        for remark in ["Foto gelap.", "Foto masih gelap.", ""] {
            office.clock.advance(bySeconds: 60)
            try await office.documents.returnForCorrection(
                id, reason: "photo_unclear", remark: remark, command: office.command(), by: office.agus)
            let correction = try await office.documents.request(id, by: office.siti).correction
            #expect(correction?.remark == (remark.isEmpty ? nil : remark) && correction?.at == office.clock.now)
            _ = try await office.documents.submit(id, command: office.command(), by: office.siti)
            #expect(try await office.documents.request(id, by: office.siti).correction == nil)
        }
        let story = try await office.documents.history(of: id, by: office.siti).filter { $0.status == .returned }
        #expect(story.map(\.remark) == ["Foto gelap.", "Foto masih gelap.", nil])
    }

    @Test("Whoever has a paper has one, and nobody else")
    func papers() async throws {
        let people = try [office.siti, office.dewi].map { try #require($0.personID) }
        func have() async throws -> [Bool] {
            try await office.database.read { [documents = office.documents] tx in try people.map { try documents.hasPaper($0, tx) } }
        }
        _ = try await office.filledDraft(by: office.dewi)
        #expect(try await have() == [false, false])
        _ = try await office.issuedRequest()
        #expect(try await have() == [true, false])
    }

    @Test("A request that was changed meanwhile is not written over, and a paper keeps its first file")
    func stale() async throws {
        let id = try await office.issuedRequest()
        let dewis = try await office.filledDraft(by: office.dewi)
        let (before, beside) = (try await office.database.everyRow(of: id), try await office.database.everyRow(of: dewis))
        let standing = try await office.database.read { tx in try RequestStore.find(id, tx) }
        let definition = try CatalogueSample.skck()
        for content in [nil, RequestContent(Office.sitisAnswers, of: definition)] {
            for distance in [0, 2] {
                var stale = standing
                stale.version += distance
                let saved = stale
                let refused = await problem { try await office.database.write { tx in try RequestStore.save(saved, content: content, tx) } }
                #expect(refused == Problem(.conflict, "problem.request.moved"))
            }
        }
        let file = Identifier(at: office.clock.now)
        try await office.database.write { tx in try PaperStore.setFile(file, of: id, tx) }
        #expect(try await office.database.everyRow(of: id) == before)
        #expect(try await office.database.everyRow(of: dewis) == beside)
    }

    @Test("A definition that changes under its code is another one")
    func definitions() throws {
        let store = DefinitionStore()
        let (skck, other) = (try CatalogueSample.skck(), CatalogueSample.familyCard(code: "skck"))
        let digests = try [skck, other, skck].map { try store.snapshot(of: $0).digest }
        #expect(digests[0] != digests[1] && digests[0] == digests[2])
        #expect(try store.snapshot(of: other).definition == other)
    }
}
