internal import Foundation

/// The words by which a holder's name is found. Names are sealed: kept are keyed hashes of their words alone, which say nothing to
/// whoever has the database and not the region's key. Two words of a name have a hash of their own, so that finding `Siti Rahmawati`
/// does not go through everybody whose name is Siti.
struct SearchWords: Sendable, Hashable {
    /// Longer names are found by their first words.
    static let limit = 6
    let words: [String]

    /// Capitals, accents, points and apostrophes make no difference.
    init(_ name: String) {
        var seen: Set<String> = []
        let folded = name.folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
        words = folded.split { $0.isWhitespace || $0 == "-" }.map { word in String(word.filter { $0.isLetter || $0.isNumber }) }
            .filter { !$0.isEmpty && seen.insert($0).inserted }.prefix(SearchWords.limit).map(\.self)
    }

    /// Each word, and each two of them.
    var kept: [String] {
        words + words.indices.flatMap { first in words[(first + 1)...].map { SearchWords.pair(words[first], $0) } }
    }

    /// What a name must have to be found by these: the one word, or each two that follow one another.
    var wanted: [String] { words.count < 2 ? words : zip(words, words.dropFirst()).map(SearchWords.pair) }

    /// In whichever order they were typed.
    private static func pair(_ one: String, _ other: String) -> String { one < other ? "\(one) \(other)" : "\(other) \(one)" }
}
