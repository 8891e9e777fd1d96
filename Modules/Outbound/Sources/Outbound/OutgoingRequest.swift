public import Foundation

/// A call to someone else's service over HTTP.
public struct OutgoingRequest: Sendable {
    /// The methods that the platform's partners understand.
    public enum Method: String, Sendable, CaseIterable {
        case get = "GET"
        case head = "HEAD"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    public var method: Method
    /// An absolute address that begins with `http://` or `https://`, without a name and password in it.
    public var url: String
    /// Header fields by name. Names are tokens and values hold no line break, otherwise nothing is sent.
    public var headers: [String: String]
    /// Sent with POST, PUT, PATCH and DELETE.
    public var body: Data
    /// How long the whole exchange may take; at least 1.
    public var timeoutSeconds: Int
    /// Whether only addresses of the internet at large are called. For an address that somebody from outside has named: it must not reach this
    /// machine or its neighbours, whatever its name leads to.
    public var callsPublicOnly = false
    /// How long the body of the answer may be; 1 MB at most.
    public var answerLimitBytes = 1_000_000

    public init(
        _ method: Method, _ url: String, headers: [String: String] = [:], body: Data = Data(), timeoutSeconds: Int = 15
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeoutSeconds = max(1, timeoutSeconds)
    }

    /// What makes the request impossible to send, or `nil`.
    var fault: String? {
        let scheme = url.lowercased()
        guard scheme.hasPrefix("http://") || scheme.hasPrefix("https://") else { return "the address is not http or https" }
        guard url.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return "the address holds a space, a control character or a letter outside ASCII"
        }
        let authority = url.drop { $0 != "/" }.dropFirst(2).prefix { !"/?#".contains($0) }
        guard !authority.isEmpty, !authority.contains("@") else { return "the address has no host or holds a password" }
        for (name, value) in headers {
            guard !name.isEmpty, name.utf8.allSatisfy(OutgoingRequest.isTokenByte) else { return "header name \(name.debugDescription)" }
            guard value.utf8.allSatisfy({ $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7F) }) else {
                return "a control character in header \(name)"
            }
        }
        return nil
    }

    /// RFC 9110, 5.6.2.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}

/// What came back.
public struct IncomingResponse: Sendable {
    /// 100 to 599. Any status is an answer, not an error.
    public var status: Int
    /// Header fields by name in lower case; a field that came several times is joined by `, `.
    public var headers: [String: String]
    /// At most 1 MB.
    public var body: Data

    public init(status: Int, headers: [String: String] = [:], body: Data = Data()) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    public var isSuccess: Bool { (200...299).contains(status) }

    /// The fields of the last reply in curl's header lines: interim replies (1xx) come before it.
    static func fields(in lines: [String]) -> [String: String] {
        var fields: [String: String] = [:]
        for line in lines {
            let text = line.trimmingCharacters(in: .whitespacesAndNewlines)
            if text.hasPrefix("HTTP/") {
                fields = [:]
                continue
            }
            guard let colon = text.firstIndex(of: ":") else { continue }
            let name = text[..<colon].lowercased()
            let value = text[text.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            fields[name] = fields[name].map { "\($0), \(value)" } ?? value
        }
        return fields
    }
}
