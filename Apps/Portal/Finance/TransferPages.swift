internal import Documents
internal import Foundation
internal import HTTPTypes
internal import Kernel
internal import Payments

/// Whoever answers for the money looks at transfers: which wait, what was shown of each, and whether it came.
enum TransferPages {
    static func add(to table: inout RouteTable) {
        table.page("/keuangan/transfer", .finance) { exchange, island in
            let waiting = try await island.payments.waitingTransfers(by: exchange.principal)
            let account = try await island.payments.bankAccount()
            return try await exchange.show(TransfersPage(exchange, island, waiting, account), of: island)
        }
        table.page("/keuangan/transfer/:id", .finance) { exchange, island in
            try await show(exchange.identifier(), exchange, island, issues: exchange.keptIssues)
        }
        table.form("/keuangan/transfer/:id", .finance, confirm)
        table.page("/keuangan/bukti/:id", .finance) { exchange, island in
            let content = try await island.payments.content(of: exchange.identifier(), by: exchange.principal)
            let ending = ProofByIntake.types.first { $0.mediaType == content.mediaType }?.filenameExtension ?? "bin"
            var file = Reply.file(content.data, contentType: content.mediaType, filename: "bukti.\(ending)", isInline: true)
            // What a stranger has sent loads nothing and leads nowhere.
            file.headers.append((.contentSecurityPolicy, Door.framedFilePolicy))
            return file
        }
        table.form("/keuangan/bukti/:id", .finance, refuse)
        table.page("/keuangan/rekening", .finance) { exchange, island in
            try await showAccount(exchange, island, issues: exchange.keptIssues)
        }
        table.form("/keuangan/rekening", .finance, setAccount)
    }

    private static func show(
        _ id: Identifier, _ exchange: Exchange, _ island: Island, issues: [FieldIssue] = [], status: Int = 200
    ) async throws -> Reply {
        let transfer = try await island.payments.transfer(id, by: exchange.principal)
        return try await exchange.show(TransferPage(exchange, island, transfer, issues: issues), of: island, status: status)
    }

    /// With a form the refusal stands at its reference; once money is there, no form is left to which a fault could lead.
    private static func show(_ problem: Problem, _ id: Identifier, _ exchange: Exchange, _ island: Island) async throws -> Reply {
        let transfer = try await island.payments.transfer(id, by: exchange.principal)
        let page =
            transfer.payments.isEmpty
            ? TransferPage(exchange, island, transfer, issues: [FieldIssue("bank_reference", problem)])
            : TransferPage(exchange, island, transfer, notices: [Notice(kind: "warning", title: exchange.say(problem))])
        return try await exchange.show(page, of: island, status: problem.status)
    }

    @Sendable private static func confirm(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        let id = try exchange.identifier()
        var faults: [FieldIssue] = []
        let amount = Money(typed: exchange.form["amount"])
        let date = PaymentService.day(typed: exchange.form["date"])
        if amount == nil { faults.append(FieldIssue("amount", "problem.answer.rupiah")) }
        if date == nil { faults.append(FieldIssue("date", "problem.transfer.date")) }
        guard let amount, let date else { return try await show(id, exchange, island, issues: faults, status: 422) }
        do {
            _ = try await island.payments.confirmTransfer(
                id, bankReference: exchange.form["bank_reference"], amount: amount, date: date, command: exchange.command(),
                by: exchange.principal)
            return .seeOther(island.links.transfer(id))
        } catch let problem as Problem where problem.code == .invalid && !problem.fields.isEmpty {
            return try await show(id, exchange, island, issues: problem.fields, status: problem.status)
        } catch let problem as Problem where problem.code == .conflict {
            // Known already, or another payment's reference: the page shows what is there.
            return try await show(problem, id, exchange, island)
        }
    }

    @Sendable private static func refuse(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        let proof = try exchange.identifier()
        let charge = try await island.payments.charge(of: proof, by: exchange.principal)
        do {
            try await island.payments.refuseProof(proof, reason: exchange.form["reason"], by: exchange.principal)
            return .seeOther(island.links.transfer(charge))
        } catch let problem as Problem where problem.code == .invalid {
            let issues = problem.fields.map { FieldIssue(TransferPage.reasonField(of: proof), $0.messageKey, arguments: $0.arguments) }
            return try await show(charge, exchange, island, issues: issues, status: problem.status)
        } catch let problem as Problem where problem.code == .conflict {
            // Somebody decided meanwhile: the page says how.
            return .seeOther(island.links.transfer(charge))
        }
    }

    // MARK: The account

    private static func showAccount(
        _ exchange: Exchange, _ island: Island, issues: [FieldIssue] = [], status: Int = 200
    ) async throws -> Reply {
        let account = try await island.payments.bankAccount()
        return try await exchange.show(BankAccountPage(exchange, island, account, issues: issues), of: island, status: status)
    }

    @Sendable private static func setAccount(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        do {
            try await island.payments.setBankAccount(
                bank: exchange.form["bank"], number: exchange.form["number"], holder: exchange.form["holder"], by: exchange.principal)
            return .seeOther(island.links.bankAccount)
        } catch let problem as Problem where problem.code == .invalid {
            return try await showAccount(exchange, island, issues: problem.fields, status: problem.status)
        }
    }
}
