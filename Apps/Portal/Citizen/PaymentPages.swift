internal import Documents
internal import HTTPTypes
internal import Kernel
internal import Payments

/// Paying the fee of a request.
enum PaymentPages {
    static func add(to table: inout RouteTable) {
        table.page("/permohonan/:id/bayar", .citizen) { exchange, island in
            let request = try await island.documents.request(exchange.identifier(), by: exchange.principal)
            let standing = try await island.payments.standing(for: request.id, by: exchange.principal)
            return try await exchange.show(PayPage(exchange, island, request, standing), of: island)
        }
        table.form("/permohonan/:id/bayar", .citizen) { exchange, island in
            let id = try exchange.identifier()
            do {
                try await island.payments.choose(exchange.form["way"], for: id, by: exchange.principal)
            } catch let problem as Problem where [.conflict, .notFound].contains(problem.code) {
                // It was paid meanwhile, or is not owed any more, or that way was closed: the page says which, to whoever may see it.
            }
            return .seeOther(island.links.request(id).payment)
        }
        table.stream("/permohonan/:id/bayar/kabar", .citizen) { exchange, island in
            let (id, payer) = (try exchange.identifier(), exchange.principal)
            // Before the answer begins: afterwards a refusal could not be told any more.
            _ = try await island.payments.standing(for: id, by: payer)
            let watch = PayWatch(try island.payNews.rings(), clock: exchange.portal.clock) {
                try await island.payments.standing(for: id, by: payer)
            }
            var reply = Reply.stream(watch.parts, contentType: "text/event-stream")
            // A proxy that collects an answer before it passes it on would keep the news.
            if let name = HTTPField.Name("X-Accel-Buffering") { reply.headers.append((name, "no")) }
            return reply
        }
        table.page("/permohonan/:id/kuitansi", .citizen) { exchange, island in
            try await receipt(of: exchange.identifier(), exchange, island)
        }
    }

    /// The receipt of what was paid for a request, for whoever may see its bill.
    static func receipt(of id: Identifier, _ exchange: Exchange, _ island: Island) async throws -> Reply {
        let request = try await island.documents.request(id, by: exchange.principal)
        let standing = try await island.payments.standing(for: id, by: exchange.principal)
        let content = try await island.receipts.pdf(of: request, standing)
        let name = (standing.receipt?.text ?? "").replacing("/", with: "-")
        return .file(content, contentType: "application/pdf", filename: "\(name).pdf", isInline: true)
    }
}
