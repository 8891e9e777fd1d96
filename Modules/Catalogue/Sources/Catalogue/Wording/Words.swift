public import Kernel

/// The platform's own sentences, by key and language. Every key exists in every language with the same placeholders: the
/// reading refuses anything else.
public struct Words: Sendable {
    /// Key to sentence with its placeholders unfilled, for each language.
    public let all: [Language: [String: String]]

    public init(_ all: [Language: [String: String]]) { self.all = all }

    /// The sentence with `{name}` replaced by the argument of that name. An unknown key answers itself, so that a missing
    /// sentence is seen and nothing breaks.
    public func sentence(_ key: String, in language: Language, _ arguments: [String: String] = [:]) -> String {
        guard let sentence = all[language]?[key] ?? all[.indonesian]?[key] else { return key }
        return Placeholders.fill(sentence, arguments)
    }

    /// The sentence that a person reads for a problem.
    public func resolve(_ problem: Problem, in language: Language) -> String {
        sentence(problem.messageKey, in: language, filled(problem.arguments, problem.names, language))
    }

    /// The sentence that a person reads at one field of a form.
    public func resolve(_ issue: FieldIssue, in language: Language) -> String {
        sentence(issue.messageKey, in: language, filled(issue.arguments, issue.names, language))
    }

    private func filled(_ arguments: [String: String], _ names: [String: LocalizedText], _ language: Language) -> [String: String] {
        arguments.merging(names.mapValues { $0.text(in: language) }) { $1 }
    }
}

extension Words {
    static func read(_ folder: DataFolder) -> Words {
        for stem in folder.stems(in: "Words") where Language(rawValue: stem) == nil {
            folder.log.add(Place(file: "Words/\(stem).yaml", line: 1, name: ""), Expected.wordsFile)
        }
        let indonesian = WordFile("Words/id.yaml", folder)
        let english = WordFile("Words/en.yaml", folder)
        if let indonesian, let english {
            english.compare(with: indonesian, folder.log)
            indonesian.requireKeys(of: english, folder.log)
        }
        return Words([.indonesian: indonesian?.texts ?? [:], .english: english?.texts ?? [:]])
    }
}

/// One language's file, its nested mappings flattened with points.
private final class WordFile {
    let file: String
    private(set) var texts: [String: String] = [:]
    private var places: [String: Place] = [:]

    init?(_ file: String, _ folder: DataFolder) {
        self.file = file
        guard let whole = folder.field(file), whole.entries() != nil else { return nil }
        add(whole)
    }

    private func add(_ field: Field) {
        places[field.place.name] = field.place
        if field.isMapping {
            for (_, inner) in field.entries() ?? [] { add(inner) }
        } else if let text = field.string() {
            texts[field.place.name] = text
            if Placeholders.names(in: text) == nil { field.fault(Expected.placeholders) }
        }
    }

    func requireKeys(of other: WordFile, _ log: FaultLog) {
        for key in other.texts.keys where texts[key] == nil && places[key] == nil {
            log.add(Place(file: file, line: line(near: key), name: key), Expected.alsoIn(other.file))
        }
    }

    func compare(with other: WordFile, _ log: FaultLog) {
        requireKeys(of: other, log)
        for (key, text) in texts {
            guard let place = places[key], let otherText = other.texts[key],
                let own = Placeholders.names(in: text), let wanted = Placeholders.names(in: otherText), own != wanted
            else { continue }
            log.add(place, Expected.samePlaceholders(wanted, as: other.file))
        }
    }

    /// The line of the nearest mapping in which the key belongs.
    private func line(near key: String) -> Int {
        var parent = key
        while let point = parent.lastIndex(of: ".") {
            parent = String(parent[..<point])
            if let place = places[parent] { return place.line }
        }
        return places[""]?.line ?? 1
    }
}
