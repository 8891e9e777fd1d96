public import Foundation
public import Kernel

/// A provider that exists only on this machine, so that paying can be tried without money. What it collects stands in the books of the
/// ``StubGateway``; who presses its buttons comes to the ``StubDesk``.
public protocol StubProvider: PaymentProvider {
    /// Its webhooks.
    var signed: StubNotices { get }
}

extension StubProvider {
    /// The webhook that tells of a payment, signed now.
    public func notice(of payment: Confirmation, at instant: Instant) throws -> ProviderNotice {
        try signed.notice(of: .paid(payment), at: instant)
    }

    /// The value of the signature's header for a body sent at that instant.
    public func signature(of body: Data, at instant: Instant) -> String { signed.signature(of: body, at: instant) }

    public func report(in notice: ProviderNotice) throws -> ProviderReport { try signed.report(in: notice) }
}

/// The line from a stub to its gateway. What comes back is text, as over the network, and may be nonsense.
struct StubLine: ChargeInquiry, RefundDesk {
    let gateway: StubGateway
    let provider: String
    /// Whether charges are made without the gateway, which then knows them only once somebody has come to pay.
    var knowsLate = false

    func charge(_ order: BillOrder, _ kind: StubKind) async throws -> Charge {
        let answer = try await read(StubChargeAnswer.self, gateway.open(order, kind))
        return Charge(reference: answer.reference, code: answer.code, expiresAt: answer.expiresAt)
    }

    func state(of reference: String) async throws -> ChargeState {
        let answer = try await read(StubStateAnswer.self, gateway.state(of: reference, with: provider))
        switch answer.state {
        case .unknown where knowsLate, .open: return .open
        case .unknown: throw Problem.notFound("\(provider) charge \(reference)")
        case .over: return .over
        case .pending:
            guard let instant = answer.at else { throw StubNonsense() }
            return .pending(at: instant)
        case .paid:
            return .paid(
                try answer.payments.map { word in
                    guard let confirmation = word.confirmation else { throw StubNonsense() }
                    return confirmation
                })
        }
    }

    func refund(_ order: RefundOrder) async throws -> RefundAnswer {
        let answer = try await read(StubRefundAnswer.self, gateway.refund(order, with: provider))
        return switch answer.state {
        case .refused: .refused
        case .pending: .pending
        case .done: .done(voucher: answer.voucher)
        }
    }

    private func read<Answer: Decodable>(_ type: Answer.Type, _ text: String) throws -> Answer {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }
}

/// An answer that can be read and says nothing.
struct StubNonsense: Error {}

struct StubChargeAnswer: Codable {
    let reference: String
    let code: String?
    let expiresAt: Instant?

    private enum CodingKeys: String, CodingKey {
        case reference, code
        case expiresAt = "expires_at"
    }
}

struct StubStateAnswer: Codable {
    enum State: String, Codable { case unknown, open, pending, paid, over }

    var state: State
    var at: Instant?
    var payments: [StubWord] = []
}

struct StubRefundAnswer: Codable {
    enum State: String, Codable { case refused, pending, done }

    let state: State
    let voucher: String
}
