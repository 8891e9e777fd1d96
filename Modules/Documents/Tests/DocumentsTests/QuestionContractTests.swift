import Catalogue
import Kernel
import Testing

@testable import Documents

/// What holds for every kind of question, also for one that is added tomorrow.
@Suite("Every kind of question")
struct QuestionContractTests {
    /// A kind, and an answer that it takes.
    static let samples: [(kind: QuestionKind, typed: String)] = QuestionKind.allCases.compactMap { kind in
        let typed: String? =
            switch kind {
            case .text, .longText: "Siti Rahmawati"
            case .choice: "work"
            case .yesNo, .declaration: "yes"
            case .date: "5/7/1990"
            case .time: "9.30"
            case .number: "1.250"
            case .rupiah: "Rp 1.250.000"
            case .nik: "3510 0145 0790 9901"
            case .phone: "0812-3456-7890"
            case .email: "siti@contoh.id"
            case .familyCard: "3510 0145 0790 9901"
            case .taxpayer: "01.234.567.8-901.234"
            case .taxObject: "35.10.010.001.001-0001.0"
            case .plate: "p 1234 ab"
            case .choices, .rows: nil
            }
        return typed.map { (kind, $0) }
    }

    private static let question = Question(
        name: "asked", kind: .choice, label: LocalizedText(indonesian: "Ditanya"),
        options: [Choice(value: "work", label: LocalizedText(indonesian: "Kerja"))])

    private func check(_ kind: QuestionKind, _ typed: String) throws -> CheckedAnswer {
        try #require(QuestionRules.rule(for: kind)).check(TypedText(typed), QuestionContractTests.question)
    }

    @Test("Each kind has a rule, unless its answer is a list", arguments: QuestionKind.allCases)
    func rules(_ kind: QuestionKind) {
        let isList = [.choices, .rows].contains(kind)
        #expect((QuestionRules.rule(for: kind) == nil) == isList)
        #expect(QuestionContractTests.samples.contains { $0.kind == kind } != isList)
    }

    @Test("Each kind keeps an answer in a form that it takes again as it is", arguments: samples)
    func stable(_ kind: QuestionKind, _ typed: String) throws {
        guard case .accepted(let kept) = try check(kind, typed) else {
            Issue.record("\(kind) refused \(typed)")
            return
        }
        #expect(try check(kind, kept) == .accepted(kept))
        #expect(try check(kind, " \u{200B}\(typed)\u{200E} ") == .accepted(kept), "what nobody sees changes nothing")
    }

    @Test("Each kind answers any typing, however long or strange, with an answer or a sentence", arguments: samples)
    func anything(_ kind: QuestionKind, _ typed: String) throws {
        let strange = [
            String(repeating: "9", count: 100_000), String(repeating: ".", count: 5_000), "-", "Rp", "0", "00", "\u{202E}1", "٣", "१२",
            "1e9", "+1", "0x10", "=1+1", "' OR 1=1", "{full_name}", typed + typed, String(typed.reversed()), "99999999999999999999",
        ]
        for other in strange {
            switch try check(kind, other) {
            case .accepted(let kept): #expect(!kept.isEmpty && kept.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
            case .refused(let key, _): #expect(key.hasPrefix("problem."), "\(kind): \(other.prefix(20))")
            }
        }
    }

    @Test(
        "What has a fixed shape is kept in it, however it is typed",
        arguments: [
            (QuestionKind.familyCard, "3510.0145-0790 9901", "3510014507909901"), (.taxpayer, "01.234.567.8-901.234", "012345678901234"),
            (.taxpayer, "3510014507909901", "3510014507909901"), (.taxObject, "35.10.010.001.001-0001.0", "351001000100100010"),
            (.rupiah, "1250000", "1250000"), (.rupiah, "rp1.250.000,00", "1250000"), (.rupiah, "Rp. 1.250.000,-", "1250000"),
            (.rupiah, "0", "0"), (.time, "9.30", "09:30"), (.time, "09:30", "09:30"), (.time, "0.00", "00:00"), (.time, "23.59", "23:59"),
            (.plate, "P 1234 AB", "P 1234 AB"), (.plate, "dk1a", "DK 1 A"), (.plate, "B-9", "B 9"), (.declaration, "yes", "yes"),
        ])
    func kept(_ kind: QuestionKind, _ typed: String, _ kept: String) throws { #expect(try check(kind, typed) == .accepted(kept)) }

    @Test(
        "What has a fixed shape is refused where it is one sign more or less, or another",
        arguments: [
            (QuestionKind.familyCard, "351001450790990"), (.familyCard, "35100145079099011"), (.familyCard, "0000000000000000"),
            (.familyCard, "351001450790990x"), (.taxpayer, "01234567890123"), (.taxpayer, "01234567890123456"),
            (.taxObject, "35100100010010001"), (.taxObject, "3510010001001000100"), (.rupiah, "Rp"), (.rupiah, "1.250.000,50"),
            (.rupiah, "-5000"), (.rupiah, "Rp Rp 5"), (.time, "24.00"), (.time, "9.60"), (.time, "930"), (.time, "9.3"), (.time, "9.30.00"),
            (.time, ".30"), (.plate, "ABC 1"), (.plate, "P 12345 A"), (.plate, "P 0123 A"), (.plate, "P 1 ABCD"), (.plate, "1234"),
            (.declaration, "no"), (.declaration, "ya"),
        ])
    func refused(_ kind: QuestionKind, _ typed: String) throws {
        if case .accepted(let taken) = try check(kind, typed) { Issue.record("took \(taken)") }
    }

    @Test("Money lies between its bounds, told in one sentence")
    func money() throws {
        let question = Question(
            name: "asked", kind: .rupiah, label: LocalizedText(indonesian: "Modal"), minimum: 1_000, maximum: 2_000)
        let rule = try #require(QuestionRules.rule(for: .rupiah))
        for (typed, key) in [("999", "tooSmall"), ("1.000", nil), ("Rp2.000", nil), ("2.001", "tooLarge")] as [(String, String?)] {
            let answer = rule.check(TypedText(typed), question)
            guard case .refused(let found, _) = answer else {
                #expect(key == nil)
                continue
            }
            #expect(found == key.map { "problem.answer.\($0)" })
        }
    }
}
