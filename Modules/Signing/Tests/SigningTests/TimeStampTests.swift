import Crypto
import Foundation
import Kernel
import Testing

@testable import Signing

#if canImport(Glibc)
import Glibc
#endif

/// A time-stamping authority of a test's own: `openssl ts` with a key that was made for it.
struct StampOffice: TimeStamper {
    let folder: URL
    /// What comes between the query and the authority, and between the authority and its answer.
    var query: @Sendable (Data) -> Data = { $0 }
    var reply: @Sendable (Data) throws -> Data = { $0 }
    /// How many come along with a stamp beside the authority's own.
    var certificates = 0

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("stamps-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try """
        [tsa]
        serial = \(folder.path)/serial
        default_policy = 1.2.3.4
        digests = sha256
        signer_digest = sha256
        ess_cert_id_alg = sha256
        accuracy = secs:1
        """.write(to: folder.appendingPathComponent("tsa.cnf"), atomically: true, encoding: .utf8)
        #expect(
            try openssl(
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=Cap Waktu Contoh",
                "-addext",
                "extendedKeyUsage=critical,timeStamping", "-addext", "keyUsage=critical,digitalSignature", "-days", "3650", "-keyout",
                "key.pem", "-out", "cert.pem") == 0)
    }

    /// - Returns: its exit code.
    @discardableResult
    func openssl(_ arguments: String...) throws -> Int32 {
        // Foundation's `Process` reads behind the end of its own memory now and then when several start at once, which ends all tests.
        let words = (["openssl"] + arguments).map { "'" + $0.replacing("'", with: #"'\''"#) + "'" }
        let ending = system("cd '\(folder.path)' && exec \(words.joined(separator: " ")) >/dev/null 2>&1")
        return ending >> 8 & 0xFF
    }

    func answer(to query: Data) async throws -> Data {
        let name = UUID().uuidString
        try self.query(query).write(to: folder.appendingPathComponent("\(name).tsq"))
        let own = try Data(contentsOf: folder.appendingPathComponent("cert.pem"))
        try Data((0...certificates).flatMap { _ in own }).write(to: folder.appendingPathComponent("chain.pem"))
        try openssl(
            "ts", "-reply", "-chain", "chain.pem", "-config", "tsa.cnf", "-section", "tsa", "-queryfile", "\(name).tsq", "-signer",
            "cert.pem", "-inkey", "key.pem",
            "-out", "\(name).tsr")
        return try reply(Data(contentsOf: folder.appendingPathComponent("\(name).tsr")))
    }
}

@Suite("Time stamps on signatures")
struct TimeStampTests {
    private func signed(_ office: StampOffice) async throws -> StampedPDF {
        try await PaperSignatureTests.contoh()
            .sign(PaperSignatureTests.pdf, PaperSignatureTests.field, at: PaperSignatureTests.morning, stampedBy: office)
    }

    /// The signature that stands in a file.
    private func signature(of pdf: Data) throws -> DetachedSignature {
        let text = String(decoding: pdf, as: UTF8.self)
        let hexadecimal = try #require(text.firstMatch(of: /\/Contents <([0-9A-Fa-f]+)>/)?.1)
        let digits = hexadecimal.compactMap { $0.hexDigitValue.map(UInt8.init) }
        return try #require(DetachedSignature(stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }))
    }

    @Test("A signature that an authority stamped is sound as ever, and its token is one that openssl takes for this signature")
    func stamped() async throws {
        let office = try StampOffice()
        defer { try? FileManager.default.removeItem(at: office.folder) }
        let stamped = try await signed(office)
        #expect(stamped.fault == nil)
        let check = SignatureCheck(trusting: try PaperSignatureTests.contoh().certificates)
        #expect(check.finding(on: stamped.data) == .stranger(signer: "Kabupaten Contoh"), "each test certificate is made anew")
        #expect(try signature(of: stamped.data).isStamped && signature(of: stamped.data).isSound)

        let draft = try DetachedSignature.drafted(by: PaperSignatureTests.contoh(), over: Array(repeating: 7, count: 32))
        let answer = try await office.answer(to: TimeStamp.query(for: draft.signature, nonce: 42))
        let token = try TimeStamp.token(in: answer, for: draft.signature, nonce: 42)
        try Data(token).write(to: office.folder.appendingPathComponent("token.der"))
        func verified(_ signature: [UInt8]) throws -> Bool {
            let digest = SHA256.hash(data: signature).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
            return try office.openssl("ts", "-verify", "-digest", digest, "-in", "token.der", "-token_in", "-CAfile", "cert.pem") == 0
        }
        #expect(try verified(draft.signature))
        #expect(try !verified(draft.signature + [0]))
        let made = try #require(DetachedSignature(draft.encoded(stamp: token)))
        #expect(made.isSound && made.isStamped)
    }

    @Test("A stamp of another signature beside this one makes it unsound")
    func foreignStamp() async throws {
        let office = try StampOffice()
        defer { try? FileManager.default.removeItem(at: office.folder) }
        let contoh = try PaperSignatureTests.contoh()
        let drafts = try [UInt8(7), 8].map { try DetachedSignature.drafted(by: contoh, over: Array(repeating: $0, count: 32)) }
        let answer = try await office.answer(to: TimeStamp.query(for: drafts[0].signature, nonce: 42))
        let token = try TimeStamp.token(in: answer, for: drafts[0].signature, nonce: 42)
        let swapped = try #require(DetachedSignature(drafts[1].encoded(stamp: token)))
        #expect(!swapped.isSound && !swapped.isStamped)
        let plain = try #require(DetachedSignature(drafts[1].encoded(stamp: nil)))
        #expect(plain.isSound && !plain.isStamped)
    }

    /// What an authority may answer that is no stamp for this query, and a word of what is said of it.
    enum Lie: CaseIterable {
        case nonce, imprint, rejection, page, nothing, torn, rubbish, long, silent

        var words: String {
            switch self {
            case .nonce: "another query"
            case .imprint: "another signature"
            case .rejection: "status 2"
            case .page, .nothing, .torn, .rubbish: "none of RFC 3161"
            case .long: "bytes"
            case .silent: "no answer"
            }
        }

        func tell(_ office: inout StampOffice) {
            switch self {
            // A query ends with its nonce and with three bytes that ask for a certificate.
            case .nonce: office.query = { Self.changed($0, $0.count - 4) }
            // Version and algorithm come before the hash, of which this is one byte.
            case .imprint: office.query = { Self.changed($0, 30) }
            // The hash is SHA-256's no more, and no other is taken.
            case .rejection: office.query = { Self.changed($0, 17) }
            case .page: office.reply = { _ in Data("<!doctype html><title>503</title>".utf8) }
            case .nothing: office.reply = { _ in Data() }
            case .torn: office.reply = { $0.dropLast(1) }
            case .rubbish: office.reply = { _ in Data([0x30, 0x80, 0x02, 0x01]) }
            // More of them than anybody has, and more than there is room for.
            case .long: office.certificates = 40
            case .silent: office.reply = { _ in throw Problem(.unavailable, "problem.unexpected", detail: "no answer") }
            }
        }

        private static func changed(_ data: Data, _ place: Int) -> Data {
            var bytes = [UInt8](data)
            bytes[place] ^= 0x01
            return Data(bytes)
        }
    }

    @Test(
        "An authority that answers something else, or nothing, does not keep a paper back, and what was wrong is told",
        arguments: Lie.allCases)
    func lies(_ lie: Lie) async throws {
        var office = try StampOffice()
        defer { try? FileManager.default.removeItem(at: office.folder) }
        lie.tell(&office)
        let made = try await signed(office)
        let fault = try #require(made.fault, "\(lie) was believed")
        #expect(fault.detail.contains(lie.words), "\(lie): \(fault.detail)")
        let plain = try signature(of: made.data)
        #expect(plain.isSound && !plain.isStamped)
        #expect(made.data.starts(with: PaperSignatureTests.pdf))
    }
}
