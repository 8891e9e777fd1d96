internal import Dispatch
internal import Kernel
internal import Synchronization

/// The letters that this machine's press can set: the one list that a form asks before something is accepted, and the press again
/// before it is printed. It depends on the fonts that are installed, so it is asked of them and not written down.
public enum TypeCase {
    /// Characters that were found to be set. Forgotten as a whole when there are many, because strangers choose them.
    private static let known = Mutex<Set<Character>>([])
    private static let capacity = 20_000

    /// The characters of the text that cannot be printed, each once, in their order. A text of characters that were asked for
    /// before costs a look into a list; where there is no font to print with, all of them are unprintable.
    public static func unsettable(in text: String) -> [Character] {
        let isKnown = known.withLock { known in text.allSatisfy { $0.isASCII && $0 >= " " && $0 != "\u{7F}" || known.contains($0) } }
        guard !isKnown else { return [] }
        // Cairo's fonts are one thread's at a time, and that one is the press's.
        let unsettable = LetterPress.queue.sync {
            (try? Typesetter(language: .indonesian))?.unsettable(in: text) ?? Array(text)
        }
        known.withLock { known in
            if known.count > capacity { known.removeAll() }
            known.formUnion(Set(text).subtracting(unsettable))
        }
        return unsettable
    }
}
