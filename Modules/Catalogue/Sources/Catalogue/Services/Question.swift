public import Kernel

/// What kind of answer a question wants. How an answer is checked is the Documents module's.
public enum QuestionKind: String, Sendable, Hashable, Codable, CaseIterable {
    case text
    case longText = "long_text"
    case choice
    case yesNo = "yes_no"
    case date, number, nik, phone, email

    /// The two answers to a question of kind ``yesNo``.
    public static let yesNoValues = ["yes", "no"]
}

/// One question of a service's form.
public struct Question: Sendable, Hashable, Codable {
    /// The input's name, e.g. `full_name`; unique in its service.
    public let name: String
    public let kind: QuestionKind
    public let label: LocalizedText
    public let hint: LocalizedText?
    public let isRequired: Bool
    /// In characters; only for texts.
    public let maximumLength: Int?
    /// Only for choices, and there never empty.
    public let options: [Choice]
    /// When it is asked; `nil` is always.
    public let condition: Condition?

    public init(
        name: String, kind: QuestionKind, label: LocalizedText, hint: LocalizedText? = nil, isRequired: Bool = true,
        maximumLength: Int? = nil, options: [Choice] = [], condition: Condition? = nil
    ) {
        self.name = name
        self.kind = kind
        self.label = label
        self.hint = hint
        self.isRequired = isRequired
        self.maximumLength = maximumLength
        self.options = options
        self.condition = condition
    }

    /// The values among which an answer must be; `nil` for kinds of free answers.
    public var allowedValues: [String]? {
        switch kind {
        case .choice: options.map(\.value)
        case .yesNo: QuestionKind.yesNoValues
        default: nil
        }
    }
}

/// One option of a choice.
public struct Choice: Sendable, Hashable, Codable {
    public let value: String
    public let label: LocalizedText

    public init(value: String, label: LocalizedText) {
        self.value = value
        self.label = label
    }
}

/// A question is asked only when an earlier choice or yes-or-no question has this answer.
public struct Condition: Sendable, Hashable, Codable {
    public let question: String
    public let value: String

    public init(question: String, value: String) {
        self.question = question
        self.value = value
    }
}

/// The kinds of files that a citizen can hand in.
public enum AttachmentType: String, Sendable, Hashable, Codable, CaseIterable {
    case jpeg, png, pdf
}

/// A file that a service asks for.
public struct AttachmentDefinition: Sendable, Hashable, Codable {
    /// Unique in its service.
    public let name: String
    public let label: LocalizedText
    public let hint: LocalizedText?
    public let isRequired: Bool
    /// Never empty.
    public let types: [AttachmentType]

    public init(name: String, label: LocalizedText, hint: LocalizedText? = nil, isRequired: Bool = true, types: [AttachmentType]) {
        self.name = name
        self.label = label
        self.hint = hint
        self.isRequired = isRequired
        self.types = types
    }
}
