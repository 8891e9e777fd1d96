import Foundation
import Kernel
import Storage
import StorageTesting
import Synchronization
import Testing

@testable import Payments

/// What banks send and what is told to them has one shape, and nothing beside it is taken for it.
@Suite("Shapes")
struct ShapeTests {
    let counter: Counter
    private let forged = Problem(.unauthenticated, "problem.webhook.forged")
    private let broken = Problem(.invalid, "problem.qris.broken")

    init() throws { counter = try Counter() }

    /// With its checksum behind it, whatever it is.
    private func signed(_ text: String) -> String { text + QRISPayload.checksum(of: text) }

    @Test("A payload with a right checksum is refused when its fields are not right")
    func fields() throws {
        #expect(try QRISPayload(parsing: signed("0002016304")).fields == [QRISField("00", "01")])
        #expect(try QRISPayload(parsing: signed("0002016304").lowercased()).fields == [QRISField("00", "01")])
        for text in [
            "00+2016304", "00-0016304", "0002016204", "0002016404", "000201000201" + "6304", "5902AB6304", "6304", "0A02016304",
            "0002016305",
            "0002016303", "000263045902AB6304", "0002", "00020163040002016304",
        ] { #expect(throws: broken, "\(text)") { try QRISPayload(parsing: signed(text)) } }
    }

    @Test("Within a field the fields are asked the same", arguments: ["0100", "01+1A", "0102A", "01", "0A01A", "0101A0"])
    func inner(text: String) throws {
        #expect(try QRISPayload([QRISField("00", "01"), QRISField("62", text)]).billNumber == nil)
        #expect(try QRISPayload([QRISField("00", "01"), QRISField("62", "0101A")]).billNumber == "A")
    }

    @Test("Every checksum has four digits, also one that begins with zeros")
    func checksums() {
        let checksums = (0..<5000).map { QRISPayload.checksum(of: String($0)) }
        #expect(checksums.allSatisfy { $0.utf8.count == 4 && $0 == $0.uppercased() })
        #expect(checksums.contains { $0.hasPrefix("0") })
        #expect(QRISPayload.checksum(of: "") == "FFFF")
    }

    @Test(
        "An amount is in whole rupiah, with or without its cents of nothing",
        arguments: [
            ("0", 0), ("1", 1), ("30000", 30_000), ("30000.0", 30_000), ("30000.00", 30_000), ("30000.01", nil), ("30000.10", nil),
            ("30000.", nil),
            (".00", nil), ("1.0.0", nil), ("1,0", nil), ("-1", nil), ("+1", nil), ("1/", nil), ("1:", nil), ("9", 9),
            ("99999999999999999999", nil),
        ] as [(String, Int?)])
    func amounts(text: String, rupiah: Int?) throws {
        #expect(try QRISPayload([QRISField("00", "01"), QRISField("54", text)]).amount?.rupiah == rupiah)
    }

    @Test(
        "A merchant's name fits by whole words, in capitals and without accents",
        arguments: [
            ("Kab. Contoh", "KAB. CONTOH"), ("MPP Kabupaten Contoh Raya X", "MPP KABUPATEN CONTOH RAYA"),
            ("MPP Kabupaten Contoh Rayas", "MPP KABUPATEN CONTOH"), ("MPP Kabupaten Contoh Raya", "MPP KABUPATEN CONTOH RAYA"),
            ("XXXXXXXXXXXXXXXXXXXXXXXXXX", "XXXXXXXXXXXXXXXXXXXXXXXXX"), ("Pélayanan\n林 Çontoh", "PELAYANAN CONTOH"), ("", "MPP"),
            ("林", "MPP"),
            ("  MPP  ", "MPP"),
        ])
    func merchants(name: String, fitted: String) throws {
        let payload = try QRISPayload.dynamic(
            merchant: .nobody(name: name, city: "Kabupaten Contoh Raya"), amount: counter.money(1), billNumber: "1")
        #expect(payload.value("59") == fitted)
        #expect(payload.value("60") == "KABUPATEN")
    }

    @Test("A bill's reference is the end of its id in capitals")
    func references() async throws {
        let bill = try await counter.bill()
        #expect(bill.reference == "MPP" + bill.id.text.replacing("-", with: "").suffix(16).uppercased())
        #expect(bill.reference.utf8.count == 19)
    }

    @Test("A signature has one form: a genuine one with a letter changed is none")
    func signatures() async throws {
        let bill = try await counter.bill()
        let genuine = try counter.notice(for: bill.reference)
        let header = try #require(genuine.headers["x-stub-signature"])
        let digit = try #require(header.unicodeScalars.last)
        let wide = try #require(Unicode.Scalar(digit.value + 0xFEE0))
        let (time, code) = (header.prefix { $0 != "," }, header.suffix(64))
        let altered: [String] = [
            "s=\(time.dropFirst(2)),v1=\(code)", "\(time),v2=\(code)", "\(header),v0=1", ",\(header)", "\(header),", "\(time),,v1=\(code)",
            "t=0\(time.dropFirst(2)),v1=\(code)", "\(header.dropLast())\(Character(wide))", "\(header)00", "\(header.dropLast(2))",
            "t=+\(time.dropFirst(2)),v1=\(code)", "t=/,v1=\(code)", "t=:,v1=\(code)", "\(time),v1=\(code.dropLast())g",
        ]
        for altered in altered {
            let notice = ProviderNotice(provider: "stub-qris", headers: ["x-stub-signature": altered], body: genuine.body)
            await #expect(throws: forged, "\(altered)") { try await counter.payments.receive(notice) }
        }
        let upper = ProviderNotice(
            provider: "stub-qris", headers: ["x-stub-signature": "\(time),v1=\(code.uppercased())"], body: genuine.body)
        #expect(try await counter.payments.receive(upper) == .recorded, "hexadecimal digits may be capitals")
    }

    @Test("The time of a signature has twelve digits at most", arguments: [(999_999_999_999, "stale"), (1_000_000_000_000, "forged")])
    func times(seconds: Int64, key: String) async throws {
        let bill = try await counter.bill()
        let notice = try counter.notice(for: bill.reference, at: Instant(milliseconds: seconds * 1000))
        await #expect(throws: Problem(.unauthenticated, "problem.webhook.\(key)")) { try await counter.payments.receive(notice) }
    }

    @Test("A payment that now tells another bill is refused, and both bills stay as they were")
    func contradiction() async throws {
        let (sitis, dewis) = (try await counter.bill(), try await counter.billDewi())
        _ = try await counter.payments.receive(counter.notice("P-1", for: sitis.reference, rupiah: 30_000))
        let before = try await (counter.dewisRows(dewis), counter.database.everyRow(of: sitis.id))
        let other = try counter.notice("P-1", for: dewis.reference, rupiah: 30_000)
        await #expect(throws: Problem(.conflict, "problem.payment.contradiction")) { try await counter.payments.receive(other) }
        #expect(try await counter.dewisRows(dewis) == before.0)
        #expect(try await counter.database.everyRow(of: sitis.id) == before.1)
    }

    @Test("A bill that was settled meanwhile is not settled again, and Dewi's is left alone")
    func stale() async throws {
        let (sitis, dewis) = (try await counter.bill(), try await counter.billDewi())
        let beside = try await counter.dewisRows(dewis)
        let first = try sitis.bill.after(.settle, at: counter.clock.now)
        let second = try sitis.bill.after(.settle, at: counter.clock.now.advanced(bySeconds: 60))
        let saved = try await counter.database.write { tx in try [first, second].map { try BillStore().save($0, from: .open, tx) } }
        #expect(saved == [true, false])
        #expect(try await counter.payments.bill(for: counter.request, by: .citizen(id: counter.siti)).paidAt == counter.clock.now)
        #expect(try await counter.dewisRows(dewis) == beside)
    }

    @Test("The first provider of a region takes its bills, and nobody but the payer and the platform sees one")
    func providers() async throws {
        let payments = PaymentService(
            database: counter.database, providers: [counter.provider, SecondBank(inner: counter.provider)], zone: .western)
        let (request, siti, amount) = (counter.request, counter.siti, try counter.money(1))
        _ = try await counter.database.write { tx in
            try payments.openBill(amount, .state, for: request, payer: siti, description: "SKCK", tx)
        }
        #expect(try await payments.bill(for: request, by: .platform(name: "outbox")).provider == "stub-qris")
        for other in [
            Principal.visitor, .citizen(id: counter.dewi), .officer(id: siti, agency: "polri"), .administrator(id: siti),
            .program(id: siti, agency: "polri", scopes: Set(ProgramScope.allCases)), .operatorAtConsole(name: "root"),
        ] {
            await #expect(throws: Problem.notFound(""), "\(other.kind)") { try await payments.bill(for: request, by: other) }
        }
        await #expect(throws: Problem(.forbidden, "problem.forbidden")) {
            try await payments.unmatchedPayments(by: .program(id: siti, agency: "polri", scopes: Set(ProgramScope.allCases)))
        }
    }

    @Test("A round of the desk tells sixteen payments, those of one moment in the order of their references")
    func rounds() async throws {
        let line = Line(counter.payments)
        let desk = StubDesk(database: counter.database, providers: [counter.provider], carrier: line)
        let (payments, siti, amount) = (counter.payments, counter.siti, try counter.money(1))
        line.state.withLock { $0 = .silent }
        var references: [String] = []
        for _ in 0..<17 {
            let request = Identifier(at: counter.clock.now)
            _ = try await counter.database.write { tx in
                try payments.openBill(amount, .state, for: request, payer: siti, description: "SKCK", tx)
            }
            references.append(try #require(try await payments.standing(for: request, by: .citizen(id: siti)).charge).reference)
        }
        for reference in references.shuffled() { try await desk.pay(reference) }
        line.state.withLock { $0 = .open }
        counter.clock.advance(bySeconds: 5)
        #expect(try await desk.deliverDue().delivered == 16)
        #expect(try await desk.charge(try #require(references.max())).isDelivered == false)
        #expect(try await desk.deliverDue().delivered == 1)
        #expect(try await desk.deliverDue() == StubRound())
    }
}

/// A second bank, which signs as the first one does.
private struct SecondBank: PaymentProvider, NoticeReader {
    let name = "bank-lain"
    let inner: StubQRISProvider
    var notices: (any NoticeReader)? { self }

    var opening: ChargeOpening { inner.opening }
    func report(in notice: ProviderNotice) throws -> ProviderReport { try inner.report(in: notice) }
}
