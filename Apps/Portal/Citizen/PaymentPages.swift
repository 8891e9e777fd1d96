internal import Documents
internal import Kernel
internal import Payments

/// Paying the fee of a request.
enum PaymentPages {
    static func add(to table: inout RouteTable) {
        table.page("/permohonan/:id/bayar", .citizen) { exchange, island in
            let request = try await island.documents.request(exchange.identifier(), by: exchange.principal)
            let bill = try await island.payments.bill(for: request.id, by: exchange.principal)
            return try await exchange.show(PayPage(exchange, island, request, bill), of: island)
        }
    }
}
