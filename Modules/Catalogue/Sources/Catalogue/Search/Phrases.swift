import Kernel

extension ServiceDefinition {
    /// What people call it: its titles and everyday words first, then who gives it and what it is for.
    func phrases(agency: Agency?) -> [SearchIndex.Phrase] {
        let names = [title.indonesian, title.text(in: .english)] + front.words
        let descriptions = [summary.indonesian, summary.text(in: .english)]
        let givers = agency.map { [$0.name.indonesian, $0.name.text(in: .english)] } ?? []
        return SearchIndex.Phrase.all(names, weight: 3) + SearchIndex.Phrase.all(givers, weight: 2)
            + SearchIndex.Phrase.all(descriptions, weight: 1)
    }
}

extension RegionManifest {
    /// What people call it: its name first, then its capital, its building and its province.
    var phrases: [SearchIndex.Phrase] {
        SearchIndex.Phrase.all([name] + front.words, weight: 3)
            + SearchIndex.Phrase.all([capital, building.name, province].compactMap(\.self), weight: 1)
    }
}

extension SearchIndex.Phrase {
    fileprivate static func all(_ texts: [String], weight: Int) -> [SearchIndex.Phrase] {
        texts.map { SearchIndex.Phrase(text: SearchText($0), weight: weight) }
    }
}
