public import Kernel

/// One entry of a region's books: an amount moves from one account to another. Both sides stand in one row, so that there is no entry
/// whose sides differ, and each cause is entered once for its subject.
public struct Posting: Sendable, Hashable {
    /// Its place in the books, from 1 without gaps.
    public let position: Int
    /// The region's day on which it was entered.
    public let day: CivilDate
    public let cause: PostingCause
    /// The bill, payment or shift of which it tells.
    public let subject: Identifier
    public let debit: LedgerAccount
    public let credit: LedgerAccount
    /// More than zero.
    public let amount: Money
    public let at: Instant
}

/// Why something was entered in the books. Raw values are stored; they never change.
public enum PostingCause: String, Sendable, Hashable, CaseIterable {
    /// A bill was opened.
    case billed
    /// A bill was cancelled.
    case cancelled
    /// Money settled a bill.
    case settled
    /// Money came in that settled nothing.
    case unmatched
    /// Money that had settled nothing settled a bill after all.
    case credited
    /// What came in above the fee, by which a transfer was known.
    case marked
    /// Money is to be given back.
    case granted
    /// Money was given back.
    case repaid
    /// Money that was to be given back is not.
    case kept
    /// A provider paid out what it had taken.
    case paidOut = "paid_out"
    /// A drawer was filled with change.
    case filled
    /// A drawer was emptied.
    case emptied
    /// A drawer held less than it should.
    case short
    /// A drawer held more than it should.
    case over
}

/// What moved on one account on one day.
public struct DayBalance: Sendable, Hashable {
    public let account: LedgerAccount
    public let day: CivilDate
    public let debits: Money
    public let credits: Money
}

/// What has moved on one account so far.
public struct AccountBalance: Sendable, Hashable {
    public let account: LedgerAccount
    public let debits: Money
    public let credits: Money

    /// Debits less credits, in rupiah. Over all accounts the sum is zero.
    public var rupiah: Int { debits.rupiah - credits.rupiah }
}
