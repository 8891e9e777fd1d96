import Foundation
import Kernel
import Logging
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import Portal

/// One connection, by a clock that is moved by hand.
@Suite("Connections and their limits")
struct ConnectionTests {
    /// A connection without a socket, and what is counted of it.
    final class Line {
        let channel = EmbeddedChannel()
        let metrics: Metrics
        let ears: Ears
        let limits: ServerLimits

        /// - Parameter asBytes: whether answers leave as bytes, of which the channel knows how many nobody has taken.
        init(
            _ book: ConnectionBook? = nil, metrics: Metrics = Metrics(), limits: ServerLimits = ServerLimits(), asBytes: Bool = false
        ) throws {
            self.metrics = metrics
            self.limits = limits
            let book = book ?? ConnectionTests.book(metrics)
            ears = Ears()
            if asBytes { try channel.pipeline.syncOperations.addHandler(Bytes()) }
            try channel.pipeline.syncOperations.addHandlers(ConnectionKeeper(limits, book), ears)
            try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        }

        func hear(_ method: HTTPMethod = .GET, version: HTTPVersion = .http1_1, _ headers: HTTPHeaders = ["host": "mpp"]) throws {
            try channel.writeInbound(
                HTTPServerRequestPart.head(HTTPRequestHead(version: version, method: method, uri: "/", headers: headers)))
        }

        func hear(_ body: String) throws { try channel.writeInbound(HTTPServerRequestPart.body(ByteBuffer(string: body))) }
        func hearEnd() throws { try channel.writeInbound(HTTPServerRequestPart.end(nil)) }
        func ask(version: HTTPVersion = .http1_1, _ headers: HTTPHeaders = ["host": "mpp"]) throws {
            try hear(version: version, headers)
            try hearEnd()
        }

        func say(_ headers: HTTPHeaders = [:]) throws {
            try channel.writeOutbound(HTTPServerResponsePart.head(HTTPResponseHead(version: .http1_1, status: .ok, headers: headers)))
            try channel.writeOutbound(HTTPServerResponsePart.end(nil))
        }

        /// Writes without seeing to it that anybody takes it.
        func write(_ part: HTTPServerResponsePart) { channel.write(part, promise: nil) }
        func writeHead() { write(.head(HTTPResponseHead(version: .http1_1, status: .ok))) }

        /// The heads that went out since the last look.
        func said() throws -> [HTTPResponseHead] {
            var heads: [HTTPResponseHead] = []
            while let part = try channel.readOutbound(as: HTTPServerResponsePart.self) {
                if case .head(let head) = part { heads.append(head) }
            }
            return heads
        }

        func pass(_ time: TimeAmount) { channel.embeddedEventLoop.advanceTime(by: time) }
        var isOpen: Bool { channel.isActive }
        func cuts(_ reason: String) -> Bool { metrics.text(gauges: []).contains("mpp_connections_cut_total{reason=\"\(reason)\"} 1\n") }
    }

    /// Turns each part of an answer into bytes.
    final class Bytes: ChannelOutboundHandler {
        typealias OutboundIn = HTTPServerResponsePart
        typealias OutboundOut = ByteBuffer

        func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
            context.write(wrapOutboundOut(ByteBuffer(string: "\(unwrapOutboundIn(data))")), promise: promise)
        }
    }

    /// Hears what goes on past the keeper.
    final class Ears: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        private(set) var heads = 0
        private(set) var errors: [any Error] = []
        /// Whether somebody reads on when more has come.
        var isEager = true

        func channelRead(context: ChannelHandlerContext, data: NIOAny) { if case .head = unwrapInboundIn(data) { heads += 1 } }
        func channelReadComplete(context: ChannelHandlerContext) { if isEager { context.read() } }
        func errorCaught(context: ChannelHandlerContext, error: any Error) { errors.append(error) }
    }

    static func book(_ metrics: Metrics = Metrics(), limit: Int = 10, log: LogBook = LogBook()) -> ConnectionBook {
        ConnectionBook(limit: limit, metrics: metrics, logger: log.logger, clock: HandWallClock(Town.morning))
    }

    private static let moment = TimeAmount.nanoseconds(1)

    @Test("Whoever asks nothing is left at the limit and not before")
    func silentFromTheStart() throws {
        let line = try Line()
        line.pass(line.limits.head - Self.moment)
        #expect(line.isOpen)
        line.pass(Self.moment)
        #expect(!line.isOpen && line.cuts("head"))
    }

    @Test("A connection that was used may rest for as long as the limit says")
    func restAfterAnAnswer() throws {
        let line = try Line()
        try line.ask()
        try line.say()
        line.pass(line.limits.idle - Self.moment)
        #expect(line.isOpen)
        try line.ask()
        line.pass(line.limits.idle + line.limits.head)
        #expect(line.isOpen, "Nobody is cut while we think about an answer.")
        try line.say()
        line.pass(line.limits.idle)
        #expect(!line.isOpen && !line.cuts("head"), "Rest is no fault.")
    }

    @Test("A body that stops coming is told to whoever reads it, and then the connection ends")
    func silentBody() throws {
        let line = try Line()
        try line.hear(.POST)
        line.channel.read()
        try line.hear("a=")
        line.pass(line.limits.silence - Self.moment)
        #expect(line.ears.errors.isEmpty)
        try line.hear("b")
        line.pass(line.limits.silence - Self.moment)
        #expect(line.ears.errors.isEmpty, "Each piece begins the time anew.")
        line.pass(Self.moment)
        #expect(line.ears.errors.first as? Departure == .tooSlow && line.cuts("body"))
        line.pass(line.limits.linger * 10)
        #expect(line.isOpen, "However long we take to say it, it is said.")
        try line.say()
        #expect(try line.said().first?.headers.first(name: "connection") == "close", "It may still be answered.")
        line.pass(line.limits.linger)
        #expect(!line.isOpen)
    }

    @Test("A body that drips is cut at the limit for all of it")
    func drippingBody() throws {
        let line = try Line()
        try line.hear(.POST)
        line.channel.read()
        let step = line.limits.silence - .seconds(1)
        var passed = TimeAmount.nanoseconds(0)
        while passed + step < line.limits.body {
            line.pass(step)
            passed = passed + step
            try line.hear("a")
            #expect(line.ears.errors.isEmpty)
        }
        line.pass(line.limits.body - passed - Self.moment)
        #expect(line.ears.errors.isEmpty)
        line.pass(Self.moment)
        #expect(line.ears.errors.first as? Departure == .tooSlow)
        try line.say()
        line.pass(line.limits.linger)
        #expect(!line.isOpen)
    }

    @Test("A body that stops coming after its answer ends the connection by itself")
    func silentAfterTheAnswer() throws {
        let line = try Line()
        try line.hear(.POST)
        line.channel.read()
        try line.say()
        line.pass(line.limits.silence + line.limits.linger - Self.moment)
        #expect(line.isOpen && line.cuts("body"))
        line.pass(Self.moment)
        #expect(!line.isOpen)
    }

    @Test("It is not the sender's fault when nobody reads on")
    func unreadBody() throws {
        let line = try Line()
        line.ears.isEager = false
        try line.hear(.POST)
        try line.hear("a")
        line.pass(line.limits.silence * 3)
        #expect(line.isOpen && line.ears.errors.isEmpty)
    }

    @Test("Two hosts, or none in HTTP/1.1, are refused and read by nobody")
    func hosts() throws {
        let two: HTTPHeaders = ["host": "mpp", "Host": "mpp"]
        for (version, headers) in [(HTTPVersion.http1_1, two), (.http1_0, two), (.http1_1, [:])] {
            let line = try Line()
            try line.ask(version: version, headers)
            let said = try line.said()
            #expect(said.map(\.status) == [.badRequest] && said.first?.headers.first(name: "connection") == "close")
            #expect(line.ears.heads == 0)
            line.pass(line.limits.linger)
            #expect(!line.isOpen)
        }
        let old = try Line()
        try old.ask(version: .http1_0, [:])
        #expect(old.ears.heads == 1, "HTTP/1.0 knows no host.")
    }

    @Test(
        "HTTP/1.0 ends with its answer unless it asks otherwise, and HTTP/1.1 only when it asks for it",
        arguments: [
            (HTTPVersion.http1_0, nil, false), (.http1_0, "Keep-Alive", true), (.http1_0, "close", false), (.http1_1, nil, true),
            (.http1_1, "close", false), (.http1_1, "Close", false), (.http1_1, "TE, close", false), (.http1_1, "keep-alive", true),
        ] as [(HTTPVersion, String?, Bool)])
    func endAfterTheAnswer(version: HTTPVersion, connection: String?, stays: Bool) throws {
        let line = try Line()
        var headers: HTTPHeaders = ["host": "mpp"]
        if let connection { headers.add(name: "connection", value: connection) }
        try line.ask(version: version, headers)
        try line.ask(version: version, headers)
        #expect(line.ears.heads == (stays ? 2 : 1), "What follows the last request is not read.")
        try line.say(["content-length": "0"])
        let said = try line.said().first?.headers.first(name: "connection")
        #expect(said == (stays ? (version == .http1_0 ? "keep-alive" : nil) : "close"))
        line.pass(line.limits.linger)
        #expect(line.isOpen == stays)
    }

    @Test("Whoever asks first is told to go on when the body is read, once, and not by an answer")
    func goOn() throws {
        let asking: HTTPHeaders = ["host": "mpp", "expect": "100-Continue"]
        let line = try Line()
        try line.hear(.POST, asking)
        #expect(try line.said().isEmpty)
        for _ in 0..<2 { line.channel.pipeline.triggerUserOutboundEvent(ConnectionKeeper.ReadsBody(), promise: nil) }
        #expect(try line.said().map(\.status) == [.continue])
        try line.hearEnd()
        try line.say()
        #expect(try line.said().first?.headers.first(name: "connection") == nil)

        let refused = try Line()
        try refused.hear(.POST, asking)
        try refused.say()
        #expect(try refused.said().first?.headers.first(name: "connection") == "close", "Its body may come or not: nobody waits for it.")

        for (version, headers) in [(HTTPVersion.http1_0, asking), (.http1_1, ["host": "mpp"])] {
            let other = try Line()
            try other.hear(.POST, version: version, headers)
            other.channel.pipeline.triggerUserOutboundEvent(ConnectionKeeper.ReadsBody(), promise: nil)
            #expect(try other.said().isEmpty)
        }
    }

    @Test("When all places are taken, the one that has waited longest makes room, and a request that is under way does not")
    func room() throws {
        let (metrics, log) = (Metrics(), LogBook())
        let book = Self.book(metrics, limit: 2, log: log)
        let working = try Line(book, metrics: metrics)
        try working.ask()
        let waiting = try Line(book, metrics: metrics)
        let third = try Line(book, metrics: metrics)
        #expect(working.isOpen && !waiting.isOpen && third.isOpen && book.count == 2)
        try third.ask()
        let fourth = try Line(book, metrics: metrics)
        #expect(try fourth.said().map(\.status) == [.serviceUnavailable])
        fourth.pass(fourth.limits.linger)
        #expect(!fourth.isOpen && working.isOpen && third.isOpen && book.count == 2)
        #expect(metrics.text(gauges: []).contains("mpp_connections_cut_total{reason=\"full\"} 2\n"))
        #expect(log.text.components(separatedBy: "all connections are taken").count == 2, "One line tells of both: \(log.text)")
    }

    @Test("Whoever has asked twice and takes no more of the second answer is cut as after one")
    func nobodyTakesTheSecond() throws {
        let line = try Line(asBytes: true)
        for _ in 0..<2 { try line.ask() }
        // The second answer has begun before the end of the first is taken.
        line.writeHead()
        line.write(.end(nil))
        line.writeHead()
        line.channel.flush()
        line.write(.body(.byteBuffer(ByteBuffer(string: "a"))))
        line.pass(line.limits.stall * 2 - Self.moment)
        #expect(line.isOpen, "Once it is looked how much is there, and once whether something was taken.")
        line.pass(Self.moment)
        #expect(!line.isOpen && line.cuts("write"))
    }

    @Test("Of two answers each says what its own request asked for, and the last is taken whole before the connection ends")
    func eachAnswerIsItsOwn() throws {
        let line = try Line()
        try line.ask()
        try line.ask(["host": "mpp", "connection": "close"])
        line.writeHead()
        line.write(.end(nil))
        line.writeHead()
        line.channel.flush()
        #expect(try line.said().map { $0.headers.first(name: "connection") } == [nil, "close"])
        line.pass(line.limits.linger * 2)
        #expect(line.isOpen)
        try line.channel.writeOutbound(HTTPServerResponsePart.end(nil))
        line.pass(line.limits.linger)
        #expect(!line.isOpen)
    }

    @Test("Whoever asks first is told to go on while an earlier answer still waits to be taken")
    func goOnBehindAnAnswer() throws {
        let line = try Line()
        try line.ask()
        try line.hear(.POST, ["host": "mpp", "expect": "100-continue"])
        line.writeHead()
        line.write(.end(nil))
        for _ in 0..<2 { line.channel.pipeline.triggerUserOutboundEvent(ConnectionKeeper.ReadsBody(), promise: nil) }
        #expect(try line.said().map(\.status) == [.ok, .continue])
    }

    @Test("Whoever closes lets what is written whole be taken, and waits for nothing that is not")
    func closedBehindAnAnswer() throws {
        let line = try Line()
        for _ in 0..<2 { try line.ask() }
        line.writeHead()
        line.write(.end(nil))
        line.writeHead()
        line.channel.close(promise: nil)
        #expect(line.isOpen)
        line.channel.flush()
        line.pass(line.limits.linger)
        #expect(!line.isOpen)
    }

    @Test("A stop lets an answer be taken and then ends the connection")
    func stop() throws {
        let line = try Line()
        try line.ask()
        line.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        #expect(line.isOpen)
        try line.say()
        #expect(try line.said().first?.headers.first(name: "connection") == "close")
        line.pass(line.limits.linger)
        #expect(!line.isOpen)
    }

    @Test("A cut ends whatever is under way")
    func cut() throws {
        let book = Self.book()
        let lines = [try Line(book), try Line(book)]
        try lines[0].hear(.POST)
        #expect(book.cutAll() == 2)
        #expect(lines.allSatisfy { !$0.isOpen } && book.count == 0)
    }
}

@Suite("Lines of the log that are held back")
struct LogThrottleTests {
    @Test("One line in ten seconds tells how many it stands for, and each kind has its own")
    func throttled() {
        let clock = HandWallClock(Town.morning)
        let throttle = LogThrottle(clock: clock)
        #expect(throttle.take("full") == 0 && throttle.take("full") == nil && throttle.take("disk") == 0)
        clock.advance(bySeconds: 9)
        #expect(throttle.take("full") == nil)
        clock.advance(bySeconds: 1)
        #expect(throttle.take("full") == 2)
        clock.advance(bySeconds: 11)
        #expect(throttle.take("full") == 0)
        clock.advance(bySeconds: -3600)
        #expect(throttle.take("full") == 0, "A clock that was set back silences nothing.")
    }
}
