import Catalogue
import Kernel
import Testing

@testable import Documents

@Suite("What no source says")
struct UnknownTests {
    /// Siti's and Dewi's family cards, handed in one after another.
    private func handedIn(_ office: Office, by citizens: [Principal]) async throws -> [Identifier] {
        var ids: [Identifier] = []
        for citizen in citizens {
            let id = try await office.documents.startDraft(
                of: "kartu-keluarga", channel: .electronic, command: office.command(), by: citizen)
            _ = try await office.documents.saveAnswers(["full_name": "Siti Rahmawati"], of: id, by: citizen)
            _ = try await office.documents.submit(id, command: office.command(), by: citizen)
            office.clock.advance(bySeconds: 60)
            ids.append(id)
        }
        return ids
    }

    @Test("Where nothing is promised a request is in review without a day, in the list behind all others, and never late")
    func noPromise() async throws {
        let catalogue = try CatalogueSample.catalogue(familyCard: CatalogueSample.familyCard(promise: Promise(workingDays: nil)))
        let office = try await Office(catalogue: catalogue)
        let ids = try await handedIn(office, by: [office.siti, office.dewi])
        for id in ids {
            let request = try await office.documents.request(id, by: office.wati)
            #expect(request.status == .inReview && request.dueAt == nil)
        }
        office.clock.advance(bySeconds: 86_400 * 400)
        var view = WorkView()
        let first = try await office.documents.workList(by: office.wati, view, limit: 1)
        #expect(first.items.map(\.id) == [ids[0]] && first.items.first?.workingDaysLeft == nil)
        let rest = try await office.documents.workList(by: office.wati, view, after: first.next, limit: 5)
        #expect(rest.items.map(\.id) == [ids[1]], "paging goes on behind it")
        #expect(WorkCursor(try await office.documents.request(ids[0], by: office.wati).standing) == first.next)
        view.age = .late
        #expect(try await office.documents.workList(by: office.wati, view).items.isEmpty)
        #expect(try await office.documents.workCount(by: office.wati, view).number == 0)

        try await office.documents.returnForCorrection(
            ids[0], reason: "incomplete", remark: "", command: office.command(), by: office.wati)
        _ = try await office.documents.submit(ids[0], command: office.command(), by: office.siti)
        try await office.documents.approve(ids[0], command: office.command(), by: office.wati)
        try await office.documents.issue(ids[0])
        #expect(try await office.status(ids[0]) == .issued)
        let number = try #require(try await office.documents.request(ids[0], by: office.siti).number)
        #expect(try await office.documents.progress(of: number)?.dueAt == nil)
        #expect(try await office.status(ids[1]) == .inReview)
    }

    @Test("A service that is done in another system takes no request, and says in which")
    func elsewhere() async throws {
        let handoff = Handoff(system: LocalizedText(indonesian: "OSS"), steps: [LocalizedText(indonesian: "Masuk.")])
        let elsewhere = ServiceDefinition(
            code: "kartu-keluarga", title: LocalizedText(indonesian: "NIB"), summary: LocalizedText(indonesian: "Nomor usaha."),
            agency: "disdukcapil", channels: [.electronic: LocalizedText(indonesian: "Di OSS.")], questions: [],
            fee: Fee(amount: .zero), promise: Promise(workingDays: nil), returnReasons: [], paper: nil, ending: .handoff(handoff))
        let office = try await Office(catalogue: CatalogueSample.catalogue(familyCard: elsewhere))
        let refused = await problem {
            try await office.documents.startDraft(of: "kartu-keluarga", channel: .electronic, command: office.command(), by: office.siti)
        }
        #expect(refused?.code == .conflict && refused?.messageKey == "problem.service.elsewhere")
        #expect(refused?.names["system"]?.indonesian == "OSS" && refused?.names["service"]?.indonesian == "NIB")
        #expect(try await office.count("document_requests") == 0)
    }

    @Test("A service whose fee nobody knows takes no request, and is not free")
    func noFee() async throws {
        let catalogue = try CatalogueSample.catalogue(familyCard: CatalogueSample.familyCard(fee: Fee(amount: nil)))
        let office = try await Office(catalogue: catalogue)
        let refused = await problem {
            try await office.documents.startDraft(of: "kartu-keluarga", channel: .electronic, command: office.command(), by: office.siti)
        }
        #expect(refused?.code == .conflict && refused?.messageKey == "problem.service.feeUnknown")
        #expect(refused?.names["service"]?.indonesian == "Kartu Keluarga")
        #expect(try await office.count("document_requests") == 0)
        #expect(Fee(amount: nil) != Fee(amount: .zero))
    }
}
