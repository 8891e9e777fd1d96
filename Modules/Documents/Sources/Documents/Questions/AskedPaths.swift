public import Catalogue

extension Answers {
    /// The names of the questions that apply to these answers.
    public func asked(of questions: [Question]) -> Set<String> { Set(AnswerSheet(questions, self).asked.map(\.name)) }

    /// Where the questions stand that apply only because of another answer, in the order of asking; also those of rows.
    /// - Parameter leavingChoices: without those that hang on one choice alone, which a page can show by itself.
    public func dependentPaths(of questions: [Question], leavingChoices: Bool = false) -> [AnswerPath] {
        AnswerSheet(questions, self).asked.flatMap { question in
            (question.condition == nil || leavingChoices && question.condition?.choice != nil ? [] : [AnswerPath(question.name)])
                + rows(question.name).enumerated().flatMap { number, row in
                    row.dependentPaths(of: question.columns, leavingChoices: leavingChoices).map {
                        AnswerPath(question.name, row: number, $0.question)
                    }
                }
        }
    }
}
