internal import Foundation

/// A text as a search compares it. Capitals, accents, hyphens and spaces make no difference, and a word may have one slip.
struct SearchText: Sendable {
    /// Lower case, letters and digits only.
    let words: [String]
    /// All words without a space between them: people write `ktpel`, `ktp el` and `KTP-el`.
    let joined: String

    /// A word of this many letters may have a slip; in a shorter one it would make another word of it.
    private static let shortestWithSlip = 4

    /// - Parameter longest: how many words are kept.
    init(_ text: String, longest: Int = .max) {
        words = text.folding(options: [.diacriticInsensitive, .caseInsensitive], locale: nil).lowercased()
            .split { !$0.isLetter && !$0.isNumber }.prefix(longest).map(String.init)
        joined = words.joined()
    }

    /// 2 where one of the words begins with `word` or has it inside, 1 where one is a slip away from it, 0 otherwise.
    func nearness(of word: String) -> Int {
        let isLong = word.count >= SearchText.shortestWithSlip
        if words.contains(where: { $0 == word || (word.count > 1 && $0.hasPrefix(word)) || (isLong && $0.contains(word)) }) { return 2 }
        return isLong && words.contains { SearchText.isOneSlip($0, word) } ? 1 : 0
    }

    /// Whether one letter was added, left out or changed, or two neighbours changed places.
    static func isOneSlip(_ one: String, _ other: String) -> Bool {
        var (one, other) = (Array(one.utf8)[...], Array(other.utf8)[...])
        while let first = one.first, first == other.first { (one, other) = (one.dropFirst(), other.dropFirst()) }
        while let last = one.last, last == other.last { (one, other) = (one.dropLast(), other.dropLast()) }
        switch (one.count, other.count) {
        case (0, 1), (1, 0), (1, 1): return true
        case (2, 2): return one.first == other.last && one.last == other.first
        default: return false
        }
    }
}
