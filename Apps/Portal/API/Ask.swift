internal import Foundation
internal import Kernel

/// What an operation is asked. The one initialiser is run twice: to read a request, and once with nothing in hand, to write
/// down what it would read. So the document cannot name a parameter that is not read, nor miss one that is.
protocol Ask: Sendable {
    /// - Throws: `notFound` when the path names nothing. What is wrong elsewhere the reader keeps.
    init(_ read: inout AskReader) throws
    /// Whether the body is a file, which the handler takes as it came.
    static var takesFile: Bool { get }
}

extension Ask {
    static var takesFile: Bool { false }
}

/// An operation that is asked nothing.
struct NoAsk: Ask {
    init(_ read: inout AskReader) {}
}

/// Where a value is asked for.
enum AskPlace: String, Sendable, Hashable {
    case path, query, body
}

/// One value that an operation asks for.
struct AskedField: Sendable, Hashable {
    let place: AskPlace
    let name: String
    let about: String
    let schema: JSON
    let isRequired: Bool
}

/// Reads the values of one request, and keeps what is wrong with them; or writes down which values there are.
struct AskReader {
    private enum Source {
        case nothing
        case request(parameters: [String: String], query: [String: String], body: [String: JSON])
    }

    private let source: Source
    private(set) var asked: [AskedField] = []
    private(set) var issues: [FieldIssue] = []

    /// For writing down what is read.
    init() { source = .nothing }

    init(parameters: [String: String], query: [String: String], body: [String: JSON]) {
        source = .request(parameters: parameters, query: query, body: body)
    }

    /// - Throws: `notFound` when the part of the path cannot be read.
    mutating func path<Value>(_ name: String, _ kind: AskKind<Value>, _ about: String) throws -> Value {
        note(.path, name, about, kind.schema, isRequired: true)
        guard case .request(let parameters, _, _) = source else { return kind.placeholder }
        guard let value = kind.read(.text(parameters[name] ?? "")) else { throw Problem.notFound("\(name) in the path") }
        return value
    }

    mutating func query<Value>(_ name: String, _ kind: AskKind<Value>, default standard: Value, _ about: String) -> Value {
        note(.query, name, about, kind.schema.with(["default": kind.write(standard)]), isRequired: false)
        guard case .request(_, let query, _) = source, let text = query[name] else { return standard }
        return value(of: .text(text), name, kind) ?? standard
    }

    mutating func query<Value>(_ name: String, _ kind: AskKind<Value>, _ about: String) -> Value? {
        note(.query, name, about, kind.schema, isRequired: false)
        guard case .request(_, let query, _) = source, let text = query[name] else { return nil }
        return value(of: .text(text), name, kind)
    }

    mutating func body<Value>(_ name: String, _ kind: AskKind<Value>, _ about: String) -> Value {
        note(.body, name, about, kind.schema, isRequired: true)
        guard case .request(_, _, let body) = source else { return kind.placeholder }
        guard let sent = body[name] else {
            issues.append(FieldIssue(name, "problem.api.required"))
            return kind.placeholder
        }
        return value(of: sent, name, kind) ?? kind.placeholder
    }

    mutating func bodyIfPresent<Value>(_ name: String, _ kind: AskKind<Value>, _ about: String) -> Value? {
        note(.body, name, about, ["anyOf": [kind.schema, ["type": "null"]]], isRequired: false)
        guard case .request(_, _, let body) = source, let sent = body[name], sent != .null else { return nil }
        return value(of: sent, name, kind)
    }

    /// - Throws: `invalid` with an issue for each value that is wrong, and for each field of the body that nothing reads: a
    ///   name that was misspelt must not count as left out.
    func finish() throws {
        var issues = issues
        if case .request(_, _, let body) = source {
            let known = Set(asked.filter { $0.place == .body }.map(\.name))
            issues += Set(body.keys).subtracting(known).sorted().map { FieldIssue(String($0.prefix(60)), "problem.api.unknownField") }
        }
        guard issues.isEmpty else { throw Problem(.invalid, "problem.api.invalid", fields: issues) }
    }

    private mutating func note(_ place: AskPlace, _ name: String, _ about: String, _ schema: JSON, isRequired: Bool) {
        asked.append(AskedField(place: place, name: name, about: about, schema: schema, isRequired: isRequired))
    }

    private mutating func value<Value>(of json: JSON, _ name: String, _ kind: AskKind<Value>) -> Value? {
        let value = kind.read(json)
        if value == nil { issues.append(FieldIssue(name, "problem.api.value")) }
        return value
    }
}
