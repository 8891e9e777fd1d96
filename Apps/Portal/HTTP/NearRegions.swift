internal import Catalogue
internal import Kernel

/// The regions that somebody may have meant whose address names none: she left letters out, swapped them, or forgot that it begins
/// with `kab-` or `kota-`.
struct NearRegions {
    let regions: [RegionManifest]

    /// At most three, nearest first.
    /// - Parameter typed: the first word of the address.
    func meant(by typed: some StringProtocol) -> [RegionManifest] {
        let word = NearRegions.name(typed.prefix(NearRegions.longest).lowercased())
        guard word.count >= NearRegions.fewest else { return [] }
        let near = regions.compactMap { region -> (region: RegionManifest, distance: Int)? in
            let name = NearRegions.name(region.slug.text)
            let distance = name.contains(word) || word.contains(name) ? 0 : NearRegions.distance(word, name)
            return distance <= name.count / 4 ? (region, distance) : nil
        }
        return near.sorted { ($0.distance, $0.region.slug) < ($1.distance, $1.region.slug) }.prefix(3).map(\.region)
    }

    /// A word of three letters is near to too many.
    private static let fewest = 4
    private static let longest = 60

    /// Its letters, without the kind of region before them.
    private static func name(_ text: String) -> [Character] {
        let words = text.split { !$0.isLetter }
        let kinds: Set<Substring> = ["kab", "kabupaten", "kota"]
        return Array(words.drop(while: kinds.contains).joined())
    }

    /// How many letters have to be put in, left out, changed or swapped with the next one.
    private static func distance(_ one: [Character], _ other: [Character]) -> Int {
        var before: [Int] = []
        var row = Array(0...other.count)
        for (line, letter) in one.enumerated() {
            var next = [line + 1]
            for (column, wanted) in other.enumerated() {
                var least = min(row[column] + (letter == wanted ? 0 : 1), row[column + 1] + 1, next[column] + 1)
                if line > 0, column > 0, letter == other[column - 1], one[line - 1] == wanted { least = min(least, before[column - 1] + 1) }
                next.append(least)
            }
            (before, row) = (row, next)
        }
        return row[other.count]
    }
}
