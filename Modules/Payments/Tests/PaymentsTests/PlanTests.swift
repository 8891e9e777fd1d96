import Kernel
import Storage
import Testing

@testable import Payments

/// Cost must not grow with the age of a region.
@Suite("How lists of money are read")
struct PlanTests {
    @Test(
        "Every list goes along an index, and sorts no more than those of one moment",
        arguments: [
            (LedgerStore.postings, ["ledger_debit", "ledger_credit"]), (PaymentStore.unmatched, ["payments_held"]),
            (PaymentStore.heldFor, ["payments_bill"]), (PaymentStore.ofBill, ["payments_bill"]), (ChargeStore.due, ["charges_asking"]),
            (WantedChargeStore.due, ["wanted_charges_due"]), (RefundStore.due, ["refunds_asking"]), (RefundStore.newest, ["refunds_age"]),
            (RefundStore.ofPayment, ["refunds_payment"]), (RefundStore.ofBill, ["payments_bill"]),
            (BillStore.open, ["bills_open"]), (BillStore.stretch, ["bills_agency"]), (BillStore.unfiled, ["bills_agency"]),
            (BillEventStore.stretch, ["bill_events_agency"]), (PaymentStore.forBill, ["payments_bill"]),
            (PaymentStore.received, ["payments_age"]), (DayReceiptStore.between, ["sqlite_autoindex_day_receipts_1"]),
            (HookStore.due, ["hooks_due"]),
            (HookStore.dead, ["sqlite_autoindex_dead_hook_events_1"]),
            (MarkStore.taken, []), (ProofStore.waiting, ["transfer_proofs_waiting"]), (ProofStore.ofCharge, ["transfer_proofs_charge"]),
            (ChargeStore.withAmount, ["charges_amount"]), (PaymentStore.ofBillByProvider, ["payments_bill"]),
            (PaymentStore.untold, ["payments_days"]),
            (SettlementStore.newest, ["settlement_files_age"]), (DifferenceStore.open, ["differences_open"]),
            (StubStore.ofOrder, ["stub_payments_order"]), (StubStore.settled, ["stub_payments_settled"]),
            (StubStore.dueNotices, ["stub_notices_due"]), (StubStore.ofPayment, ["stub_refunds_payment"]),
            (PaymentStore.taken, ["payments_shift"]), (ShiftStore.newest, ["cash_shifts_age"]),
        ] as [(String, [String])])
    func plans(sql: String, indexes: [String]) async throws {
        let counter = try Counter()
        let shift = counter.request
        let steps = try await counter.database.read { tx in
            let known: [(name: String, value: any SQLConvertible)] = [
                ("account", "cash"), ("before", 5), ("shift", shift), ("bill", shift), ("payment", shift), ("now", 5), ("limit", 5),
                ("agency", "polri"), ("status", "open"), ("created", 5), ("id", shift), ("after", 5), ("from", 5), ("until", 5),
                ("provider", "transfer"), ("above", 5), ("most", 9), ("leaving", "-"), ("charge", shift), ("amount", 5), ("begin", 1),
                ("end", 9), ("reference", "MPP0000"), ("first", 1), ("last", 9), ("key", shift),
            ]
            var arguments: SQLArguments = [:]
            for (name, value) in known where sql.contains(":\(name)") { arguments.append(.init(dictionaryLiteral: (name, value))) }
            return try tx.rows("EXPLAIN QUERY PLAN " + sql, arguments).map { try $0.text("detail") }
        }
        for index in indexes { #expect(steps.contains { $0.contains("USING INDEX \(index)") }, "\(steps)") }
        // Of an account each side is cut to one page along its index, and only these two pages are sorted into one.
        let tables = steps.filter { $0.hasPrefix("SCAN") && !$0.contains("USING INDEX") }
        #expect(tables.allSatisfy { step in ["sides", "debits", "credits"].contains { step.hasSuffix($0) } }, "\(steps)")
        #expect(steps.filter { $0 == "USE TEMP B-TREE FOR ORDER BY" }.count == (indexes.count > 1 ? 2 : 0), "\(steps)")
    }
}
