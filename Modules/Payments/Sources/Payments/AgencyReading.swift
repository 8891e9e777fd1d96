public import Kernel
public import Storage

/// What an agency's own programs read of the money for its services. What is another agency's is not found.
extension PaymentService {
    /// The agency's bills that stand so, in the order in which they were opened. A moment that is not over is left out, so that a list
    /// which is gone through to its end has missed no bill that was opened before it began.
    /// - Throws: `forbidden` for everyone but a program whose key may read payments.
    public func bills(
        with status: BillStatus, after cursor: BillCursor, limit: Int, by principal: Principal
    ) async throws -> [Bill] {
        let agency = try principal.requireAgency()
        return try await database.read { tx in try bills.stretch(of: agency, status, after: cursor, limit: limit, tx) }
    }

    /// One of the agency's bills with every payment that came in for it, the oldest first, and what is given back of each.
    /// - Throws: `notFound` for no bill and for another agency's; as ``bills(with:after:limit:by:)``.
    public func account(of bill: Identifier, by principal: Principal) async throws -> BillAccount {
        let agency = try principal.requireAgency()
        return try await database.read { tx in
            guard let bill = try bills.find(bill, tx), bill.agency == agency else { throw Problem.notFound("bill \(bill)") }
            let payments = try payments.all(for: bill.id, tx)
            return BillAccount(bill: bill, payments: payments, refunds: try payments.flatMap { try refunds.all(of: $0.id, tx) })
        }
    }

    /// What happened to the agency's money behind that position, the oldest first.
    /// - Throws: as ``bills(with:after:limit:by:)``.
    public func billEvents(after position: Int, limit: Int, by principal: Principal) async throws -> [BillEvent] {
        let agency = try principal.requireAgency()
        return try await database.read { tx in try billEvents.stretch(of: agency, after: position, limit: limit, tx) }
    }

    /// What came in for the agency's services on each of these days of the region, and what became of it until now.
    /// - Throws: as ``bills(with:after:limit:by:)``.
    public func reconciliation(from day: CivilDate, days: Int, by principal: Principal) async throws -> [DayOfMoney] {
        let agency = try principal.requireAgency()
        return try await database.read { tx in
            try (0..<days).map { offset in
                let date = day.advanced(byDays: offset)
                return try payments.sums(
                    of: agency, on: date, from: zone.instant(date, .midnight),
                    until: zone.instant(date.advanced(byDays: 1), .midnight), tx)
            }
        }
    }

    /// Names the agency of bills from before they had one.
    /// - Parameter agency: of a purpose; `nil` where nobody knows it.
    /// - Returns: how many were named.
    public func fileBills(
        limit: Int = 100, _ agency: @escaping @Sendable (Identifier, ReadTransaction) throws -> String?
    ) async throws -> Int {
        try await database.write { tx in
            var named = 0
            for bill in try bills.unfiled(limit: limit, tx) {
                guard let agency = try agency(bill.purpose, tx) else { continue }
                try bills.file(bill.id, under: agency, tx)
                named += 1
            }
            return named
        }
    }
}

/// Where a list of bills goes on.
public struct BillCursor: Sendable, Hashable {
    let createdAt: Instant
    let id: Identifier

    /// Before every bill.
    public static let start = BillCursor(createdAt: Instant(milliseconds: 0), id: Identifier(at: Instant(milliseconds: 0)))

    private init(createdAt: Instant, id: Identifier) {
        self.createdAt = createdAt
        self.id = id
    }

    /// Behind that bill.
    public init(after bill: Bill) {
        self.init(createdAt: bill.createdAt, id: bill.id)
    }

    /// Reads ``text``; `nil` for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "_", omittingEmptySubsequences: false)
        guard text.utf8.count <= 60, parts.count == 2, let milliseconds = Int64(parts[0]), milliseconds >= 0,
            String(milliseconds) == parts[0], let id = Identifier(String(parts[1]))
        else { return nil }
        self.init(createdAt: Instant(milliseconds: milliseconds), id: id)
    }

    public var text: String { "\(createdAt.milliseconds)_\(id.text)" }
}

/// A bill with the money that came in for it.
public struct BillAccount: Sendable, Hashable {
    public let bill: Bill
    public let payments: [ReceivedPayment]
    public let refunds: [Refund]
}

/// What came in for an agency's services on one day.
public struct DayOfMoney: Sendable, Hashable {
    public let day: CivilDate
    public let payments: Int
    public let received: Money
    /// Of what was received: what has settled a bill.
    public let settled: Money
    /// Of what was received: what has settled nothing and is still held.
    public let held: Money
    /// Of what was received: what was granted to be given back.
    public let givenBack: Money
}

extension Principal {
    /// The agency whose payments the program may read.
    /// - Throws: `forbidden` `problem.forbidden` for everyone else.
    func requireAgency() throws -> String {
        guard case .program(_, let agency, let scopes) = self, scopes.contains(.readPayments) else {
            throw Problem(.forbidden, "problem.forbidden", detail: "payments of an agency, by \(kind)")
        }
        return agency
    }
}
