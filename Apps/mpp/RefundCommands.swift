internal import ArgumentParser
internal import Kernel
internal import Portal

/// What becomes of money that settled nothing, and of money that is given back.
extension PaymentsCommand {
    struct Credit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Settles a bill with money that had settled nothing. What is left of it stays held.")
        @Argument(help: "The payment's id, as unmatched shows it.") var payment: String
        @Option(help: "Number of the request whose bill is settled, e.g. 2026-00042.") var request: String
        @Option(help: "Why, 5 to 500 characters, nothing personal. It stays in the audit trail.") var reason: String
        @OptionGroup var choice: RegionChoice

        func run() async throws {
            try await choice.withOffice { office in
                try await office.credit(payment, to: request, reason: reason, by: Console.operatorAtConsole)
            }
            print("\(choice.slug): credited to \(request)")
        }
    }

    struct Refund: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Grants that money of a payment is given back; prints the refund's id.",
            discussion: """
                By the provider it goes out by itself; in cash a cashier hands it over at the request of its bill; by transfer the treasury
                pays it, which is then noted with transferred. More than came in is never granted.
                """)
        @Argument(help: "The payment's id.") var payment: String
        @Option(help: "In rupiah, e.g. 30000.") var amount: String
        @Option(help: "provider, cash or transfer.") var way: String
        @Option(help: "Why, 5 to 500 characters, nothing personal. It stays in the audit trail.") var reason: String
        @OptionGroup var choice: RegionChoice

        func run() async throws {
            try await choice.withOffice { office in
                print(try await office.refund(payment, amount: amount, way: way, reason: reason, by: Console.operatorAtConsole))
            }
        }
    }

    struct Transferred: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Notes that the treasury has transferred a granted refund.")
        @Argument(help: "The refund's id, as refunds shows it.") var refund: String
        @Option(help: "The bank's own name for the transfer.") var voucher: String
        @OptionGroup var choice: RegionChoice

        func run() async throws {
            try await choice.withOffice { office in
                try await office.noteTransfer(of: refund, voucher: voucher, by: Console.operatorAtConsole)
            }
            print("\(choice.slug): \(refund) is done")
        }
    }

    struct GiveUp: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Gives up a refund that has not gone out: its money is where it was before.")
        @Argument(help: "The refund's id, as refunds shows it.") var refund: String
        @OptionGroup var choice: RegionChoice

        func run() async throws {
            try await choice.withOffice { office in try await office.giveUpRefund(refund, by: Console.operatorAtConsole) }
            print("\(choice.slug): \(refund) is given up")
        }
    }

    struct Receipts: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What was settled in a month, by day and kind.", discussion: "Day, kind, how many receipts, and rupiah.")
        @Argument(help: "E.g. 2026-11.") var month: String
        @OptionGroup var choice: RegionChoice

        func run() async throws {
            try await choice.withOffice { office in
                for line in try await office.receipts(in: month, by: Console.operatorAtConsole) { print(line) }
            }
        }
    }

    struct Export: AsyncParsableCommand {
        enum Format: String, ExpressibleByArgument, CaseIterable {
            case csv, json
        }

        static let configuration = CommandConfiguration(
            abstract: "The entries of one account as CSV or JSON, the newest first, 10,000 at most.",
            discussion: "For older ones ask again with --before the last position.")
        @Argument(help: "The account's name, as accounts shows it.") var account: String
        @Option(help: "csv or json.") var format: Format = .csv
        @Option(help: "Only entries before this position.") var before: Int?
        @OptionGroup var choice: RegionChoice

        func run() async throws {
            try await choice.withOffice { office in
                print(
                    try await office.export(account, asJSON: format == .json, before: before, by: Console.operatorAtConsole),
                    terminator: format == .json ? "\n" : "")
            }
        }
    }
}
