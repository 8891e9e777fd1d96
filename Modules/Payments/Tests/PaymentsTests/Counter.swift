import Foundation
import Kernel
import Payments
import Storage
import StorageTesting
import Synchronization
import Testing

/// One region's payments in a folder of its own, with Siti Rahmawati who pays, Dewi Lestari beside her, and a clock that is moved by hand.
final class Counter: Sendable {
    let folder: URL
    let clock = HandWallClock(Instant(milliseconds: 1_795_397_400_000))
    let database: PlatformDatabase
    let provider: StubQRISProvider
    let payments: PaymentService
    let ear = Ear()
    let delivery: OutboxDelivery
    let siti = Identifier(at: Instant(milliseconds: 1))
    let request = Identifier(at: Instant(milliseconds: 2))
    let dewi = Identifier(at: Instant(milliseconds: 3))
    let dewisRequest = Identifier(at: Instant(milliseconds: 4))

    /// - Parameter home: where its folder is made, if it is there.
    init(home: URL = FileManager.default.temporaryDirectory) throws {
        let isThere = FileManager.default.isWritableFile(atPath: home.path)
        folder = (isThere ? home : FileManager.default.temporaryDirectory).appendingPathComponent("payments-\(UUID().uuidString)")
        database = try PlatformDatabase(
            folder: folder, region: try #require(RegionSlug("kab-contoh")), masterKey: try #require(MasterKey(MasterKey.random())),
            migrations: PaymentService.migrations, listeners: Listeners(Ear.reactions), clock: clock)
        delivery = try OutboxDelivery(database: database, reactions: Ear.reactions, context: ear)
        provider = StubQRISProvider(
            signingKey: Data("kunci rahasia untuk uji".utf8), merchantName: "MPP Kabupaten Contoh", merchantCity: "Contoh", clock: clock)
        payments = PaymentService(database: database, providers: [provider, CashDesk()], zone: .western)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Bills Siti Rp30.000 for her SKCK.
    @discardableResult
    func bill(rupiah: Int = 30_000) async throws -> OpenBill {
        let amount = try money(rupiah)
        _ = try await database.write { [self] tx in
            try payments.openBill(amount, .state, for: request, payer: siti, description: "SKCK", tx)
        }
        return OpenBill(standing: try await payments.standing(for: request, by: .citizen(id: siti)))
    }

    /// Bills Dewi Rp50.000 for hers.
    @discardableResult
    func billDewi() async throws -> OpenBill {
        let amount = try money(50_000)
        _ = try await database.write { [self] tx in
            try payments.openBill(amount, .state, for: dewisRequest, payer: dewi, description: "SKCK", tx)
        }
        return OpenBill(standing: try await payments.standing(for: dewisRequest, by: .citizen(id: dewi)))
    }

    /// Every row that is Dewi's, byte for byte.
    func dewisRows(_ bill: OpenBill) async throws -> [String] { try await database.everyRow(of: dewi, dewisRequest, bill.reference) }

    /// A webhook that the provider signed.
    func notice(
        _ paymentID: String = "P-1", for reference: String, rupiah: Int = 30_000, at instant: Instant? = nil
    ) throws -> ProviderNotice {
        try provider.notice(
            of: Confirmation(paymentID: paymentID, reference: reference, amount: money(rupiah), paidAt: clock.now),
            at: instant ?? clock.now)
    }

    func money(_ rupiah: Int) throws -> Money { try #require(Money(rupiah: rupiah)) }

    func audit(_ action: String) async throws -> [AuditEntry] {
        try await database.read { tx in try tx.auditEntries() }.filter { $0.action == action }
    }

    /// The events of that type so far, delivered to somebody who writes them down.
    func events<Event: DomainEvent>(_ type: Event.Type) async throws -> [Event] {
        _ = try await delivery.deliverAll()
        return ear.heard.withLock { $0 }.compactMap { $0 as? Event }
    }
}

/// A bill with the charge that was opened for it.
@dynamicMemberLookup
struct OpenBill: Hashable {
    let standing: BillStanding

    var bill: Bill { standing.bill }
    var reference: String { standing.charge?.reference ?? "" }
    var qrisPayload: String { standing.charge?.qrisPayload ?? "" }

    subscript<Value>(dynamicMember path: KeyPath<Bill, Value>) -> Value { bill[keyPath: path] }
}

/// Writes down what it is told.
final class Ear: Sendable {
    let heard = Mutex<[any DomainEvent]>([])

    static let reactions = [
        Reaction<Ear>("ear")
            .on(BillOpened.self) { event, _, ear in ear.heard.withLock { $0.append(event) } }
            .on(BillPaid.self) { event, _, ear in ear.heard.withLock { $0.append(event) } }
            .on(PaymentHeld.self) { event, _, ear in ear.heard.withLock { $0.append(event) } }
            .on(MoneyGivenBack.self) { event, _, ear in ear.heard.withLock { $0.append(event) } }
    ]
}

/// Carries webhooks straight into the portal, while the line holds.
final class Line: NoticeCarrier {
    enum State { case open, silent, broken }

    let payments: PaymentService
    let state = Mutex(State.open)
    let carried = Mutex<[ProviderNotice]>([])

    init(_ payments: PaymentService) { self.payments = payments }

    func carry(_ notice: ProviderNotice) async throws -> Bool {
        switch state.withLock({ $0 }) {
        case .broken: throw Problem(.unavailable, "problem.outbound.unreachable")
        case .silent: return false
        case .open: break
        }
        carried.withLock { $0.append(notice) }
        _ = try await payments.receive(notice)
        return true
    }
}
