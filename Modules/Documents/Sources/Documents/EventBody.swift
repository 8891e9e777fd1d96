internal import Kernel

/// How the parts that events of requests share are written down, and read again.
struct EventBody {
    enum Key: String, CodingKey {
        case request, applicant, service, title, fee, reason, remark, parts, number, product, replaces
        case dueAt = "due_at"
        case reasonLabel = "reason_label"
        case requestNumber = "request_number"
    }

    private enum LanguageKey: String, CodingKey {
        case indonesian = "id"
        case english = "en"
    }

    let values: KeyedDecodingContainer<Key>

    init(_ decoder: any Decoder) throws { values = try decoder.container(keyedBy: Key.self) }

    func facts() throws -> RequestFacts {
        RequestFacts(
            request: try values.decode(Identifier.self, forKey: .request),
            applicant: try values.decode(Identifier.self, forKey: .applicant),
            service: try values.decode(String.self, forKey: .service), title: try text(.title),
            requestNumber: try values.decodeIfPresent(String.self, forKey: .requestNumber),
            product: values.contains(.product) ? try text(.product) : nil)
    }

    func text(_ key: Key) throws -> LocalizedText {
        try EventBody.text(values.nestedContainer(keyedBy: LanguageKey.self, forKey: key))
    }

    /// None where the key is missing.
    func texts(_ key: Key) throws -> [LocalizedText] {
        guard values.contains(key) else { return [] }
        var items = try values.nestedUnkeyedContainer(forKey: key)
        var texts: [LocalizedText] = []
        while !items.isAtEnd { texts.append(try EventBody.text(items.nestedContainer(keyedBy: LanguageKey.self))) }
        return texts
    }

    private static func text(_ languages: KeyedDecodingContainer<LanguageKey>) throws -> LocalizedText {
        LocalizedText(
            indonesian: try languages.decode(String.self, forKey: .indonesian),
            english: try languages.decodeIfPresent(String.self, forKey: .english))
    }

    /// Begins a body with what every event says; the caller adds what is the event's own.
    static func encode(_ facts: RequestFacts, to encoder: any Encoder) throws -> KeyedEncodingContainer<Key> {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(facts.request, forKey: .request)
        try container.encode(facts.applicant, forKey: .applicant)
        try container.encode(facts.service, forKey: .service)
        try encode(facts.title, .title, into: &container)
        try container.encodeIfPresent(facts.requestNumber, forKey: .requestNumber)
        if let product = facts.product { try encode(product, .product, into: &container) }
        return container
    }

    static func encode(_ text: LocalizedText, _ key: Key, into container: inout KeyedEncodingContainer<Key>) throws {
        var languages = container.nestedContainer(keyedBy: LanguageKey.self, forKey: key)
        try encode(text, into: &languages)
    }

    /// Nothing for none.
    static func encode(_ texts: [LocalizedText], _ key: Key, into container: inout KeyedEncodingContainer<Key>) throws {
        guard !texts.isEmpty else { return }
        var items = container.nestedUnkeyedContainer(forKey: key)
        for text in texts {
            var languages = items.nestedContainer(keyedBy: LanguageKey.self)
            try encode(text, into: &languages)
        }
    }

    private static func encode(_ text: LocalizedText, into languages: inout KeyedEncodingContainer<LanguageKey>) throws {
        try languages.encode(text.indonesian, forKey: .indonesian)
        try languages.encodeIfPresent(text.english, forKey: .english)
    }
}
