import ArgumentParser

/// The neighbours that the portal is measured beside, and the people who stand ready to submit. `Scripts/bench` runs it.
@main
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Helps to measure the portal; Scripts/bench runs it.",
        subcommands: [Hello.self, Commits.self, Prepare.self, Requests.self, Postings.self])
}
