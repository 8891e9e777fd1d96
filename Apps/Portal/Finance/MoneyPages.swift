internal import Documents
internal import Kernel
internal import Payments

/// Whoever answers for the region's money decides what becomes of it.
enum MoneyPages {
    static func add(to table: inout RouteTable) {
        table.page("/keuangan/pengembalian", .finance) { exchange, island in
            let refunds = try await island.payments.refunds(by: exchange.principal)
            return try await exchange.show(RefundsPage(exchange, island, refunds), of: island)
        }
        table.page("/keuangan/pembayaran/:id", .finance) { exchange, island in
            try await show(exchange, island, issues: exchange.keptIssues)
        }
        for decision in PaymentDecision.allCases {
            table.form("/keuangan/pembayaran/:id/\(decision.rawValue)", .finance, on: "/keuangan/pembayaran/:id") { exchange, island in
                try await decide(decision, exchange, island)
            }
        }
    }

    private static func show(
        _ exchange: Exchange, _ island: Island, issues: [FieldIssue] = [], status: Int = 200, notices: [Notice] = []
    ) async throws -> Reply {
        guard let file = try await island.payments.file(of: exchange.identifier(), by: exchange.principal) else {
            throw Problem.notFound("payment")
        }
        var request: DocumentRequest?
        if let bill = file.bill { request = try await island.documents.request(bill.purpose, by: exchange.principal) }
        return try await exchange.show(
            PaymentFilePage(exchange, island, file, request, issues: issues, notices: notices), of: island, status: status)
    }

    private static func decide(_ decision: PaymentDecision, _ exchange: Exchange, _ island: Island) async throws -> Reply {
        let id = try exchange.identifier()
        do {
            switch decision {
            case .credit: try await credit(id, exchange, island)
            case .refund: try await refund(id, exchange, island)
            case .transfer:
                try await island.payments.noteTransfer(
                    of: refund(of: id, exchange, island), voucher: exchange.form["voucher"], command: exchange.command(),
                    by: exchange.principal)
            case .giveUp:
                try await island.payments.giveUp(
                    refund(of: id, exchange, island), command: exchange.command(), by: exchange.principal)
            }
            return .seeOther(island.links.payment(id))
        } catch let problem as Problem where problem.code == .invalid && !problem.fields.isEmpty {
            return try await show(exchange, island, issues: problem.fields, status: problem.status)
        } catch let problem as Problem where problem.code == .conflict {
            // Somebody decided otherwise meanwhile: the page shows what is left to decide.
            return try await show(
                exchange, island, status: problem.status, notices: [Notice(kind: "warning", title: exchange.say(problem))])
        }
    }

    /// The refund that was sent, which is one of that payment.
    private static func refund(of payment: Identifier, _ exchange: Exchange, _ island: Island) async throws -> Identifier {
        let file = try await island.payments.file(of: payment, by: exchange.principal)
        guard let id = Identifier(exchange.form["refund"]), file?.refunds.contains(where: { $0.id == id }) == true else {
            throw Problem.notFound("refund")
        }
        return id
    }

    private static func credit(_ id: Identifier, _ exchange: Exchange, _ island: Island) async throws {
        let unknown = Problem(.invalid, "problem.payment.noBill", fields: [FieldIssue("number", "problem.payment.noBill")])
        do {
            guard let number = RequestNumber(exchange.form["number"]) else { throw unknown }
            let request = try await island.documents.request(numbered: number, by: exchange.principal)
            try await island.payments.credit(
                id, to: request.id, reason: exchange.form["why"], command: exchange.command(), by: exchange.principal)
        } catch let problem as Problem where problem.code == .notFound {
            throw unknown
        } catch let problem as Problem where problem.fields.contains(where: { $0.field == "reason" }) {
            // Two forms stand on the page: the reason of this one has a name of its own.
            throw Problem(.invalid, problem.messageKey, fields: [FieldIssue("why", problem)])
        }
    }

    private static func refund(_ id: Identifier, _ exchange: Exchange, _ island: Island) async throws {
        guard let amount = Money(typed: exchange.form["amount"]) else {
            throw Problem(.invalid, "problem.answer.rupiah", fields: [FieldIssue("amount", "problem.answer.rupiah")])
        }
        guard let way = RefundWay(rawValue: exchange.form["way"]) else {
            throw Problem(.invalid, "problem.answer.choice", fields: [FieldIssue("way", "problem.answer.choice")])
        }
        _ = try await island.payments.grantRefund(
            of: id, amount: amount, way: way, reason: exchange.form["reason"], command: exchange.command(), by: exchange.principal)
    }
}
