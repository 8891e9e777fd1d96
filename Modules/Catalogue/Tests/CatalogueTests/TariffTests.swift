import Kernel
import Testing

@testable import Catalogue

@Suite("A tariff")
struct TariffTests {
    private static let skck = SampleResources.skck
    private static let fee = "fee: {rupiah: 30000, basis: \"PP 76/2020\"}"

    private static func tariff(_ rows: [String]) -> String {
        "fee:\n  basis: PP 45/2024\n  tariff:\n" + rows.map { "    - \($0)\n" }.joined()
    }

    private static func row(_ answer: String, _ rupiah: Int) -> String {
        "{when: [{question: purpose, equals: \(answer)}], rupiah: \(rupiah)}"
    }

    @Test("What it costs is the row that fits; what was not answered costs nothing yet")
    func amounts() throws {
        var resources = SampleResources()
        resources.change(Self.skck, Self.fee, to: Self.tariff([Self.row("work", 650_000), Self.row("other", 950_000)]))
        let fee = try #require(try resources.catalogue().service("skck")?.fee)
        #expect(fee.amount == nil && fee.isKnown && fee.basis == "PP 45/2024")
        #expect(fee.amount { _ in ["work"] } == Money(rupiah: 650_000) && fee.amount { _ in ["other"] } == Money(rupiah: 950_000))
        #expect(fee.amount { _ in nil } == nil && fee.amount { _ in ["study"] } == nil)
        #expect(fee.range?.lowerBound == Money(rupiah: 650_000) && fee.range?.upperBound == Money(rupiah: 950_000))
        #expect(Fee(amount: nil).range == nil && !Fee(amount: nil).isKnown)
    }

    @Test(
        "Every combination of answers has exactly one row, or the file has a fault that names the combination",
        arguments: [
            ([row("work", 1)], "0 for purpose = other"), ([row("work", 1), row("work", 2), row("other", 3)], "2 for purpose = work"),
            (["{when: [{question: purpose, one_of: [work, other]}], rupiah: 1}"], ""),
        ])
    func gaps(_ rows: [String], _ told: String) throws {
        var resources = SampleResources()
        resources.change(Self.skck, Self.fee, to: Self.tariff(rows))
        let faults = try resources.read().faults.map { $0.text(in: .english) }
        #expect(faults.count == (told.isEmpty ? 0 : 1))
        #expect(faults.allSatisfy { $0.contains("fee.tariff") && $0.contains(told) }, "\(faults)")
    }

    @Test("A question that is not asked needs no row of its own, and one that is asked behind another does")
    func conditional() throws {
        let years = """
              - name: years
                kind: choice
                label: {id: Masa berlaku, en: Years}
                required: true
                options:
                  - {value: five, label: {id: Lima, en: Five}}
                  - {value: ten, label: {id: Sepuluh, en: Ten}}
                when: {question: purpose, equals: work}
            attachments:
            """
        let both = ["five", "ten"].map {
            "{when: [{question: purpose, equals: work}, {question: years, equals: \($0)}], rupiah: 5}"
        }
        for (rows, isWhole) in [(both + [Self.row("other", 1)], true), ([both[0], Self.row("other", 1)], false), (both, false)] {
            var resources = SampleResources()
            resources.change(Self.skck, "attachments:", to: years)
            resources.change(Self.skck, Self.fee, to: Self.tariff(rows))
            #expect(try resources.read().faults.isEmpty == isWhole, "\(rows)")
        }
    }

    @Test("A row hangs on choices of the form, and says what it costs")
    func faults() throws {
        func faulty(_ row: String) throws -> [String] {
            try SampleResources.faulty((Self.skck, Self.fee, Self.tariff([row])))
        }
        #expect(try faulty("{when: [{question: full_name, equals: x}], rupiah: 1}") == ["fee.tariff.0.when.0.question"])
        #expect(try faulty("{when: [], rupiah: 1}") == ["fee.tariff.0.when"])
        #expect(try faulty("{when: [{question: purpose, one_of: [work, other]}]}") == ["fee.tariff.0.rupiah"])
        #expect(try SampleResources.faulty((Self.skck, Self.fee, "fee: {tariff: []}")) == ["fee.tariff"])
    }
}
