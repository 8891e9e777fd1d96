import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import Synchronization

@testable import Portal

/// A browser without a screen: keeps cookies, follows redirects when asked, fills forms that are on the page.
final class Visitor: Sendable {
    private let responder: RouterResponder<PortalContext>
    private let logger: Logger?
    /// Name → (value, path).
    private let cookies = Mutex<[String: (value: String, path: String)]>([:])

    init(responder: RouterResponder<PortalContext>, logger: Logger? = nil) {
        self.responder = responder
        self.logger = logger
    }

    struct Answer: Sendable {
        let status: Int
        let headers: [String: String]
        let body: Data
        /// The path of the page that answered, after redirects.
        let path: String

        var text: String { String(decoding: body, as: UTF8.self) }
        var location: String? { headers["location"] }

        /// The value of the first hidden or visible input with that name.
        func input(_ name: String, after marker: String = "") -> String? {
            let from = marker.isEmpty ? text.startIndex : (text.range(of: marker)?.upperBound ?? text.endIndex)
            guard let start = text.range(of: "name=\"\(name)\" value=\"", range: from..<text.endIndex) else { return nil }
            let end = text[start.upperBound...].firstIndex(of: "\"") ?? text.endIndex
            return String(text[start.upperBound..<end])
        }

        /// The values of all inputs of that name.
        func inputs(_ name: String) -> [String] {
            text.components(separatedBy: "name=\"\(name)\" value=\"").dropFirst().map { String($0.prefix { $0 != "\"" }) }
        }
    }

    func cookie(_ name: String) -> String? { cookies.withLock { $0[name]?.value } }
    func setCookie(_ name: String, _ value: String, path: String = "/") { cookies.withLock { $0[name] = (value, path) } }

    func takeCookies(of other: Visitor) {
        let theirs = other.cookies.withLock { $0 }
        cookies.withLock { $0 = theirs }
    }

    /// Gets a page and follows up to five redirects.
    func get(_ path: String) async throws -> Answer {
        var answer = try await send(.get, withoutFragment(path))
        for _ in 0..<5 {
            guard answer.status == 303, let location = answer.location else { break }
            answer = try await send(.get, withoutFragment(location))
        }
        return answer
    }

    /// Sends a form as the page at `page` would: with its token and its command id; then follows redirects.
    func submit(_ fields: [String: String] = [:], to action: String, from page: Answer) async throws -> Answer {
        var fields = fields
        for hidden in ["csrf", "command", "next", "state", "service", "version", "dilihat"] where fields[hidden] == nil {
            // The form with this action is the one meant, where a page has several.
            if let value = page.input(hidden, after: "action=\"\(action)\"") ?? page.input(hidden) {
                fields[hidden] = value.replacing("&amp;", with: "&")
            }
        }
        let answer = try await post(fields, to: action)
        guard answer.status == 303, let location = answer.location else { return answer }
        return try await get(location)
    }

    /// Sends a form with just these fields.
    func post(_ fields: [String: String], to action: String) async throws -> Answer {
        let allowed = CharacterSet.alphanumerics
        let body = fields.map { name, value in
            "\(name.addingPercentEncoding(withAllowedCharacters: allowed) ?? "")=\(value.addingPercentEncoding(withAllowedCharacters: allowed) ?? "")"
        }.joined(separator: "&")
        return try await send(.post, action, headers: ["content-type": "application/x-www-form-urlencoded"], body: Data(body.utf8))
    }

    /// Sends a form with files, with the token of the page; then follows redirects.
    func upload(_ form: Multipart, to action: String, from page: Answer) async throws -> Answer {
        let whole = form.field("csrf", page.input("csrf") ?? "").closed
        let answer = try await send(.post, action, headers: ["content-type": Multipart.contentType], body: whole)
        guard answer.status == 303, let location = answer.location else { return answer }
        return try await get(location)
    }

    /// One request as it is, without following anything.
    func send(_ method: HTTPRequest.Method, _ path: String, headers: [String: String] = [:], body: Data = Data()) async throws -> Answer {
        let response = try await respond(method, path, headers: headers, body: body)
        var answered: [String: String] = [:]
        for field in response.headers {
            if field.name == .setCookie { keep(field.value) } else { answered[field.name.canonicalName] = field.value }
        }
        let collector = Collector()
        try await response.body.write(collector)
        return Answer(status: Int(response.status.code), headers: answered, body: collector.data, path: plain(path))
    }

    /// Hands on each part of an answer as it comes, until it ends.
    func listen(_ path: String, to reader: PartReader) async throws {
        try await respond(.get, path).body.write(reader)
    }

    private func plain(_ path: String) -> String {
        String(path.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)[0])
    }

    private func respond(
        _ method: HTTPRequest.Method, _ path: String, headers: [String: String] = [:], body: Data = Data()
    ) async throws -> Response {
        var fields = HTTPFields()
        for (name, value) in headers { if let name = HTTPField.Name(name) { fields[name] = value } }
        let plain = self.plain(path)
        let sent = cookies.withLock { jar in
            jar.filter { plain == $0.value.path || $0.value.path == "/" || plain.hasPrefix($0.value.path + "/") }
                .map { "\($0.key)=\($0.value.value)" }.joined(separator: "; ")
        }
        if !sent.isEmpty { fields[.cookie] = sent }
        let request = Request(
            head: HTTPRequest(method: method, scheme: "http", authority: "localhost", path: path, headerFields: fields),
            body: RequestBody(buffer: ByteBuffer(bytes: body)))
        var quiet = Logger(label: "visitor")
        quiet.logLevel = .critical
        let context = PortalContext(source: ApplicationRequestContextSource(channel: EmbeddedChannel(), logger: logger ?? quiet))
        return try await responder.respond(to: request, context: context)
    }

    /// A browser keeps the fragment to itself.
    private func withoutFragment(_ address: String) -> String { String(address.prefix { $0 != "#" }) }

    private func keep(_ header: String) {
        let parts = header.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
        guard let pair = parts.first?.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false), pair.count == 2 else { return }
        let path = parts.first { $0.hasPrefix("Path=") }.map { String($0.dropFirst(5)) } ?? "/"
        let isGone = parts.contains("Max-Age=0")
        cookies.withLock { $0[String(pair[0])] = isGone ? nil : (String(pair[1]), path) }
    }
}

/// Collects a response's body.
final class Collector: ResponseBodyWriter, Sendable {
    private let bytes = Mutex(Data())
    var data: Data { bytes.withLock { $0 } }

    func write(_ buffer: ByteBuffer) async throws { bytes.withLock { $0.append(contentsOf: buffer.readableBytesView) } }
    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
