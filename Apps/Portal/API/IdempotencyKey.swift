internal import Crypto
internal import Foundation
internal import Kernel
internal import Storage

/// The `Idempotency-Key` that every change carries: a call that got no answer is sent again with the same one, and is done
/// once. It belongs to the program that sends it and to the first thing it was sent with.
extension Exchange {
    static let idempotencyHeader = "Idempotency-Key"

    /// The command id behind the key. Two programs may choose the same key, so the program's id is part of it.
    /// - Throws: `invalid` with an issue at `Idempotency-Key` when it is missing or not eight to sixty-four letters, digits,
    ///   hyphens or underscores.
    func idempotentCommand() throws -> CommandID { try commandID("command") }

    /// Binds the key to what came with it, before anything is done.
    /// - Throws: like ``idempotentCommand()``; `conflict` `problem.api.keyReused` when it came with something else before.
    func claimIdempotencyKey(_ island: Island) async throws {
        let claim = try commandID("claim")
        let sent = Exchange.digest(Data("\(path)\n".utf8) + rawBody)
        let principal = principal
        let first = try await island.database.write { tx in try tx.once(claim, by: principal) { IdempotencyClaim(sent: sent) } }
        guard first.sent == sent else { throw Problem(.conflict, "problem.api.keyReused") }
    }

    private func commandID(_ purpose: String) throws -> CommandID {
        guard let key = CommandID(headers[Exchange.idempotencyHeader.lowercased()] ?? ""),
            let id = CommandID(Exchange.digest(Data("\(purpose)\n\(principal.reference)\n\(key.text)".utf8)))
        else {
            throw Problem(
                .invalid, "problem.api.invalid", fields: [FieldIssue(Exchange.idempotencyHeader, "problem.api.idempotencyKey")])
        }
        return id
    }

    /// 64 hexadecimal digits.
    private static func digest(_ data: Data) -> String {
        SHA256.hash(data: data).hexadecimal
    }
}

/// What a key was first sent with: the SHA-256 of path and body.
struct IdempotencyClaim: Stored, Equatable {
    static let format = 1
    let sent: String

    init(sent: String) { self.sent = sent }

    private enum CodingKeys: String, CodingKey { case sent }

    init(from decoder: any Decoder) throws {
        sent = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .sent)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(sent, forKey: .sent)
    }
}
