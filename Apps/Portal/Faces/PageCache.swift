internal import Kernel
internal import NIOCore
internal import Synchronization

/// Rendered pages that are the same for every visitor, one for each address and language, packed and not: an address has one spelling
/// (`AddressBook`), and one with a query is not kept. Beside a page stands the state that it was made in (switches, minute), so
/// that an entry never needs to be thrown away for being wrong: the next one takes its place.
final class PageCache: Sendable {
    struct Key: Hashable, Sendable {
        let path: String
        let language: String
        var isPacked = false
        let state: State
    }

    /// What changes under an address.
    struct State: Hashable, Sendable {
        let switchVersion: Int
        let minute: Int64
    }

    private struct Place: Hashable {
        let path: String
        let language: String
        let isPacked: Bool

        init(_ key: Key) {
            path = key.path
            language = key.language
            isPacked = key.isPacked
        }
    }

    private struct Kept {
        let state: State
        let reply: Reply
        let size: Int
    }

    private struct Pages {
        var all: [Place: Kept] = [:]
        var size = 0
    }

    /// What all kept pages together may weigh, in bytes.
    private let limit: Int
    private let pages = Mutex(Pages())

    init(limit: Int = 16 * 1024 * 1024) { self.limit = limit }

    func reply(for key: Key) -> Reply? {
        pages.withLock { pages in
            guard let kept = pages.all[Place(key)], kept.state == key.state else { return nil }
            return kept.reply
        }
    }

    func keep(_ reply: Reply, for key: Key) {
        guard case .whole(let body) = reply.body else { return }
        let size = body.readableBytes + key.path.utf8.count
        guard size <= limit / 4 else { return }
        pages.withLock { pages in
            let place = Place(key)
            if let earlier = pages.all.removeValue(forKey: place) { pages.size -= earlier.size }
            if pages.size + size > limit { pages = Pages() }
            pages.all[place] = Kept(state: key.state, reply: reply, size: size)
            pages.size += size
        }
    }

    /// How many pages are kept, and what they weigh together.
    var weight: (pages: Int, bytes: Int) { pages.withLock { ($0.all.count, $0.size) } }
}
