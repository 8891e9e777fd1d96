import Foundation
import Kernel
import Storage
import Testing

@testable import Payments

/// The counter with all stubs, their gateway, and the desk at which Siti and Dewi pay.
struct StubStage: Sendable {
    static let names = ["stub-qris", "stub-va", "stub-simponi"]

    let counter: Counter
    let gateway: StubGateway
    let stubs: [any StubProvider]
    let payments: PaymentService
    let line: Line
    let desk: StubDesk

    init() throws {
        counter = try Counter()
        gateway = StubGateway(database: counter.database)
        let clock = counter.clock
        func key(_ name: String) -> Data { Data("kunci uji \(name)".utf8) }
        stubs = [
            StubQRISProvider(
                signingKey: key("qris"), merchantName: "MPP Kabupaten Contoh", merchantCity: "Contoh", gateway: gateway, clock: clock),
            StubVAProvider(signingKey: key("va"), gateway: gateway, clock: clock),
            StubSimponiProvider(signingKey: key("simponi"), gateway: gateway, clock: clock),
        ]
        payments = PaymentService(database: counter.database, providers: stubs + [CashDesk()], zone: .western)
        line = Line(payments)
        desk = StubDesk(database: counter.database, providers: stubs, carrier: line)
    }

    func stub(_ name: String) throws -> any StubProvider { try #require(stubs.first { $0.name == name }) }

    /// Bills Siti for her SKCK, to be paid with that stub, and asks it for the charge.
    @discardableResult
    func bill(_ name: String, rupiah: Int = 30_000) async throws -> BillStanding {
        try await bill(counter.request, counter.siti, name, rupiah: rupiah)
    }

    /// The same for Dewi, who stands beside.
    @discardableResult
    func billDewi(_ name: String, rupiah: Int = 50_000) async throws -> BillStanding {
        try await bill(counter.dewisRequest, counter.dewi, name, rupiah: rupiah)
    }

    private func bill(_ request: Identifier, _ payer: Identifier, _ name: String, rupiah: Int) async throws -> BillStanding {
        let (payments, amount) = (payments, try counter.money(rupiah))
        _ = try await counter.database.write { tx in
            try payments.openBill(amount, .state, for: request, payer: payer, description: "SKCK", ways: [name], tx)
        }
        try await payments.openChosen(for: request)
        return try await payments.standing(for: request, by: .citizen(id: payer))
    }

    func standing() async throws -> BillStanding {
        try await payments.standing(for: counter.request, by: .citizen(id: counter.siti))
    }

    func reference() async throws -> String { try #require(try await standing().charge).reference }

    @discardableResult
    func press(_ press: StubPress, _ command: String = "tekan-satu") async throws -> StubCharge {
        try await desk.press(press, on: reference(), command: #require(CommandID(command)))
    }

    func order(_ rupiah: Int = 30_000, attempt: Int = 1) throws -> BillOrder {
        BillOrder(
            id: counter.request, amount: try counter.money(rupiah), description: "SKCK", attempt: attempt, at: counter.clock.now)
    }

    func open(_ order: BillOrder, with name: String) async throws -> Charge {
        switch try stub(name).opening {
        case .here(let open): try open(order)
        case .asked(let ask): try await ask(order)
        case .marked: throw Problem(.unexpected, "problem.unexpected", detail: "no stub marks its charges")
        }
    }

    func state(_ name: String) async throws -> ChargeState {
        try await #require(try stub(name).inquiry).state(of: reference())
    }

    func refund(_ order: RefundOrder, with name: String) async throws -> RefundAnswer {
        try await #require(try stub(name).refunds).refund(order)
    }

    /// An order to give back part of the first payment of Siti's charge.
    func order(back rupiah: Int, id: Identifier? = nil) async throws -> RefundOrder {
        let charge = try await desk.charge(reference())
        return RefundOrder(
            id: id ?? Identifier(at: counter.clock.now), paymentID: try #require(charge.payments.first).paymentID,
            reference: charge.reference, amount: try counter.money(rupiah))
    }
}
