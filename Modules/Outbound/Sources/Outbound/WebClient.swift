internal import CCurl
internal import Foundation
internal import Kernel

/// Calls other people's services over HTTP. Servers are known by their certificates (TLS 1.2 at least, always verified);
/// redirects are answers like any other and are not followed; a proxy in the environment is not used.
public struct WebClient: Sendable {
    /// Whose addresses are called.
    public enum Side: Sendable {
        /// Those that the operator chose: they share their threads with mail.
        case partners
        /// Those that others chose. They have threads of their own, so that slow ones among them keep nobody else waiting.
        case strangers
    }

    static let bodyLimitBytes = 1_000_000
    private static let connectSeconds = 10

    private let threads: BlockingThreads

    public init(_ side: Side = .partners) {
        threads =
            switch side {
            case .partners: .curl
            case .strangers: .strangers
            }
    }

    /// Whether an address, in its usual notation, belongs to the internet at large.
    static func isPublic(_ address: String) -> Bool { ccurl_is_public_text(address) != 0 }

    /// Sends the request and waits for the whole answer, without holding a thread of the cooperative pool. A cancelled
    /// task is let go at once, and its exchange ends behind it.
    /// - Throws: `invalid` `problem.outbound.request` when the request cannot be sent as it is; `unavailable`
    ///   `problem.outbound.unreachable` when no whole answer came (then it is not known whether the other side acted);
    ///   `unavailable` `problem.outbound.notPublic` when only the internet at large was to be called and the address is not of it, and nothing
    ///   was sent; `unavailable` `problem.outbound.answerTooLarge` when the answer is longer than the request allows.
    public func send(_ request: OutgoingRequest) async throws -> IncomingResponse {
        if let fault = request.fault { throw Problem(.invalid, "problem.outbound.request", detail: fault) }
        let cancelled = Problem(.unavailable, "problem.outbound.unreachable", detail: "cancelled")
        let outcome = await threads.runUnlessCancelled(.failure(cancelled)) { cancellation in
            WebClient.exchange(request, cancellation)
        }
        return try outcome.get()
    }

    private static func exchange(_ request: OutgoingRequest, _ cancellation: Cancellation) -> Result<IncomingResponse, Problem> {
        let limit = min(request.answerLimitBytes, bodyLimitBytes)
        guard let transfer = Transfer(receiveLimit: limit, cancellation: cancellation) else {
            return .failure(Problem(.unavailable, "problem.outbound.unreachable", detail: "libcurl did not start"))
        }
        transfer.allowWebOnly()
        if request.callsPublicOnly { transfer.callPublicOnly() }
        transfer.setTimeouts(connectSeconds: min(connectSeconds, request.timeoutSeconds), totalSeconds: request.timeoutSeconds)
        transfer.set(CURLOPT_URL, request.url)
        transfer.set(CURLOPT_USERAGENT, "mpp-digital")
        switch request.method {
        case .get: transfer.set(CURLOPT_HTTPGET, 1)
        case .head: transfer.set(CURLOPT_NOBODY, 1)
        case .post, .put, .patch, .delete:
            transfer.set(CURLOPT_POST, 1)
            transfer.setUpload(request.body, sizeOption: CURLOPT_POSTFIELDSIZE_LARGE)
            transfer.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        }
        transfer.set(CURLOPT_HTTPHEADER, headerLines(of: request))

        let code = transfer.perform()
        if transfer.hasExceededLimit {
            return .failure(Problem(.unavailable, "problem.outbound.answerTooLarge", detail: "more than \(limit) bytes"))
        }
        guard code == CURLE_OK else {
            // Of several addresses behind one name each may fail for a reason of its own; that one was refused is what helps.
            if transfer.hasRefusedAddress, transfer.responseCode == 0 {
                return .failure(Problem(.unavailable, "problem.outbound.notPublic", detail: explanation(of: code)))
            }
            let detail = cancellation.isRequested ? "cancelled" : explanation(of: code)
            return .failure(Problem(.unavailable, "problem.outbound.unreachable", detail: detail))
        }
        return .success(
            IncomingResponse(
                status: transfer.responseCode, headers: IncomingResponse.fields(in: transfer.headerLines), body: transfer.received))
    }

    /// In curl's notation: `Name: value`, `Name;` for an empty value, `Name:` to leave out what curl would add.
    private static func headerLines(of request: OutgoingRequest) -> [String] {
        let names = Set(request.headers.keys.map { $0.lowercased() })
        let given = request.headers.sorted { $0.key < $1.key }.map { $0.value.isEmpty ? "\($0.key);" : "\($0.key): \($0.value)" }
        return given + ["Content-Type", "Expect"].filter { !names.contains($0.lowercased()) }.map { "\($0):" }
    }
}
