internal import ArgumentParser
internal import Catalogue
internal import Foundation
internal import Kernel
internal import Portal

struct ServiceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "service", abstract: "Switches a region's services on and off, live and audited.",
        subcommands: [List.self, Enable.self, Disable.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "One line per service: code, on or off, fee, why.")
        @OptionGroup var choice: RegionChoice

        private func words(_ fee: ClosedRange<Money>) -> String {
            fee.lowerBound == fee.upperBound ? fee.lowerBound.formatted : "\(fee.lowerBound.formatted)-\(fee.upperBound.formatted)"
        }

        func run() async throws {
            try await choice.withOffice { office in
                for service in try await office.services() {
                    let fee = (service.fee.map(words) ?? "?").padded(to: 24)
                    print("\(service.code.padded(to: 24)) \(service.isOn ? "on " : "off")  \(fee) \(service.reason ?? "")")
                }
            }
        }
    }

    struct Switching: ParsableArguments {
        @Argument(help: "The service's code, e.g. skck.") var service: String
        @Option(help: "Why, 5 to 500 characters. Citizens read it, and it stays in the audit trail.") var reason: String
        @OptionGroup var choice: RegionChoice

        func run(isOn: Bool) async throws {
            try await choice.withOffice { office in
                try await office.setSwitch(service, isOn: isOn, reason: reason, by: Console.operatorAtConsole)
            }
            print("\(choice.slug): \(service) is \(isOn ? "on" : "off")")
        }
    }

    struct Enable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lets a service take new requests again.")
        @OptionGroup var switching: Switching
        func run() async throws { try await switching.run(isOn: true) }
    }

    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Stops a service from taking new requests; running ones go on.")
        @OptionGroup var switching: Switching
        func run() async throws { try await switching.run(isOn: false) }
    }
}

struct StaffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "staff", abstract: "Who may work for a region.",
        subcommands: [Add.self, List.self, Reset.self, Enable.self, Disable.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Adds an officer of an agency, or somebody who works for the region as a whole.",
            discussion: "The password, 12 characters or more, is read from standard input, so that it stands in no history.")
        @Argument(help: "The user name.") var username: String
        @Option(help: "The name that colleagues see.") var name: String
        @Option(help: "The agency's code, e.g. polri.") var agency: String?
        @Flag(help: "Answers for the region's settings.") var administrator = false
        @Flag(help: "Takes money at the cash desk.") var cashier = false
        @Flag(help: "Answers for the books of money.") var finance = false
        @OptionGroup var choice: RegionChoice

        func run() async throws {
            let works: [StaffWork?] = [
                agency.map { .officer(agency: $0) }, administrator ? .administrator : nil, cashier ? .cashier : nil,
                finance ? .finance : nil,
            ]
            guard let work = works.compactMap({ $0 }).first, works.compactMap({ $0 }).count == 1 else {
                throw ValidationError("Give one of --agency CODE, --administrator, --cashier and --finance.")
            }
            let password = Terminal.readSecret(prompt: "Password: ")
            try await choice.withOffice(mayCreate: true) { office in
                try await office.addStaff(
                    username: username, displayName: name, work: work, password: password, by: Console.operatorAtConsole)
            }
            print("\(choice.slug): \(username) added")
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "One line per member of staff.")
        @OptionGroup var choice: RegionChoice

        func run() async throws {
            try await choice.withOffice { office in
                for member in try await office.staff() {
                    let state = member.isActive ? "active  " : "disabled"
                    let agency = (member.agency ?? "-").padded(to: 12)
                    print("\(member.username.padded(to: 20)) \(state)  \(member.role.padded(to: 13)) \(agency) \(member.displayName)")
                }
            }
        }
    }

    struct Giving: ParsableArguments {
        @Argument(help: "The user name.") var username: String
        @Option(help: "Why, 5 to 500 characters; stays in the audit trail.") var reason: String
        @OptionGroup var choice: RegionChoice

        func run() async throws {
            let password = try await choice.withOffice { office in
                try await office.giveOneTimePassword(username, reason: reason, by: Console.operatorAtConsole)
            }
            print("\(choice.slug): one-time password of \(username), for the next 24 hours. It is shown this once:")
            print(password)
        }
    }

    struct Reset: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Gives a one-time password, which must be replaced at the next sign-in; open sessions end.")
        @OptionGroup var giving: Giving
        func run() async throws { try await giving.run() }
    }

    struct Enable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lets a disabled member work again, with a one-time password.")
        @OptionGroup var giving: Giving
        func run() async throws { try await giving.run() }
    }

    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Ends a member's access at once, also where signed in.")
        @Argument(help: "The user name.") var username: String
        @Option(help: "Why, 5 to 500 characters; stays in the audit trail.") var reason: String
        @OptionGroup var choice: RegionChoice

        func run() async throws {
            try await choice.withOffice { office in
                try await office.disableStaff(username, reason: reason, by: Console.operatorAtConsole)
            }
            print("\(choice.slug): \(username) disabled")
        }
    }
}

struct RequestsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "requests", abstract: "Where a citizen's request stands.", subcommands: [Show.self])

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "One request's state and story, without anything personal.")
        @Argument(help: "The request's id, as in its address.") var id: String
        @OptionGroup var choice: RegionChoice

        func run() async throws {
            guard let id = Identifier(id) else { throw Problem.notFound("not an id") }
            try await choice.withOffice { office in
                let request = try await office.request(id, by: Console.operatorAtConsole)
                print("service  \(request.service)")
                print("status   \(request.status)")
                if let number = request.number { print("number   \(number)") }
                if let due = request.dueAt { print("due      \(due.iso8601)") }
                for step in request.history {
                    print("\(step.at.iso8601)  \(step.status.padded(to: 16)) \(step.actorKind) \(step.reasonCode ?? "")")
                }
            }
        }
    }
}

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Who did what, when and why; and whether somebody rewrote it.",
        discussion: "Ends with 65 when the chain of hashes is broken.")
    @Option(help: "How many entries, the newest first.") var limit = 50
    @OptionGroup var choice: RegionChoice

    func run() async throws {
        let broken = try await choice.withOffice { office in
            let (entries, end, broken) = try await office.auditTrail(limit: limit)
            for entry in entries {
                print(
                    "\(entry.at.iso8601)  \(entry.who.padded(to: 46)) \(entry.action.padded(to: 22)) \(entry.subject)  \(entry.reason ?? "")"
                )
            }
            if let end { print("end: \(end.entries) entries, hash \(end.hash)") }
            return broken
        }
        if let broken {
            throw Problem(.invalid, "problem.audit.broken", arguments: ["position": String(broken)])
        }
    }
}
