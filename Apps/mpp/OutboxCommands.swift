internal import ArgumentParser
internal import Foundation
internal import Kernel
internal import Portal

struct OutboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox", abstract: "What follows from events and is not done: waiting, running, dead.",
        subcommands: [List.self, Dead.self, Retry.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "One line per delivery that is not done, the oldest event first.",
            discussion: "When it is tried next, its standing, tries, reaction, kind, event, subject, what went wrong last.")
        @Option(help: "How many lines.") var limit = 100
        @OptionGroup var choice: RegionChoice

        func run() async throws {
            try await choice.withOffice { office in try await OutboxCommand.show(office.outbox(deadOnly: false, limit: limit)) }
        }
    }

    struct Dead: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The deliveries that nobody tries any more, as list shows them.")
        @Option(help: "How many lines.") var limit = 100
        @OptionGroup var choice: RegionChoice

        func run() async throws {
            try await choice.withOffice { office in try await OutboxCommand.show(office.outbox(deadOnly: true, limit: limit)) }
        }
    }

    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lets the dead deliveries of one event begin anew, or without an event all of them.")
        @Argument(help: "The event's id, as `mpp outbox dead` shows it. Default: all.") var event: String?
        @Option(help: "Why, 5 to 500 characters; stays in the audit trail.") var reason: String
        @OptionGroup var choice: RegionChoice

        func run() async throws {
            let id = event.flatMap { Identifier($0) }
            guard event == nil || id != nil else { throw Problem.notFound("not an id") }
            let count = try await choice.withOffice { office in
                try await office.retryDead(id, reason: reason, by: Console.operatorAtConsole)
            }
            print("\(choice.slug): \(count) deliveries begin anew")
        }
    }

    private static func show(_ lines: [OutboxLine]) {
        for line in lines {
            print(
                "\(line.dueAt.iso8601)  \(line.standing.padded(to: 7)) \(String(line.attempts).padded(to: 2)) "
                    + "\(line.reaction.padded(to: 14)) \(line.kind.padded(to: 20)) \(line.event) \(line.subject)  \(line.lastError ?? "")")
        }
    }
}
