import Catalogue
import Foundation
import Kernel
import Storage
import Testing

@testable import Documents

@Suite("What was answered before")
struct EarlierAnswersTests {
    private func offered(_ office: Office, by citizen: Principal, _ service: String = "kartu-keluarga") async throws -> Answers {
        let draft = try await office.documents.startDraft(of: service, channel: .electronic, command: office.command(), by: citizen)
        return try await office.documents.request(draft, by: citizen).answers
    }

    @Test("What she handed in before stands in her next form, of another service too, and in nobody else's")
    func offered() async throws {
        let office = try await Office()
        // What was never handed in, and what belongs to the other one, is not offered.
        _ = try await office.filledDraft(by: office.dewi)
        _ = try await office.requestInReview()
        #expect(try await offered(office, by: office.siti) == ["full_name": "Siti Rahmawati"])
        #expect(try await offered(office, by: office.dewi) == [:])
        // Of the same service: only what is offered again, not what the next request is for.
        #expect(try await offered(office, by: office.siti, "skck") == ["full_name": "Siti Rahmawati"])
    }

    @Test("The last one that was handed in counts, and lists show its name with the draft")
    func last() async throws {
        let office = try await Office()
        _ = try await office.requestInReview()
        office.clock.advance(bySeconds: 60)
        let second = try await office.filledDraft()
        _ = try await office.documents.saveAnswers(["full_name": "Siti R. Wijaya"], of: second, by: office.siti)
        _ = try await office.documents.submit(second, command: office.command(), by: office.siti)
        #expect(try await offered(office, by: office.siti) == ["full_name": "Siti R. Wijaya"])
    }

    @Test(
        "What would not be accepted now, or was another question, is not offered",
        arguments: [
            (QuestionKind.text, 100, true, true), (.text, 3, true, false), (.longText, 100, true, false), (.text, 100, false, false),
        ])
    func sameQuestion(_ kind: QuestionKind, _ length: Int, _ isOfferedAgain: Bool, _ isOffered: Bool) async throws {
        let office = try await Office()
        _ = try await office.requestInReview()
        let question = Question(
            name: "full_name", kind: kind, label: LocalizedText(indonesian: "Nama"), isOfferedAgain: isOfferedAgain, maximumLength: length)
        let known = try await office.database.read { [office] tx in
            try EarlierAnswers.of(
                #require(office.siti.personID), to: [question], office.documents.definitions, today: CivilDate(daysSince1970: 20_780), tx)
        }
        #expect((known.text("full_name") != nil) == isOffered)
    }

    @Test("A question that depends on another is told by its place, also in a row")
    func dependent() {
        let yes = Question(name: "married", kind: .yesNo, label: LocalizedText(indonesian: "Kawin"))
        let book = Question(
            name: "book", kind: .text, label: LocalizedText(indonesian: "Buku"), condition: Condition(question: "married", value: "yes"))
        let children = Question(name: "children", kind: .rows, label: LocalizedText(indonesian: "Anak"), columns: [yes, book])
        let questions = [yes, book, children]
        #expect(Answers().dependentPaths(of: questions) == [])
        let answers: Answers = ["married": "yes", "children": .rows([["married": "no"], ["married": "yes"], [:]])]
        #expect(answers.dependentPaths(of: questions) == [AnswerPath("book"), AnswerPath("children", row: 1, "book")])
        #expect(answers.asked(of: questions) == ["married", "book", "children"])
        #expect(AnswerPath("children", row: 1, "book").beside("married") == AnswerPath("children", row: 1, "married"))
        #expect(AnswerPath("book").beside("married") == AnswerPath("married"))
    }
}
