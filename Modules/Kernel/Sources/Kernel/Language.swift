/// The languages that the platform's own sentences are written in.
public enum Language: String, Sendable, Hashable, Codable, CaseIterable {
    case indonesian = "id"
    case english = "en"
}

/// A text in each language that its author gave; Indonesian is always there.
public struct LocalizedText: Sendable, Hashable, Codable {
    public let indonesian: String
    public let english: String?

    public init(indonesian: String, english: String? = nil) {
        self.indonesian = indonesian
        self.english = english
    }

    /// The text in that language, or in Indonesian where no translation exists.
    public func text(in language: Language) -> String {
        switch language {
        case .indonesian: indonesian
        case .english: english ?? indonesian
        }
    }

    private enum CodingKeys: String, CodingKey {
        case indonesian = "id"
        case english = "en"
    }
}
