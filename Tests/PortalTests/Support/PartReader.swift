import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// Writes down each part when it comes, and then lets the next thing happen.
final class PartReader: ResponseBodyWriter, Sendable {
    private let parts = Mutex<[String]>([])
    private let afterEach: @Sendable (Int) -> Void

    init(afterEach: @escaping @Sendable (Int) -> Void) { self.afterEach = afterEach }

    var read: [String] { parts.withLock { $0 } }

    func write(_ buffer: ByteBuffer) async throws {
        let count = parts.withLock { parts in
            parts.append(String(buffer: buffer))
            return parts.count
        }
        afterEach(count)
    }

    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
