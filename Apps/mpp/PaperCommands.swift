internal import ArgumentParser
internal import Foundation
internal import Kernel
internal import Portal
internal import Signing

struct DocumentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "document", abstract: "What can be told of a file that somebody brings as a paper.", subcommands: [Verify.self])

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says who signed a file, whether it was changed since, and what the region says of that paper now.",
            discussion: "Ends with 0 only when the file is as the region signed it and the paper still holds; with 65 otherwise.")
        @Argument(help: "The file: a paper, or a text file with what its QR code says.") var file: String
        @OptionGroup var choice: RegionChoice

        func run() async throws {
            guard let content = FileManager.default.contents(atPath: file) else { throw ValidationError("There is no file \(file).") }
            let verdict = try await choice.withOffice { office in
                // No code holds more than 3,000 characters.
                let text = content.count <= 3000 ? String(bytes: content, encoding: .utf8) : nil
                if let text, let verdict = try await office.verdict(onCode: text) { return verdict }
                return try await office.verdict(on: content)
            }
            print("\(file): \(words(verdict.finding))")
            if let number = verdict.number, let standing = verdict.standing {
                print("It says it is \(number), which is \(standing) in \(choice.slug).")
            }
            guard verdict.holds else { throw ExitCode(65) }
        }

        private func words(_ finding: SignatureFinding) -> String {
            switch finding {
            case .unsigned: "not signed"
            case .unreadable: "has something that calls itself a signature and cannot be read"
            case .altered(let signer): "CHANGED since \(signer) signed it"
            case .extended(let signer): "CHANGED: something was written behind what \(signer) signed"
            case .stranger(let signer): "as \(signer) signed it, for whom nobody vouches here"
            case .sound(let signer, let isTest): "as \(signer) signed it" + (isTest ? ", with a test certificate" : "")
            }
        }
    }
}

struct SigningCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signing", abstract: "With what a region signs its papers.", subcommands: [Show.self, Take.self])

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Who signs, until when, and whether it is a test certificate.")
        @OptionGroup var choice: RegionChoice

        func run() async throws {
            let signatory = try await choice.withOffice { $0.signatory }
            print("\(signatory.name)  until \(signatory.expiresAt.iso8601)  \(signatory.isTest ? "test" : "official")")
        }
    }

    struct Take: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes the key and the certificates of an official provider; restart the server afterwards.",
            discussion: """
                A PKCS#12 is unpacked first:
                  openssl pkcs12 -in FILE.p12 -nocerts -nodes | openssl pkcs8 -topk8 -nocrypt > key.pem
                  openssl pkcs12 -in FILE.p12 -nokeys > certificates.pem
                """)
        @Option(help: "The private key: PEM, PKCS#8, P-256 or RSA.") var key: String
        @Option(help: "The certificates: PEM, the signer's own first.") var certificates: String
        @OptionGroup var choice: RegionChoice

        func run() async throws {
            let (key, certificates) = (
                try String(contentsOfFile: key, encoding: .utf8), try String(contentsOfFile: certificates, encoding: .utf8)
            )
            try await choice.withOffice { office in
                try await office.keepSigningKey(key, certificates: certificates, by: Console.operatorAtConsole)
            }
            print("\(choice.slug): kept; restart the server")
        }
    }
}
