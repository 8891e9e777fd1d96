/// The one error that crosses a boundary between modules.
///
/// It speaks to three readers: `code` to machines (HTTP status, exit code), `messageKey` and `fields` to the person
/// (looked up in `Words/`), `detail` to the operator's log. Two problems are equal when code, message and fields are:
/// the detail stays free to improve.
public struct Problem: Error, Sendable {
    /// What kind of refusal this is.
    public enum Code: String, Sendable, CaseIterable {
        case invalid, unauthenticated, forbidden, notFound, conflict, gone
        case tooLarge, unsupportedType, tooMany, unavailable, unexpected
        case malformed, wrongMethod, tooSlow
    }

    public var code: Code
    /// Key of the sentence in `Words/` that the person reads, e.g. `problem.service.closed`.
    public var messageKey: String
    /// Values that the sentence names, e.g. `["service": "SKCK"]`. Never personal values: problems are logged.
    public var arguments: [String: String]
    /// Values of which the reader gets the one in her language, e.g. a service's title. Never personal values.
    public var names: [String: LocalizedText]
    /// For forms: what is wrong with which field.
    public var fields: [FieldIssue]
    /// For the operator; never shown to the person.
    public var detail: String

    public init(
        _ code: Code, _ messageKey: String, arguments: [String: String] = [:], names: [String: LocalizedText] = [:],
        fields: [FieldIssue] = [], detail: String = ""
    ) {
        self.code = code
        self.messageKey = messageKey
        self.arguments = arguments
        self.names = names
        self.fields = fields
        self.detail = detail
    }

    /// Whether nobody knows if the change was made all the same: not a rule refused it but the disk, another process, or a fault of ours.
    /// What belongs to the change must stay where it is then, because a row may name it.
    public var leavesOutcomeOpen: Bool { code == .unavailable || code == .unexpected }

    /// The HTTP status of this problem (RFC 9110).
    public var status: Int {
        switch code {
        case .invalid: 422
        case .unauthenticated: 401
        case .forbidden: 403
        case .notFound: 404
        case .conflict: 409
        case .gone: 410
        case .tooLarge: 413
        case .unsupportedType: 415
        case .tooMany: 429
        case .unavailable: 503
        case .unexpected: 500
        case .malformed: 400
        case .wrongMethod: 405
        case .tooSlow: 408
        }
    }

    /// The exit code of a command that ends with this problem (sysexits.h).
    public var exitCode: Int32 {
        switch code {
        case .invalid, .tooLarge, .unsupportedType, .malformed, .wrongMethod: 65  // EX_DATAERR
        case .notFound, .gone: 66  // EX_NOINPUT
        case .unauthenticated, .forbidden: 77  // EX_NOPERM
        case .unavailable, .tooMany, .conflict, .tooSlow: 75  // EX_TEMPFAIL
        case .unexpected: 70  // EX_SOFTWARE
        }
    }
}

/// One fault of one form field.
public struct FieldIssue: Sendable, Equatable, Codable {
    /// Name of the input, e.g. `nik` or `answers.purpose`.
    public var field: String
    /// Key of the sentence in `Words/`.
    public var messageKey: String
    public var arguments: [String: String]
    /// Values of which the reader gets the one in her language, e.g. what the question is called.
    public var names: [String: LocalizedText]

    public init(_ field: String, _ messageKey: String, arguments: [String: String] = [:], names: [String: LocalizedText] = [:]) {
        self.field = field
        self.messageKey = messageKey
        self.arguments = arguments
        self.names = names
    }

    /// The problem said at this field.
    public init(_ field: String, _ problem: Problem) {
        self.init(field, problem.messageKey, arguments: problem.arguments, names: problem.names)
    }

    /// The same said at another field.
    public func at(_ field: String) -> FieldIssue {
        var issue = self
        issue.field = field
        return issue
    }
}

extension Problem: Equatable {
    public static func == (one: Problem, other: Problem) -> Bool {
        one.code == other.code && one.messageKey == other.messageKey && one.fields == other.fields
    }
}

extension Problem: CustomStringConvertible {
    public var description: String {
        let names = fields.map { "\($0.field): \($0.messageKey)" }.joined(separator: ", ")
        return "\(code.rawValue) \(messageKey)" + (names.isEmpty ? "" : " [\(names)]") + (detail.isEmpty ? "" : " (\(detail))")
    }
}

extension Problem {
    /// What someone may not know of is not found: this is also the answer for another person's record.
    public static func notFound(_ what: String) -> Problem { Problem(.notFound, "problem.notFound", detail: what) }
}
