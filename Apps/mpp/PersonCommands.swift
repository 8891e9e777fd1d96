internal import ArgumentParser
internal import Kernel
internal import Portal

struct PersonCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "person", abstract: "How citizens are reached, audited.", subcommands: [Contact.self])

    struct Contact: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sets where the owner of a NIK is reached; the old contact is told and open sessions end.",
            discussion:
                "Only with the person and the KTP-el present. With --another-owner the claim of whoever signed in with the NIK ends.")
        @Argument(help: "The NIK, 16 digits.") var nik: String
        @Argument(help: "The new e-mail address or mobile number.") var contact: String
        @Flag(help: "Somebody else has signed in with this NIK; possible until a paper was issued.") var anotherOwner = false
        @Option(help: "Why, 5 to 500 characters, nothing personal; stays in the audit trail.") var reason: String
        @OptionGroup var choice: RegionChoice

        func run() async throws {
            try await choice.withOffice { office in
                try await office.setContact(
                    nik: nik, contact: contact, reason: reason, isAnotherOwner: anotherOwner, by: Console.operatorAtConsole)
            }
            print("\(choice.slug): contact set")
        }
    }
}
