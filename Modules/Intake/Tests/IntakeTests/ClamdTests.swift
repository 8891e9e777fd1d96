import Dispatch
import Foundation
import Synchronization
import Testing

@testable import Intake

#if canImport(Glibc)
import Glibc
#endif

/// Speaks clamd's side of `INSTREAM`, once, in a way of its own.
final class FakeClamd: Sendable {
    enum Way: Sendable {
        /// Reads all, then answers this.
        case answers(String)
        /// Answers this before it has read anything, and closes, as clamd does with a stream that is too long.
        case closesEarly(String)
        /// Reads and says nothing until the scan has gone.
        case isSilent
    }

    let path: String
    private let listener: Int32
    private let read = Mutex(Data())
    private let done = DispatchSemaphore(value: 0)

    /// What was sent as the file, once the connection has ended.
    var file: Data {
        done.wait()
        return read.withLock { $0 }
    }

    init(_ way: Way) throws {
        path = "\(NSTemporaryDirectory())clamd-\(UUID().uuidString.prefix(8)).ctl"
        listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let bound = withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
        try #require(bound == 0 && listen(listener, 1) == 0)
        DispatchQueue.global().async { [self] in
            let connection = accept(listener, nil, nil)
            if case .closesEarly(let answer) = way { say(answer, connection) } else { take(connection) }
            if case .answers(let answer) = way { say(answer, connection) }
            if case .isSilent = way {
                var byte = UInt8(0)
                while recv(connection, &byte, 1, 0) > 0 {}
            }
            close(connection)
            done.signal()
        }
    }

    deinit {
        close(listener)
        unlink(path)
    }

    private func say(_ answer: String, _ connection: Int32) {
        let bytes = Array(answer.utf8)
        _ = send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// Reads the command, then parts with their lengths before them, to the empty one.
    private func take(_ connection: Int32) {
        guard exactly(10, connection) == Data("zINSTREAM\0".utf8) else { return }
        while let length = exactly(4, connection)?.reduce(0, { $0 << 8 | Int($1) }), length > 0, let part = exactly(length, connection) {
            read.withLock { $0 += part }
        }
    }

    private func exactly(_ count: Int, _ connection: Int32) -> Data? {
        var bytes = [UInt8](repeating: 0, count: count)
        var got = 0
        while got < count {
            let more = bytes.withUnsafeMutableBytes { recv(connection, $0.baseAddress! + got, count - got, 0) }
            guard more > 0 else { return nil }
            got += more
        }
        return Data(bytes)
    }
}

@Suite("Looking for malware")
struct ClamdTests {
    @Test("Clamd gets the file to its last byte, and its answer is the verdict", arguments: [0, 1, 65_535, 65_536, 65_537, 1_000_000])
    func whole(_ size: Int) async throws {
        let file = Data((0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        let clean = try FakeClamd(.answers("stream: OK\0"))
        #expect(try await ClamdScan(socket: clean.path).malware(in: file) == nil)
        #expect(clean.file == file)
        let found = try FakeClamd(.answers("stream: Win.Test.EICAR_HDB-1 FOUND\0"))
        #expect(try await ClamdScan(socket: found.path).malware(in: file) == "Win.Test.EICAR_HDB-1")
    }

    @Test(
        "What is no verdict lets nothing through",
        arguments: [
            FakeClamd.Way.answers("INSTREAM size limit exceeded. ERROR\0"), .answers("stream: OK"), .answers(""), .answers("\0"),
            .answers("stream: Can't allocate memory ERROR\0"), .answers("OK\0"), .answers("stream: OK and more\0"),
            .answers("stream: \u{FF}\0"), .closesEarly("INSTREAM size limit exceeded. ERROR\0"), .closesEarly(""),
            .answers(String(repeating: "x", count: 100_000)),
        ])
    func unclear(_ way: FakeClamd.Way) async throws {
        let clamd = try FakeClamd(way)
        await #expect(throws: FileFault.unreadable) { try await ClamdScan(socket: clamd.path).malware(in: Data(count: 3_000_000)) }
    }

    @Test("A scanner that says nothing is not waited for beyond its time")
    func silent() async throws {
        let clamd = try FakeClamd(.isSilent)
        await #expect(throws: FileFault.unreadable) {
            try await ClamdScan(socket: clamd.path, milliseconds: 200).malware(in: Data("x".utf8))
        }
    }

    @Test("Where nobody listens, nobody has looked", arguments: ["", "/nowhere/clamd.ctl", String(repeating: "/x", count: 100)])
    func nobody(_ socket: String) async throws {
        await #expect(throws: FileFault.unreadable) { try await ClamdScan(socket: socket).malware(in: Data("x".utf8)) }
    }

    @Test("Without a scanner the common test file is found wherever it stands, and nothing else")
    func testFile() async throws {
        let scan = TestFileScan()
        #expect(TestFileScan.testFile.count == 68, "as its makers publish it")
        #expect(try await scan.malware(in: Data("%PDF-1.7\n".utf8) + TestFileScan.testFile + Data("\n".utf8)) != nil)
        #expect(try await scan.malware(in: TestFileScan.testFile.dropLast()) == nil)
        #expect(try await scan.malware(in: Data()) == nil)
    }
}
