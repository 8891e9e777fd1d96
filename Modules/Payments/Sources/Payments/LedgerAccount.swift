public import Kernel

/// An account of a region's books. Names are stored; they never change.
public enum LedgerAccount: Sendable, Hashable {
    /// What people owe.
    case receivable
    /// What lies in the drawers of the cash desk.
    case cash
    /// What the cash desk has handed to the treasury, less what it got from there as change.
    case treasury
    /// What a provider has taken and not paid out yet.
    case clearing(provider: String)
    /// What was billed, by whose money it is.
    case revenue(RevenueKind)
    /// Money that came in and settled nothing: it belongs to whoever paid it.
    case suspense
    /// What is to be given back and has not gone out yet.
    case refunds
    /// What was paid above a fee so that a transfer can be told from others: it is nobody's fee.
    case marks
    /// What drawers held too little or too much.
    case differences

    /// E.g. `clearing:stub-qris`, `revenue:pnbp`.
    public var name: String {
        switch self {
        case .receivable: "receivable"
        case .cash: "cash"
        case .treasury: "treasury"
        case .clearing(let provider): "clearing:\(provider)"
        case .revenue(let kind): "revenue:\(kind.rawValue)"
        case .suspense: "suspense"
        case .refunds: "refunds"
        case .marks: "marks"
        case .differences: "differences"
        }
    }

    /// Whether it tells where money is or is owed to the region, and so grows by debits. The others tell whose money it is.
    public var isPlace: Bool {
        switch self {
        case .receivable, .cash, .treasury, .clearing, .differences: true
        case .revenue, .suspense, .refunds, .marks: false
        }
    }

    /// `nil` for what is no account's name.
    public init?(name: String) {
        let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        switch (parts[0], parts.dropFirst().first) {
        case ("receivable", nil): self = .receivable
        case ("cash", nil): self = .cash
        case ("treasury", nil): self = .treasury
        case ("suspense", nil): self = .suspense
        case ("refunds", nil): self = .refunds
        case ("marks", nil): self = .marks
        case ("differences", nil): self = .differences
        case ("clearing", let provider?) where !provider.isEmpty: self = .clearing(provider: provider)
        case ("revenue", let text?):
            guard let kind = RevenueKind(rawValue: text) else { return nil }
            self = .revenue(kind)
        default: return nil
        }
    }
}
