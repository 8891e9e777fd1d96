import Catalogue
import Foundation
import Kernel
import Testing

@testable import Documents

/// The bounds that a definition gives its questions: one below, at, one above.
@Suite("Bounds of answers")
struct AnswerBoundTests {
    private func question(
        _ name: String, _ kind: QuestionKind, earliest: DateBound? = nil, latest: DateBound? = nil, minimum: Int? = nil,
        maximum: Int? = nil, options: [String] = [], columns: [Question] = []
    ) -> Question {
        Question(
            name: name, kind: kind, label: LocalizedText(indonesian: name), isRequired: false,
            options: options.map { Choice(value: $0, label: LocalizedText(indonesian: $0)) }, columns: columns, earliest: earliest,
            latest: latest, minimum: minimum, maximum: maximum)
    }

    private func fault(_ questions: [Question], _ answers: Answers) throws -> String? {
        let issues = AnswerSheet(questions, answers).issues(on: try #require(CivilDate("2026-11-27")))
        #expect(issues.count <= 1)
        return issues.first.map { issue in
            (["\(issue.field) \(issue.messageKey)"] + issue.arguments.map { "\($0.key) \($0.value)" }).joined(separator: " ")
                .replacing("problem.answer.", with: "")
        }
    }

    @Test(
        "A date lies between its bounds, whichever way it is written",
        arguments: [
            ("26/11/2026", nil), ("27/11/2026", nil), ("28/11/2026", "answers.born future"), ("2026-11-28", "answers.born future"),
            ("2099-01-01", "answers.born future"), ("27/11/1906", nil), ("28/11/1906", nil),
            ("26/11/1906", "answers.born tooEarly date 27/11/1906"), ("1900-01-01", "answers.born tooEarly date 27/11/1906"),
        ])
    func dates(typed: String, expected: String?) throws {
        let born = question("born", .date, earliest: DateBound(.today, -120, .years), latest: DateBound(.today))
        #expect(try fault([born], ["born": .text(typed)]) == expected)
        // What was typed is kept, and stays the same day on the page.
        #expect(AnswerSheet([born], ["born": .text(typed)]).settled.text("born")?.count == 10)
    }

    @Test(
        "A date that lies ahead, and one that is far from today",
        arguments: [
            ("26/11/2026", "answers.visit past"), ("27/11/2026", nil), ("25/2/2027", nil),
            ("26/2/2027", "answers.visit tooLate date 25/2/2027"),
        ])
    func ahead(typed: String, expected: String?) throws {
        let visit = question("visit", .date, earliest: DateBound(.today), latest: DateBound(.today, 90))
        #expect(try fault([visit], ["visit": .text(typed)]) == expected)
    }

    @Test(
        "A date against the answer to another, in the form and in each row",
        arguments: [
            ("29/2/2024", "28/2/2024", "tooEarly date 29/2/2024"), ("29/2/2024", "29/2/2024", nil), ("2024-02-29", "1/3/2024", nil),
            ("", "1/1/1901", nil), ("kapan", "1/1/1901", "date"),
        ])
    func other(wedding: String, birth: String, expected: String?) throws {
        let questions = [question("wedding", .date), question("birth", .date, earliest: DateBound(.answer("wedding")))]
        let answers: Answers = ["wedding": .text(wedding), "birth": .text(birth)]
        let field = expected == "date" ? "wedding" : "birth"
        #expect(try fault(questions, answers) == expected.map { "answers.\(field) \($0)" })
        let rows = [question("rows", .rows, columns: questions)]
        // The second row's wedding does not bound the first row's birth.
        let other: Answers = ["wedding": "1/1/2026", "birth": "1/1/2026"]
        #expect(try fault(rows, ["rows": .rows([answers, other])]) == expected.map { "answers.rows[0].\(field) \($0)" })
    }

    @Test("Without a day nothing is said of bounds: what is kept is only written anew")
    func timeless() {
        let born = question("born", .date, latest: DateBound(.today))
        #expect(AnswerSheet([born], ["born": "1/1/2099"]).issues().isEmpty)
    }

    @Test(
        "A number lies between its bounds",
        arguments: [("1", "tooSmall min 2"), ("2", nil), ("500", nil), ("501", "tooLarge max 500")])
    func numbers(typed: String, expected: String?) throws {
        #expect(
            try fault([question("guests", .number, minimum: 2, maximum: 500)], ["guests": .text(typed)])
                == expected.map { "answers.guests \($0)" })
    }

    @Test(
        "A text has its fewest characters", arguments: [(QuestionKind.text, 2), (.text, 3), (.longText, 2), (.longText, 3), (.longText, 4)])
    func texts(kind: QuestionKind, count: Int) throws {
        let typed = String(repeating: "é", count: count)
        #expect(
            try fault([question("name", kind, minimum: 3)], ["name": .text(" \(typed)  ")])
                == (count < 3 ? "answers.name tooShort min 3" : nil))
    }

    @Test(
        "Choices are counted once each",
        arguments: [
            (["a"], "tooFewChoices min 2"), (["a", "a"], "tooFewChoices min 2"), (["a", "b"], nil), (["a", "b", "c"], nil),
            (["a", "b", "c", "d"], "tooManyChoices max 3"),
        ])
    func choices(chosen: [String], expected: String?) throws {
        let asked = question("food", .choices, minimum: 2, maximum: 3, options: ["a", "b", "c", "d"])
        #expect(try fault([asked], ["food": .list(chosen)]) == expected.map { "answers.food \($0)" })
    }

    @Test("Rows in which nothing stands do not count", arguments: [1, 2, 3])
    func rows(count: Int) throws {
        let asked = question("witnesses", .rows, minimum: 2, columns: [question("name", .text)])
        let rows = [Answers](repeating: ["name": "Budi"], count: count) + [[:]]
        #expect(try fault([asked], ["witnesses": .rows(rows)]) == (count < 2 ? "answers.witnesses tooFewRows min 2" : nil))
    }

    // MARK: In a request

    @Test("A birth in the future is told when it is saved, and again when time stands still at the sending")
    func future() async throws {
        let office = try await Office()
        let id = try await office.filledDraft()
        let issues = try await office.documents.saveAnswers(["birth_date": "24/11/2026"], of: id, by: office.siti)
        #expect(issues == [FieldIssue("answers.birth_date", "problem.answer.future")])
        let problem = await problem { _ = try await office.documents.submit(id, command: office.command(), by: office.siti) }
        #expect(problem?.fields == issues)
        // A day later it is today's date.
        office.clock.advance(bySeconds: 24 * 3600)
        #expect(try await office.documents.submit(id, command: office.command(), by: office.siti) == .awaitingPayment)
    }

    @Test("A file that the answers call for is required; one that they no longer call for goes with the sending, and only hers")
    func wanted() async throws {
        let reference = AttachmentDefinition(
            name: "reference", label: LocalizedText(indonesian: "Surat keterangan"), types: [.jpeg],
            condition: Condition(question: "purpose", values: ["study", "other"]))
        let office = try await Office(catalogue: CatalogueSample.catalogue(moreAttachments: [reference]))
        let drafts = [try await office.filledDraft(), try await office.filledDraft(by: office.dewi)]
        let people = [office.siti, office.dewi]
        for (id, person) in zip(drafts, people) {
            _ = try await office.documents.saveAnswers(["purpose": "other", "purpose_other": "Visa"], of: id, by: person)
            #expect(try await office.documents.request(id, by: person).wantedAttachments.map(\.name) == ["photo", "letter", "reference"])
            let problem = await problem { _ = try await office.documents.submit(id, command: office.command(), by: person) }
            #expect(problem?.fields == [FieldIssue("attachments.reference", "problem.attachment.required")])
            try await office.documents.attach(
                Upload(filename: "surat.jpg", content: Pictures.jpeg), as: "reference", to: id, by: person)
        }
        _ = try await office.documents.saveAnswers(["purpose": "work"], of: drafts[0], by: office.siti)
        let before = try await office.documents.request(drafts[0], by: office.siti)
        #expect(before.wantedAttachments.map(\.name) == ["photo", "letter"] && before.attachments.map(\.name) == ["photo", "reference"])
        _ = try await office.documents.submit(drafts[0], command: office.command(), by: office.siti)
        #expect(try await office.documents.request(drafts[0], by: office.siti).attachments.map(\.name) == ["photo"])
        #expect(try await office.documents.request(drafts[1], by: office.dewi).attachments.map(\.name) == ["photo", "reference"])
        #expect(try await office.documents.submit(drafts[1], command: office.command(), by: office.dewi) == .awaitingPayment)
        #expect(try await office.documents.request(drafts[1], by: office.dewi).attachments.map(\.name) == ["photo", "reference"])
    }
}
