internal import Catalogue
internal import Kernel

/// What one kind of question accepts. A new kind is a new rule in this folder and a line in ``QuestionRules``.
protocol QuestionRule: Sendable {
    /// Checks an answer in which something is seen.
    func check(_ typed: TypedText, _ question: Question) -> CheckedAnswer
}

/// An answer after its check: in the form in which it is kept, or what is wrong with it.
enum CheckedAnswer: Sendable, Equatable {
    case accepted(String)
    /// Key of the sentence, and the values that it names.
    case refused(String, [String: String] = [:])
}

enum QuestionRules {
    /// The rule of each kind that is answered with a text; `nil` for those answered with a list, which ``AnswerSheet`` checks.
    static func rule(for kind: QuestionKind) -> (any QuestionRule)? {
        switch kind {
        case .text: TextRule(allowsLines: false)
        case .longText: TextRule(allowsLines: true)
        case .choice: ChoiceRule()
        case .yesNo: YesNoRule()
        case .date: DateRule()
        case .number: NumberRule()
        case .nik: NIKRule()
        case .phone: PhoneRule()
        case .email: EmailRule()
        case .rupiah: RupiahRule()
        case .time: TimeRule()
        case .familyCard: DigitsRule.familyCard
        case .taxpayer: DigitsRule.taxpayer
        case .taxObject: DigitsRule.taxObject
        case .plate: PlateRule()
        case .declaration: DeclarationRule()
        case .choices, .rows: nil
        }
    }
}
