/// A struct that fills a template, or a section of one, from its own properties.
///
/// The table of fields is the whole agreement between the two: a name in a template that stands in no table stops the start,
/// and a test finds the field that no template uses and the property that stands in no table.
protocol Filling: Sendable {
    static var fields: [Field<Self>] { get }
}

/// One name that a template may use, and how its value is taken from the struct. What kind of value it is decides, when
/// templates are loaded, where the name may stand:
///
/// | kind | `{{name}}` | `{{{name}}}` | `{{#name}}`, `{{^name}}` | `{{name.inner}}` |
/// | --- | --- | --- | --- | --- |
/// | `text` | its text, escaped | | | |
/// | `html` | | as it is | | |
/// | `optional` | its text, escaped, or nothing | | when there is one, when there is none | |
/// | `flag` | | | when true, when false | |
/// | `part`, `optionalPart` | | | with the part's own fields; without it | the part's field |
/// | `list` | | | once for each, with its own fields; when empty | |
struct Field<Subject: Sendable>: Sendable {
    enum Kind: Sendable {
        case text(@Sendable (Subject) -> String)
        case html(@Sendable (Subject) -> String)
        case optional(@Sendable (Subject) -> String?)
        case flag(@Sendable (Subject) -> Bool)
        case nested(Nested<Subject>)
    }

    let name: String
    let kind: Kind

    static func text(_ name: String, _ value: @escaping @Sendable (Subject) -> String) -> Field { Field(name: name, kind: .text(value)) }

    /// HTML from one of our own makers, such as a picture: never anything that a person typed.
    static func html(_ name: String, _ value: @escaping @Sendable (Subject) -> String) -> Field { Field(name: name, kind: .html(value)) }

    static func optional(_ name: String, _ value: @escaping @Sendable (Subject) -> String?) -> Field {
        Field(name: name, kind: .optional(value))
    }

    static func flag(_ name: String, _ value: @escaping @Sendable (Subject) -> Bool) -> Field { Field(name: name, kind: .flag(value)) }

    static func part<Inner: Filling>(_ name: String, _ value: @escaping @Sendable (Subject) -> Inner) -> Field {
        Field(
            name: name,
            kind: .nested(
                Nested(
                    isThere: { _ in true },
                    section: { nodes, compiler in
                        let program = try compiler.program(nodes, for: Inner.self)
                        return { subject, frame, buffer in program.run(value(subject), frame, into: &buffer) }
                    },
                    member: { name, compiler in try compiler.member(name, of: Inner.self).lifted(through: value) })))
    }

    static func optionalPart<Inner: Filling>(_ name: String, _ value: @escaping @Sendable (Subject) -> Inner?) -> Field {
        Field(
            name: name,
            kind: .nested(
                Nested(
                    isThere: { value($0) != nil },
                    section: { nodes, compiler in
                        let program = try compiler.program(nodes, for: Inner.self)
                        return { subject, frame, buffer in
                            if let inner = value(subject) { program.run(inner, frame, into: &buffer) }
                        }
                    },
                    member: { name, compiler in try compiler.member(name, of: Inner.self).lifted(throughOptional: value) })))
    }

    static func list<Inner: Filling>(_ name: String, _ value: @escaping @Sendable (Subject) -> [Inner]) -> Field {
        Field(
            name: name,
            kind: .nested(
                Nested(
                    isThere: { !value($0).isEmpty },
                    section: { nodes, compiler in
                        let program = try compiler.program(nodes, for: Inner.self)
                        return { subject, frame, buffer in
                            for inner in value(subject) { program.run(inner, frame, into: &buffer) }
                        }
                    },
                    member: { _, _ in nil })))
    }

    /// The same field of a struct that holds this one's.
    private func lifted<Outer>(through part: @escaping @Sendable (Outer) -> Subject) -> Field<Outer>? {
        switch kind {
        case .text(let value): .text(name) { value(part($0)) }
        case .html(let value): .html(name) { value(part($0)) }
        case .optional(let value): .optional(name) { value(part($0)) }
        case .flag(let value): .flag(name) { value(part($0)) }
        case .nested: nil
        }
    }

    private func lifted<Outer>(throughOptional part: @escaping @Sendable (Outer) -> Subject?) -> Field<Outer>? {
        switch kind {
        case .text(let value): .optional(name) { part($0).map(value) }
        case .optional(let value): .optional(name) { part($0).flatMap(value) }
        case .flag(let value): .flag(name) { part($0).map(value) ?? false }
        case .html, .nested: nil
        }
    }
}

/// A field that has fields: what a section over it needs, with the inner struct's type known to the closures alone.
struct Nested<Subject: Sendable>: Sendable {
    /// Whether the section is written at all.
    let isThere: @Sendable (Subject) -> Bool
    let section: @Sendable ([TemplateNode], inout TemplateCompiler) throws -> Program<Subject>.Section
    /// The inner struct's field of that name, seen from outside; `nil` where a dotted name cannot reach.
    let member: @Sendable (String, inout TemplateCompiler) throws -> Field<Subject>?
}

/// A list of plain texts: `{{.}}` is the text itself.
extension String: Filling {
    static let fields: [Field<String>] = [.text(".", \.self)]
}
