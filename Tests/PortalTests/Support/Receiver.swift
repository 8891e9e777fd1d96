import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// An agency's own system on this machine, which answers each request alike, or never.
final class Receiver: Sendable {
    struct Request: Sendable {
        /// The first line and the headers.
        let head: String
        let body: Data

        func header(_ name: String) -> String? {
            let line = head.components(separatedBy: "\r\n").first { $0.lowercased().hasPrefix("\(name): ") }
            return line.map { String($0.dropFirst(name.count + 2)) }
        }
    }

    private final class Box: Sendable { let requests = Mutex<[Request]>([]) }

    private let box: Box
    private let channel: any Channel
    /// One for each request that has come whole.
    let arrivals: AsyncStream<Void>

    var requests: [Request] { box.requests.withLock { $0 } }
    let address: String

    /// - Parameter answer: the head of the answer, such as `204 No Content`; `nil` for none at all.
    static func open(_ answer: String?) async throws -> Receiver {
        let box = Box()
        let (arrivals, came) = AsyncStream.makeStream(of: Void.self)
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { child in
                child.eventLoop.makeCompletedFuture {
                    try child.pipeline.syncOperations.addHandler(
                        Hearing(answer) { request in
                            box.requests.withLock { $0.append(request) }
                            came.yield()
                        })
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return Receiver(box, channel, arrivals)
    }

    private init(_ box: Box, _ channel: any Channel, _ arrivals: AsyncStream<Void>) {
        (self.box, self.channel, self.arrivals) = (box, channel, arrivals)
        address = "http://127.0.0.1:\(channel.localAddress?.port ?? 0)/kabar"
    }

    func close() async throws { try await channel.close() }

    private final class Hearing: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let answer: String?
        private let heard: @Sendable (Request) -> Void
        private var bytes = Data()

        init(_ answer: String?, _ heard: @escaping @Sendable (Request) -> Void) {
            (self.answer, self.heard) = (answer, heard)
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            bytes.append(contentsOf: Self.unwrapInboundIn(data).readableBytesView)
            guard let end = bytes.range(of: Data("\r\n\r\n".utf8)) else { return }
            let request = Request(head: String(decoding: bytes[..<end.lowerBound], as: UTF8.self), body: Data(bytes[end.upperBound...]))
            guard request.body.count == Int(request.header("content-length") ?? "0") else { return }
            heard(request)
            guard let answer else { return }
            let text = "HTTP/1.1 \(answer)\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            context.writeAndFlush(Self.wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
        }
    }
}
