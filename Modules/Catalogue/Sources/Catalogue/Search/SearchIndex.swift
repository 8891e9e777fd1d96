/// Something that can be found, by the phrases that people know it by. Small enough to be gone through for every search: a
/// catalogue has some dozen services and regions.
public struct SearchIndex: Sendable {
    /// One way to call something.
    struct Phrase: Sendable {
        let text: SearchText
        /// How much a word found here counts: more in a name than in a description.
        let weight: Int
    }

    /// By the number of what is found.
    private let entries: [[Phrase]]
    /// More words than anybody types; the rest is not looked at.
    private static let longestQuery = 8

    init(_ entries: [[Phrase]]) { self.entries = entries }

    /// The numbers of those that fit best: all that have the most of the words, and of these the nearest first. Equally near ones
    /// stay in their order. Empty when nothing fits, or nothing is asked for.
    public func find(_ query: String) -> [Int] {
        let query = SearchText(query, longest: SearchIndex.longestQuery)
        let hits = entries.enumerated().map { number, phrases in (number: number, nearness: nearness(of: phrases, to: query)) }
        guard let most = hits.map(\.nearness.words).max(), most > 0 else { return [] }
        return hits.filter { $0.nearness.words == most }.sorted { ($1.nearness.points, $0.number) < ($0.nearness.points, $1.number) }
            .map(\.number)
    }

    private func nearness(of phrases: [Phrase], to query: SearchText) -> (words: Int, points: Int) {
        if query.joined.count >= 3,
            let weight = phrases.filter({ $0.text.joined.contains(query.joined) }).map(\.weight).max()
        {
            return (query.words.count, 100 * weight)
        }
        let points = query.words.map { word in phrases.map { $0.text.nearness(of: word) * $0.weight }.max() ?? 0 }
        return (points.count { $0 > 0 }, points.reduce(0, +))
    }
}
