internal import HTTPTypes
internal import Kernel

/// The API for those who write programs. What comes from the description is in English.
struct ReferencePage: Page {
    let heading: Heading
    let operations: [OperationFace]
    let resources: [ResourceFace]

    static let template: @Sendable (PageLibrary) -> Template<ReferencePage> = \.reference
    static let fields: [Field<ReferencePage>] = [
        .text("about") { _ in APIDocument.about }, .list("operations", \.operations), .list("resources", \.resources),
    ]
}

/// One operation.
struct OperationFace: Filling {
    let id: String
    let summary: String
    /// Method and path.
    let call: String
    let scope: String?
    let isOnce: Bool
    /// The header with the session's token, where one is needed.
    let token: String?
    let asked: [ReferenceRow]
    let answer: String
    let refusals: String

    static let fields: [Field<OperationFace>] = [
        .text("id", \.id), .text("summary", \.summary), .text("call", \.call), .optional("scope", \.scope),
        .flag("isOnce", \.isOnce), .optional("token", \.token), .list("asked", \.asked), .text("answer", \.answer),
        .text("refusals", \.refusals),
    ]
}

/// One kind of object that is answered.
struct ResourceFace: Filling {
    let name: String
    let about: String
    let rows: [ReferenceRow]

    static let fields: [Field<ResourceFace>] = [.text("name", \.name), .text("about", \.about), .list("rows", \.rows)]
}

/// One value, asked or answered.
struct ReferenceRow: Filling {
    let name: String
    let type: String
    let about: String

    static let fields: [Field<ReferenceRow>] = [.text("name", \.name), .text("type", \.type), .text("about", \.about)]
}

extension ReferencePage {
    init(_ exchange: Exchange, _ document: APIDocument) {
        heading = Heading(title: exchange.say("title.api"))
        operations = document.routes.compactMap { route in route.operation.map { OperationFace(route, $0) } }
        resources = document.resources.map { ResourceFace($0) }
    }
}

extension OperationFace {
    init(_ route: Route, _ operation: APIOperation) {
        id = operation.id
        summary = operation.summary
        call = "\(route.method) \(route.documentPath)"
        if case .program(let needed) = route.access { scope = needed.rawValue } else { scope = nil }
        isOnce = route.isOnce
        token = route.isChange && route.door.rules.proof == .headerToken ? Exchange.formTokenHeader : nil
        asked = operation.asked.map { field in
            ReferenceRow(name: field.name, type: "\(field.place.rawValue), \(field.schema.words)", about: field.about)
        }
        let contents = operation.contents.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.words)" }
        answer = "\(operation.status) \(contents.joined(separator: "; "))"
        refusals = route.refusals.sorted().map(String.init).joined(separator: ", ")
    }
}

extension ResourceFace {
    init(_ type: any Resource.Type) {
        name = type.name
        about = type.about
        rows = type.fieldSchemas.map { ReferenceRow(name: $0.name, type: $0.schema.words, about: $0.schema["description"]?.words ?? "") }
    }
}

extension Resource {
    fileprivate static var fieldSchemas: [(name: String, schema: JSON)] { fields.map { ($0.name, $0.schema) } }
}

extension JSON {
    /// A schema in a few words, e.g. `list of Service` or `string (date-time) or null`; a text as it is.
    fileprivate var words: String {
        if case .text(let text) = self { return text }
        if case .text(let reference)? = self["$ref"] { return String(reference.split(separator: "/").last ?? "") }
        if case .list(let choices)? = self["anyOf"] { return choices.map(\.words).joined(separator: " or ") }
        if case .list(let values)? = self["enum"] { return values.map(\.words).joined(separator: " | ") }
        guard case .text(let type)? = self["type"] else { return text }
        if type == "array", let items = self["items"] { return "list of \(items.words)" }
        if case .text(let format)? = self["format"] { return "\(type) (\(format))" }
        return type
    }
}
