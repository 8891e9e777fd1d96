import Foundation
import Kernel
import Storage
import Testing

@testable import Payments

/// One body of each format ever written. A body that stands here is never changed: a new format gets a line of its own.
@Suite("The events of a bill")
struct EventTests {
    private func expected() throws -> BilledPurpose {
        func id(_ digit: Int) throws -> Identifier { try #require(Identifier("01890000-0000-7000-8000-00000000000\(digit)")) }
        return BilledPurpose(id: try id(1), purpose: try id(3), payer: try id(2), amount: try #require(Money(rupiah: 30_000)))
    }

    @Test("The event of an opened bill is read and written as ever")
    func opened() throws {
        let golden = #"""
            {"format":1,"value":{"amount":30000,"bill":"01890000-0000-7000-8000-000000000001",\#
            "payer":"01890000-0000-7000-8000-000000000002","purpose":"01890000-0000-7000-8000-000000000003"}}
            """#
        let event = BillOpened(bill: try expected())
        #expect(try BillOpened(stored: Data(golden.utf8)) == event)
        #expect(try event.storedText() == golden)
        #expect(BillOpened.kind == "bill.opened")
        #expect(event.subject == event.bill.purpose)
        #expect(event.person == nil)
    }

    @Test("The event of a paid bill is read and written as ever")
    func paid() throws {
        let golden = #"""
            {"format":1,"value":{"amount":30000,"bill":"01890000-0000-7000-8000-000000000001","paid_at":1795397400000,\#
            "payer":"01890000-0000-7000-8000-000000000002","purpose":"01890000-0000-7000-8000-000000000003"}}
            """#
        let event = BillPaid(bill: try expected(), paidAt: Instant(milliseconds: 1_795_397_400_000))
        #expect(try BillPaid(stored: Data(golden.utf8)) == event)
        #expect(try event.storedText() == golden)
        #expect(BillPaid.kind == "bill.paid")
    }

    @Test("The event of held money is read and written as ever")
    func held() throws {
        let golden = #"""
            {"format":1,"value":{"amount":30000,"bill":"01890000-0000-7000-8000-000000000001","held":29999,\#
            "payer":"01890000-0000-7000-8000-000000000002","payment":"01890000-0000-7000-8000-000000000004",\#
            "purpose":"01890000-0000-7000-8000-000000000003","standing":"wrongAmount"}}
            """#
        let event = PaymentHeld(
            bill: try expected(), payment: try #require(Identifier("01890000-0000-7000-8000-000000000004")),
            held: try #require(Money(rupiah: 29_999)), standing: .wrongAmount)
        #expect(try PaymentHeld(stored: Data(golden.utf8)) == event)
        #expect(try event.storedText() == golden)
        #expect(PaymentHeld.kind == "payment.held" && event.subject == event.bill.purpose)
    }

    @Test("The event of money that was given back is read and written as ever")
    func givenBack() throws {
        let golden = #"""
            {"format":1,"value":{"amount":30000,"bill":"01890000-0000-7000-8000-000000000001","given":10000,\#
            "payer":"01890000-0000-7000-8000-000000000002","purpose":"01890000-0000-7000-8000-000000000003",\#
            "refund":"01890000-0000-7000-8000-000000000004","way":"cash"}}
            """#
        let event = MoneyGivenBack(
            bill: try expected(), refund: try #require(Identifier("01890000-0000-7000-8000-000000000004")),
            given: try #require(Money(rupiah: 10_000)), way: .cash)
        #expect(try MoneyGivenBack(stored: Data(golden.utf8)) == event)
        #expect(try event.storedText() == golden)
        #expect(MoneyGivenBack.kind == "refund.done" && event.subject == event.bill.purpose)
    }
}
