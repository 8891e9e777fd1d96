import Catalogue
import Documents
import Foundation
import Kernel
import Storage
import Testing

@testable import Portal

@Suite("Answers on their way from a form to the database and back")
struct AnswerFormTests {
    static let questions = [
        question("full_name", .text), question("story", .longText), question("help", .choices, ["rice", "school", "health"]),
        question("children", .rows, columns: [question("name", .text), question("needs", .choices, ["bus", "meal"])]),
        question("witnesses", .rows, columns: [question("name", .text), question("nik", .nik)]),
    ]

    private static func question(_ name: String, _ kind: QuestionKind, _ options: [String] = [], columns: [Question] = []) -> Question {
        Question(
            name: name, kind: kind, label: LocalizedText(indonesian: name),
            options: options.map { Choice(value: $0, label: LocalizedText(indonesian: $0)) }, columns: columns)
    }

    @Test(
        "Three boxes are one date, shown again as they were typed",
        arguments: [
            (["5", "7", "1990"], "5/7/1990", ["5", "7", "1990"]), (["", "", ""], "", ["", "", ""]),
            (["5", "", "1990"], "5//1990", ["5", "", "1990"]), (["1990-07-05"], "1990-07-05", ["5", "7", "1990"]),
            (["5/7/1990", "", ""], "5/7/1990", ["5", "7", "1990"]), (["besok", "", ""], "besok", ["besok", "", ""]),
            (["5/7", "", "1990"], "5/7//1990", ["5/7//1990", "", ""]), (["5", "Juli", "1990"], "5/Juli/1990", ["5", "Juli", "1990"]),
            ([], "", ["", "", ""]),
        ])
    func dates(_ typed: [String], _ answer: String, _ shown: [String]) {
        #expect(DateBoxes.answer(typed) == answer)
        let boxes = DateBoxes(answer)
        #expect([boxes.day, boxes.month, boxes.year] == shown)
    }

    @Test("Random answers survive form, database and form again, in both ways in which browsers send", arguments: 0..<200)
    func survive(_ seed: Int) throws {
        var dice = Dice(seed: UInt64(seed))
        let answers = AnswerFormTests.anything(AnswerFormTests.questions, &dice)
        let fields = AnswerFormTests.fields(answers)
        let encoded = Data(fields.map { "\(percent($0.name))=\(percent($0.value))" }.joined(separator: "&").utf8)
        let simple = try Form(contentType: "application/x-www-form-urlencoded", body: encoded)
        var multipart = ""
        for (name, value) in fields {
            multipart += "--grenze\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
        }
        let parts = try Form(contentType: "multipart/form-data; boundary=grenze", body: Data((multipart + "--grenze--\r\n").utf8))
        for form in [simple, parts] {
            let read = AnswerForm(form).answers(to: AnswerFormTests.questions)
            #expect(read == answers)
            // What is empty is no answer, and is not kept.
            let given = Answers(read.values.filter { !$0.value.isEmpty })
            let kept = try Answers(stored: given.storedData())
            #expect(kept == given)
            #expect(AnswerFormTests.fields(kept).allSatisfy { field in fields.contains { $0 == field } })
        }
    }

    @Test("A box that nobody ticked and rows that were emptied answer with nothing, and strangers are passed over")
    func nothing() throws {
        let body = Data("answers.full_name=Siti&answers.stranger=x&answers.children%5B999%5D.name=x&csrf=1".utf8)
        let answers = AnswerForm(try Form(contentType: "application/x-www-form-urlencoded", body: body)).answers(
            to: AnswerFormTests.questions)
        #expect(answers == ["full_name": "Siti", "story": "", "help": .list([]), "children": .rows([]), "witnesses": .rows([])])
    }

    /// The inputs of a form filled with these answers.
    private static func fields(_ answers: Answers) -> [(name: String, value: String)] {
        AnswerFormTests.questions.flatMap { question -> [(String, String)] in
            switch answers[question.name] {
            case .text(let text)?: [(AnswerPath(question.name).field, text)]
            case .list(let list)?: list.map { (AnswerPath(question.name).field, $0) }
            case .rows(let rows)?:
                rows.enumerated().flatMap { number, row in
                    question.columns.flatMap { column -> [(String, String)] in
                        let field = AnswerPath(question.name, row: number, column.name).field
                        switch row[column.name] {
                        case .text(let text)?: return [(field, text)]
                        case .list(let list)?: return list.map { (field, $0) }
                        default: return []
                        }
                    }
                }
            case nil: []
            }
        }
    }

    private static func anything(_ questions: [Question], _ dice: inout Dice) -> Answers {
        var answers = Answers()
        for question in questions {
            switch question.kind {
            case .choices: answers[question.name] = .list(question.options.map(\.value).filter { _ in Bool.random(using: &dice) })
            case .rows:
                // A form with one row more than nothing always sends that row's texts.
                answers[question.name] = .rows((0..<Int.random(in: 0...4, using: &dice)).map { _ in anything(question.columns, &dice) })
            default: answers[question.name] = .text(text(&dice))
            }
        }
        return answers
    }

    /// Letters that mean something in forms, in addresses, in JSON, and in other scripts; cleaned as every door cleans them.
    private static func text(_ dice: inout Dice) -> String {
        let letters = Array("aZ0 &=+%;\"'<>[].\\/{}:,\n\tñÉ林ꦱ🙏\u{200D}\u{00A0}\u{2028}")
        return TypedText(String((0..<Int.random(in: 0...30, using: &dice)).compactMap { _ in letters.randomElement(using: &dice) })).prose
    }

    private func percent(_ text: String) -> String { text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "" }
}
