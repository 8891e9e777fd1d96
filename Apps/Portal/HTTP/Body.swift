internal import Foundation
internal import Hummingbird
internal import Kernel
internal import NIOCore

/// What came behind a request's head.
enum ReceivedBody: Sendable, Equatable {
    /// The door reads none.
    case none
    case whole(Data)
    /// An upload that was thrown away unread, and the form with it.
    case refused(Problem)

    var data: Data { if case .whole(let data) = self { data } else { Data() } }
    var refusal: Problem? { if case .refused(let problem) = self { problem } else { nil } }
}

extension Portal {
    /// What is larger than a door allows is read so far and thrown away, so that the browser shows our refusal instead of a
    /// broken connection.
    private static let patienceBytes = 64 * 1024 * 1024

    /// Reads as much as the door allows.
    /// - Parameter refusal: why nothing may be kept of it, however small it is.
    /// - Throws: `tooLarge`, but not for an upload: the page with the form says it. Its form token went with
    ///   the body, so the handler must change nothing. ``Departure`` when the body does not come to its end.
    func body(of request: Request, _ context: PortalContext, _ door: Door, refusal: Problem?) async throws -> ReceivedBody {
        let limitBytes = door.rules.bodyLimitBytes
        guard limitBytes > 0, request.method != .get, request.method != .head else { return .none }
        let promised = request.headers[.contentLength].flatMap(Int.init)
        let tooLarge =
            switch door {
            case .upload: Problem(.tooLarge, "problem.upload.total", detail: "body too large")
            case .ownFile: Problem(.tooLarge, "problem.upload.size", arguments: ["max": String(limitBytes >> 20)])
            default: Problem(.tooLarge, "problem.tooLarge", detail: "body too large")
            }
        var refusal = refusal ?? ((promised ?? 0) > limitBytes ? tooLarge : nil)
        if request.headers[.expect] != nil {
            // Somebody who asks first is spared sending what will not be read.
            if let refusal { return try refused(refusal, door) }
            context.channel.pipeline.triggerUserOutboundEvent(ConnectionKeeper.ReadsBody(), promise: nil)
        }
        var data = Data()
        if refusal == nil, let promised { data.reserveCapacity(promised) }
        var size = 0
        do {
            for try await chunk in request.body {
                size += chunk.readableBytes
                if size > limitBytes, refusal == nil {
                    refusal = tooLarge
                    data = Data()
                }
                if refusal == nil { chunk.withUnsafeReadableBytes { data.append(contentsOf: $0) } }
                if size > Portal.patienceBytes {
                    context.channel.pipeline.triggerUserOutboundEvent(ConnectionKeeper.ReadsNoMore(), promise: nil)
                    break
                }
            }
        } catch {
            throw Departure(error) ?? error
        }
        if let refusal { return try refused(refusal, door) }
        // A connection that ends in the middle of a body can look like the body's end.
        if let promised, size < promised { throw Departure.left }
        return .whole(data)
    }

    /// How much of a body that door may keep in memory at most: what was promised, and all that it allows of a body without a promise.
    func mostBytes(of request: Request, _ door: Door) -> Int {
        let limitBytes = door.rules.bodyLimitBytes
        guard let promised = request.headers[.contentLength].flatMap(Int.init), promised >= 0 else { return limitBytes }
        return promised > limitBytes ? 0 : promised
    }

    private func refused(_ problem: Problem, _ door: Door) throws -> ReceivedBody {
        guard door == .upload else { throw problem }
        return .refused(problem)
    }
}
