import Catalogue
import Foundation
import Intake
import Kernel
import Storage
import Synchronization
import Testing

@testable import Documents

/// Contoh's service with everyone who comes to it. It is Monday, 23 November 2026, nine o'clock in the morning.
final class Office: Sendable {
    let folder: URL
    let database: PlatformDatabase
    let clock = HandWallClock(IndonesianZone.western.instant(Office.monday, Office.nine))
    let cashier = FakeCashier()
    let press = FakePress()
    let documents: DocumentService
    let catalogue: Catalogue

    let siti: Principal
    let dewi: Principal
    let agus = Principal.officer(id: Identifier(at: Instant(milliseconds: 1)), agency: "polri")
    let rini = Principal.officer(id: Identifier(at: Instant(milliseconds: 2)), agency: "polri")
    let wati = Principal.officer(id: Identifier(at: Instant(milliseconds: 3)), agency: "disdukcapil")
    let ratna = Principal.administrator(id: Identifier(at: Instant(milliseconds: 4)))

    private static let monday = CivilDate(daysSince1970: 20_780)
    private static let nine = TimeOfDay("09:00") ?? .midnight

    init(catalogue: Catalogue? = nil, scan: any MalwareScan = TestFileScan()) async throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("documents-\(UUID().uuidString)")
        let catalogue = try catalogue ?? CatalogueSample.catalogue()
        self.catalogue = catalogue
        let slug = try #require(RegionSlug("kab-contoh"))
        let key = try #require(MasterKey(MasterKey.random()))
        database = try PlatformDatabase(
            folder: folder, region: slug, masterKey: key, migrations: DocumentService.migrations, clock: clock)
        documents = DocumentService(
            database: database, region: try #require(catalogue.region(slug)), catalogue: catalogue, fees: cashier, press: press,
            scan: scan)
        let people = [Identifier(at: clock.now), Identifier(at: clock.now)]
        siti = .citizen(id: people[0])
        dewi = .citizen(id: people[1])
        try await database.write { tx in for person in people { try tx.createVaultKey(for: person) } }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func command() -> CommandID { CommandID(Identifier(at: clock.now)) }

    static let sitisAnswers: Answers = [
        "full_name": "Siti Rahmawati", "nik": "3510 0145 0790 9901", "birth_date": "5/7/1990", "purpose": "work",
    ]

    /// Siti's SKCK, filled and with its photo, not submitted.
    func filledDraft(by citizen: Principal? = nil) async throws -> Identifier {
        let citizen = citizen ?? siti
        let id = try await documents.startDraft(of: "skck", channel: .electronic, command: command(), by: citizen)
        _ = try await documents.saveAnswers(Office.sitisAnswers, of: id, by: citizen)
        try await documents.attach(Upload(filename: "foto.jpg", content: Pictures.jpeg), as: "photo", to: id, by: citizen)
        return id
    }

    /// Siti's SKCK, paid and with the officers.
    func requestInReview() async throws -> Identifier {
        let id = try await filledDraft()
        _ = try await documents.submit(id, command: command(), by: siti)
        cashier.settle(id)
        try await documents.settle(id)
        return id
    }

    func issuedRequest() async throws -> Identifier {
        let id = try await requestInReview()
        try await documents.approve(id, command: command(), by: agus)
        try await documents.issue(id)
        return id
    }

    /// A family card that was handed in, which costs nothing and is with the officers.
    func handedInCard(_ service: String = "kartu-keluarga", by citizen: Principal? = nil) async throws -> Identifier {
        let citizen = citizen ?? siti
        let id = try await documents.startDraft(of: service, channel: .electronic, command: command(), by: citizen)
        _ = try await documents.saveAnswers(["full_name": "Siti Rahmawati"], of: id, by: citizen)
        _ = try await documents.submit(id, command: command(), by: citizen)
        return id
    }

    /// The same, approved by Wati, with its paper.
    func issuedCard(by citizen: Principal? = nil) async throws -> Identifier {
        let id = try await handedInCard(by: citizen)
        try await documents.approve(id, command: command(), by: wati)
        try await documents.issue(id)
        return id
    }

    func status(_ id: Identifier) async throws -> RequestStatus {
        try await documents.request(id, by: .platform(name: "test")).status
    }

    /// What was said to the rest of the platform, in order.
    func events() async throws -> [String] {
        try await database.read { tx in try tx.rows("SELECT kind FROM outbox ORDER BY position").map { try $0.text("kind") } }
    }

    func audited() async throws -> [String] {
        try await database.read { tx in try tx.auditEntries().reversed().map(\.action) }
    }

    func count(_ table: String) async throws -> Int {
        try await database.read { tx in try tx.count("SELECT count(*) FROM \(table)") }
    }

    /// How many sealed files lie in the region's folder.
    func fileCount() -> Int {
        let files = FileManager.default.enumerator(
            at: folder.appendingPathComponent("files"), includingPropertiesForKeys: [.isRegularFileKey])
        return (files?.compactMap { $0 as? URL } ?? []).filter {
            (try? $0.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true
        }.count
    }
}

/// Remembers whom it billed.
final class FakeCashier: FeeCollector {
    struct Bill: Equatable {
        let fee: Money
        let request: Identifier
        let payer: Identifier
    }

    private let state = Mutex((bills: [Bill](), settled: Set<Identifier>(), cancelled: [Identifier]()))

    var bills: [Bill] { state.withLock { $0.bills } }

    func settle(_ request: Identifier) { state.withLock { _ = $0.settled.insert(request) } }

    func bill(_ fee: Money, of service: ServiceDefinition, for request: Identifier, payer: Identifier, _ tx: WriteTransaction) throws {
        state.withLock { $0.bills.append(Bill(fee: fee, request: request, payer: payer)) }
    }

    var cancelled: [Identifier] { state.withLock { $0.cancelled } }

    func cancel(_ request: Identifier, _ tx: WriteTransaction) throws {
        try state.withLock { state in
            if state.settled.contains(request) { throw Problem(.conflict, "problem.payment.alreadyPaid") }
            state.cancelled.append(request)
        }
    }

    func billed(_ request: Identifier, _ tx: ReadTransaction) throws -> Money? {
        state.withLock { $0.bills.first { $0.request == request }?.fee }
    }

    func isSettled(_ request: Identifier, _ tx: ReadTransaction) throws -> Bool {
        state.withLock { $0.settled.contains(request) }
    }

    /// A file that is the cashier's own.
    let ownFile = Mutex<Identifier?>(nil)

    func keeps(_ file: Identifier, _ tx: ReadTransaction) throws -> Bool { ownFile.withLock { $0 == file } }
}

/// Prints a line of text and remembers its orders; runs out of paper as often as it is told to.
final class FakePress: PaperPress {
    private let state = Mutex((orders: [PaperOrder](), jams: 0, strange: Set<Data>()))

    var orders: [PaperOrder] { state.withLock { $0.orders } }

    /// Its type case has what lies in Unicode's first plane, private use left out.
    func unsettable(in text: String) -> [Character] {
        text.filter { $0.unicodeScalars.contains { $0.value > 0xFFFF || $0.properties.generalCategory == .privateUse } }.map(\.self)
    }

    /// What it printed bears its signature, unless it was told that a paper does not.
    func isIntact(_ paper: Data) -> Bool { !state.withLock { $0.strange }.contains(paper) }

    func disown(_ paper: Data) { state.withLock { _ = $0.strange.insert(paper) } }

    func jam(times: Int) { state.withLock { $0.jams = times } }

    func print(_ paper: PaperOrder) async throws -> Data {
        let isJammed = state.withLock { state in
            state.orders.append(paper)
            guard state.jams > 0 else { return false }
            state.jams -= 1
            return true
        }
        if isJammed { throw Problem(.unavailable, "problem.unexpected", detail: "paper jam") }
        return Data("%PDF \(paper.number) \(paper.holder)".utf8)
    }
}

/// The smallest files that are whole.
enum Pictures {
    /// One grey pixel.
    static let jpeg = decoded(
        """
        /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI////////////////////////////////////////////////////wAALCAABAAEBAREA
        /8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AP//Z
        """)
    /// One grey pixel.
    static let png = decoded("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==")
    /// Grey all over, and not packed at all.
    static func plain(width: Int, height: Int) -> Data {
        func number(_ value: UInt32) -> Data { withUnsafeBytes(of: value.bigEndian) { Data($0) } }
        func chunk(_ kind: String, _ content: Data) -> Data {
            let body = Data(kind.utf8) + content
            let crc = body.reduce(UInt32.max) { crc, byte in
                (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
            }
            return number(UInt32(content.count)) + body + number(~crc)
        }
        let row = [0] + [UInt8](repeating: 128, count: width)
        // Blocks of one row each, of which the last one says so, and the checksum of all.
        var (packed, sums) = (Data([0x78, 0x01]), (UInt32(1), UInt32(0)))
        for y in 1...height {
            let length = withUnsafeBytes(of: UInt16(row.count).littleEndian) { Array($0) }
            packed += [y == height ? 1 : 0] + length + length.map { ~$0 } + row
            for byte in row { sums = ((sums.0 + UInt32(byte)) % 65_521, (sums.0 + UInt32(byte) + sums.1) % 65_521) }
        }
        packed += number(sums.1 << 16 | sums.0)
        return png.prefix(8) + chunk("IHDR", number(UInt32(width)) + number(UInt32(height)) + [8, 0, 0, 0, 0])
            + chunk("IDAT", packed) + chunk("IEND", Data())
    }

    /// One empty page.
    static let pdf = Data(
        """
        %PDF-1.4
        1 0 obj
        << /Type /Catalog /Pages 2 0 R >>
        endobj
        2 0 obj
        << /Type /Pages /Kids [3 0 R] /Count 1 >>
        endobj
        3 0 obj
        << /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>
        endobj
        xref
        0 4
        0000000000 65535 f\u{20}
        0000000009 00000 n\u{20}
        0000000058 00000 n\u{20}
        0000000115 00000 n\u{20}
        trailer
        << /Size 4 /Root 1 0 R >>
        startxref
        182
        %%EOF

        """.utf8)

    private static func decoded(_ text: String) -> Data { Data(base64Encoded: text, options: .ignoreUnknownCharacters) ?? Data() }
}

/// The problem that the body throws.
func problem(_ body: () async throws -> some Any) async -> Problem? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error as? Problem
    }
}
