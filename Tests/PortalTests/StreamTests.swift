import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import Testing

@testable import Portal

/// Answers that go on while something happens, as the queue's board will.
@Suite("Answers that go on")
struct StreamTests {
    @Test("The parts of a stream come as they happen")
    func thePartsComeAsTheyHappen() async throws {
        let town = try await Town.open()
        let (parts, source) = AsyncThrowingStream.makeStream(of: ByteBuffer.self)
        var table = RouteTable()
        table.stream("/papan", .everyone) { _, _ in .stream(parts, contentType: "text/event-stream") }
        let board = town.portal.responder(for: table.routes)

        source.yield(ByteBuffer(string: "data: A-007\n\n"))
        let request = Request(
            head: HTTPRequest(method: .get, scheme: "http", authority: "localhost", path: "/\(Town.first)/papan"),
            body: RequestBody(buffer: ByteBuffer()))
        let context = PortalContext(source: ApplicationRequestContextSource(channel: EmbeddedChannel(), logger: Logger(label: "board")))
        let answer = try await board.respond(to: request, context: context)
        #expect(answer.headers[.contentType] == "text/event-stream" && answer.headers[.cacheControl] == "no-store")

        // The next number is called only when the first has arrived: an answer that waited for all of it would wait for ever.
        let reader = PartReader { count in
            if count == 1 { source.yield(ByteBuffer(string: "data: A-008\n\n")) } else { source.finish() }
        }
        try await answer.body.write(reader)
        #expect(reader.read == ["data: A-007\n\n", "data: A-008\n\n"])
        try await town.leave()
    }

    @Test("A stream's door refuses as a program understands")
    func aStreamsDoorRefusesAsAProgramUnderstands() async throws {
        let town = try await Town.open()
        var table = RouteTable()
        table.stream("/papan", .officer) { _, _ in .text("for officers") }
        let visitor = Visitor(responder: town.portal.responder(for: table.routes))
        let answer = try await visitor.get("/\(Town.first)/papan")
        #expect(answer.status == 401 && answer.headers["content-type"] == "application/problem+json")
        try await town.leave()
    }
}
