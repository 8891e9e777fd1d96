import Foundation
import Kernel
import Logging
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import Portal

/// A whole server for one test, on a port of its own of the loopback.
struct Loopback: Sendable {
    let town: Town
    let port: Int
    /// Asks the server to stop; the second time, to stop at once.
    let stop: @Sendable () -> Void
    let serving: Task<Void, any Error>

    static func serve(_ limits: ServerLimits = ServerLimits(), town: Town? = nil) async throws -> Loopback {
        let town = if let town { town } else { try await Town.open(isDemonstration: false) }
        let (stops, source) = AsyncStream.makeStream(of: Void.self)
        let (ports, opened) = AsyncStream.makeStream(of: Int.self)
        let serving = Task {
            defer { opened.finish() }
            try await town.portal.run(limits: limits, port: 0, stops: stops, quit: {}) { port in opened.yield(port) }
        }
        var iterator = ports.makeAsyncIterator()
        let port = try #require(await iterator.next())
        return Loopback(town: town, port: port, stop: { source.yield() }, serving: serving)
    }

    /// Returns when the server has ended by itself.
    func ended() async throws { try await serving.value }

    /// Ends the server and takes its data away.
    func leave() async throws {
        stop()
        stop()
        try await ended()
        try FileManager.default.removeItem(at: town.data)
    }

    /// Opens a connection, hands it to the body and closes it afterwards.
    func connect<Value: Sendable>(_ body: @Sendable (inout Wire) async throws -> Value) async throws -> Value {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var wire = Wire(reader: inbound.makeAsyncIterator(), writer: outbound)
            return try await body(&wire)
        }
    }

    /// Sends these bytes and answers all that comes back until the server closes.
    func exchange(_ text: String) async throws -> String {
        try await connect { wire in
            try await wire.send(text)
            return try await wire.rest()
        }
    }
}

/// One connection, byte by byte.
struct Wire {
    var reader: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    let writer: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private(set) var read = ""

    init(reader: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator, writer: NIOAsyncChannelOutboundWriter<ByteBuffer>) {
        self.reader = reader
        self.writer = writer
    }

    func send(_ text: String) async throws { try await writer.write(ByteBuffer(string: text)) }

    /// Reads until these words have come; nothing more comes when the server has closed.
    @discardableResult
    mutating func until(_ words: String) async throws -> Bool {
        while !read.contains(words) {
            guard let more = try await reader.next() else { return false }
            read += String(buffer: more)
        }
        return true
    }

    /// Reads until the server closes. A connection that is torn down is closed too.
    mutating func rest() async throws -> String {
        do {
            while let more = try await reader.next() { read += String(buffer: more) }
        } catch is IOError {}
        return read
    }
}
