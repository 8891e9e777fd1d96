import Catalogue
import Kernel
import Testing

@testable import Documents

@Suite("Questions")
struct QuestionTests {
    @Test(
        "Each kind of question takes its answers as people type them, and keeps them in one form",
        arguments: [
            (QuestionKind.nik, "3510 0145 0790 9901", "3510014507909901"), (.date, "5/7/1990", "1990-07-05"),
            (.date, "1990-07-05", "1990-07-05"), (.number, "1.250.000", "1250000"), (.number, "007", "7"),
            (.phone, "0812-3456-7890", "+6281234567890"), (.email, "Siti@Contoh.ID", "siti@contoh.id"),
            (.longText, "satu\r\ndua", "satu\ndua"), (.text, "Cut Nur'aini", "Cut Nur'aini"), (.text, "dua\nbaris", "dua baris"),
            (.nik, "\u{200E}3510\u{2011}014507909901\u{202C}", "3510014507909901"),
            (.nik, "3510\t0145–0790\u{2212}9901", "3510014507909901"),
            (.phone, "\u{202A}+62\u{202F}812\u{2011}3456\u{2013}7890\u{202C}", "+6281234567890"),
            (.date, "5\u{2212}7\u{2013}1990", "1990-07-05"),
            (.email, "\u{FEFF}siti@contoh.id\u{0}", "siti@contoh.id"), (.number, "1.250\u{200B}.000", "1250000"),
            (.text, "Siti\tRahmawati\u{1B}", "Siti Rahmawati"), (.text, "Siti\u{202E} Rahmawati", "Siti Rahmawati"),
            (.longText, "Jalan Me\u{AD}lati 7\u{2028}Genteng", "Jalan Melati 7\nGenteng"), (.text, "Belum – bekerja", "Belum – bekerja"),
        ])
    func taken(_ kind: QuestionKind, _ typed: String, _ kept: String) throws {
        #expect(QuestionRules.rule(for: kind)?.check(TypedText(typed), try someQuestion()) == .accepted(kept))
    }

    @Test(
        "Each kind of question refuses what is not of its kind",
        arguments: [
            (QuestionKind.nik, "3510014507900", "problem.answer.nik"), (.nik, "3510017207909901", "problem.answer.nik"),
            (.date, "31/2/2026", "problem.answer.date"), (.date, "5 J 1990", "problem.answer.date"),
            (.date, "5//1990", "problem.answer.date"), (.date, "1890-01-01", "problem.answer.date"),
            (.date, "besok", "problem.answer.date"), (.number, "12,5", "problem.answer.number"),
            (.number, "-3", "problem.answer.number"), (.number, "1.25", "problem.answer.number"),
            (.number, "9999999999999999", "problem.answer.number"), (.phone, "siti@contoh.id", "problem.answer.phone"),
            (.email, "0812-3456-7890", "problem.answer.email"),
            (.text, "A" + String(repeating: "\u{301}", count: 9000), "problem.text.marks"),
            (.longText, "x\u{302}\u{300}\u{323}\u{331}\u{330}\u{301}", "problem.text.marks"), (.choice, "holiday", "problem.answer.choice"),
            (.yesNo, "mungkin", "problem.answer.choice"), (.text, String(repeating: "a", count: 101), "problem.answer.tooLong"),
        ])
    func refused(_ kind: QuestionKind, _ typed: String, _ key: String) throws {
        guard case .refused(let found, _) = QuestionRules.rule(for: kind)?.check(TypedText(typed), try someQuestion()) else {
            Issue.record("\(typed) was taken")
            return
        }
        #expect(found == key)
    }

    @Test("A question whose condition is not met is neither asked, nor checked, nor kept")
    func conditions() throws {
        let questions = try skck().questions
        let forWork = AnswerSheet(questions, ["purpose": "work", "purpose_other": "rahasia"])
        #expect(!forWork.asked.contains { $0.name == "purpose_other" })
        #expect(!forWork.issues().contains { $0.field == "answers.purpose_other" })
        #expect(forWork.settled["purpose_other"] == nil)

        let forOther = AnswerSheet(questions, ["purpose": "other"])
        #expect(forOther.issues().contains { $0.field == "answers.purpose_other" && $0.messageKey == "problem.answer.required" })
    }

    @Test(
        "What nobody sees does not answer a required question",
        arguments: [
            "   ", "\u{200D}", "\u{3164}", "\u{2800}\u{2800}", "\u{115F}\u{FFA0}", "\u{301}", "\u{FE0F}", "\u{AD}\u{200E}", "\u{E000}",
            "\u{0}\t",
        ])
    func blanks(_ typed: String) throws {
        let sheet = AnswerSheet(try skck().questions, ["full_name": .text(typed)])
        #expect(sheet.issues().first?.field == "answers.full_name" && sheet.issues().first?.messageKey == "problem.answer.required")
    }

    @Test(
        "A word that the press cannot set is refused at its field, with the characters named",
        arguments: [
            ("Siti \u{1F9F5} Rahmawati", "\u{1F9F5} (U+1F9F5)"), ("S\u{E000}iti", "\u{E000} (U+E000)"),
            ("\u{1F9F5}\u{1F9F6}\u{1F9F5}", "\u{1F9F5} (U+1F9F5), \u{1F9F6} (U+1F9F6), \u{1F9F5} (U+1F9F5)"),
        ])
    func unsettable(_ typed: String, _ named: String) throws {
        let sheet = AnswerSheet(try skck().questions, ["full_name": .text(typed)])
        let issue = FieldIssue("answers.full_name", "problem.answer.characters", arguments: ["characters": named])
        #expect(sheet.issues(for: FakePress()).first == issue)
        let rows = AnswerSheet(AnswersTests.questions, ["head": "Siti", "children": .rows([["name": .text(typed), "at_school": "no"]])])
        #expect(rows.issues(for: FakePress()).map(\.field) == ["answers.children[0].name"])
        #expect(AnswerSheet(sheet.questions, ["full_name": "Siti"]).issues(for: FakePress()).first?.field != "answers.full_name")
    }

    @Test("A text of any length is kept short enough to store and long enough to be refused")
    func longTyping() throws {
        let sheet = AnswerSheet(try skck().questions, [:])
        let merged = sheet.merged(with: ["full_name": .text(String(repeating: "x", count: 50_000)), "stranger": "?"])
        #expect(merged.text("full_name")?.count == 4000)
        #expect(merged["stranger"] == nil)
        #expect(
            AnswerSheet(sheet.questions, merged).issues().first
                == FieldIssue("answers.full_name", "problem.answer.tooLong", arguments: ["max": "100"]))
    }

    @Test(
        "A name is shortened to its initials, or to its first word and the initials of the others",
        arguments: [
            ("Siti Rahmawati", "S. R.", "Siti R."), ("  dewi ", "D.", "dewi"), ("", "", "—"), ("Nur'aini Ma'ruf", "N. M.", "Nur'aini M."),
            ("Raden Mas Said bin Ahmad Dahlan", "R. M. S. B.", "Raden M. S. B."),
            ("Siti A\u{323}\u{331}\u{330}\u{302}\u{300} 7 'Aini ʼalwi", "S. A. A.", "Siti A. A."),
            ("S\u{331}iti", "S.", "S\u{331}iti"),
            ("ꦱꦶꦠꦶ 林大明", "ꦱ. 林.", "ꦱꦶꦠꦶ 林."),
        ])
    func names(_ name: String, _ initials: String, _ short: String) {
        #expect(HolderName.initials(name) == initials)
        #expect(HolderName.short(name) == short)
    }

    private func skck() throws -> ServiceDefinition { try CatalogueSample.skck() }
    private func someQuestion() throws -> Question { try #require(try skck().questions.first) }
}
