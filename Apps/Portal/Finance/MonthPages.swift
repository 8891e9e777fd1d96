internal import Catalogue
internal import Kernel
internal import Payments

/// Whoever answers for the region's money looks at it month by month, and closes a month.
enum MonthPages {
    static func add(to table: inout RouteTable) {
        table.page("/keuangan/penerimaan", .finance) { exchange, island in
            let current = current(exchange, island)
            let month = exchange.query["bulan"].flatMap { BookMonth($0) } ?? current
            guard let first = month.firstDay, let end = month.next.firstDay else { throw Problem.notFound("month") }
            let receipts = try await island.payments.receipts(from: first, to: end.advanced(byDays: -1), by: exchange.principal)
            return try await exchange.show(ReceiptsPage(exchange, island, month, receipts, isLast: month >= current), of: island)
        }
        table.page("/keuangan/bulan", .finance) { exchange, island in try await show(exchange, island) }
        table.form("/keuangan/bulan", .finance, close)
    }

    private static func current(_ exchange: Exchange, _ island: Island) -> BookMonth {
        BookMonth(of: island.region.zone.local(exchange.portal.clock.now).date)
    }

    private static func show(_ exchange: Exchange, _ island: Island, status: Int = 200, notices: [Notice] = []) async throws -> Reply {
        let last = try await island.payments.lastClosedMonth(by: exchange.principal)
        return try await exchange.show(
            MonthPage(exchange, island, last: last, ended: current(exchange, island).previous, notices: notices), of: island,
            status: status)
    }

    @Sendable private static func close(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        guard let month = BookMonth(exchange.form["month"]) else { throw Problem.notFound("month") }
        do {
            try await island.payments.closeMonth(month, by: exchange.principal)
        } catch let problem as Problem where problem.code == .conflict {
            return try await show(
                exchange, island, status: problem.status, notices: [Notice(kind: "warning", title: exchange.say(problem))])
        }
        return .seeOther(island.links.months)
    }
}

extension Exchange {
    /// `November 2026`
    func name(of month: BookMonth) -> String { "\(portal.wording.month(month.month, in: language)) \(month.year)" }
}
