internal import ArgumentParser
internal import Foundation
internal import Kernel
internal import Portal

struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Keys with which an agency's program uses a region's API, audited.",
        subcommands: [Add.self, List.self, Revoke.self, SetHook.self, PauseHook.self, ResumeHook.self, EndHook.self, Hooks.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a key and prints it once; only its hash is kept.",
            discussion: "Scopes: \(ProgramScope.allCases.map(\.rawValue).joined(separator: ", ")).")
        @Option(help: "The agency's code, e.g. polri.") var agency: String
        @Option(help: "What the key is for, 1 to 100 characters.") var name: String
        @Option(name: .customLong("scope"), help: "What it may do; may be given several times.") var scopes: [String]
        @Option(help: "How many days it holds, at most 365.") var days = 365
        @OptionGroup var choice: RegionChoice

        func run() async throws {
            let granted = try scopes.map { text in
                guard let scope = ProgramScope(rawValue: text) else {
                    throw ValidationError(
                        "There is no scope \(text). Known: \(ProgramScope.allCases.map(\.rawValue).joined(separator: ", ")).")
                }
                return scope
            }
            let added = try await choice.withOffice { office in
                try await office.addKey(
                    name: name, agency: agency, scopes: Set(granted), validDays: days, by: Console.operatorAtConsole)
            }
            print("\(choice.slug): key \(added.id) added. It is shown this once:")
            print(added.secret)
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "One line per key: id, state, agency, end, scopes, name.")
        @OptionGroup var choice: RegionChoice

        func run() async throws {
            try await choice.withOffice { office in
                for key in try await office.keys() {
                    let state = key.isGood ? "good" : "over"
                    print(
                        "\(key.id) \(state) \(key.agency.padded(to: 12)) \(key.expiresAt.iso8601)  \(key.scopes.joined(separator: " "))  \(key.name)"
                    )
                }
            }
        }
    }

    struct SetHook: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "set-hook", abstract: "Tells a key's program of payments at an address, and prints the secret once.",
            discussion: "Set again, the secret is another one, and telling goes on where it stopped.")
        @OptionGroup var key: KeyChoice
        @Argument(help: "The address; begins with https://") var address: String

        func run() async throws {
            let secret = try await key.decide("is told at \(address). The secret is shown this once:") { office, id in
                try await office.setHook(address, for: id, by: Console.operatorAtConsole)
            }
            print(secret)
        }
    }

    struct PauseHook: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "pause-hook", abstract: "Tells a key's program nothing for a while; nothing is lost.")
        @OptionGroup var key: KeyChoice

        func run() async throws {
            try await key.decide("is told nothing for a while") { try await $0.pauseHook(for: $1, by: Console.operatorAtConsole) }
        }
    }

    struct ResumeHook: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "resume-hook", abstract: "Tells a key's program again, from where it stopped and with the secret that it has.")
        @OptionGroup var key: KeyChoice

        func run() async throws {
            try await key.decide("is told again") { try await $0.resumeHook(for: $1, by: Console.operatorAtConsole) }
        }
    }

    struct EndHook: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "end-hook", abstract: "Forgets where a key's program is told of payments.")
        @OptionGroup var key: KeyChoice

        func run() async throws {
            try await key.decide("is told nothing any more") { try await $0.removeHook(for: $1, by: Console.operatorAtConsole) }
        }
    }

    struct Hooks: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Where programs are told of payments.",
            discussion: "Key, how it goes, number of the last event, the last fault, address.")
        @OptionGroup var choice: RegionChoice

        func run() async throws {
            try await choice.withOffice { office in
                for line in try await office.hooks(by: Console.operatorAtConsole) { print(line) }
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Ends a key at once.")
        @OptionGroup var key: KeyChoice
        @Option(help: "Why, 5 to 500 characters; stays in the audit trail.") var reason: String

        func run() async throws {
            try await key.decide("is revoked") { try await $0.revokeKey($1, reason: reason, by: Console.operatorAtConsole) }
        }
    }
}

/// The key that a command is about, in one region.
struct KeyChoice: ParsableArguments {
    @Argument(help: "The key's id, as list shows it.") var id: String
    @OptionGroup var choice: RegionChoice

    /// Decides something about it, and says so when it is done: where, about which key, and what.
    func decide<Value>(_ done: String, _ body: (RegionOffice, Identifier) async throws -> Value) async throws -> Value {
        guard let id = Identifier(id) else { throw Problem.notFound("not an id") }
        let value = try await choice.withOffice { office in try await body(office, id) }
        print("\(choice.slug): \(id) \(done)")
        return value
    }
}
