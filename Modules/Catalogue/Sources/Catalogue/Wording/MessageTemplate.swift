public import Kernel

/// A message to a person, in both languages, with `{placeholders}`: its subject (one line) and its body (plain text).
public struct MessageTemplate: Sendable, Hashable {
    /// Subject and body in one language, placeholders unfilled.
    public struct Text: Sendable, Hashable {
        public let subject: String
        public let body: String

        public init(subject: String, body: String) {
            self.subject = subject
            self.body = body
        }

        /// Neither part is missing through a fault that was recorded already.
        fileprivate var isWhole: Bool { !subject.isEmpty && !body.isEmpty }

        fileprivate var placeholders: Set<String>? {
            guard let subject = Placeholders.names(in: subject), let body = Placeholders.names(in: body) else { return nil }
            return subject.union(body)
        }
    }

    /// The file's name without `.yaml`, e.g. `request_issued`.
    public let name: String
    public let indonesian: Text
    public let english: Text

    public init(name: String, indonesian: Text, english: Text) {
        self.name = name
        self.indonesian = indonesian
        self.english = english
    }

    /// The names that `filled` wants arguments for; the same in both languages.
    public var placeholders: Set<String> { indonesian.placeholders ?? [] }

    /// The message in that language. Line breaks in an argument become spaces in the subject; a line of the body is left out when an
    /// argument that it names is empty: there is nothing to say on it.
    public func filled(in language: Language, _ arguments: [String: String]) -> (subject: String, body: String) {
        let text = language == .english ? english : indonesian
        let flat = arguments.mapValues { String($0.map { $0.isNewline ? " " : $0 }) }
        let lines = text.body.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
            (Placeholders.names(in: String(line)) ?? []).allSatisfy { arguments[$0]?.isEmpty != true }
        }
        return (Placeholders.fill(text.subject, flat), Placeholders.fill(lines.joined(separator: "\n"), arguments))
    }
}

extension MessageTemplate {
    static func read(_ name: String, _ whole: Field) -> MessageTemplate? {
        whole.fields { fields in
            let english = fields["en"]
            let template = MessageTemplate(name: name, indonesian: Text(fields["id"]), english: Text(english))
            if let wanted = template.indonesian.placeholders, let own = template.english.placeholders, wanted != own,
                template.indonesian.isWhole, template.english.isWhole
            {
                english.fault(Expected.samePlaceholders(wanted, as: "id"))
            }
            return template
        }
    }
}

extension MessageTemplate.Text {
    fileprivate init(_ field: Field) {
        self =
            field.fields { fields in
                let subject = fields["subject"], body = fields["body"]
                let text = MessageTemplate.Text(subject: subject.singleLine(), body: body.text())
                if Placeholders.names(in: text.subject) == nil { subject.fault(Expected.placeholders) }
                if Placeholders.names(in: text.body) == nil { body.fault(Expected.placeholders) }
                return text
            } ?? MessageTemplate.Text(subject: "", body: "")
    }
}
