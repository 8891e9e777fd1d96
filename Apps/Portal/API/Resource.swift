/// An object that the API says. Its fields stand in one table, from which both its JSON and its schema are made, so that
/// neither can say what the other does not know. Every field is always there; one without a value is `null`.
protocol Resource: Spoken, Answer {
    /// As the document calls it, e.g. `Region`.
    static var name: String { get }
    static var about: String { get }
    static var fields: [ResourceField<Self>] { get }
}

/// One field of a resource: its name, its schema with what it means, and how it is read from the value.
struct ResourceField<Owner>: Sendable {
    let name: String
    let schema: JSON
    let parts: [any Resource.Type]
    let json: @Sendable (Owner) -> JSON

    init<Value: Spoken>(_ name: String, _ about: String, _ value: @escaping @Sendable (Owner) -> Value) {
        self.init(name: name, schema: Value.schema.with(["description": .text(about)]), parts: Value.parts) { value($0).json }
    }

    private init(name: String, schema: JSON, parts: [any Resource.Type], json: @escaping @Sendable (Owner) -> JSON) {
        self.name = name
        self.schema = schema
        self.parts = parts
        self.json = json
    }

    /// The same field of something that holds such an owner.
    func of<Holder>(_ owner: @escaping @Sendable (Holder) -> Owner) -> ResourceField<Holder> {
        ResourceField<Holder>(name: name, schema: schema, parts: parts) { json(owner($0)) }
    }
}

extension Resource {
    static var schema: JSON { ["$ref": .text("#/components/schemas/\(name)")] }
    static var parts: [any Resource.Type] { [Self.self] }
    var json: JSON { .object(Dictionary(Self.fields.map { ($0.name, $0.json(self)) }) { first, _ in first }) }

    /// The schema that stands under its name in the document.
    static var definition: JSON {
        [
            "type": "object", "description": .text(about), "required": .list(fields.map { .text($0.name) }),
            "properties": .object(Dictionary(fields.map { ($0.name, $0.schema) }) { first, _ in first }),
        ]
    }

    /// The resources that its fields refer to.
    static var fieldParts: [any Resource.Type] { fields.flatMap(\.parts) }
}
