internal import Hummingbird
internal import Kernel
internal import Payments

/// Where payment providers say that a bill was paid. They prove who they are by the signature of the message.
enum NoticeEndpoint {
    static func add(to table: inout RouteTable) {
        table.notice("/api/v1/pembayaran/:provider/pemberitahuan") { exchange, island in
            let outcome = try await island.payments.receive(
                ProviderNotice(provider: exchange.parameters["provider"] ?? "", headers: exchange.headers, body: exchange.rawBody))
            return .json(#"{"outcome":"\#(outcome == .recorded ? "recorded" : "repeated")"}"#)
        }
    }
}
