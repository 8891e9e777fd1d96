import Catalogue
import Foundation
import Kernel
import Testing

@testable import Documents

@Suite("Answers with lists and rows")
struct AnswersTests {
    /// A family: what help it wants, and its children, of whom one goes to school.
    static let questions = [
        Question(name: "head", kind: .text, label: LocalizedText(indonesian: "Kepala keluarga")),
        Question(
            name: "help", kind: .choices, label: LocalizedText(indonesian: "Bantuan"), isRequired: false,
            options: ["rice", "school", "health"].map { Choice(value: $0, label: LocalizedText(indonesian: $0)) }),
        Question(
            name: "children", kind: .rows, label: LocalizedText(indonesian: "Anak"),
            columns: [
                Question(name: "name", kind: .text, label: LocalizedText(indonesian: "Nama")),
                Question(name: "at_school", kind: .yesNo, label: LocalizedText(indonesian: "Bersekolah")),
                Question(
                    name: "school", kind: .text, label: LocalizedText(indonesian: "Sekolah"),
                    condition: Condition(question: "at_school", value: "yes")),
                Question(name: "born", kind: .date, label: LocalizedText(indonesian: "Lahir"), isRequired: false),
            ], maximumRows: 3),
    ]

    static let family: Answers = [
        "head": "Siti Rahmawati", "help": .list(["school", "rice"]),
        "children": .rows([
            ["name": "Budi", "at_school": "yes", "school": "SDN 1", "born": "5/7/2015"],
            ["name": "Ani", "at_school": "no", "school": "rahasia"],
        ]),
    ]

    @Test("What is settled is clean, in order, and without what was not asked")
    func settled() {
        let sheet = AnswerSheet(AnswersTests.questions, AnswersTests.family)
        #expect(sheet.issues().isEmpty)
        #expect(
            sheet.settled
                == [
                    "head": "Siti Rahmawati", "help": .list(["rice", "school"]),
                    "children": .rows([
                        ["name": "Budi", "at_school": "yes", "school": "SDN 1", "born": "2015-07-05"], ["name": "Ani", "at_school": "no"],
                    ]),
                ])
        #expect(sheet.shown.map(\.question.name) == ["head", "help", "children"])
        #expect(
            sheet.shown.last?.rows.map { $0.map(\.question.name) } == [["name", "at_school", "school", "born"], ["name", "at_school"]])
    }

    @Test("A fault is named by its row, and a row in which nothing stands is none")
    func rowFaults() {
        var answers = AnswersTests.family
        answers["children"] = .rows([[:], ["name": "Budi", "at_school": "yes"], ["name": " ", "born": "besok"]])
        let sheet = AnswerSheet(AnswersTests.questions, answers)
        #expect(
            sheet.issues().map { "\($0.field) \($0.messageKey) \($0.names["question"]?.indonesian ?? "")" } == [
                "answers.children[1].school problem.answer.required Sekolah",
                "answers.children[2].name problem.answer.required Nama",
                "answers.children[2].at_school problem.answer.required Bersekolah",
                "answers.children[2].born problem.answer.date ",
            ])
    }

    @Test(
        "As many rows as the question allows are taken, and not one more",
        arguments: [(0, "problem.answer.required"), (1, nil), (3, nil), (4, "problem.answer.tooManyRows")])
    func rowLimit(_ count: Int, _ key: String?) {
        let child: Answers = ["name": "Budi", "at_school": "no"]
        let sheet = AnswerSheet(AnswersTests.questions, ["head": "Siti"])
        let merged = sheet.merged(with: ["children": .rows(Array(repeating: child, count: count))])
        #expect(merged.rows("children").count == count, "what was typed is kept, right or wrong")
        #expect(AnswerSheet(AnswersTests.questions, merged).issues().map(\.messageKey) == (key.map { [$0] } ?? []))
        #expect(AnswerSheet(AnswersTests.questions, merged).issues().allSatisfy { $0.field == "answers.children" })
    }

    @Test("A choice that nobody offers is a fault, and stays as it was typed")
    func strangeChoice() {
        let sheet = AnswerSheet(AnswersTests.questions, ["head": "Siti", "help": .list(["rice", "money"])])
        #expect(sheet.issues().first == FieldIssue("answers.help", "problem.answer.choice"))
        #expect(sheet.settled["help"] == .list(["rice", "money"]))
    }

    @Test("An answer of another shape than its question's takes the earlier one away instead of standing beside it")
    func shapes() {
        let sheet = AnswerSheet(AnswersTests.questions, AnswersTests.family)
        let merged = sheet.merged(with: [
            "head": .list(["Siti"]), "help": "rice", "children": .list(["Budi"]), "stranger": .rows([["x": "y"]]),
        ])
        #expect(merged.isEmpty)
        #expect(merged.values.isEmpty)
    }

    @Test("Blank rows behind the last one are dropped, blank rows between keep the others' numbers")
    func blankRows() {
        let sheet = AnswerSheet(AnswersTests.questions, [:])
        let merged = sheet.merged(with: ["children": .rows([[:], ["name": "Budi"], ["name": ""], [:]])])
        #expect(merged.rows("children") == [[:], ["name": "Budi"]])
    }

    @Test(
        "A path reads what it writes",
        arguments: [
            (AnswerPath("full_name"), "full_name"), (AnswerPath("children", row: 2), "children[2]"),
            (AnswerPath("children", row: 12, "at_school"), "children[12].at_school"),
        ])
    func paths(_ path: AnswerPath, _ text: String) {
        #expect(path.text == text)
        #expect(AnswerPath(reading: text) == path)
        #expect(AnswerPath(field: path.field) == path)
    }

    @Test(
        "What is no path is refused",
        arguments: [
            "", "Nama", "a.b", "a[].b", "a[x].b", "a[-1].b", "a[01].b", "a[100].b", "a[1]b", "a[1].", "a[1].b.c", "[1].b", "a[1]].b", "a b",
        ])
    func noPaths(_ text: String) { #expect(AnswerPath(reading: text) == nil) }

    @Test("An answer is found by its path")
    func lookup() {
        let family = AnswersTests.family
        #expect(family[AnswerPath("children", row: 1, "name")] == "Ani")
        #expect(family[AnswerPath("children", row: 2, "name")] == nil)
        #expect(family[AnswerPath("children", row: 0)] == nil)
        #expect(family[AnswerPath("help")] == .list(["school", "rice"]))
        #expect(family[AnswerPath("head", row: 0, "name")] == nil)
    }

    @Test("A condition compares a number as it is kept, however it was typed, and one with a fault not at all")
    func numbers() {
        let label = LocalizedText(indonesian: "x")
        let questions = [
            Question(name: "income", kind: .rupiah, label: label), Question(name: "age", kind: .number, label: label),
            Question(name: "papers", kind: .choices, label: label, options: ["card", "deed"].map { Choice(value: $0, label: label) }),
            Question(name: "proof", kind: .text, label: label, condition: .compares("income", .less, 1_500_000)),
            Question(
                name: "guardian", kind: .text, label: label, condition: .all([.compares("age", .less, 17), .includes("papers", "deed")])),
        ]
        func asked(_ answers: Answers) -> [String] {
            AnswerSheet(questions, answers).asked.map(\.name).filter { ["proof", "guardian"].contains($0) }
        }
        #expect(asked(["income": "1.499.999"]) == ["proof"] && asked(["income": "Rp1.500.000"]).isEmpty)
        #expect(asked(["income": "banyak"]).isEmpty && asked([:]).isEmpty)
        #expect(asked(["age": "16", "papers": .list(["deed"])]) == ["guardian"])
        #expect(asked(["age": "17", "papers": .list(["deed"])]).isEmpty && asked(["age": "16", "papers": .list(["card"])]).isEmpty)
    }
}
