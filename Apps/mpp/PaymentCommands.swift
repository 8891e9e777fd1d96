internal import ArgumentParser
internal import Kernel
internal import Portal

struct PaymentsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "payments", abstract: "The books of a region's money.",
        subcommands: [
            Accounts.self, Postings.self, Export.self, Receipts.self, Unpaid.self, Unmatched.self, Credit.self, Refund.self,
            Refunds.self, Transferred.self, GiveUp.self, Shifts.self, Close.self, Providers.self, Switch.self, Account.self, Import.self,
            Differences.self,
        ])

    struct Accounts: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "One line per account: debits, credits, what is left; then the sum, which is zero.")
        @OptionGroup var choice: RegionChoice

        func run() async throws {
            try await choice.withOffice { office in
                let accounts = try await office.accounts(by: Console.operatorAtConsole)
                for line in accounts {
                    print("\(line.name.padded(to: 26)) \(line.debits.leading(18)) \(line.credits.leading(18)) \(line.balance.leading(18))")
                }
                print("\("sum".padded(to: 26)) \("".leading(37)) \(accounts.map(\.balance).reduce(0, +).leading(18))")
            }
        }
    }

    struct Postings: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The newest entries of one account.",
            discussion: "Position, day, cause, debited and credited account, amount in rupiah, and the id of what it tells of.")
        @Argument(help: "The account's name, as accounts shows it.") var account: String
        @Option(help: "How many lines, 200 at most.") var limit = 50
        @Option(help: "Only entries before this position.") var before: Int?
        @OptionGroup var choice: RegionChoice

        func run() async throws {
            try await choice.withOffice { office in
                for line in try await office.postings(on: account, before: before, limit: limit, by: Console.operatorAtConsole) {
                    print(line)
                }
            }
        }
    }

    struct Unpaid: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Bills that nobody has paid yet, the oldest first.",
            discussion:
                "Since when, rupiah, the way by which it is to be paid, the request's number, the service, and its place in the list.")
        @Option(help: "How many lines, 200 at most.") var limit = 50
        @Option(help: "Only bills behind this place.") var after: String?
        @OptionGroup var choice: RegionChoice

        func run() async throws {
            try await choice.withOffice { office in
                for line in try await office.unpaidBills(after: after, limit: limit, by: Console.operatorAtConsole) { print(line) }
            }
        }
    }

    struct Unmatched: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Money that came in and settled nothing, the newest first.")
        @OptionGroup var choice: RegionChoice

        func run() async throws {
            try await choice.withOffice { office in
                for line in try await office.unmatchedPayments(by: Console.operatorAtConsole) { print(line) }
            }
        }
    }

    struct Refunds: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The newest refunds.",
            discussion:
                "When it was granted, where it stands, by which way, rupiah, its id, the payment's id, and the number of its voucher.")
        @Option(help: "How many lines.") var limit = 50
        @OptionGroup var choice: RegionChoice

        func run() async throws {
            try await choice.withOffice { office in
                for line in try await office.refunds(limit: limit, by: Console.operatorAtConsole) { print(line) }
            }
        }
    }

    struct Close: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Closes a month of the books and all before it: nothing is entered there any more. It cannot be undone.")
        @Argument(help: "A month that has ended, e.g. 2026-10.") var month: String
        @OptionGroup var choice: RegionChoice

        func run() async throws {
            try await choice.withOffice { office in try await office.closeMonth(month, by: Console.operatorAtConsole) }
        }
    }

    struct Providers: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The ways of paying.",
            discussion: "Name, on or off, since when it is hidden because it does not answer, and why it was switched the last time.")
        @OptionGroup var choice: RegionChoice

        func run() async throws {
            try await choice.withOffice { office in
                for line in try await office.providers(by: Console.operatorAtConsole) { print(line) }
            }
        }
    }

    struct Switch: AsyncParsableCommand {
        enum State: String, ExpressibleByArgument, CaseIterable {
            case on, off
        }

        static let configuration = CommandConfiguration(
            abstract: "Puts a way of paying on offer, or takes it off, live and audited.",
            discussion: "What was opened with it before stays payable.")
        @Argument(help: "The provider's name, as providers shows it.") var provider: String
        @Argument(help: "on or off.") var state: State
        @Option(help: "Why, 5 to 500 characters. It stays in the audit trail.") var reason: String
        @OptionGroup var choice: RegionChoice

        func run() async throws {
            try await choice.withOffice { office in
                try await office.setProvider(provider, isOn: state == .on, reason: reason, by: Console.operatorAtConsole)
            }
            print("\(choice.slug): \(provider) is \(state.rawValue)")
        }
    }

    struct Shifts: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The newest shifts at the cash desk.",
            discussion: "When it began, whose, receipts, change at the beginning, taken, counted, the difference and what was said of it.")
        @Option(help: "How many lines.") var limit = 50
        @OptionGroup var choice: RegionChoice

        func run() async throws {
            try await choice.withOffice { office in
                for line in try await office.shifts(limit: limit, by: Console.operatorAtConsole) { print(line) }
            }
        }
    }
}

extension Int {
    /// The number at the right end of a column.
    fileprivate func leading(_ width: Int) -> String { String(self).leading(width) }
}

extension String {
    fileprivate func leading(_ width: Int) -> String { String(repeating: " ", count: Swift.max(0, width - count)) + self }
}
