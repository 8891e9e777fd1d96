import Hummingbird
import Synchronization

@testable import Portal

/// Knows the router once it has been built. While it is cut off, notices are lost on their way.
final class NoticePost: Sendable {
    private let state = Mutex<RouterResponder<PortalContext>?>(nil)

    var responder: RouterResponder<PortalContext>? { state.withLock { $0 } }
    func connect(_ responder: RouterResponder<PortalContext>) { state.withLock { $0 = responder } }
    func disconnect() { state.withLock { $0 = nil } }
}
