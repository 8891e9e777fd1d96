internal import Kernel
internal import NIOCore
internal import NIOHTTP1

/// How a request can end before it was whole. None of it is a fault of the server.
enum Departure: Error, Sendable {
    /// The connection is gone: nobody reads an answer.
    case left
    /// The body did not come in its time.
    case tooSlow
    /// What came is not HTTP, such as a broken chunk.
    case malformed

    /// What an error of the connection means; `nil` for every other error.
    init?(_ error: any Error) {
        switch error {
        case let departure as Departure: self = departure
        case HTTPParserError.invalidEOFState: self = .left
        case is HTTPParserError: self = .malformed
        case is IOError, is ChannelError, is CancellationError: self = .left
        default: return nil
        }
    }

    /// What is said to whoever still listens.
    var problem: Problem {
        switch self {
        case .left, .malformed: Problem(.malformed, "problem.malformed", detail: "\(self)")
        case .tooSlow: Problem(.tooSlow, "problem.tooSlow")
        }
    }
}
