internal import Documents
internal import Kernel
internal import Payments

/// The cash desk: a cashier begins a shift, takes money for bills, and counts the drawer at the end.
enum CashPages {
    static func add(to table: inout RouteTable) {
        table.page("/kas", .cashier, desk)
        table.form("/kas/buka", .cashier, on: "/kas", begin)
        table.page("/kas/tagihan/:id", .cashier) { exchange, island in
            try await showBill(exchange, island, issues: exchange.keptIssues)
        }
        table.form("/kas/tagihan/:id", .cashier, take)
        table.form("/kas/tagihan/:id/pengembalian", .cashier, on: "/kas/tagihan/:id", giveBack)
        table.page("/kas/tagihan/:id/kuitansi", .cashier) { exchange, island in
            try await PaymentPages.receipt(of: exchange.identifier(), exchange, island)
        }
        table.page("/kas/tutup", .cashier) { exchange, island in
            guard let shift = try await island.payments.openShift(of: exchange.principal) else { return .seeOther(island.links.cashDesk) }
            return try await exchange.show(ShiftEndPage(exchange, island, shift, issues: exchange.keptIssues), of: island)
        }
        table.form("/kas/tutup", .cashier, end)
    }

    /// How many of the newest receipts the desk shows.
    private static let shownReceipts = 20

    @Sendable private static func desk(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        guard let typed = exchange.query["nomor"], !typed.isEmpty else {
            return try await showDesk(exchange, island, issues: exchange.keptIssues)
        }
        do {
            guard let number = RequestNumber(typed) else { throw Problem.notFound("request number") }
            let request = try await island.documents.request(numbered: number, by: exchange.principal)
            return .seeOther(island.links.cashBill(request.id))
        } catch let problem as Problem where problem.code == .notFound {
            return try await showDesk(exchange, island, issues: [FieldIssue("nomor", "problem.cash.noRequest")], status: 422)
        }
    }

    private static func showDesk(
        _ exchange: Exchange, _ island: Island, issues: [FieldIssue] = [], status: Int = 200
    ) async throws -> Reply {
        guard let shift = try await island.payments.openShift(of: exchange.principal) else {
            return try await exchange.show(CashDeskPage(closed: exchange, island, issues: issues), of: island, status: status)
        }
        let taken = try await island.payments.taken(in: shift, limit: shownReceipts, by: exchange.principal)
        return try await exchange.show(CashDeskPage(exchange, island, shift, taken, issues: issues), of: island, status: status)
    }

    @Sendable private static func begin(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        guard let change = Money(typed: exchange.form["change"].isEmpty ? "0" : exchange.form["change"]) else {
            return try await showDesk(exchange, island, issues: [FieldIssue("change", "problem.answer.rupiah")], status: 422)
        }
        do {
            try await island.payments.beginShift(change: change, command: exchange.command(), by: exchange.principal)
        } catch let problem as Problem where problem.messageKey == "problem.shift.open" {}
        return .seeOther(island.links.cashDesk)
    }

    // MARK: A bill

    private static func showBill(
        _ exchange: Exchange, _ island: Island, issues: [FieldIssue] = [], status: Int = 200, receipt: CashReceipt? = nil,
        notices: [Notice] = []
    ) async throws -> Reply {
        let id = try exchange.identifier()
        let request = try await island.documents.request(id, by: exchange.principal)
        let standing = try await island.payments.standing(for: id, by: exchange.principal)
        let shift = try await island.payments.openShift(of: exchange.principal)
        return try await exchange.show(
            CashBillPage(
                exchange, island, request, standing, island.payments.cashRefunds(for: id, by: exchange.principal),
                hasShift: shift != nil, receipt: receipt, issues: issues, notices: notices),
            of: island, status: status)
    }

    @Sendable private static func take(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        guard let handed = Money(typed: exchange.form["handed"]) else {
            return try await showBill(exchange, island, issues: [FieldIssue("handed", "problem.answer.rupiah")], status: 422)
        }
        do {
            let receipt = try await island.payments.takeCash(
                for: exchange.identifier(), handed: handed, command: exchange.command(), by: exchange.principal)
            // The answer itself says what to give back: the next look at the address no longer knows it.
            return try await showBill(exchange, island, receipt: receipt)
        } catch let problem as Problem where problem.code == .invalid {
            return try await showBill(exchange, island, issues: problem.fields, status: problem.status)
        } catch let problem as Problem where problem.code == .conflict {
            // Paid or taken back meanwhile, or the shift has ended: the page shows which.
            return try await showBill(exchange, island, issues: [FieldIssue("handed", problem)], status: problem.status)
        }
    }

    @Sendable private static func giveBack(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        guard let refund = Identifier(exchange.form["refund"]) else { throw Problem.notFound("refund") }
        do {
            try await island.payments.giveBackCash(refund, command: exchange.command(), by: exchange.principal)
            let done = Notice(kind: "good", title: exchange.say("cash.refundDone"))
            return try await showBill(exchange, island, notices: [done])
        } catch let problem as Problem where problem.code == .conflict {
            // The drawer is short or closed, or somebody gave it back before: the page shows what is left to do.
            return try await showBill(
                exchange, island, status: problem.status, notices: [Notice(kind: "warning", title: exchange.say(problem))])
        }
    }

    // MARK: The end of a shift

    @Sendable private static func end(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        guard let shift = try await island.payments.openShift(of: exchange.principal) else { return .seeOther(island.links.cashDesk) }
        guard let counted = Money(typed: exchange.form["counted"]) else {
            let issue = FieldIssue("counted", "problem.answer.rupiah")
            return try await exchange.show(ShiftEndPage(exchange, island, shift, issues: [issue]), of: island, status: 422)
        }
        do {
            let ended = try await island.payments.endShift(
                counted: counted, reason: exchange.form["reason"], command: exchange.command(), by: exchange.principal)
            return try await exchange.show(CashDeskPage(closed: exchange, island, ended: ended), of: island)
        } catch let problem as Problem where problem.code == .invalid {
            return try await exchange.show(
                ShiftEndPage(exchange, island, shift, issues: problem.fields), of: island, status: problem.status)
        }
    }
}
