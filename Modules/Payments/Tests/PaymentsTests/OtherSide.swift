import Foundation
import Kernel
import Storage
import StorageTesting
import Synchronization
import Testing

@testable import Payments

/// Agencies' own systems: they take what they are told, or do not.
final class OtherSide: HookCarrier, HookNeeds {
    struct Told: Hashable {
        let body: Data
        let headers: [String: String]
        let address: String

        var id: String { headers[PaymentService.hookEventHeader] ?? "" }
    }

    struct Silent: Error {}

    /// One address that says nothing until it is told to.
    private struct Held {
        let address: String
        let came = AsyncStream.makeStream(of: Void.self)
        let answer = AsyncStream.makeStream(of: Void.self)
    }

    let told = Mutex<[Told]>([])
    /// What it answers; 0 for nothing.
    let status = Mutex(200)
    /// What it answers with instead, as a fault of the line.
    let fault = Mutex<HookFault?>(nil)
    /// Keys that are over.
    let over = Mutex<Set<Identifier>>([])
    private let held: Held?
    private let inside = Mutex<[String: Int]>([:])
    private let most = Mutex(0)

    init(holding address: String? = nil) { held = address.map { Held(address: $0) } }

    /// How many were at one address at once.
    var mostAtOnce: Int { most.withLock { $0 } }
    var ids: [String] { told.withLock { $0.map(\.id) } }
    func ids(at address: String) -> [String] { told.withLock { $0.filter { $0.address == address }.map(\.id) } }

    func hasCaller() async {
        guard let held else { return }
        for await _ in held.came.stream { return }
    }
    func answerAll() { held?.answer.continuation.finish() }

    func carry(_ body: Data, headers: [String: String], to address: String) async throws -> Int {
        let count = inside.withLock { inside in
            inside[address, default: 0] += 1
            return inside[address, default: 0]
        }
        most.withLock { $0 = max($0, count) }
        defer { inside.withLock { $0[address, default: 1] -= 1 } }
        told.withLock { $0.append(Told(body: body, headers: headers, address: address)) }
        if let held, held.address == address {
            held.came.continuation.yield()
            for await _ in held.answer.stream {}
            // As over a real line, a caller that is cancelled has no answer.
            if Task.isCancelled { throw Silent() }
        }
        if let fault = fault.withLock({ $0 }) { throw fault }
        let status = status.withLock { $0 }
        if status == 0 { throw Silent() }
        return status
    }

    func isGood(_ key: Identifier) async throws -> Bool { !over.withLock { $0.contains(key) } }
}

extension Counter {
    static let hookAddress = "https://sistem.contoh.go.id/kabar"

    /// Tells the program of a key at an address.
    /// - Returns: the secret.
    @discardableResult
    func setHook(
        _ address: String = Counter.hookAddress, for key: Identifier, agency: String = "polri", command: String = UUID().uuidString
    ) async throws -> String {
        let command = try #require(CommandID(command))
        let setting = try await payments.setHook(
            address, for: key, of: agency, command: command, by: .operatorAtConsole(name: "root"))
        guard case .set(let secret) = setting else {
            Issue.record("set before")
            return ""
        }
        return secret
    }

    /// Bills Siti for a service of that agency: one event.
    func event(_ number: Int64, agency: String = "polri") async throws {
        let (payments, siti, amount) = (payments, siti, try money(30_000))
        _ = try await database.write { tx in
            try payments.openBill(
                amount, .state, for: Identifier(at: Instant(milliseconds: number)), payer: siti, description: "SKCK", agency: agency, tx)
        }
    }

    /// Every row that says where that key's program is told, byte for byte.
    func hookRows(of key: Identifier) async throws -> [String] { try await database.everyRow(of: key) }

    /// The ids of an agency's events, in their order.
    func eventIDs(of agency: String = "polri") async throws -> [String] {
        let reader = Principal.program(id: siti, agency: agency, scopes: [.readPayments])
        return try await payments.billEvents(after: 0, limit: 99, by: reader).map(\.id.text)
    }
}
