internal import HTTPTypes
internal import Kernel
internal import Payments

/// The money for the services of the key's agency, to be read. What is given back, the region's finance officer decides.
enum PaymentOperations {
    static func add(to table: inout RouteTable) {
        table.operation(
            .get, "/bills", .program(.readPayments), "listBills",
            "The bills for the agency's services that stand so, in the order in which they were opened.", list)
        table.operation(.get, "/bills/:id", .program(.readPayments), "showBill", "One bill.", show)
        table.operation(
            .get, "/bills/:id/payments", .program(.readPayments), "listPayments",
            "Everything that came in for a bill, also what has not settled it.", payments)
        table.operation(
            .get, "/bills/:id/refunds", .program(.readPayments), "listRefunds",
            "What is given back of what came in for a bill. The region's finance officer grants it.", refunds)
        table.operation(
            .get, "/payment-events", .program(.readPayments), "listPaymentEvents",
            "What happened to the money for the agency's services, the oldest first.", events)
        table.operation(
            .get, "/reconciliation/:day", .program(.readPayments), "showReconciliation",
            "What came in for the agency's services on each day, and what became of it until now.", reconciliation)
    }

    private struct BillsAsk: Ask {
        let status: BillStatus
        let cursor: BillCursor
        let limit: Int

        init(_ read: inout AskReader) {
            status = read.query("status", .choice(.open, [.paid, .cancelled]), default: .open, "How the bills stand.")
            cursor = read.query("cursor", .billCursor, "Where to go on: `next` of the answer before.") ?? .start
            limit = read.query("limit", .integer(1...100), default: 50, "How many at most.")
        }
    }

    private struct BillAsk: Ask {
        let id: Identifier

        init(_ read: inout AskReader) throws { id = try read.path("id", .identifier, "The bill's id.") }
    }

    private struct EventsAsk: Ask {
        let after: Int
        let limit: Int

        init(_ read: inout AskReader) {
            after = read.query(
                "cursor", .integer(0...Int(Int32.max)), default: 0, "Where to go on: `next` of the answer before. 0 is the beginning.")
            limit = read.query("limit", .integer(1...100), default: 50, "How many at most.")
        }
    }

    private struct DaysAsk: Ask {
        let from: CivilDate
        let days: Int

        init(_ read: inout AskReader) throws {
            from = try read.path("day", .day, "The first day, as in the region.")
            days = read.query("days", .integer(1...31), default: 1, "How many days.")
        }
    }

    @Sendable private static func list(_ asked: BillsAsk, _ exchange: Exchange, _ island: Island) async throws -> BillList {
        let bills = try await island.payments.bills(
            with: asked.status, after: asked.cursor, limit: asked.limit, by: exchange.principal)
        let next = bills.count == asked.limit ? bills.last.map { BillCursor(after: $0).text } : nil
        return BillList(items: bills.map { BillAnswer(bill: $0) }, next: next)
    }

    @Sendable private static func show(_ asked: BillAsk, _ exchange: Exchange, _ island: Island) async throws -> BillAnswer {
        BillAnswer(bill: try await island.payments.account(of: asked.id, by: exchange.principal).bill)
    }

    @Sendable private static func payments(_ asked: BillAsk, _ exchange: Exchange, _ island: Island) async throws -> PaymentList {
        let account = try await island.payments.account(of: asked.id, by: exchange.principal)
        return PaymentList(items: account.payments.map { PaymentAnswer(payment: $0) })
    }

    @Sendable private static func refunds(_ asked: BillAsk, _ exchange: Exchange, _ island: Island) async throws -> RefundList {
        let account = try await island.payments.account(of: asked.id, by: exchange.principal)
        return RefundList(items: account.refunds.map { RefundLine(refund: $0) })
    }

    @Sendable private static func events(_ asked: EventsAsk, _ exchange: Exchange, _ island: Island) async throws -> PaymentEventList {
        let events = try await island.payments.billEvents(after: asked.after, limit: asked.limit, by: exchange.principal)
        return PaymentEventList(items: events.map { PaymentEventAnswer(event: $0) }, next: events.last?.position ?? asked.after)
    }

    @Sendable private static func reconciliation(
        _ asked: DaysAsk, _ exchange: Exchange, _ island: Island
    ) async throws -> ReconciliationAnswer {
        ReconciliationAnswer(
            days: try await island.payments.reconciliation(from: asked.from, days: asked.days, by: exchange.principal)
                .map { DayAnswer(day: $0) })
    }
}

extension AskKind where Value == BillCursor {
    fileprivate static var billCursor: AskKind {
        AskKind(
            schema: ["type": "string", "pattern": "^(0|[1-9][0-9]{0,14})_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"],
            placeholder: BillCursor.start,
            read: { json in if case .text(let text) = json { BillCursor(text) } else { nil } }, write: { .text($0.text) })
    }
}

extension AskKind where Value == CivilDate {
    /// A day of these centuries, as `2026-11-23`.
    fileprivate static var day: AskKind {
        AskKind(
            schema: ["type": "string", "format": "date"], placeholder: CivilDate(daysSince1970: 0),
            read: { json in
                guard case .text(let text) = json, let day = CivilDate(text), (2000...2999).contains(day.year) else { return nil }
                return day
            }, write: { .text($0.iso8601) })
    }
}
