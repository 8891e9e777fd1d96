internal import Foundation
internal import Kernel
internal import Outbound
internal import Payments

/// Carries the stub provider's notices to this portal's own address over HTTP, as a real provider's would come.
struct NoticeOverHTTP: NoticeCarrier {
    let region: RegionSlug
    let host: String
    let port: Int
    private let client = WebClient()

    /// - Parameter host: where the server listens; for "everywhere" the notice goes to the loopback address.
    init(region: RegionSlug, host: String, port: Int) {
        self.region = region
        self.host = host == "0.0.0.0" || host == "::" ? "127.0.0.1" : host
        self.port = port
    }

    func carry(_ notice: ProviderNotice) async throws -> Bool {
        let response = try await client.send(
            OutgoingRequest(
                .post, "http://\(host):\(port)/\(region)/api/v1/pembayaran/\(notice.provider)/pemberitahuan",
                headers: notice.headers, body: notice.body, timeoutSeconds: 10))
        return (200..<300).contains(response.status)
    }
}
