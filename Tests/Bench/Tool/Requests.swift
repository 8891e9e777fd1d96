import ArgumentParser
import Catalogue
import Documents
import Foundation
import Kernel
import Paper
import Signing
import Storage

/// What officers and citizens ask of a region's requests, while it has few and when it has very many; and what a signed paper costs.
struct Requests: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measures the lists, the searches and the issuing of one region.",
        discussion: """
            Open requests are handed in through the domains' own services, finished ones copied from one that was issued so. Prints a line
            for each question, with the medians in milliseconds, and how much slower the last is than the first.
            """)

    @Option(help: "A new folder on the disk that the portal's data lie on.") var data: String
    @Option(help: "The catalogue.") var resources: String
    @Option(help: "How many requests wait for an officer.") var open = 10_000
    @Option(help: "How many requests there are in all, each in a region of its own.") var sizes = [1_000, 1_000_000]
    @Option(help: "How many papers are issued.") var papers = 40

    private static let runs = 101

    func run() async throws {
        let (read, faults) = Catalogue.read(URL(fileURLWithPath: resources))
        guard let catalogue = read else { throw ValidationError("\(faults.count) faults in the catalogue") }
        let (region, service) = try Prepare.firstOffer(of: catalogue)
        let press = SigningPress()
        var offices: [FillingOffice] = []
        for size in sizes {
            let folder = URL(fileURLWithPath: data).appendingPathComponent(String(size))
            let office = try FillingOffice(region, service, catalogue, data: folder, press: press)
            let waiting = min(open, size / 2)
            try await office.serveAll(0..<waiting, submitting: true)
            _ = try await issue(1, at: 1_000_000, office)
            try await office.multiplyFinished(0..<(size - waiting))
            let cost = try await issue(papers, at: 1_000_001, office)
            print(String(format: "  one signed paper with \(size) requests: %.1f ms of processor time (goal 50)", cost))
            // A region that was not filled in one go has no log of a gigabyte through which each page is looked up.
            try office.close()
            offices.append(try FillingOffice(region, service, catalogue, data: folder, press: press))
        }
        let columns = sizes.map { "\($0)" }.joined(separator: " and ")
        print("  medians with \(columns) requests, \(open) of them open at most (goals: 20 ms, 1.3)")
        for question in Question.allCases {
            var asks: [() async throws -> Void] = []
            for office in offices { asks.append(try await ask(question, office)) }
            // One after the other, so that a moment in which the machine is busy with something else meets them all.
            var times = [[Double]](repeating: [], count: offices.count)
            for _ in 0..<Self.runs {
                for (index, ask) in asks.enumerated() {
                    let clock = ContinuousClock()
                    let start = clock.now
                    try await ask()
                    times[index].append((clock.now - start) / .milliseconds(1))
                }
            }
            let medians = times.map { $0.sorted()[Self.runs / 2] }
            let figures = medians.map { String(format: "%8.2f ms", $0) }.joined()
            let ratio = String(format: "%.2f", (medians.last ?? 0) / (medians.first ?? 1))
            print("  \(question.rawValue.padding(toLength: 34, withPad: " ", startingAt: 0))\(figures)   ratio \(ratio)")
        }
        for office in offices { try office.close() }
    }

    /// Hands in, approves and issues so many; answers the processor's milliseconds for one paper.
    private func issue(_ count: Int, at first: Int, _ office: FillingOffice) async throws -> Double {
        let ids = try await office.serveAll(first..<(first + count), submitting: true)
        for id in ids { try await office.documents.approve(id, command: office.command(), by: office.desk) }
        let before = Self.processorMilliseconds()
        for id in ids { try await office.documents.issue(id) }
        return (Self.processorMilliseconds() - before) / Double(count)
    }

    /// Of this process, in its own code and in the system's.
    private static func processorMilliseconds() -> Double {
        var usage = rusage()
        getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
        func milliseconds(_ time: timeval) -> Double { Double(time.tv_sec) * 1000 + Double(time.tv_usec) / 1000 }
        return milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime)
    }

    private enum Question: String, CaseIterable {
        case beginning = "work list, its beginning"
        case deep = "work list, six pages on"
        case late = "work list of what is late"
        case finished = "finished requests"
        case count = "how many wait"
        case name = "search by name"
        case number = "search by number"
        case own = "a citizen's list"
    }

    private func ask(_ question: Question, _ office: FillingOffice) async throws -> () async throws -> Void {
        let (documents, desk) = (office.documents, office.desk)
        switch question {
        case .beginning: return { _ = try await documents.workList(by: desk) }
        case .deep:
            var page = try await documents.workList(by: desk)
            for _ in 0..<5 {
                guard let next = page.next else { break }
                page = try await documents.workList(by: desk, after: next)
            }
            let cursor = page.next
            return { _ = try await documents.workList(by: desk, after: cursor) }
        case .late: return { _ = try await documents.workList(by: desk, WorkView(age: .late)) }
        case .finished: return { _ = try await documents.workList(by: desk, WorkView(.finished)) }
        case .count: return { _ = try await documents.workCount(by: desk) }
        case .name: return { _ = try await documents.search(.holder("Contoh Isian"), by: desk) }
        case .number:
            let number = try await documents.requests(by: office.someone()).compactMap(\.standing.number).first?.text ?? ""
            return { _ = try await documents.search(.number(number), by: desk) }
        case .own:
            let citizen = try await office.someone()
            return { _ = try await documents.requests(by: citizen) }
        }
    }
}

extension FillingOffice {
    /// Copies a finished request so often: each with a number of its own, a paper and words to be found by, four for each invented
    /// applicant. Nobody can open them, and nobody who asks for what is open needs to.
    func multiplyFinished(_ numbers: Range<Int>) async throws {
        for start in stride(from: numbers.lowerBound, to: numbers.upperBound, by: 50_000) {
            let end = min(start + 50_000, numbers.upperBound)
            try await database.write { tx in
                for statement in Self.copies {
                    var arguments: SQLArguments = ["from": start, "to": end]
                    if statement.contains(":at") { arguments.append(["at": tx.now]) }
                    try tx.execute(statement, arguments)
                }
            }
        }
    }

    /// An identifier of the number `n`, of the year 2020.
    private static func identifier(_ kind: Int, _ number: String) -> String {
        "printf('016f5e66-e800-7\(String(format: "%03x", kind))-8000-%012x', \(number))"
    }

    private static var copies: [String] {
        let counter = "WITH RECURSIVE counter (n) AS (SELECT :from UNION ALL SELECT n + 1 FROM counter WHERE n + 1 < :to)"
        return [
            """
            \(counter)
            INSERT INTO document_requests (id, applicant_id, service, agency, channel, definition_digest, status, version, answers,
                holder_name, created_at, updated_at, submitted_at, due_at, number_year, number_sequence)
            SELECT \(identifier(1, "n")), \(identifier(2, "n / 4")), one.service, one.agency, one.channel, one.definition_digest,
                'collected', 5, one.answers, one.holder_name, :at - 86400000 - n * 1000, :at - n * 1000, :at - 86400000 - n * 1000,
                :at - n * 1000, 2000 + n / 100000, n % 100000 + 1
            FROM counter, (SELECT * FROM document_requests WHERE status IN ('issued', 'preparing') LIMIT 1) AS one
            """,
            """
            \(counter)
            INSERT INTO document_papers (request_id, service, year, sequence, number, code, initials, issued_at, file_id)
            SELECT \(identifier(1, "n")), one.service, 2000, n + 1, printf('CONTOH/%d', n), printf('%012X', n), one.initials, :at - n * 1000,
                \(identifier(3, "n"))
            FROM counter, (SELECT * FROM document_papers LIMIT 1) AS one
            """,
            """
            \(counter)
            INSERT INTO document_search_words (desk, word, request_id)
            SELECT one.agency, printf('%064x', n % 20000 + word.part * 100000), \(identifier(1, "n"))
            FROM counter, (SELECT agency FROM document_requests LIMIT 1) AS one,
                (SELECT 1 AS part UNION SELECT 2 UNION SELECT 3) AS word
            """,
        ]
    }
}

/// Prints and signs as the portal does, without its words.
struct SigningPress: PaperPress {
    private let press = LetterPress()
    private let signatory = try? TestAuthority.signatory(
        seed: Data(repeating: 7, count: 32), region: "Kabupaten Contoh", at: SystemWallClock().now)
    private let key = try? StatementKey(seed: Data(repeating: 8, count: 32))

    func print(_ paper: PaperOrder) async throws -> Data {
        guard let signatory, let key else { throw ValidationError("no key") }
        let statement = try key.sign(Data(#"{"iss":"kab-contoh","jti":"\#(paper.code)","num":"\#(paper.number)","ini":"S. R."}"#.utf8))
        let letter = Letter(
            letterhead: ["Dinas Contoh", "Mal Pelayanan Publik Contoh", "Kabupaten Contoh"], accent: "#0B6E4F", title: paper.paper.title,
            number: paper.number,
            facts: paper.shown.map { LetterFact(label: $0.question.noun.indonesian, value: "Contoh isian") },
            paragraphs: [paper.paper.statement], signature: ["Contoh, 23 November 2026", "Dinas Contoh"],
            qrText: "https://mpp.contoh.id/kab-contoh/verifikasi/\(paper.code)#\(statement)", qrCaption: "Kode dokumen: \(paper.code)",
            footer: "Contoh", documentTitle: paper.paper.title)
        let printed = try await press.printed(letter, createdAt: paper.issuedAt)
        let frame = SignatureField.Frame(
            left: printed.code.left, bottom: printed.code.bottom, width: printed.code.side, height: printed.code.side)
        return try signatory.sign(
            printed.pdf, SignatureField(frame: frame, reason: "\(paper.number) \(paper.code)", place: "Contoh"), at: paper.issuedAt)
    }

    func unsettable(in text: String) -> [Character] { [] }
    func isIntact(_ paper: Data) -> Bool { false }
}
