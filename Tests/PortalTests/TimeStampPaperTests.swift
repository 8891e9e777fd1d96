import Documents
import Foundation
import HTTPTypes
import Hummingbird
import Kernel
import Logging
import NIOCore
import Signing
import Synchronization
import Testing

@testable import Portal

/// A time-stamping authority on the loopback: what it answers with is `openssl`'s or made up.
private final class StampHouse: Sendable {
    enum Manner: Sendable { case honest, page, failing, endless, silent }

    private let openssl: OpenSSL
    private let state = Mutex((manner: Manner.honest, queries: 0))

    var manner: Manner {
        get { state.withLock { $0.manner } }
        set { state.withLock { $0.manner = newValue } }
    }
    var queries: Int { state.withLock { $0.queries } }

    init() throws {
        openssl = try OpenSSL()
        let settings = "[tsa]\nserial = serial\ndefault_policy = 1.2.3.4\ndigests = sha256\nsigner_digest = sha256\n"
        try openssl.write(Data(settings.utf8), to: "tsa.cnf")
        try openssl.run([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=Cap Waktu Contoh", "-addext",
            "extendedKeyUsage=critical,timeStamping", "-days", "3650", "-keyout", "key.pem", "-out", "cert.pem",
        ])
    }

    private func answer(to query: Data) async throws -> (status: HTTPResponse.Status, type: String, body: Data) {
        let manner = state.withLock { state in
            state.queries += 1
            return state.manner
        }
        switch manner {
        case .honest:
            let name = UUID().uuidString
            try openssl.write(query, to: "\(name).tsq")
            try openssl.run([
                "ts", "-reply", "-config", "tsa.cnf", "-section", "tsa", "-queryfile", "\(name).tsq", "-signer", "cert.pem", "-inkey",
                "key.pem", "-out", "\(name).tsr",
            ])
            return (.ok, "application/timestamp-reply", try openssl.content(of: "\(name).tsr"))
        case .page: return (.ok, "text/html; charset=utf-8", Data("<!doctype html><title>Masuk</title>".utf8))
        case .failing: return (.serviceUnavailable, "application/timestamp-reply", Data())
        case .endless: return (.ok, "application/timestamp-reply", Data(count: TimeStampsOverHTTP.limitBytes + 1))
        case .silent:
            // Until the house closes.
            let (never, held) = AsyncStream.makeStream(of: Void.self)
            defer { held.finish() }
            for await _ in never {}
            return (.ok, "application/timestamp-reply", Data())
        }
    }

    /// Opens the house for the body, on a port that is free.
    func serving<Value: Sendable>(_ body: @Sendable (_ address: String) async throws -> Value) async throws -> Value {
        let router = Router()
        router.post("stempel") { [self] request, _ -> Response in
            let query = Data((try await request.body.collect(upTo: 65_536)).readableBytesView)
            #expect(request.headers[.contentType] == "application/timestamp-query")
            let (status, type, bytes) = try await answer(to: query)
            return Response(status: status, headers: [.contentType: type], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
        }
        let (ports, opened) = AsyncStream.makeStream(of: Int.self)
        var quiet = Logger(label: "stamps")
        quiet.logLevel = .critical
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in opened.yield(channel.localAddress?.port ?? 0) }, logger: quiet)
        let open = Task { try await application.run() }
        defer {
            open.cancel()
            openssl.leave()
        }
        var iterator = ports.makeAsyncIterator()
        let port = try #require(await iterator.next())
        return try await body("http://127.0.0.1:\(port)/stempel")
    }
}

@Suite("Papers with a time stamp", .timeLimit(.minutes(15)))
struct TimeStampPaperTests {
    /// Siti's request, approved and settled, and the file that came of it.
    private func paper(_ town: Town, _ siti: Citizen, _ agus: Officer) async throws -> (request: String, file: Data) {
        let request = try await siti.submitPaidSKCK()
        try await agus.approve(request)
        try await town.settle()
        return (request, try await siti.visitor.get("\(siti.base)/permohonan/\(request)/surat").body)
    }

    /// id-aa-timeStampToken, as it stands in a signature's hexadecimal.
    private func isStamped(_ file: Data) -> Bool {
        String(decoding: file, as: UTF8.self).lowercased().contains("060b2a864886f70d010910020e")
    }

    @Test("Where an authority is named a paper is stamped by it; when it fails the paper is there all the same, once, and the log says so")
    func counter() async throws {
        let house = try StampHouse()
        try await house.serving { address in
            let book = LogBook()
            let town = try await Town.open(environment: ["MPP_TIME_STAMP_ADDRESS": address], logger: book.logger)
            try await DemonstrationStaff.add(to: town, region: Town.first)
            let (siti, agus) = (try await town.siti(), try await town.agus())
            let check = SignatureCheck(trusting: try town.island(Town.first).certificates)

            let first = try await paper(town, siti, agus)
            #expect(isStamped(first.file) && house.queries == 1)
            guard case .sound = check.finding(on: first.file) else {
                Issue.record("the stamped paper is not sound")
                return
            }
            #expect(!book.text.contains("without a time stamp"))

            house.manner = .failing
            let second = try await paper(town, siti, agus)
            #expect(second.file.starts(with: Data("%PDF".utf8)) && !isStamped(second.file) && house.queries == 2)
            guard case .sound = check.finding(on: second.file) else {
                Issue.record("the paper without a stamp is not sound")
                return
            }
            #expect(book.text.contains("A paper was signed without a time stamp.") && book.text.contains("SKCK/0002/"))
            #expect(try await town.audited(about: second.request).filter { $0 == "request.issued" }.count == 1)
            #expect(try await town.told().filter { $0 == "request_preparing" }.count == 2)

            // For a while nobody waits for it, and then it is asked again.
            house.manner = .honest
            #expect(try await !isStamped(paper(town, siti, agus).file) && house.queries == 2)
            town.clock.advance(bySeconds: TimeStampsOverHTTP.pauseSeconds)
            #expect(try await isStamped(paper(town, siti, agus).file) && house.queries == 3)
            try await town.leave()
        }
    }

    @Test("What is no stamp is not read, and what takes too long is not waited for")
    func manners() async throws {
        let house = try StampHouse()
        try await house.serving { address in
            let clock = HandWallClock(Town.morning)
            for (manner, words) in [
                (StampHouse.Manner.page, "another type"), (.failing, "status 503"), (.endless, "65537"), (.silent, "imeout"),
            ] {
                house.manner = manner
                // Only what never answers is meant to be given up; the others may be slow, because all tests run at once.
                let seconds = manner == .silent ? 1 : 600
                let stamps = TimeStampsOverHTTP(address: address, timeoutSeconds: seconds, clock: clock, logger: LogBook().logger)
                do {
                    _ = try await stamps.answer(to: Data([1]))
                    Issue.record("\(manner) was taken")
                } catch let problem as Problem {
                    #expect(problem.code == .unavailable && problem.detail.contains(words), "\(manner): \(problem.detail)")
                }
            }
        }
    }

    @Test("An address that is none keeps the server from starting", arguments: ["tsa.contoh.id", "ftp://tsa.contoh.id", "http://"])
    func address(_ text: String) {
        #expect(throws: Problem(.invalid, "problem.settings.invalid", arguments: ["name": "MPP_TIME_STAMP_ADDRESS"])) {
            try PortalSettings(dataFolder: Town.resources, resourcesFolder: Town.resources, environment: ["MPP_TIME_STAMP_ADDRESS": text])
        }
    }
}
