public import Kernel

/// Questions that are asked together, on a page of their own.
public struct QuestionGroup: Sendable, Hashable {
    public let title: LocalizedText
    /// The name of its first question; the group goes on to the one before the next group's first.
    public let first: String

    public init(title: LocalizedText, first: String) {
        self.title = title
        self.first = first
    }
}

extension ServiceDefinition {
    /// The pages of its form, each with its questions in the order of asking: the groups, or one page where there are none.
    public var parts: [(title: LocalizedText?, questions: [Question])] {
        guard !groups.isEmpty else { return [(nil, questions)] }
        var parts: [(title: LocalizedText?, questions: [Question])] = []
        for question in questions {
            if let group = groups.first(where: { $0.first == question.name }) {
                parts.append((group.title, [question]))
            } else if !parts.isEmpty {
                parts[parts.count - 1].questions.append(question)
            }
        }
        return parts
    }

    /// Which of ``parts`` asks that question, from 0; `nil` when none does.
    public func part(of question: String) -> Int? { parts.firstIndex { $0.questions.contains { $0.name == question } } }
}

extension Field {
    /// The groups of a form with these questions: the first begins with the first question, each other behind the one before.
    func groups(of questions: [Question]) -> [QuestionGroup] {
        var open = questions.map(\.name).filter { !$0.isEmpty }
        var isFirst = true
        return list(notEmpty: true) { item in
            item.fields { fields in
                let first = fields["begins"].one(of: questions.isEmpty ? nil : Set(isFirst ? Array(open.prefix(1)) : open))
                isFirst = false
                if let place = open.firstIndex(of: first) { open.removeFirst(place + 1) }
                return QuestionGroup(title: fields["title"].bilingual(), first: first)
            }
        }
    }
}
