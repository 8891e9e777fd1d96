import Catalogue
import Kernel
import Testing

@testable import Documents

@Suite("A request that costs what its answers say")
struct TariffTests {
    private static let kind = Question(
        name: "kind", kind: .choice, label: LocalizedText(indonesian: "Jenis"),
        options: [
            Choice(value: "free", label: LocalizedText(indonesian: "Biasa")),
            Choice(value: "fast", label: LocalizedText(indonesian: "Cepat")),
        ])

    private static func passport() throws -> ServiceDefinition {
        let known = CatalogueSample.familyCard()
        let rows = [
            TariffRow(conditions: [Condition(question: "kind", value: "free")], amount: .zero),
            TariffRow(conditions: [Condition(question: "kind", value: "fast")], amount: try #require(Money(rupiah: 1_650_000))),
        ]
        return ServiceDefinition(
            code: known.code, title: known.title, summary: known.summary, agency: known.agency, channels: known.channels,
            questions: known.questions + [kind], fee: Fee(amount: nil, tariff: rows, basis: "PP 45/2024"), promise: known.promise,
            returnReasons: known.returnReasons, paper: known.paper)
    }

    private func draft(_ office: Office, _ kind: String, by citizen: Principal) async throws -> Identifier {
        let id = try await office.documents.startDraft(
            of: "kartu-keluarga", channel: .electronic, command: office.command(), by: citizen)
        _ = try await office.documents.saveAnswers(["full_name": "Siti", "kind": .text(kind)], of: id, by: citizen)
        return id
    }

    @Test("The row that fits is billed, and another one's request is not touched by it; a row of nothing is not billed")
    func billed() async throws {
        let office = try await Office(catalogue: CatalogueSample.catalogue(familyCard: Self.passport()))
        let sitis = try await draft(office, "fast", by: office.siti)
        let dewis = try await draft(office, "free", by: office.dewi)
        #expect(try await office.documents.request(sitis, by: office.siti).fee == Money(rupiah: 1_650_000))
        #expect(try await office.documents.submit(sitis, command: office.command(), by: office.siti) == .awaitingPayment)
        #expect(try await office.documents.submit(dewis, command: office.command(), by: office.dewi) == .inReview)
        #expect(office.cashier.bills.map(\.fee) == [Money(rupiah: 1_650_000)])
        #expect(try await office.documents.request(dewis, by: office.wati).fee == .zero)
    }

    @Test("What it costs is not known before it is answered, and it is not handed in before")
    func unanswered() async throws {
        let office = try await Office(catalogue: CatalogueSample.catalogue(familyCard: Self.passport()))
        let id = try await draft(office, "", by: office.siti)
        #expect(try await office.documents.request(id, by: office.siti).fee == nil)
        let refused = await problem { try await office.documents.submit(id, command: office.command(), by: office.siti) }
        #expect(refused?.fields.map(\.field) == ["answers.kind"])
        #expect(office.cashier.bills.isEmpty)
    }

    @Test("A correction costs nothing more, even when a dearer row fits now")
    func corrected() async throws {
        let office = try await Office(catalogue: CatalogueSample.catalogue(familyCard: Self.passport()))
        let id = try await draft(office, "free", by: office.siti)
        _ = try await office.documents.submit(id, command: office.command(), by: office.siti)
        try await office.documents.returnForCorrection(id, reason: "incomplete", remark: "", command: office.command(), by: office.wati)
        _ = try await office.documents.saveAnswers(["kind": "fast"], of: id, by: office.siti)
        let refused = await problem { try await office.documents.submit(id, command: office.command(), by: office.siti) }
        #expect(refused?.messageKey == "problem.request.costsOtherwise")
        #expect(try await office.status(id) == .returned && office.cashier.bills.isEmpty)
        _ = try await office.documents.saveAnswers(["kind": "free"], of: id, by: office.siti)
        #expect(try await office.documents.submit(id, command: office.command(), by: office.siti) == .inReview)
    }
}
