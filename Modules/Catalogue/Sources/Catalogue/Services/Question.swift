public import Kernel

/// What kind of answer a question wants. How an answer is checked is the Documents module's.
public enum QuestionKind: String, Sendable, Hashable, CaseIterable {
    case text
    case longText = "long_text"
    /// One of the options.
    case choice
    /// Any number of the options.
    case choices
    case yesNo = "yes_no"
    case date, time, number, rupiah, nik, phone, email
    /// The number of a family card (*KK*).
    case familyCard = "kk_number"
    /// A taxpayer's number (*NPWP*).
    case taxpayer = "npwp"
    /// The number of a taxed property (*NOP*).
    case taxObject = "nop"
    /// The number on a vehicle's plate.
    case plate
    /// A box that must be ticked: what its label says, the applicant declares.
    case declaration
    /// The same few questions once for each of several things: children, witnesses.
    case rows

    /// The two answers to a question of kind ``yesNo``.
    public static let yesNoValues = ["yes", "no"]
}

/// One question of a service's form.
public struct Question: Sendable, Hashable {
    /// The input's name, e.g. `full_name`; unique in its service.
    public let name: String
    public let kind: QuestionKind
    public let label: LocalizedText
    /// What the answer is called where the label asks or tells: "Keperluan" for "Untuk apa SKCK ini?". `nil` where the label is a noun.
    public let short: LocalizedText?
    public let hint: LocalizedText?
    public let isRequired: Bool
    /// Whether it asks something of the applicant that stays: her earlier answer is offered with the next request.
    public let isOfferedAgain: Bool
    /// In characters; only for texts.
    public let maximumLength: Int?
    /// Only for ``QuestionKind/choice`` and ``QuestionKind/choices``, and there never empty.
    public let options: [Choice]
    /// When it is asked; `nil` is always.
    public let condition: Condition?
    /// What each row asks, in the order of asking; only for ``QuestionKind/rows``, and there never empty nor rows again.
    public let columns: [Question]
    /// How many rows there may be; only for rows. ``usualMaximumRows`` where it is `nil`.
    public let maximumRows: Int?
    /// The first and the last day; only for dates.
    public let earliest: DateBound?
    public let latest: DateBound?
    /// The lowest number, the fewest characters, choices or rows of an answer; only for numbers, texts, choices and rows.
    public let minimum: Int?
    /// The highest number or the most choices; only for numbers and choices.
    public let maximum: Int?

    public static let usualMaximumRows = 20

    public init(
        name: String, kind: QuestionKind, label: LocalizedText, short: LocalizedText? = nil, hint: LocalizedText? = nil,
        isRequired: Bool = true, isOfferedAgain: Bool = false, maximumLength: Int? = nil, options: [Choice] = [],
        condition: Condition? = nil, columns: [Question] = [],
        maximumRows: Int? = nil,
        earliest: DateBound? = nil, latest: DateBound? = nil, minimum: Int? = nil, maximum: Int? = nil
    ) {
        self.name = name
        self.kind = kind
        self.label = label
        self.short = short
        self.hint = hint
        self.isRequired = isRequired
        self.isOfferedAgain = isOfferedAgain
        self.maximumLength = maximumLength
        self.options = options
        self.condition = condition
        self.columns = columns
        self.maximumRows = maximumRows
        self.earliest = earliest
        self.latest = latest
        self.minimum = minimum
        self.maximum = maximum
    }

    /// What the answer is called, beside it and in sentences.
    public var noun: LocalizedText { short ?? label }

    /// The values among which an answer must be; `nil` for kinds of free answers.
    public var allowedValues: [String]? {
        switch kind {
        case .choice, .choices: options.map(\.value)
        case .yesNo: QuestionKind.yesNoValues
        default: nil
        }
    }
}

/// One option of a choice.
public struct Choice: Sendable, Hashable {
    public let value: String
    public let label: LocalizedText

    public init(value: String, label: LocalizedText) {
        self.value = value
        self.label = label
    }
}

/// The kinds of files that a citizen can hand in.
public enum AttachmentType: String, Sendable, Hashable, CaseIterable {
    case jpeg, png, pdf
}

/// A file that a service asks for.
public struct AttachmentDefinition: Sendable, Hashable {
    /// Unique in its service.
    public let name: String
    public let label: LocalizedText
    public let hint: LocalizedText?
    /// Whether it must be there, when it is wanted.
    public let isRequired: Bool
    /// Never empty.
    public let types: [AttachmentType]
    /// When it is wanted; `nil` is always.
    public let condition: Condition?

    public init(
        name: String, label: LocalizedText, hint: LocalizedText? = nil, isRequired: Bool = true, types: [AttachmentType],
        condition: Condition? = nil
    ) {
        self.name = name
        self.label = label
        self.hint = hint
        self.isRequired = isRequired
        self.types = types
        self.condition = condition
    }
}
