internal import Catalogue

/// A person's name cut down to what others may read.
enum HolderName {
    /// `Siti Rahmawati` as `S. R.`, for anyone who scans a paper; at most four letters.
    static func initials(_ name: String) -> String {
        words(name).prefix(4).compactMap(initial).joined(separator: " ")
    }

    /// `Siti Rahmawati` as `Siti R.`, for a list on an officer's screen.
    static func short(_ name: String) -> String {
        let words = words(name)
        guard let first = words.first else { return "—" }
        return ([String(first)] + words.dropFirst().prefix(3).compactMap(initial)).joined(separator: " ")
    }

    private static func words(_ name: String) -> [Substring] { name.split(whereSeparator: \.isWhitespace) }

    /// The first letter alone: marks that stand on it, and signs before it, are no part of an initial.
    private static func initial(_ word: Substring) -> String? {
        word.unicodeScalars.first { letters.contains($0.properties.generalCategory) }.map { "\(String($0).uppercased())." }
    }

    private static let letters: Set<Unicode.GeneralCategory> = [.uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .otherLetter]
}

extension Answers {
    /// The holder's name as answered; `nil` while it is not, and where there is no paper.
    func holder(of definition: ServiceDefinition) -> String? { definition.paper.flatMap { text($0.holder) } }
}
