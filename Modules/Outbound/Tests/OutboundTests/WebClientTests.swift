import Foundation
import Kernel
import Synchronization
import Testing

@testable import Outbound

@Suite("HTTP calls") struct WebClientTests {
    /// Keeps the head and the body of each request and answers all of them alike.
    final class WebServer: Sendable {
        private final class Box: Sendable { let requests = Mutex<[(head: String, body: [UInt8])]>([]) }
        private let box: Box
        private let server: LoopbackServer
        var address: String { "http://127.0.0.1:\(server.port)" }
        var requests: [(head: String, body: [UInt8])] { box.requests.withLock { $0 } }

        init(_ answer: [UInt8]) throws {
            let box = Box()
            self.box = box
            server = try LoopbackServer { caller in
                guard let bytes = caller.hear(until: "\r\n\r\n") else { return }
                let head = String(decoding: bytes, as: UTF8.self)
                let length =
                    head.components(separatedBy: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
                    .flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) } ?? 0
                let body = caller.hear(count: length)
                box.requests.withLock { $0.append((head, body)) }
                caller.say(answer)
            }
        }

        convenience init(_ head: String, _ body: String = "") throws {
            try self.init(Array((head.replacing("\n", with: "\r\n") + "\r\n\r\n" + body).utf8))
        }
    }

    func problem(_ request: OutgoingRequest) async -> Problem? {
        do {
            _ = try await WebClient().send(request)
            return nil
        } catch { return error as? Problem }
    }

    @Test(
        "Only http and https are called, without tricks in the address",
        arguments: [
            "file:///etc/passwd", "ftp://127.0.0.1/", "127.0.0.1", "", "http://", "http://mpp:rahasia@127.0.0.1/",
            "http://127.0.0.1/a b", "http://127.0.0.1/\r\nX: y", "https:/127.0.0.1/", "gopher://127.0.0.1",
        ])
    func addresses(url: String) async throws {
        #expect(await problem(OutgoingRequest(.get, url)) == Problem(.invalid, "problem.outbound.request"))
    }

    @Test(
        "Where only the internet is to be called, this machine is not, by whatever name or notation",
        arguments: [
            "127.0.0.1", "localhost", "0.0.0.0", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
        ])
    func publicOnly(host: String) async throws {
        let server = try WebServer("HTTP/1.1 200 OK\nContent-Length: 0")
        var request = OutgoingRequest(.post, server.address.replacing("127.0.0.1", with: host), body: Data("x".utf8))
        request.callsPublicOnly = true
        #expect(await problem(request) == Problem(.unavailable, "problem.outbound.notPublic"))
        #expect(server.requests.isEmpty)
        request.callsPublicOnly = false
        _ = try await WebClient().send(request)
        #expect(server.requests.count == 1)
    }

    @Test(
        "No private address is called, and nothing is waited for", .timeLimit(.minutes(15)),
        arguments: ["10.0.0.7", "169.254.169.254", "100.64.0.1", "[::1]", "[fc00::1]", "[fe80::1]", "[64:ff9b::a00:7]", "224.0.0.1"])
    func refused(host: String) async throws {
        var request = OutgoingRequest(.post, "https://\(host)/", body: Data("x".utf8), timeoutSeconds: 3600)
        request.callsPublicOnly = true
        #expect(await problem(request) == Problem(.unavailable, "problem.outbound.notPublic"))
    }

    @Test(
        "An address belongs to the internet at large, or to a network of its own",
        arguments: [
            ("9.255.255.255", true), ("10.0.0.0", false), ("10.255.255.255", false), ("11.0.0.0", true), ("100.63.255.255", true),
            ("100.64.0.0", false), ("100.127.255.255", false), ("100.128.0.0", true), ("126.255.255.255", true), ("127.0.0.1", false),
            ("128.0.0.0", true), ("169.253.255.255", true), ("169.254.169.254", false), ("169.255.0.0", true), ("172.15.255.255", true),
            ("172.16.0.0", false), ("172.31.255.255", false), ("172.32.0.0", true), ("192.167.255.255", true), ("192.168.0.0", false),
            ("192.168.255.255", false), ("192.169.0.0", true), ("198.17.255.255", true), ("198.18.0.0", false), ("198.19.255.255", false),
            ("198.20.0.0", true), ("223.255.255.255", true), ("224.0.0.0", false), ("255.255.255.255", false), ("0.0.0.0", false),
            ("1.0.0.0", true), ("::", false), ("::1", false), ("::ffff:8.8.8.8", false), ("::ffff:10.0.0.1", false),
            ("64:ff9b::a00:1", false), ("64:ff9b:1::1", false),
            ("fc00::1", false), ("fd12::1", false), ("fe80::1", false), ("ff02::1", false), ("2001::1", false), ("2001:db8::1", false),
            ("2002:a00:1::", false), ("2400:cb00::1", true), ("2001:4860:4860::8888", true), ("3fff:fff:ffff::1", false),
            ("3fff:1000::1", true), ("2001:1ff:ffff::1", false), ("2001:200::1", true),
            ("1fff::1", false), ("2000::1", true), ("192.0.0.255", false), ("192.0.1.0", true), ("203.0.113.9", false), ("4000::1", false),
            ("", false), ("localhost", false), ("10.1", false),
        ])
    func publicAddresses(address: String, isPublic: Bool) {
        #expect(WebClient.isPublic(address) == isPublic)
    }

    @Test(
        "A header that would smuggle another is not sent",
        arguments: [
            ("X-Note", "a\r\nX-Other: b"), ("X-Note\r\nX-Other", "b"), ("", "b"), ("X Note", "b"), ("X-Note", "a\u{0}b"),
        ])
    func headers(name: String, value: String) async throws {
        let server = try WebServer("HTTP/1.1 200 OK\nContent-Length: 0")
        #expect(
            await problem(OutgoingRequest(.get, server.address, headers: [name: value])) == Problem(.invalid, "problem.outbound.request"))
        #expect(server.requests.isEmpty)
    }

    @Test("Nobody there, no TLS there, a rubbish answer and an answer cut short are all unreachable")
    func unreachable() async throws {
        let expected = Problem(.unavailable, "problem.outbound.unreachable")
        let rubbish = try WebServer(Array("\u{1}\u{2}rubbish\r\n\r\n".utf8))
        #expect(await problem(OutgoingRequest(.get, rubbish.address)) == expected)
        let cut = try WebServer("HTTP/1.1 200 OK\nContent-Length: 100", "too short")
        #expect(await problem(OutgoingRequest(.get, cut.address)) == expected)
        #expect(await problem(OutgoingRequest(.get, cut.address.replacing("http:", with: "https:"), timeoutSeconds: 1)) == expected)
        let gone: String
        do { gone = try WebServer("HTTP/1.1 200 OK").address }
        #expect(await problem(OutgoingRequest(.get, gone, timeoutSeconds: 5)) == expected)
    }

    @Test("A server that never answers costs the time limit and no more")
    func silence() async throws {
        let server = try LoopbackServer { caller in _ = caller.hear(until: "never") }
        let request = OutgoingRequest(.get, "http://127.0.0.1:\(server.port)/", timeoutSeconds: 1)
        #expect(await problem(request) == Problem(.unavailable, "problem.outbound.unreachable"))
    }

    @Test("A cancelled call ends long before its time limit", .timeLimit(.minutes(15)))
    func cancelled() async throws {
        let server = try LoopbackServer { caller in _ = caller.hear(until: "never") }
        let request = OutgoingRequest(.get, "http://127.0.0.1:\(server.port)/", timeoutSeconds: 3600)
        let call = Task { await problem(request) }
        call.cancel()
        #expect(await call.value?.detail == "cancelled")
    }

    @Test("An endless answer is dropped at one megabyte")
    func tooLarge() async throws {
        let server = try WebServer("HTTP/1.1 200 OK", String(repeating: "x", count: 1_000_001))
        #expect(await problem(OutgoingRequest(.get, server.address)) == Problem(.unavailable, "problem.outbound.answerTooLarge"))
        let fits = try WebServer("HTTP/1.1 200 OK", String(repeating: "x", count: 1_000_000))
        #expect(try await WebClient().send(OutgoingRequest(.get, fits.address)).body.count == 1_000_000)
    }

    @Test("A request may allow less than that", arguments: [(16, true), (17, false)])
    func answerLimit(bytes: Int, fits: Bool) async throws {
        let server = try WebServer("HTTP/1.1 200 OK", String(repeating: "x", count: bytes))
        var request = OutgoingRequest(.get, server.address)
        request.answerLimitBytes = 16
        #expect(await problem(request) == (fits ? nil : Problem(.unavailable, "problem.outbound.answerTooLarge")))
    }

    @Test("An answer with endless headers is no answer")
    func headerLimit() async throws {
        let line = "X-Long: " + String(repeating: "x", count: 60_000)
        let server = try WebServer("HTTP/1.1 200 OK\n" + Array(repeating: line, count: 6).joined(separator: "\n"))
        #expect(await problem(OutgoingRequest(.get, server.address)) == Problem(.unavailable, "problem.outbound.unreachable"))
    }

    @Test("Partners are answered while every thread for strangers waits", .timeLimit(.minutes(15)))
    func strangers() async throws {
        let slow = try LoopbackServer { caller in _ = caller.hear(until: "never") }
        let address = "http://127.0.0.1:\(slow.port)/"
        let calls = Task {
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<40 {
                    group.addTask { _ = try? await WebClient(.strangers).send(OutgoingRequest(.post, address, timeoutSeconds: 3600)) }
                }
            }
        }
        let server = try WebServer("HTTP/1.1 200 OK\nContent-Length: 0")
        for _ in 0..<20 { #expect(try await WebClient().send(OutgoingRequest(.get, server.address)).status == 200) }
        calls.cancel()
        await calls.value
    }

    @Test("A redirect is an answer and is not followed; a status 500 is an answer too")
    func statuses() async throws {
        let elsewhere = try WebServer("HTTP/1.1 200 OK\nContent-Length: 0")
        let server = try WebServer("HTTP/1.1 302 Found\nLocation: \(elsewhere.address)\nContent-Length: 0")
        let moved = try await WebClient().send(OutgoingRequest(.get, server.address))
        #expect(moved.status == 302 && !moved.isSuccess)
        #expect(moved.headers["location"] == elsewhere.address)
        #expect(elsewhere.requests.isEmpty)
        let broken = try WebServer("HTTP/1.1 500 Oh\nX-Twice: a\nx-twice: b\nContent-Length: 0")
        let answer = try await WebClient().send(OutgoingRequest(.post, broken.address))
        #expect(answer.status == 500)
        #expect(answer.headers["x-twice"] == "a, b")
    }

    @Test(
        "A signed notice arrives byte by byte, with its headers and nothing that curl would add",
        arguments: [
            OutgoingRequest.Method.post, .put, .patch, .delete,
        ])
    func bodies(method: OutgoingRequest.Method) async throws {
        let server = try WebServer("HTTP/1.1 200 OK\nContent-Length: 2", "ok")
        let body = Data((0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        let response = try await WebClient().send(
            OutgoingRequest(method, server.address + "/notices?a=b", headers: ["X-Stub-Signature": "t=1,v1=ab", "X-Empty": ""], body: body))
        #expect(response.status == 200 && response.body == Data("ok".utf8))
        let request = try #require(server.requests.first)
        #expect(request.head.hasPrefix("\(method.rawValue) /notices?a=b HTTP/1.1\r\n"))
        #expect(request.head.contains("\r\nX-Stub-Signature: t=1,v1=ab\r\n"))
        #expect(request.head.contains("\r\nX-Empty:"))
        #expect(!request.head.contains("Content-Type") && !request.head.contains("Expect"))
        #expect(request.body == Array(body))
    }

    @Test("GET brings a body and HEAD none")
    func reading() async throws {
        let server = try WebServer("HTTP/1.1 200 OK\nContent-Type: text/plain\nContent-Length: 4", "halo")
        let got = try await WebClient().send(OutgoingRequest(.get, server.address))
        #expect(got.body == Data("halo".utf8) && got.headers["content-type"] == "text/plain")
        let head = try await WebClient().send(OutgoingRequest(.head, server.address))
        #expect(head.status == 200 && head.body.isEmpty)
        #expect(server.requests.map { $0.head.prefix(4) } == ["GET ", "HEAD"])
    }
}
