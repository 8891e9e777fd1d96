internal import Catalogue
internal import Kernel
internal import Storage

/// What a person answered before, for the form that she begins now.
enum EarlierAnswers {
    /// Of so many requests that she handed in last.
    static let reach = 10

    /// For each question that is offered again: her last answer to the one of that name and kind which was offered again too, as long as
    /// it would still be accepted.
    static func of(
        _ person: Identifier, to questions: [Question], _ definitions: DefinitionStore, today: CivilDate, _ tx: ReadTransaction
    ) throws -> Answers {
        let wanted = questions.filter(\.isOfferedAgain)
        var known = Answers()
        guard !wanted.isEmpty else { return known }
        for request in try RequestStore.submitted(by: person, limit: reach, tx) {
            let missing = wanted.filter { known[$0.name] == nil }
            guard !missing.isEmpty else { break }
            let asked = try definitions.find(request.digest, tx).questions
            let (_, answers) = try RequestStore.findWithAnswers(request.id, tx) { _ in }
            for question in missing {
                let isSame = asked.contains { $0.name == question.name && $0.kind == question.kind && $0.isOfferedAgain }
                guard isSame, let answer = answers[question.name], !answer.isEmpty,
                    AnswerSheet([question], [question.name: answer]).issues(on: today).isEmpty
                else { continue }
                known[question.name] = answer
            }
        }
        return known
    }
}
