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
            (.longText, "satu\r\ndua", "satu\ndua"), (.text, "Cut Nur'aini", "Cut Nur'aini"),
        ])
    func taken(_ kind: QuestionKind, _ typed: String, _ kept: String) throws {
        #expect(QuestionRules.rule(for: kind)?.check(typed, try someQuestion()) == .accepted(kept))
    }

    @Test(
        "Each kind of question refuses what is not of its kind",
        arguments: [
            (QuestionKind.nik, "3510014507900", "problem.answer.nik"), (.nik, "3510017207909901", "problem.answer.nik"),
            (.date, "31/2/2026", "problem.answer.date"), (.date, "1890-01-01", "problem.answer.date"),
            (.date, "besok", "problem.answer.date"), (.number, "12,5", "problem.answer.number"),
            (.number, "-3", "problem.answer.number"), (.number, "1.25", "problem.answer.number"),
            (.number, "9999999999999999", "problem.answer.number"), (.phone, "siti@contoh.id", "problem.answer.phone"),
            (.email, "0812-3456-7890", "problem.answer.email"), (.text, "dua\nbaris", "problem.answer.characters"),
            (.text, "Siti\u{202E}itiS", "problem.answer.characters"), (.choice, "holiday", "problem.answer.choice"),
            (.yesNo, "mungkin", "problem.answer.choice"), (.text, String(repeating: "a", count: 101), "problem.answer.tooLong"),
        ])
    func refused(_ kind: QuestionKind, _ typed: String, _ key: String) throws {
        guard case .refused(let found, _) = QuestionRules.rule(for: kind)?.check(typed, try someQuestion()) else {
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
        #expect(!forWork.issues.contains { $0.field == "answers.purpose_other" })
        #expect(forWork.settled["purpose_other"] == nil)

        let forOther = AnswerSheet(questions, ["purpose": "other"])
        #expect(forOther.issues.contains(FieldIssue("answers.purpose_other", "problem.answer.required")))
    }

    @Test("Blanks do not answer a required question")
    func blanks() throws {
        let sheet = AnswerSheet(try skck().questions, ["full_name": "   "])
        #expect(sheet.issues.first == FieldIssue("answers.full_name", "problem.answer.required"))
    }

    @Test("A text of any length is kept short enough to store and long enough to be refused")
    func longTyping() throws {
        let sheet = AnswerSheet(try skck().questions, [:])
        let merged = sheet.merged(with: ["full_name": .text(String(repeating: "x", count: 50_000)), "stranger": "?"])
        #expect(merged.text("full_name")?.count == 4000)
        #expect(merged["stranger"] == nil)
        #expect(
            AnswerSheet(sheet.questions, merged).issues.first
                == FieldIssue("answers.full_name", "problem.answer.tooLong", arguments: ["max": "100"]))
    }

    @Test(
        "A name is shortened to its initials, or to its first word and the initials of the others",
        arguments: [
            ("Siti Rahmawati", "S. R.", "Siti R."), ("  dewi ", "D.", "dewi"), ("", "", "—"),
            ("Raden Mas Said bin Ahmad Dahlan", "R. M. S. B.", "Raden M. S. B."),
        ])
    func names(_ name: String, _ initials: String, _ short: String) {
        #expect(HolderName.initials(name) == initials)
        #expect(HolderName.short(name) == short)
    }

    private func skck() throws -> ServiceDefinition { try CatalogueSample.skck() }
    private func someQuestion() throws -> Question { try #require(try skck().questions.first) }
}
