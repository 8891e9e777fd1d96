internal import Foundation
internal import Kernel
internal import Synchronization

/// What was typed into forms whose work was not done, so that it is there again: in the other language, after reloading, after
/// signing in anew. Kept in memory for an hour, never on a disk, without passwords and codes; a restart forgets it.
///
/// Whoever reads it shows the key, which stands in the address of the page, and is the person or has the browser that typed it:
/// neither alone is enough. People and visitors have a room each, so that a flood of strangers' forms pushes nobody's words out.
final class KeptForms: Sendable {
    enum Holder: Sendable, Hashable {
        /// Somebody who is, or was until a while ago, signed in: her ``Principal/reference``.
        case person(String)
        /// A browser without a session, by the secret of its forms.
        case visitor(String)
    }

    struct Entry: Sendable {
        let form: Form
        /// What was said to be wrong with it; empty when nobody looked.
        let issues: [FieldIssue]
    }

    struct Limits: Sendable {
        var seconds = 3600
        /// Of one person or browser; the oldest goes first.
        var perHolder = 8
        /// Of all people together, and as many and as much again of all visitors.
        var forms = 2000
        var bytes = 16 * 1024 * 1024
    }

    private struct Kept {
        let key: String
        let holder: Holder
        let entry: Entry
        let at: Instant
        let bytes: Int
    }

    /// The oldest first.
    private struct Room {
        var kept: [Kept] = []
        var bytes = 0

        mutating func remove(where isOver: (Kept) -> Bool) {
            kept.removeAll { one in
                guard isOver(one) else { return false }
                bytes -= one.bytes
                return true
            }
        }
    }

    private struct Rooms {
        private var people = Room()
        private var visitors = Room()

        subscript(_ holder: Holder) -> Room {
            get { if case .person = holder { people } else { visitors } }
            set { if case .person = holder { people = newValue } else { visitors = newValue } }
        }
    }

    private let limits: Limits
    private let clock: any WallClock
    private let rooms = Mutex(Rooms())

    init(_ limits: Limits = Limits(), clock: any WallClock) {
        self.limits = limits
        self.clock = clock
    }

    /// - Returns: the key; `nil` for a form in which nothing stands that could be kept.
    func keep(_ form: Form, _ issues: [FieldIssue], for holder: Holder) -> String? {
        let form = form.withoutSecrets
        let bytes = form.size
        guard bytes > 0, bytes <= limits.bytes else { return nil }
        let now = clock.now
        let kept = Kept(key: FormToken.randomSecret(), holder: holder, entry: Entry(form: form, issues: issues), at: now, bytes: bytes)
        rooms.withLock { rooms in
            rooms[holder].remove { $0.at.advanced(bySeconds: limits.seconds) <= now }
            var surplus = rooms[holder].kept.count { $0.holder == holder } - limits.perHolder + 1
            rooms[holder].remove { one in
                guard surplus > 0, one.holder == holder else { return false }
                surplus -= 1
                return true
            }
            while rooms[holder].bytes + bytes > limits.bytes || rooms[holder].kept.count >= limits.forms,
                let oldest = rooms[holder].kept.first
            {
                rooms[holder].remove { $0.key == oldest.key }
            }
            rooms[holder].kept.append(kept)
            rooms[holder].bytes += bytes
        }
        return kept.key
    }

    /// What was kept under that key; `nil` for strangers, and when it is over.
    func entry(_ key: String, for holder: Holder) -> Entry? {
        let now = clock.now
        return rooms.withLock { rooms in
            rooms[holder].kept.first { $0.key == key && $0.holder == holder && now < $0.at.advanced(bySeconds: limits.seconds) }?.entry
        }
    }
}

extension Form {
    /// The fields that may be kept and shown again: no files, no passwords, no codes, and no proof of where the form came from.
    fileprivate var withoutSecrets: Form {
        var kept = Form()
        for (name, values) in fields where !Form.secretNames.contains(name) {
            for value in values { kept.set(name, value) }
        }
        return kept
    }

    private static let secretNames: Set<String> = ["csrf", "password", "ownPassword", "old", "new", "code"]

    /// Bytes of its names and values.
    fileprivate var size: Int {
        fields.reduce(0) { $0 + $1.key.utf8.count + $1.value.reduce(0) { $0 + $1.utf8.count } }
    }
}
