internal import NIOCore
internal import Synchronization

/// Rendered pages that are the same for every visitor. The key names everything a page depends on (region, path, language,
/// state of the switches, minute), so an entry never needs to be thrown away for being wrong, only for room.
final class PageCache: Sendable {
    struct Key: Hashable, Sendable {
        let path: String
        let language: String
        let switchVersion: Int
        let minute: Int64
    }

    private static let entryLimit = 2_000
    private let entries = Mutex<[Key: Reply]>([:])

    func reply(for key: Key) -> Reply? { entries.withLock { $0[key] } }

    func keep(_ reply: Reply, for key: Key) {
        entries.withLock { entries in
            if entries.count >= PageCache.entryLimit { entries.removeAll(keepingCapacity: true) }
            entries[key] = reply
        }
    }
}
