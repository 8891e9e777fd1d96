internal import Kernel
internal import Payments

/// The region's money: what came in today and what waits, its accounts, what settled nothing, and the shifts at the cash desk.
struct BooksPage: Page {
    let heading: Heading
    let received: String
    let receipts: String
    let owed: String
    let transfers: String
    let differences: String
    let accountsText: String
    let dayBeforeHref: String
    /// `nil` for today.
    let dayAfterHref: String?
    let groups: [AccountGroup]
    let unmatched: [UnmatchedRow]
    let shifts: [ShiftRow]
    /// The number of a receipt or a request, as it was typed.
    let number: InputFace

    static let template: @Sendable (PageLibrary) -> Template<BooksPage> = \.books
    static let fields: [Field<BooksPage>] = [
        .text("received", \.received), .text("receipts", \.receipts), .text("owed", \.owed), .text("transfers", \.transfers),
        .text("differences", \.differences), .text("accountsText", \.accountsText),
        .text("dayBeforeHref", \.dayBeforeHref), .optional("dayAfterHref", \.dayAfterHref), .list("groups", \.groups),
        .flag("hasGroups") { !$0.groups.isEmpty },
        .list("unmatched", \.unmatched),
        .part("number", \.number), .flag("hasUnmatched") { !$0.unmatched.isEmpty }, .list("shifts", \.shifts),
        .flag("hasShifts") { !$0.shifts.isEmpty },
    ]
}

/// The accounts that tell where the money is, or those that tell whose it is. Both come to the same.
struct AccountGroup: Filling {
    let title: String
    let accounts: [AccountRow]
    let total: String

    static let fields: [Field<AccountGroup>] = [.text("groupTitle", \.title), .list("accounts", \.accounts), .text("total", \.total)]
}

/// One account with what moved on a day and what it holds.
struct AccountRow: Filling {
    let name: String
    let href: String
    let moneyIn: String
    let moneyOut: String
    let balance: String

    static let fields: [Field<AccountRow>] = [
        .text("name", \.name), .text("href", \.href), .text("moneyIn", \.moneyIn), .text("moneyOut", \.moneyOut),
        .text("balance", \.balance),
    ]
}

/// Money that settled nothing.
struct UnmatchedRow: Filling {
    let time: String
    let amount: String
    let reference: String
    let why: String
    /// The payment's own page.
    let href: String

    static let fields: [Field<UnmatchedRow>] = [
        .text("href", \.href),
        .text("time", \.time), .text("amount", \.amount), .text("reference", \.reference), .text("why", \.why),
    ]
}

/// One shift at the cash desk.
struct ShiftRow: Filling {
    let cashier: String
    let since: String
    let result: String
    let isOpen: Bool
    let differs: Bool
    let reason: String?

    static let fields: [Field<ShiftRow>] = [
        .text("cashier", \.cashier), .text("since", \.since), .text("result", \.result), .flag("isOpen", \.isOpen),
        .flag("differs", \.differs), .optional("reason", \.reason),
    ]
}

extension BooksPage {
    init(_ exchange: Exchange, _ island: Island, _ reading: BookReading, issues: [FieldIssue] = []) {
        heading = Heading(title: exchange.say("title.books"), menu: .books, issues: issues)
        number = InputFace(value: exchange.query["nomor"] ?? "", error: exchange.message(at: "nomor", in: issues))
        received = reading.receipts.map(\.amount).total.formatted
        receipts = String(reading.receipts.map(\.receipts).reduce(0, +))
        owed = reading.accounts.owed.formatted
        (transfers, differences) = (String(reading.transfers), String(reading.differences))
        accountsText = exchange.say("books.accountsText", ["day": exchange.say(reading.day)])
        dayBeforeHref = island.links.books(on: reading.day.advanced(byDays: -1))
        dayAfterHref = reading.isToday ? nil : island.links.books(on: reading.day.advanced(byDays: 1))
        groups =
            reading.accounts.isEmpty ? [] : [AccountGroup.Kind.places, .owners].map { AccountGroup(exchange, island, reading, of: $0) }
        unmatched = reading.unmatched.map { payment in
            UnmatchedRow(
                time: exchange.say(payment.receivedAt, in: island), amount: payment.held.formatted, reference: payment.reference,
                why: exchange.say("trail.standing.\(payment.standing.rawValue)"), href: island.links.payment(payment.id))
        }
        shifts = reading.shifts.map { shift in
            ShiftRow(
                cashier: reading.names[shift.cashier] ?? exchange.say("common.none"), since: exchange.say(shift.openedAt, in: island),
                result: shift.closing == nil
                    ? exchange.say("cash.openWith", ["expected": shift.expected.formatted]) : exchange.summary(of: shift),
                isOpen: shift.closing == nil, differs: (shift.difference ?? 0) != 0, reason: shift.closing?.reason)
        }
    }
}

extension AccountGroup {
    enum Kind: String {
        case places, owners
    }

    init(_ exchange: Exchange, _ island: Island, _ reading: BookReading, of kind: Kind) {
        let balances = reading.accounts.filter { $0.account.isPlace == (kind == .places) }
        title = exchange.say("books.\(kind.rawValue)")
        accounts = balances.map { balance in
            let moved = reading.moved.first { $0.account == balance.account }
            let (debits, credits) = (moved?.debits ?? .zero, moved?.credits ?? .zero)
            return AccountRow(
                name: exchange.name(of: balance.account), href: island.links.account(balance.account.name),
                moneyIn: (kind == .places ? debits : credits).formatted, moneyOut: (kind == .places ? credits : debits).formatted,
                balance: exchange.signed(balance.account.growth(balance.rupiah)))
        }
        total = exchange.signed(balances.map { $0.account.growth($0.rupiah) }.reduce(0, +))
    }
}

extension LedgerAccount {
    /// What debits less credits make of it for a reader: more is always above nothing.
    func growth(_ rupiah: Int) -> Int { isPlace ? rupiah : -rupiah }
}

extension Exchange {
    func name(of account: LedgerAccount) -> String {
        switch account {
        case .clearing(let provider): say("ledger.clearing", ["way": say("way.\(provider)")])
        case .revenue(let kind): say("revenue.\(kind.rawValue)")
        case .receivable, .cash, .treasury, .suspense, .refunds, .marks, .differences: say("ledger.\(account.name)")
        }
    }

    /// An amount that may be below nothing, with a minus sign before it.
    func signed(_ rupiah: Int) -> String { (rupiah < 0 ? "−" : "") + (Money(rupiah: abs(rupiah)) ?? .zero).formatted }
}
