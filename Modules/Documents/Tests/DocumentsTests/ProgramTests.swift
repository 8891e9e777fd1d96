import Catalogue
import Foundation
import Kernel
import Storage
import StorageTesting
import Testing

@testable import Documents

@Suite("Programs of agencies")
struct ProgramTests {
    private static func program(_ agency: String, _ scopes: Set<ProgramScope> = Set(ProgramScope.allCases)) -> Principal {
        .program(id: Identifier(at: Instant(milliseconds: 5)), agency: agency, scopes: scopes)
    }

    let polri = Self.program("polri")
    let disdukcapil = Self.program("disdukcapil")

    @Test("A program sees and decides what an officer of its agency may, and nothing of another's")
    func asAnOfficer() async throws {
        let office = try await Office()
        let sitis = try await office.requestInReview()
        let second = try await office.filledDraft(by: office.dewi)
        _ = try await office.documents.submit(second, command: office.command(), by: office.dewi)

        #expect(try await office.documents.request(sitis, by: polri).answers.text("full_name") == "Siti Rahmawati")
        #expect(try await office.documents.attachment("photo", of: sitis, by: polri).data == Pictures.jpeg)
        #expect(await problem { try await office.documents.request(sitis, by: disdukcapil) }?.code == .notFound)
        #expect(await problem { try await office.documents.attachment("photo", of: sitis, by: disdukcapil) }?.code == .notFound)
        #expect(await problem { try await office.documents.approve(sitis, command: office.command(), by: disdukcapil) }?.code == .notFound)

        try await office.documents.approve(sitis, command: office.command(), by: polri)
        #expect(try await office.status(sitis) == .approved)
        #expect(try await office.status(second) == .awaitingPayment)
        #expect(try await office.documents.history(of: sitis, by: office.agus).last?.actorKind == "program")
        // A program takes no paper back and opens no service.
        #expect(
            await problem { try await office.documents.setSwitch("skck", isOn: false, reason: "Ingin saya tutup", by: polri) }?.code
                == .forbidden)
    }

    @Test("A program does what its scopes say and no more", arguments: ProgramScope.allCases)
    func scopes(scope: ProgramScope) async throws {
        let office = try await Office()
        let sitis = try await office.requestInReview()
        let program = Self.program("polri", [scope])

        // Each sees where the request stands; only the reader sees what Siti wrote.
        let seen = try await office.documents.request(sitis, by: program)
        #expect(seen.answers.isEmpty == (scope != .readRequests))
        #expect(seen.attachments.allSatisfy { ($0.filename == nil) == (scope != .readRequests) })
        let listing = await problem { try await office.documents.requests(with: .inReview, by: program) }
        #expect(listing?.code == (scope == .readRequests ? nil : .forbidden))
        let file = await problem { try await office.documents.attachment("photo", of: sitis, by: program) }
        #expect(file?.code == (scope == .readAttachments ? nil : .notFound))
        let decision = await problem { try await office.documents.approve(sitis, command: office.command(), by: program) }
        #expect(decision?.code == (scope == .decideRequests ? nil : .forbidden))
        #expect(try await office.status(sitis) == (scope == .decideRequests ? .approved : .inReview))
        let lists = await problem { try await office.documents.workList(by: program) }
        #expect(lists?.code == (scope == .readRequests ? nil : .forbidden))
        #expect(await problem { try await office.documents.workCount(by: program) }?.code == lists?.code)
    }

    @Test("A program hands over when its key says so, and its agency's alone", arguments: ProgramScope.allCases)
    func handover(scope: ProgramScope) async throws {
        let office = try await Office(
            catalogue: CatalogueSample.catalogue(
                familyCard: CatalogueSample.familyCard(
                    ending: .handover(LocalizedText(indonesian: "Kartu Keluarga")), workflow: .handover)))
        let (sitis, dewis) = (try await office.issuedCard(), try await office.issuedCard(by: office.dewi))
        let beside = try await office.database.everyRow(of: dewis)
        let documents = office.documents
        #expect(await problem { try await documents.makeReady(sitis, command: office.command(), by: polri) }?.code == .notFound)
        let program = Self.program("disdukcapil", [scope])
        let refused = await problem { try await documents.makeReady(sitis, command: office.command(), by: program) }
        #expect(refused?.code == (scope == .handOver ? nil : .forbidden))
        let late = await problem { try await documents.handOver(sitis, command: office.command(), by: program) }
        #expect(late?.code == (scope == .handOver ? nil : .forbidden))
        #expect(try await office.status(sitis) == (scope == .handOver ? .collected : .preparing))
        #expect(try await office.database.everyRow(of: dewis) == beside)
    }

    @Test("A program reads the lists of its own agency, and claims nothing")
    func lists() async throws {
        let office = try await Office()
        let (sitis, card) = (try await office.requestInReview(), try await office.handedInCard(by: office.dewi))
        #expect(try await office.documents.workList(by: polri).items.map(\.id) == [sitis])
        #expect(try await office.documents.workList(by: disdukcapil).items.map(\.id) == [card])
        #expect(try await office.documents.workCount(by: polri).number == 1)
        #expect(try await office.documents.workList(by: polri, WorkView(isMine: true)).items.isEmpty)
        #expect(await problem { try await office.documents.claim(sitis, by: polri) }?.code == .forbidden)
        for stranger in [office.siti, office.ratna, .visitor] {
            #expect(await problem { try await office.documents.workList(by: stranger) }?.code == .forbidden)
        }
    }

    @Test("No program sees a draft")
    func drafts() async throws {
        let office = try await Office()
        let draft = try await office.filledDraft()
        office.clock.advance(bySeconds: 1)
        #expect(await problem { try await office.documents.request(draft, by: polri) }?.code == .notFound)
        #expect(try await office.documents.requests(with: .draft, by: polri).requests.isEmpty)
    }

    @Test("A list of 120 is read to its end, each request once, while others come in behind")
    func aLongList() async throws {
        let office = try await Office()
        var expected: [Identifier] = []
        for number in 0..<120 {
            expected.append(try await office.submitted())
            // Three of each instant, so that the order needs more than the time.
            if number % 3 == 2 { office.clock.advance(bySeconds: 1) }
        }
        var read: [Identifier] = []
        var cursor: RequestCursor? = .start
        while let place = cursor {
            let stretch = try await office.documents.requests(with: .awaitingPayment, after: place, limit: 17, by: polri)
            read += stretch.requests.map(\.id)
            // What the program carries is the text.
            cursor = stretch.next.flatMap { RequestCursor($0.text) }
            #expect((cursor == nil) == (stretch.next == nil))
            if read.count < 60 {
                expected.append(try await office.submitted())
                office.clock.advance(bySeconds: 1)
            }
        }
        #expect(read.count == Set(read).count)
        #expect(Set(read) == Set(expected))
        #expect(try await office.documents.requests(with: .awaitingPayment, by: disdukcapil).requests.isEmpty)
    }

    @Test("A request of this very moment is left for the next look")
    func thisMoment() async throws {
        let office = try await Office()
        let sitis = try await office.submitted()
        #expect(try await office.documents.requests(with: .awaitingPayment, by: polri).requests.isEmpty)
        office.clock.advance(bySeconds: 1)
        #expect(try await office.documents.requests(with: .awaitingPayment, by: office.agus).requests.map(\.id) == [sitis])
    }

    @Test(
        "A text that is no cursor is not read as one",
        arguments: ["", "x", String(repeating: "g", count: 44), String(repeating: "0", count: 43), "+" + String(repeating: "0", count: 43)])
    func badCursors(text: String) {
        #expect(RequestCursor(text) == nil)
    }
}

extension Office {
    /// A request of a citizen who comes only once, submitted and not paid.
    func submitted() async throws -> Identifier {
        let person = Identifier(at: clock.now)
        try await database.write { tx in try tx.createVaultKey(for: person) }
        let draft = try await filledDraft(by: .citizen(id: person))
        _ = try await documents.submit(draft, command: command(), by: .citizen(id: person))
        return draft
    }
}
