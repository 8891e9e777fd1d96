import Catalogue
import Kernel
import Storage
import Testing

@testable import Documents

/// What is promised from a day on that the applicant chose, such as her visit.
@Suite("A promise that begins later")
struct PromiseTests {
    /// Three working days from the visit on, free or paid.
    private static func office(rupiah: Int = 0) async throws -> Office {
        let card = CatalogueSample.familyCard(
            fee: Fee(amount: try #require(Money(rupiah: rupiah))), promise: Promise(workingDays: 3, start: "visit_date"))
        let questions =
            card.questions + [Question(name: "visit_date", kind: .date, label: LocalizedText(indonesian: "Tanggal kedatangan"))]
        let asking = ServiceDefinition(
            code: card.code, title: card.title, summary: card.summary, agency: card.agency, channels: card.channels, questions: questions,
            fee: card.fee, promise: card.promise, returnReasons: card.returnReasons, paper: card.paper, ending: card.ending,
            workflow: card.workflow)
        return try await Office(catalogue: CatalogueSample.catalogue(familyCard: asking))
    }

    private func handIn(_ office: Office, visit: String) async throws -> Identifier {
        let documents = office.documents
        let id = try await documents.startDraft(of: "kartu-keluarga", channel: .electronic, command: office.command(), by: office.siti)
        let answers: Answers = ["full_name": "Siti Rahmawati", "visit_date": .text(visit)]
        _ = try await documents.saveAnswers(answers, of: id, by: office.siti)
        _ = try await documents.submit(id, command: office.command(), by: office.siti)
        return id
    }

    @Test(
        "It is counted from that day when that is later than today, and from today otherwise",
        arguments: [
            // The visit is on a Wednesday: Thursday, Friday, Monday. Today is a Monday.
            ("2/12/2026", "2026-12-07"), ("24/11/2026", "2026-11-27"), ("23/11/2026", "2026-11-26"), ("2/11/2026", "2026-11-26"),
        ])
    func start(visit: String, due: String) async throws {
        let office = try await Self.office()
        let id = try await handIn(office, visit: visit)
        let promised = try #require(try await office.documents.request(id, by: office.wati).dueAt)
        #expect(IndonesianZone.western.local(promised).date == CivilDate(due))
    }

    @Test("A paid request goes on though its applicant's data was erased, counted from today", arguments: ["kartu-keluarga", "skck"])
    func erased(service: String) async throws {
        let office = try await Self.office(rupiah: 10_000)
        let id: Identifier
        if service == "skck" {
            id = try await office.filledDraft()
            _ = try await office.documents.submit(id, command: office.command(), by: office.siti)
        } else {
            id = try await handIn(office, visit: "2/12/2026")
        }
        let siti = try #require(office.siti.personID)
        try await office.database.write { tx in try tx.destroyVaultKey(of: siti) }
        office.cashier.settle(id)
        try await office.documents.settle(id)
        #expect(try await office.database.read { tx in try RequestStore.find(id, tx) }.status == .inReview)
    }

    /// The same day or four days after the visit, as she chooses; free or paid.
    private static func passport(rupiah: Int) throws -> ServiceDefinition {
        let card = CatalogueSample.familyCard(fee: Fee(amount: try #require(Money(rupiah: rupiah))))
        let speed = Question(
            name: "speed", kind: .choice, label: LocalizedText(indonesian: "Jenis layanan"),
            options: ["regular", "same_day"].map { Choice(value: $0, label: LocalizedText(indonesian: $0)) })
        let rows = [("regular", 4), ("same_day", 0)].map { answer, days in
            PromiseRow(conditions: [Condition(question: "speed", value: answer)], time: .days(days))
        }
        return ServiceDefinition(
            code: card.code, title: card.title, summary: card.summary, agency: card.agency, channels: card.channels,
            questions: card.questions + [
                speed, Question(name: "visit_date", kind: .date, label: LocalizedText(indonesian: "Tanggal kedatangan")),
            ],
            fee: card.fee, promise: Promise(time: nil, rows: rows, start: "visit_date"), returnReasons: card.returnReasons,
            paper: card.paper)
    }

    @Test(
        "What is promised hangs on what was chosen, and the officer's list has the sooner one above",
        arguments: [0, 10_000])
    func rows(rupiah: Int) async throws {
        let office = try await Office(catalogue: CatalogueSample.catalogue(familyCard: Self.passport(rupiah: rupiah)))
        var ids: [Identifier] = []
        for (citizen, speed) in [(office.siti, "regular"), (office.dewi, "same_day")] {
            let id = try await office.documents.startDraft(
                of: "kartu-keluarga", channel: .electronic, command: office.command(), by: citizen)
            let answers: Answers = ["full_name": "Siti", "speed": .text(speed), "visit_date": "2/12/2026"]
            _ = try await office.documents.saveAnswers(answers, of: id, by: citizen)
            _ = try await office.documents.submit(id, command: office.command(), by: citizen)
            if rupiah > 0 {
                office.cashier.settle(id)
                try await office.documents.settle(id)
            }
            ids.append(id)
        }
        let items = try await office.documents.workList(by: office.wati).items
        #expect(items.map(\.id) == [ids[1], ids[0]])
        let days = items.compactMap { $0.dueAt.map { IndonesianZone.western.local($0).date.iso8601 } }
        #expect(days == ["2026-12-02", "2026-12-08"])
    }

    @Test("Nothing is promised by rows to whoever was erased before she paid")
    func erasedRows() async throws {
        let office = try await Office(catalogue: CatalogueSample.catalogue(familyCard: Self.passport(rupiah: 10_000)))
        let id = try await office.documents.startDraft(
            of: "kartu-keluarga", channel: .electronic, command: office.command(), by: office.siti)
        let answers: Answers = ["full_name": "Siti", "speed": "same_day", "visit_date": "2/12/2026"]
        _ = try await office.documents.saveAnswers(answers, of: id, by: office.siti)
        _ = try await office.documents.submit(id, command: office.command(), by: office.siti)
        let siti = try #require(office.siti.personID)
        try await office.database.write { tx in try tx.destroyVaultKey(of: siti) }
        office.cashier.settle(id)
        try await office.documents.settle(id)
        let standing = try await office.database.read { tx in try RequestStore.find(id, tx) }
        #expect(standing.status == .inReview && standing.dueAt == nil)
        #expect(try await office.count("document_clocks") == 0)
    }

    @Test("After a payment too, and after a correction that changes the day")
    func later() async throws {
        let office = try await Self.office(rupiah: 10_000)
        let documents = office.documents
        let id = try await handIn(office, visit: "2/12/2026")
        office.cashier.settle(id)
        try await documents.settle(id)
        func promised() async throws -> CivilDate? {
            try await documents.request(id, by: office.wati).dueAt.map { IndonesianZone.western.local($0).date }
        }
        #expect(try await promised() == CivilDate("2026-12-07"))
        try await documents.returnForCorrection(id, reason: "incomplete", remark: "", command: office.command(), by: office.wati)
        _ = try await documents.saveAnswers(["visit_date": "3/12/2026"], of: id, by: office.siti)
        _ = try await documents.submit(id, command: office.command(), by: office.siti)
        #expect(try await promised() == CivilDate("2026-12-08"))
    }
}
