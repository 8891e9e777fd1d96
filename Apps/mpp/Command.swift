internal import ArgumentParser
internal import Catalogue
internal import Foundation
internal import Kernel
internal import Portal

@main
struct Command: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mpp",
        abstract: "Runs MPP Digital: the public service mall of one region, or of all of them.",
        discussion: """
            Start with a demonstration:        mpp serve --demo
            Check the data files:              mpp catalogue check
            Close a service for a while:       mpp service disable skck --region kab-… --reason "…"

            Commands work beside a running server on the same data folder; it sees each change within a second.
            """,
        subcommands: [
            Serve.self, CatalogueCommand.self, RegionCommand.self, ServiceCommand.self, StaffCommand.self, PersonCommand.self,
            KeyCommand.self, SigningCommand.self, DocumentCommand.self,
            RequestsCommand.self, PaymentsCommand.self, AuditCommand.self, OutboxCommand.self,
        ])

    /// Ends with the exit code of the problem (sysexits.h) after saying it in the operator's language.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let problem as Problem {
            Console.say(problem)
            Foundation.exit(problem.exitCode)
        } catch let faults as CatalogueFaults {
            Console.say(faults)
            Foundation.exit(65)
        } catch {
            exit(withError: error)
        }
    }
}

/// Where the data lies; the same for every command.
struct Folders: ParsableArguments {
    @Option(help: "The folder that holds one folder per region.")
    var data = "data"

    @Option(help: "The folder of manifests, services, words and pages. Default: found beside the program or the working folder.")
    var resources: String?

    var dataURL: URL { URL(fileURLWithPath: data) }

    var resourcesURL: URL {
        get throws {
            // The program's own place, also when the shell found it by PATH.
            let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            let places =
                resources.map { [URL(fileURLWithPath: $0)] }
                ?? [
                    URL(fileURLWithPath: "Apps/Portal/Resources"), program.appendingPathComponent("Resources"),
                    program.appendingPathComponent("../share/mpp/Resources"),
                ]
            let found = places.first { FileManager.default.fileExists(atPath: $0.appendingPathComponent("Regions").path) }
            guard let found else {
                throw Problem(.notFound, "problem.resources.missing", arguments: ["path": places.map(\.path).joined(separator: ", ")])
            }
            return found
        }
    }

    func settings() throws -> PortalSettings {
        try PortalSettings(
            dataFolder: dataURL, resourcesFolder: resourcesURL, environment: ProcessInfo.processInfo.environment)
    }
}

/// The region that a command works on.
struct RegionChoice: ParsableArguments {
    @Option(name: .customLong("region"), help: "The region's slug; `mpp region list` shows them.")
    var slug: String
    @OptionGroup var folders: Folders

    /// Opens the region, lets the body work, and closes it.
    func withOffice<Value>(mayCreate: Bool = false, _ body: (RegionOffice) async throws -> Value) async throws -> Value {
        let office = try RegionOffice.open(slug, settings: folders.settings(), mayCreate: mayCreate)
        let value = try await body(office)
        try office.close()
        return value
    }
}

/// Says things to the operator, in Indonesian or English by `LC_ALL`, `LC_MESSAGES` or `LANG`.
enum Console {
    static let language: Language = {
        let environment = ProcessInfo.processInfo.environment
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        return locale.hasPrefix("id") ? .indonesian : .english
    }()

    /// Whoever runs the program on the machine, by the operating system's name.
    static let operatorAtConsole = Principal.operatorAtConsole(name: NSUserName())

    static func say(_ problem: Problem) {
        let words = words()
        // Without the resources there are no words either: then the key and what it names must do.
        let bare = problem.messageKey + problem.arguments.sorted { $0.key < $1.key }.map { " \($0.key): \($0.value)" }.joined()
        report("mpp: " + (words?.resolve(problem, in: language) ?? bare))
        for issue in problem.fields {
            report("  \(issue.field): " + (words?.resolve(issue, in: language) ?? issue.messageKey))
        }
        if !problem.detail.isEmpty { report("  (\(problem.detail))") }
    }

    static func say(_ faults: CatalogueFaults) {
        for fault in faults.faults { report(fault.text(in: language)) }
        report(language == .indonesian ? "\(faults.faults.count) kesalahan" : "\(faults.faults.count) faults")
    }

    private static func report(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }

    /// The sentences, when they can be found: a problem may be that they cannot.
    private static func words() -> Words? {
        let given = zip(CommandLine.arguments, CommandLine.arguments.dropFirst()).first { $0.0 == "--resources" }?.1
        var folders = Folders()
        folders.data = "data"
        folders.resources = given
        return (try? folders.resourcesURL).flatMap { Catalogue.read($0).catalogue?.words }
    }
}
