import Catalogue
import Foundation
import Kernel
import Testing

@testable import Documents

/// Two windows with the same form: the later one is told what the other saved, and overwrites nothing unseen.
@Suite("Two windows")
struct AnswerMarksTests {
    let office: Office
    private let questions = ["full_name", "nik", "birth_date", "purpose", "purpose_other"]

    init() async throws { office = try await Office() }

    private func marks(_ id: Identifier) async throws -> AnswerMarks {
        AnswerMarks(try await office.documents.request(id, by: office.siti).answers, of: questions)
    }

    @Test("What was saved elsewhere since is not overwritten, and nothing of what came with it is kept; who has seen it may")
    func conflict() async throws {
        let documents = office.documents
        let id = try await office.filledDraft()
        let dewis = try await office.filledDraft(by: office.dewi)
        let both = try await marks(id)
        _ = try await documents.saveAnswers(["full_name": "Siti R."], of: id, seen: both, by: office.siti)
        let late = await problem {
            try await documents.saveAnswers(["full_name": "Siti Rahma", "purpose": "other"], of: id, seen: both, by: office.siti)
        }
        #expect(late?.messageKey == "problem.draft.changedElsewhere" && late?.code == .conflict)
        #expect(late?.fields.map(\.field) == ["answers.full_name"], "the purpose was seen as it is")
        #expect(try await documents.request(id, by: office.siti).answers.text("full_name") == "Siti R.")
        #expect(try await documents.request(id, by: office.siti).answers.text("purpose") == "work")
        let seen = try await marks(id)
        _ = try await documents.saveAnswers(["full_name": "Siti Rahma", "purpose": "other"], of: id, seen: seen, by: office.siti)
        #expect(try await documents.request(id, by: office.siti).answers.text("full_name") == "Siti Rahma")
        #expect(try await documents.request(dewis, by: office.dewi).answers.text("full_name") == "Siti Rahmawati")
    }

    @Test("Windows that write to different questions, or the same, are not in each other's way")
    func peace() async throws {
        let documents = office.documents
        let id = try await office.filledDraft()
        let both = try await marks(id)
        _ = try await documents.saveAnswers(["full_name": "Siti R."], of: id, seen: both, by: office.siti)
        _ = try await documents.saveAnswers(["purpose": "other"], of: id, seen: both, by: office.siti)
        _ = try await documents.saveAnswers(["full_name": "Siti R."], of: id, seen: both, by: office.siti)
        _ = try await documents.saveAnswers(["full_name": "Siti"], of: id, by: office.siti)
        #expect(try await documents.request(id, by: office.siti).answers.text("full_name") == "Siti", "who brings no marks looked at none")
    }

    @Test("An answer that another window took away, or gave first, is one that was not seen")
    func emptied() async throws {
        let documents = office.documents
        let id = try await office.documents.startDraft(of: "skck", channel: .electronic, command: office.command(), by: office.siti)
        let both = try await marks(id)
        _ = try await documents.saveAnswers(["full_name": "Siti"], of: id, seen: both, by: office.siti)
        let given = await problem { try await documents.saveAnswers(["full_name": "Ani"], of: id, seen: both, by: office.siti) }
        #expect(given?.fields.map(\.field) == ["answers.full_name"])
        let full = try await marks(id)
        _ = try await documents.saveAnswers(["full_name": ""], of: id, seen: full, by: office.siti)
        let taken = await problem { try await documents.saveAnswers(["full_name": "Ani"], of: id, seen: full, by: office.siti) }
        #expect(taken?.fields.map(\.field) == ["answers.full_name"])
    }

    @Test("Marks survive their way through a form, and what is none compares nothing")
    func text() {
        let answers: Answers = ["a": "x", "b": ["1", "2"], "c": ""]
        let marks = AnswerMarks(answers, of: ["a", "b", "c", "d"])
        #expect(AnswerMarks(marks.text) == marks)
        #expect(!marks.isOutdated("a", by: answers) && marks.isOutdated("a", by: ["a": "y"]) && marks.isOutdated("a", by: [:]))
        #expect(marks.isOutdated("b", by: ["b": ["2", "1"]]) && marks.isOutdated("d", by: ["d": "x"]) && !marks.isOutdated("c", by: [:]))
        for junk in ["", " ", "=", "a", "a=b=c", "\u{0}", String(repeating: "a=1 ", count: 1000)] {
            #expect(!AnswerMarks(junk).isOutdated("b", by: answers), "\(junk.prefix(10))")
        }
    }
}
