internal import Foundation
internal import Identity
internal import Kernel
internal import Outbound
internal import Payments
internal import Storage

/// Tells agencies' own systems over HTTP. Somebody from outside has named the address: unless the operator allows a network of his own, only
/// the internet at large is called, by https alone, and a redirect is an answer like any other that is no success.
struct HookOverHTTP: HookCarrier {
    static let timeoutSeconds = 10
    /// What the other side says is not read; a few kilobytes of courtesy are waited for.
    static let answerLimitBytes = 16_384

    let callsPrivate: Bool
    private let client = WebClient(.strangers)

    init(callsPrivate: Bool) { self.callsPrivate = callsPrivate }

    func carry(_ body: Data, headers: [String: String], to address: String) async throws -> Int {
        // One that was set while a network of one's own was allowed.
        guard callsPrivate || address.hasPrefix("https://") else { throw HookFault.notPublic }
        var request = OutgoingRequest(.post, address, headers: headers, body: body, timeoutSeconds: HookOverHTTP.timeoutSeconds)
        request.callsPublicOnly = !callsPrivate
        request.answerLimitBytes = HookOverHTTP.answerLimitBytes
        do { return try await client.send(request).status } catch let problem as Problem {
            switch problem.messageKey {
            case "problem.outbound.notPublic": throw HookFault.notPublic
            case "problem.outbound.answerTooLarge": throw HookFault.answerTooLarge
            default: throw HookFault.unreachable
            }
        }
    }
}

/// What is to be known of a key before its program is told something: Identity knows it.
struct HookKnowledge: HookNeeds {
    let identity: IdentityService
    let database: PlatformDatabase

    func isGood(_ key: Identifier) async throws -> Bool {
        let now = try await database.read { tx in tx.now }
        do { return try await identity.programKey(key).hearsOfPayments(at: now) } catch let problem as Problem
            where problem.code == .notFound
        {
            return false
        }
    }
}

extension ProgramKey {
    /// Whether its program may be told of payments.
    func hearsOfPayments(at now: Instant) -> Bool { isGood(at: now) && scopes.contains(.readPayments) }
}
