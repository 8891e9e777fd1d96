public import Kernel

/// One row of a tariff: what is paid when all of its conditions hold.
public struct TariffRow: Sendable, Hashable {
    /// Each about one choice; never empty.
    public let conditions: [Condition]
    public let amount: Money

    public init(conditions: [Condition], amount: Money) {
        self.conditions = conditions
        self.amount = amount
    }
}

/// What the citizen pays; zero for most services.
public struct Fee: Sendable, Hashable {
    /// `nil` when a tariff says it, and when no source says it: then the service is described, and takes no requests.
    public let amount: Money?
    /// What it costs by what was answered; empty where it costs the same for everybody. Whatever is answered, exactly one row fits.
    public let tariff: [TariffRow]
    /// The law that sets it; `nil` when a region sets its own.
    public let basis: String?
    /// Whose money it is; the region's own where the file says nothing else.
    public let revenue: RevenueKind

    public init(amount: Money?, tariff: [TariffRow] = [], basis: String? = nil, revenue: RevenueKind = .regional) {
        self.amount = amount
        self.tariff = tariff
        self.basis = basis
        self.revenue = revenue
    }

    public var isKnown: Bool { amount != nil || !tariff.isEmpty }

    /// The least and the most that anybody pays; `nil` when it is not known.
    public var range: ClosedRange<Money>? {
        let amounts = amount.map { [$0] } ?? tariff.map(\.amount)
        guard let least = amounts.min(), let most = amounts.max() else { return nil }
        return least...most
    }

    /// What these answers cost.
    /// - Parameter answer: as ``Condition/holds(_:)`` has it.
    /// - Returns: `nil` when it is not known, or not yet.
    public func amount(_ answer: (String) -> [String]?) -> Money? {
        if let amount { return amount }
        let fitting = tariff.filter { $0.conditions.allSatisfy { $0.holds(answer) } }
        return fitting.count == 1 ? fitting[0].amount : nil
    }
}

extension Field {
    /// The rows of a tariff over these questions. A combination of answers that no row fits, or more than one, is a fault: it would be
    /// paid by guessing.
    func tariff(over questions: [Question]) -> [TariffRow] {
        let rows = list(notEmpty: true) { item in
            item.fields { fields in
                TariffRow(
                    conditions: fields["when"].list(notEmpty: true) { $0.choice(on: questions) }, amount: fields["rupiah"].money())
            }
        }
        checkRows(rows.map(\.conditions), over: questions)
        return rows
    }

    /// Whether exactly one of these rows fits whatever is answered; a fault otherwise. Rows that have a fault already are left alone.
    func checkRows(_ rows: [[Condition]], over questions: [Question]) {
        let isReadable = rows.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0.choice?.question.isEmpty == false } }
        guard !rows.isEmpty, isReadable, let wrong = RowCheck(rows, questions).firstFault else { return }
        fault(wrong)
    }
}

/// Tries rows with every combination of answers on which they hang.
private struct RowCheck {
    /// The conditions of each row.
    let rows: [[Condition]]
    /// The questions on which the rows hang, and those on which these hang, in the order of asking.
    let questions: [Question]

    /// More combinations than anybody writes rows for.
    private static let bound = 20_000

    init(_ rows: [[Condition]], _ all: [Question]) {
        self.rows = rows
        var wanted = Set(rows.flatMap { $0.flatMap(\.questions) })
        // A condition points to an earlier question, so that one way back through them finds all.
        for question in all.reversed() where wanted.contains(question.name) {
            if let condition = question.condition { wanted.formUnion(condition.questions) }
        }
        questions = all.filter { wanted.contains($0.name) }
    }

    var firstFault: LocalizedText? {
        var combinations: [[String: String]] = [[:]]
        for question in questions {
            combinations = combinations.flatMap { known -> [[String: String]] in
                guard question.condition?.holds({ name in known[name].map { [$0] } }) ?? true else { return [known] }
                return (question.allowedValues ?? []).map { value in known.merging([question.name: value]) { $1 } }
            }
            guard combinations.count <= RowCheck.bound else { return Expected.smallTariff }
        }
        for answers in combinations {
            let fitting = rows.count { row in row.allSatisfy { $0.holds { name in answers[name].map { [$0] } } } }
            guard fitting != 1 else { continue }
            let words = questions.compactMap { question in answers[question.name].map { "\(question.name) = \($0)" } }
            return Expected.oneRow(for: words.joined(separator: ", "), found: fitting)
        }
        return nil
    }
}
