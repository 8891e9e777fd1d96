internal import NIOCore

/// How much of everything a server gives to those who ask (`Docs/Operations.md`, Limits). Whoever reads or writes as people's devices do never meets one of
/// these; they keep somebody who does not from holding what the others need.
public struct ServerLimits: Sendable {
    /// How many connections may be open at once.
    public var connections = 2_000
    /// How long a stop waits for what was begun, before the rest is cut.
    public var shutdownSeconds = 20
    /// From the connection's beginning to the end of the first request's head.
    var head = TimeAmount.seconds(15)
    /// From one answer to the end of the next request's head.
    var idle = TimeAmount.seconds(60)
    /// From a request's head to the end of its body: four photos of a phone's camera, 16 MB, over a poor mobile network.
    var body = TimeAmount.seconds(900)
    /// Between two pieces of a body.
    var silence = TimeAmount.seconds(30)
    /// Between two looks at an answer of which not a byte was taken.
    var stall = TimeAmount.seconds(30)
    /// Between our last word and the end of the connection, so that the last word is read.
    var linger = TimeAmount.seconds(2)
    /// Between the cut at a stop and the end of the process, whatever is still at work.
    var quit = TimeAmount.seconds(5)

    public init() {}
}
