public import Catalogue
public import Kernel

/// Why a request went back to its applicant.
public struct Correction: Sendable, Hashable {
    public let reason: ReturnReason
    /// The officer's own words, when there are any and the reader may see them.
    public let remark: String?
    public let at: Instant
    /// What is to be corrected, in the order of the form; empty when the officer named nothing, and for whoever may not see it.
    public let parts: [RequestPart]
}

/// A part of a request that can be wrong.
public enum RequestPart: Sendable, Hashable {
    /// The answer to the question of that name.
    case answer(String)
    /// The attachment of that name.
    case attachment(String)

    /// The name of its field in forms and faults: `answers.nik`, `attachments.photo`.
    public var field: String {
        switch self {
        case .answer(let name): AnswerPath(name).field
        case .attachment(let name): "attachments.\(name)"
        }
    }

    /// Reads what ``field`` wrote; `nil` for anything else, and for a part of an answer.
    public init?(field: String) {
        if let path = AnswerPath(field: field) {
            guard path == AnswerPath(path.question) else { return nil }
            self = .answer(path.question)
        } else if let path = AnswerPath(reading: field.dropFirst("attachments.".count)), field == "attachments.\(path.question)" {
            self = .attachment(path.question)
        } else {
            return nil
        }
    }
}

/// What became of a correction that was asked for, once the request was handed in again.
public struct CorrectionAnswer: Sendable, Hashable {
    public let correction: Correction
    /// What differs from what was returned, and what was named and does not, in the order of the form.
    public let changes: [RequestChange]
}

/// One part of a request beside what it was when it was returned.
public struct RequestChange: Sendable, Hashable {
    public let part: RequestPart
    /// Whether the officer named it.
    public let wasNamed: Bool
    public let kind: Kind

    public enum Kind: Sendable, Hashable {
        /// It is as it was.
        case unchanged
        /// What was answered then, and is now; `nil` for nothing.
        case answer(before: ShownAnswer?, now: ShownAnswer?)
        case fileAdded, fileReplaced, fileRemoved
    }
}

extension ServiceDefinition {
    /// What a form with these answers asks for, in its order, with what it is called.
    func parts(asked by: AnswerSheet) -> [RequestPart] {
        by.asked.map { .answer($0.name) } + by.wanted(attachments).map { .attachment($0.name) }
    }

    /// What people call a part; `nil` for one that the definition does not have.
    public func label(of part: RequestPart) -> LocalizedText? {
        switch part {
        case .answer(let name): question(name)?.noun
        case .attachment(let name): attachment(name)?.label
        }
    }
}

extension DocumentRequest {
    /// What can be named when it is returned, in the order of the form.
    public var parts: [RequestPart] { definition.parts(asked: AnswerSheet(definition.questions, answers)) }

    /// What differs from what was returned.
    func changes(since returned: ReturnedContent) -> [RequestChange] {
        let before = Dictionary(AnswerSheet(definition.questions, returned.answers).shown.map { ($0.question.name, $0) }) { first, _ in
            first
        }
        let now = Dictionary(shownAnswers.map { ($0.question.name, $0) }) { first, _ in first }
        let files = Dictionary(attachments.map { ($0.name, $0.id.text) }) { first, _ in first }
        let parts = definition.questions.map { RequestPart.answer($0.name) } + definition.attachments.map { .attachment($0.name) }
        return parts.compactMap { part in
            let kind: RequestChange.Kind =
                switch part {
                case .answer(let name):
                    before[name]?.value == now[name]?.value ? .unchanged : .answer(before: before[name], now: now[name])
                case .attachment(let name):
                    switch (returned.files[name], files[name]) {
                    case (nil, nil): .unchanged
                    case (nil, _): .fileAdded
                    case (_, nil): .fileRemoved
                    case (let earlier?, let file?): earlier == file ? .unchanged : .fileReplaced
                    }
                }
            let wasNamed = returned.parts.contains(part)
            return kind == .unchanged && !wasNamed ? nil : RequestChange(part: part, wasNamed: wasNamed, kind: kind)
        }
    }
}
