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
    case tooLarge

    var data: Data { if case .whole(let data) = self { data } else { Data() } }
}

extension Portal {
    /// Reads as much as the door allows. What is larger is read to its end (32 MiB at most) and thrown away, so that the
    /// browser shows our refusal instead of a broken connection.
    /// - Throws: `tooLarge`, but not for an upload: the page with the upload says it at its field. Its form token went with
    ///   the body, so the handler must change nothing.
    func body(of request: Request, _ door: Door) async throws -> ReceivedBody {
        let limitBytes = door.rules.bodyLimitBytes
        guard limitBytes > 0, request.method != .get, request.method != .head else { return .none }
        var data = Data()
        var size = 0
        for try await var chunk in request.body {
            size += chunk.readableBytes
            if size <= limitBytes {
                data.append(contentsOf: chunk.readBytes(length: chunk.readableBytes) ?? [])
            } else if size > 32 * 1024 * 1024 {
                break
            }
        }
        if size <= limitBytes { return .whole(data) }
        if door == .upload { return .tooLarge }
        throw Problem(.tooLarge, "problem.tooLarge", detail: "body of \(size) bytes")
    }
}
