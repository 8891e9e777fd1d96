import Foundation
import HTTPTypes
import Kernel
import NIOCore
import ServiceLifecycle
import Testing

@testable import Portal

/// The server over a real socket: what a client does that does not do as browsers do.
@Suite("A server on the loopback", .timeLimit(.minutes(15)))
struct ServerTests {
    /// A server of which one limit is short. The others stay as they are, so that a busy machine meets none of them by mistake.
    private func serve(short limit: WritableKeyPath<ServerLimits, TimeAmount>) async throws -> Loopback {
        var limits = ServerLimits()
        limits[keyPath: limit] = .seconds(1)
        return try await Loopback.serve(limits)
    }

    private func post(_ rest: String, _ body: String = "") -> String {
        "POST /\(Town.first)/masuk HTTP/1.1\r\nHost: mpp\r\nContent-Type: application/x-www-form-urlencoded\r\n\(rest)\r\n\r\n\(body)"
    }

    @Test("Half a head ends by itself")
    func halfHead() async throws {
        let server = try await serve(short: \.head)
        #expect(try await server.exchange("GET /health HTTP/1.1\r\nHost: m").isEmpty)
        try await expectCut(server, "head")
    }

    @Test("Half a body ends with the reason")
    func halfBody() async throws {
        let server = try await serve(short: \.silence)
        let body = try await server.exchange(post("Content-Length: 100", "nik=35"))
        #expect(body.hasPrefix("HTTP/1.1 408 ") && body.lowercased().contains("connection: close"))
        #expect(body.contains(server.town.say("problem.tooSlow")))
        try await expectCut(server, "body")
    }

    @Test("An answer after which nobody asks more ends by itself")
    func rest() async throws {
        let server = try await serve(short: \.idle)
        let rested = try await server.exchange("GET /health HTTP/1.1\r\nHost: mpp\r\n\r\n")
        #expect(rested.hasPrefix("HTTP/1.1 200 "))
        #expect(!server.town.portal.commons.metrics.text(gauges: []).contains("mpp_unexpected_total"))
        try await server.leave()
    }

    private func expectCut(_ server: Loopback, _ reason: String) async throws {
        let counted = server.town.portal.commons.metrics.text(gauges: [])
        #expect(counted.contains("cut_total{reason=\"\(reason)\"} 1\n"), "\(counted)")
        #expect(!counted.contains("mpp_unexpected_total"))
        try await server.leave()
    }

    @Test("Somebody who takes none of many answers is cut, and the server answers others")
    func nobodyReads() async throws {
        let server = try await serve(short: \.stall)
        try await server.connect { wire in
            let many = String(repeating: "GET /aset/gaya.css HTTP/1.1\r\nHost: mpp\r\n\r\n", count: 200)
            // Nothing is read here: the answers fill every buffer between us, until the server gives up.
            do { while true { try await wire.send(many) } } catch is IOError {} catch is ChannelError {}
        }
        #expect(try await server.exchange("GET /health HTTP/1.0\r\n\r\n").contains(#"{"status":"ok"}"#))
        #expect(server.town.portal.commons.metrics.text(gauges: []).contains("cut_total{reason=\"write\"} 1\n"))
        try await server.leave()
    }

    @Test("A client that leaves in the middle of its body is counted apart and is no fault of ours")
    func left() async throws {
        let server = try await Loopback.serve()
        for request in [post("Content-Length: 100", "nik=35"), post("Transfer-Encoding: chunked", "5\r\nnik=3\r\n")] {
            try await server.connect { wire in
                try await wire.send(request)
                wire.writer.finish()
                _ = try await wire.rest()
            }
        }
        let counted = server.town.portal.commons.metrics.text(gauges: [])
        #expect(counted.contains("mpp_departed_total 2\n") && !counted.contains("mpp_unexpected_total"), "\(counted)")
        try await server.leave()
    }

    @Test(
        "What is no HTTP is answered with 400 and the end of the connection",
        arguments: [
            "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n", "Transfer-Encoding: chunked\r\n\r\n3\r\nabcdef\r\n0\r\n\r\n",
            "Host: other\r\nContent-Length: 0\r\n\r\n", "Content-Length: abc\r\n\r\n", "Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
            "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        ])
    func malformed(rest: String) async throws {
        let server = try await Loopback.serve()
        let answer = try await server.exchange("POST /\(Town.first)/masuk HTTP/1.1\r\nHost: mpp\r\n\(rest)")
        #expect(answer.hasPrefix("HTTP/1.1 400 "), "\(answer.prefix(60))")
        #expect(!server.town.portal.commons.metrics.text(gauges: []).contains("mpp_unexpected_total"))
        try await server.leave()
    }

    @Test("A body that is announced is asked for when it is read, and refused before it is sent")
    func announced() async throws {
        let server = try await Loopback.serve()
        try await server.connect { wire in
            try await wire.send(post("Content-Length: 5\r\nExpect: 100-continue"))
            #expect(try await wire.until("HTTP/1.1 100 Continue\r\n\r\n"))
            try await wire.send("nik=1")
            #expect(try await wire.until("HTTP/1.1 403 "), "A form without its token.")
        }
        let refused = try await server.exchange(post("Content-Length: 70000\r\nExpect: 100-continue"))
        #expect(refused.hasPrefix("HTTP/1.1 413 ") && refused.contains("</html>"))
        try await server.leave()
    }

    @Test("The metrics stand on a port of their own, which has nothing else, and no spelling of theirs on the public one")
    func metrics() async throws {
        let town = try await Town.open(isDemonstration: false)
        for path in ["/metrics", "/metrics/", "//metrics", "/METRICS", "/metric%73", "/metrics?x"] {
            #expect(try await town.visitor().send(.get, path).status == 404, "\(path)")
        }
        let (ports, opened) = AsyncStream.makeStream(of: Int.self)
        let serving = Task {
            let application = town.portal.metricsApplication(port: 0, logger: LogBook().logger) { port in opened.yield(port) }
            try await ServiceGroup(configuration: .init(services: [application], logger: LogBook().logger)).run()
        }
        var iterator = ports.makeAsyncIterator()
        let own = Loopback(town: town, port: try #require(await iterator.next()), stop: {}, serving: serving)
        let answer = try await own.connect { wire in
            try await wire.send("GET /metrics HTTP/1.1\r\nHost: mpp\r\n\r\n")
            try await wire.until("mpp_outbox_dead{")
            return wire.read
        }
        #expect(answer.hasPrefix("HTTP/1.1 200 ") && answer.contains("mpp_regions 1\n"))
        for path in ["/", "/health", "/\(Town.first)", "/metrics/"] {
            try await own.connect { wire in
                try await wire.send("GET \(path) HTTP/1.1\r\nHost: mpp\r\n\r\n")
                #expect(try await wire.until("HTTP/1.1 404 "), "\(path)")
            }
        }
        serving.cancel()
        _ = await serving.result
        try await town.leave()
    }

    @Test("HTTP/1.0 is answered and closed")
    func old() async throws {
        let server = try await Loopback.serve()
        #expect(try await server.exchange("GET /health HTTP/1.0\r\n\r\n").contains("\r\n\r\n{\"status\":\"ok\"}"))
        try await server.leave()
    }

    @Test("A stop waits for what was begun")
    func stopWaits() async throws {
        let server = try await Loopback.serve()
        let answer = try await server.connect { wire in
            try await wire.send(post("Content-Length: 5\r\nExpect: 100-continue"))
            try await wire.until("100 Continue\r\n\r\n")
            server.stop()
            try await wire.send("nik=1")
            return try await wire.rest()
        }
        #expect(answer.contains("HTTP/1.1 403 ") && answer.contains("</html>"))
        try await server.ended()
        try FileManager.default.removeItem(at: server.town.data)
    }

    @Test("A stop ends at its limit, and at once when it is asked for again", arguments: [0, 600])
    func stopEnds(seconds: Int) async throws {
        var limits = ServerLimits()
        limits.shutdownSeconds = seconds
        let server = try await Loopback.serve(limits)
        try await server.connect { wire in
            try await wire.send(post("Content-Length: 5\r\nExpect: 100-continue"))
            try await wire.until("100 Continue\r\n\r\n")
            server.stop()
            if seconds > 0 { server.stop() }
            // The other half of the body never comes.
            _ = try await wire.rest()
        }
        try await server.ended()
        #expect(server.town.portal.commons.metrics.text(gauges: []).contains("cut_total{reason=\"shutdown\"} 1\n"))
        try FileManager.default.removeItem(at: server.town.data)
    }
}
