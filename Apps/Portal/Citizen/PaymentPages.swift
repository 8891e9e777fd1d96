internal import Documents
internal import HTTPTypes
internal import Kernel
internal import Payments

/// Paying the fee of a request.
enum PaymentPages {
    static func add(to table: inout RouteTable) {
        table.page("/permohonan/:id/bayar", .citizen) { exchange, island in
            try await show(exchange, island)
        }
        table.form("/permohonan/:id/bayar", .citizen) { exchange, island in
            let id = try exchange.identifier()
            do {
                try await island.payments.choose(exchange.form["way"], for: id, by: exchange.principal)
            } catch let problem as Problem where problem.messageKey == "problem.transfer.full" {
                return try await show(exchange, island, notices: [Notice(kind: "warning", title: exchange.say(problem))], status: 503)
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
        // The same page: whoever reloads after a file that was refused is where she was.
        table.page("/permohonan/:id/bukti-transfer", .citizen) { exchange, island in try await show(exchange, island) }
        table.upload("/permohonan/:id/bukti-transfer", .citizen, sendProof)
        table.page("/permohonan/:id/kuitansi", .citizen) { exchange, island in
            try await receipt(of: exchange.identifier(), exchange, island)
        }
    }

    private static func show(
        _ exchange: Exchange, _ island: Island, issues: [FieldIssue] = [], notices: [Notice] = [], status: Int = 200
    ) async throws -> Reply {
        let request = try await island.documents.request(exchange.identifier(), by: exchange.principal)
        let standing = try await island.payments.standing(for: request.id, by: exchange.principal)
        let transfer = try await TransferFace(exchange, island, request, standing, issues: issues)
        return try await exchange.show(
            PayPage(exchange, island, request, standing, transfer: transfer, issues: issues, notices: notices), of: island, status: status)
    }

    @Sendable private static func sendProof(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        func refused(_ issue: FieldIssue, _ status: Int) async throws -> Reply {
            try await show(exchange, island, issues: [issue], status: status)
        }
        if let refusal = exchange.uploadRefusal { return try await refused(FieldIssue(TransferFace.field, refusal), refusal.status) }
        guard let file = exchange.form.files[TransferFace.field], !file.filename.isEmpty || !file.content.isEmpty else {
            return try await refused(FieldIssue(TransferFace.field, "problem.proof.none"), 422)
        }
        let id = try exchange.identifier()
        do {
            try await exchange.portal.uploads.count(by: UploadGate.person(exchange.principal, in: island))
            try await island.payments.sendProof(file.content, for: id, by: exchange.principal)
        } catch let problem as Problem
            where problem.messageKey.hasPrefix("problem.upload.") || problem.messageKey == "problem.proof.many"
        {
            return try await refused(FieldIssue(TransferFace.field, problem), problem.status)
        } catch let problem as Problem where problem.code == .conflict {
            // It was paid meanwhile, or is not owed any more: the page says which.
        }
        return .seeOther(island.links.request(id).payment)
    }

    /// The receipt of what was paid for a request, for whoever may see its bill.
    static func receipt(of id: Identifier, _ exchange: Exchange, _ island: Island) async throws -> Reply {
        let request = try await island.documents.request(id, by: exchange.principal)
        let standing = try await island.payments.standing(for: id, by: exchange.principal)
        var cashier: String?
        if let id = standing.cashier { cashier = try await island.staffNames()[id] }
        let content = try await island.receipts.pdf(of: request, standing, cashier: cashier)
        let name = (standing.receipt?.text ?? "").replacing("/", with: "-")
        return .file(content, contentType: "application/pdf", filename: "\(name).pdf", isInline: true)
    }
}
