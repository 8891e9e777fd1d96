public import Kernel

/// How a stub misbehaves for a charge. The last two digits of its amount decide, so that a test, or whoever tries the portal, needs nothing
/// but a fee. What is not in this list behaves.
public enum StubOutcome: Int, Sendable, Hashable, CaseIterable {
    case behaves = 0
    case doesNotOpen = 1
    case nonsense = 2
    case noticeLost = 3
    case noticeTwice = 4
    case outOfOrder = 5
    case paidTwice = 6
    case refundRefused = 7
    case refundLater = 8
    case tooLittle = 9
    case doesNotAnswer = 10
    case declined = 11

    /// The outcome for a charge of that amount.
    public init(of amount: Money) { self = StubOutcome(rawValue: amount.rupiah % 100) ?? .behaves }

    /// The two digits, e.g. `03`.
    public var digits: String { (rawValue < 10 ? "0" : "") + String(rawValue) }

    /// What happens, as the module's README says it.
    public var meaning: String {
        switch self {
        case .behaves: "everything goes as it should"
        case .doesNotOpen: "no charge is opened, however often it is asked for"
        case .nonsense: "the charge is opened and answered with a page of HTML; asked again, the same charge is answered"
        case .noticeLost: "the notice is lost: the money is found by asking"
        case .noticeTwice: "every notice comes twice"
        case .outOfOrder:
            "the confirmation comes before the word that she has paid; where there is only one notice, a quarter of an hour late"
        case .paidTwice: "one press takes the money twice"
        case .refundRefused: "a refund is refused"
        case .refundLater: "a refund is taken up, and done a minute later"
        case .tooLittle: "one rupiah too little is taken"
        case .doesNotAnswer: "a question about the charge is answered with nothing"
        case .declined: "the payment is declined, and the charge with it"
        }
    }

    /// How the charge's notices go out, unless somebody chooses otherwise on the stub's page.
    var manner: StubManner {
        switch self {
        case .noticeLost: .lost
        case .noticeTwice: .twice
        case .outOfOrder: .reversed
        default: .prompt
        }
    }
}

/// How the notices of a charge go out. Raw values are stored.
public enum StubManner: String, Sendable, Hashable, CaseIterable {
    case prompt, lost, twice, reversed
}
