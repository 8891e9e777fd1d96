import ArgumentParser
import Catalogue
import Documents
import Foundation
import Identity
import Intake
import Kernel
import Notifications
import Payments
import Storage
import Synchronization

/// Citizens who have signed in and filled a form: each with one draft that waits to be submitted, or submitted already.
struct Prepare: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Signs citizens in and fills one draft for each, through the domains' own services.",
        discussion: """
            The service is the free one that asks for the fewest attachments; the region the first that offers it. Prints the region and the service, and writes one line per citizen to --out: session, request. With
            --officer an officer of the service's agency signs in too, and a third word is printed: the session.
            No server may run on the data folder.
            """)

    @Option(help: "The folder that holds one folder per region.") var data: String
    @Option(help: "The catalogue.") var resources: String
    @Option(help: "How many citizens.") var citizens: Int
    @Option(help: "The number of the first citizen; another one for each call on the same data.") var first = 0
    @Option(help: "Where the sessions and drafts are written to.") var out: String?
    @Flag(help: "Submit the drafts too.") var submit = false
    @Flag(help: "Sign an officer in, who may decide on what was submitted.") var officer = false

    func run() async throws {
        let (read, faults) = Catalogue.read(URL(fileURLWithPath: resources))
        guard let catalogue = read else { throw ValidationError("\(faults.count) faults in the catalogue") }
        let (region, service) = try Prepare.firstOffer(of: catalogue)
        let office = try FillingOffice(region, service, catalogue, data: URL(fileURLWithPath: data), press: NoPress())
        let lines = try await office.served(first..<(first + citizens), submitting: submit).map { "\($0.token) \($0.request)" }
        let session = officer ? " " + (try await office.officer()) : ""
        try office.close()
        if let out { try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: out)) }
        print("\(region.slug) \(service.code)\(session)")
    }

    static func firstOffer(of catalogue: Catalogue) throws -> (RegionManifest, ServiceDefinition) {
        let offices = catalogue.regions.flatMap { region in
            catalogue.services.filter { region.offers($0.code) }.map { (region, $0.offered(in: region)) }
        }.filter { _, service in service.takesRequests && service.fee.amount == .zero }
        func files(_ service: ServiceDefinition) -> Int { service.attachments.count(where: \.isRequired) }
        guard let found = offices.min(by: { files($0.1) < files($1.1) }) else { throw ValidationError("no region offers a free service") }
        return found
    }
}

/// One region's domains without the pages around them.
struct FillingOffice: Sendable {
    let database: PlatformDatabase
    private let identity: IdentityService
    let documents: DocumentService
    private let service: ServiceDefinition
    private let codes = HeardCodes()

    init(_ region: RegionManifest, _ service: ServiceDefinition, _ catalogue: Catalogue, data: URL, press: any PaperPress) throws {
        let folder = data.appendingPathComponent(region.slug.text)
        database = try PlatformDatabase(
            folder: folder, region: region.slug, masterKey: KeyFile.load(in: folder),
            // The same order as the portal's.
            migrations: IdentityService.migrations + DocumentService.migrations + PaymentService.migrations
                + NotificationService.migrations,
            clock: SystemWallClock())
        identity = IdentityService(
            database: database, codeSender: codes, desk: NoDesk(), passwordRules: PasswordRules(common: ""), regionName: region.name)
        documents = DocumentService(
            database: database, region: region, catalogue: catalogue, fees: NoFees(), press: press,
            scan: TestFileScan())
        self.service = service
    }

    func close() throws { try database.close() }

    /// An officer of the service's agency.
    var desk: Principal { .officer(id: Identifier(at: Instant(milliseconds: 1)), agency: service.agency) }

    /// The applicant of the oldest request that waits.
    func someone() async throws -> Principal {
        guard let item = try await documents.workList(by: desk, limit: 1).items.first else { throw ValidationError("nothing waits") }
        return .citizen(id: item.standing.applicant)
    }

    @discardableResult
    func serveAll(_ numbers: Range<Int>, submitting: Bool) async throws -> [Identifier] {
        try await served(numbers, submitting: submitting).map(\.request)
    }

    func served(_ numbers: Range<Int>, submitting: Bool) async throws -> [(token: String, request: Identifier)] {
        try await withThrowingTaskGroup(of: (String, Identifier).self) { group in
            var done: [(String, Identifier)] = []
            for number in numbers {
                // Side by side, so that commits are shared; not all at once, so that memory is not.
                if number - numbers.lowerBound >= 64, let one = try await group.next() { done.append(one) }
                group.addTask { try await serve(number, submitting: submitting) }
            }
            for try await one in group { done.append(one) }
            return done
        }
    }

    private func serve(_ number: Int, submitting: Bool) async throws -> (String, Identifier) {
        let nik = "350101\(String(format: "%02d", 41 + number / 9000 % 28))0790\(String(format: "%04d", number % 9000 + 1))"
        // Each from a network of her own: a hundred codes in a quarter of an hour are all that one may ask for.
        let origin = Origin(address: "10.\(number / 256 % 256).\(number % 256).1", device: "")
        let challenge = try await identity.requestCode(
            nik: nik, contact: "warga\(number)@contoh.id", language: .indonesian, from: origin)
        let signedIn = try await identity.signIn(challenge: challenge, code: codes.take(challenge))
        let citizen = signedIn.principal
        let request = try await documents.startDraft(of: service.code, channel: .electronic, command: command(), by: citizen)
        let answers = FillingOffice.answers(to: service.questions, nik: nik)
        let issues = try await documents.saveAnswers(answers, of: request, by: citizen)
        guard issues.isEmpty else { throw ValidationError("the invented answers do not fit: \(issues.map(\.field))") }
        for wanted in try await documents.request(request, by: citizen).wantedAttachments where wanted.isRequired {
            try await documents.attach(
                Upload(filename: "contoh", content: FillingOffice.picture), as: wanted.name, to: request, by: citizen)
        }
        if submitting { _ = try await documents.submit(request, command: command(), by: citizen) }
        return (signedIn.token, request)
    }

    /// - Returns: the token of the session of an officer of the service's agency.
    func officer() async throws -> String {
        let password = Identifier(at: SystemWallClock().now).text
        _ = try await identity.addStaff(
            username: "petugas", displayName: "Petugas", role: .officer, agency: service.agency, password: password,
            by: .platform(name: "bench"))
        return try await identity.signInStaff(username: "petugas", password: password).token
    }

    /// One grey pixel.
    private static let picture =
        Data(base64Encoded: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==") ?? Data()

    func command() -> CommandID { CommandID(Identifier(at: SystemWallClock().now)) }

    private static func answers(to questions: [Question], nik: String) -> Answers {
        var answers = Answers()
        for question in questions {
            if let condition = question.condition, !condition.holds({ name in answers.text(name).map { [$0] } }) { continue }
            answers[question.name] = answer(to: question, nik: nik)
        }
        return answers
    }

    private static func answer(to question: Question, nik: String) -> Answers.Value {
        switch question.kind {
        case .text: "Contoh isian"
        case .longText: "Jalan Contoh Nomor 1"
        case .choice: .text(question.options.first?.value ?? "")
        case .choices: .list(question.options.prefix(1).map(\.value))
        case .yesNo: "no"
        case .date: "1990-07-05"
        case .time: "09:30"
        case .number, .rupiah: "1"
        case .nik, .familyCard, .taxpayer: .text(nik)
        case .taxObject: "351001000100100010"
        case .plate: "P 1234 AB"
        case .declaration: "yes"
        case .phone: "081234567890"
        case .email: "warga@contoh.id"
        case .rows: .rows([answers(to: question.columns, nik: nik)])
        }
    }
}

/// Hears the codes instead of sending them.
final class HeardCodes: CodeSender {
    private let codes = Mutex<[Identifier: String]>([:])

    func send(code: String, to contact: Contact, language: Language, challenge: Identifier, _ tx: WriteTransaction) throws {
        codes.withLock { $0[challenge] = code }
    }

    func rehearse(code: String, to contact: Contact, language: Language, challenge: Identifier, _ tx: WriteTransaction) throws {}

    func take(_ challenge: Identifier) -> String { codes.withLock { $0.removeValue(forKey: challenge) } ?? "" }
}

/// Nobody's contact is changed here.
struct NoDesk: PersonDesk {
    func isConfirmedByPaper(_ person: Identifier, _ tx: ReadTransaction) throws -> Bool { false }
    func tellContactChanged(of person: Identifier, at old: Contact, language: Language, change: Identifier, _ tx: WriteTransaction) throws {
    }
}

/// The service is free.
struct NoFees: FeeCollector {
    func bill(_ fee: Money, of service: ServiceDefinition, for request: Identifier, payer: Identifier, _ tx: WriteTransaction) throws {}
    func cancel(_ request: Identifier, _ tx: WriteTransaction) throws {}
    func billed(_ request: Identifier, _ tx: ReadTransaction) throws -> Money? { nil }
    func isSettled(_ request: Identifier, _ tx: ReadTransaction) throws -> Bool { true }
    func keeps(_ file: Identifier, _ tx: ReadTransaction) throws -> Bool { false }
}

/// Nothing is approved here.
struct NoPress: PaperPress {
    func print(_ paper: PaperOrder) async throws -> Data { Data() }
    func unsettable(in text: String) -> [Character] { [] }
    func isIntact(_ paper: Data) -> Bool { false }
}
