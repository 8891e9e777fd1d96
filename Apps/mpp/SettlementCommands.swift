internal import ArgumentParser
internal import Foundation
internal import Kernel
internal import Portal

extension PaymentsCommand {
    struct Account: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The region's own bank account, into which people transfer.", subcommands: [Show.self, Set.self])

        struct Show: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "Bank, number, holder, and since when; or that none is set, and nobody is asked to transfer.")
            @OptionGroup var choice: RegionChoice

            func run() async throws {
                try await choice.withOffice { office in print(try await office.bankAccount() ?? "none") }
            }
        }

        struct Set: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "Sets the account, audited. Transfers are on offer from then on.",
                discussion: "Check each digit against the bank's own record: whoever pays, pays there.")
            @Option(help: "The bank's name, 2 to 60 characters.") var bank: String
            @Option(help: "The account's number, 6 to 20 digits.") var number: String
            @Option(help: "The holder as the bank has it, 3 to 100 characters.") var holder: String
            @OptionGroup var choice: RegionChoice

            func run() async throws {
                try await choice.withOffice { office in
                    try await office.setBankAccount(bank: bank, number: number, holder: holder, by: Console.operatorAtConsole)
                }
            }
        }
    }

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Imports a bank statement (transfer) or a provider's settlement file.",
            discussion: """
                CSV. A statement has the columns date, description, amount, and reference or balance where there is one; a settlement file
                payment_id, reference, amount, paid_at. A file that cannot be read to its end is refused with its line, and nothing is
                imported. The same file twice changes nothing.
                """)
        @Argument(help: "The file.") var file: String
        @Option(help: "transfer, or the provider that sent the file.") var provider: String
        @OptionGroup var choice: RegionChoice

        func run() async throws {
            guard let data = try? Data(contentsOf: URL(fileURLWithPath: file)) else {
                throw ValidationError("The file \(file) cannot be read.")
            }
            try await choice.withOffice { office in
                for line in try await office.importFile(data, of: provider, by: Console.operatorAtConsole) { print(line) }
            }
        }
    }

    struct Differences: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Where files and books do not agree.", subcommands: [List.self, Resolve.self], defaultSubcommand: List.self)

        struct List: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "Those that are open, the oldest first.",
                discussion: "When it was found, what differs, provider, payment, amount in the books, amount in the file, id.")
            @OptionGroup var choice: RegionChoice

            func run() async throws {
                try await choice.withOffice { office in
                    for line in try await office.differences(by: Console.operatorAtConsole) { print(line) }
                }
            }
        }

        struct Resolve: AsyncParsableCommand {
            static let configuration = CommandConfiguration(abstract: "Ends a difference with what was found out, audited.")
            @Argument(help: "The difference's id, as listed.") var id: String
            @Option(help: "Why, 5 to 500 characters; stays in the audit trail.") var reason: String
            @OptionGroup var choice: RegionChoice

            func run() async throws {
                try await choice.withOffice { office in
                    try await office.resolveDifference(id, reason: reason, by: Console.operatorAtConsole)
                }
            }
        }
    }
}
