public import Foundation
public import Kernel

/// What this module needs of whoever looks at files. The adapter in `Apps/Portal` answers it.
public protocol ProofIntake: Sendable {
    /// What the file really is, once it was read to its end and nothing harmful was found in it, and what of it is kept.
    /// - Throws: a `problem.upload.…` with an issue at `attachments.proof` for a file that is not taken.
    func read(_ content: Data) async throws -> ProofContent
}

/// A proof of a transfer to look at.
public struct ProofContent: Sendable, Hashable {
    public let data: Data
    /// `image/jpeg`, `image/png` or `application/pdf`.
    public let mediaType: String

    public init(data: Data, mediaType: String) {
        self.data = data
        self.mediaType = mediaType
    }
}

/// A picture or PDF by which a payer shows that she has transferred. It proves nothing by itself: whoever decides looks at the bank.
public struct TransferProof: Sendable, Hashable {
    public let id: Identifier
    public let charge: Identifier
    public let mediaType: String
    /// In bytes.
    public let size: Int
    public let sentAt: Instant
    /// When somebody decided upon it; `nil` while it waits.
    public let endedAt: Instant?
    /// Why it was refused; `nil` for one that was not.
    public let reason: String?

    public var standing: Standing { endedAt == nil ? .waiting : reason == nil ? .confirmed : .refused }

    public enum Standing: String, Sendable, Hashable, CaseIterable { case waiting, confirmed, refused }
}

/// One transfer, as whoever decides upon it sees it.
public struct TransferStanding: Sendable, Hashable {
    public let charge: BillCharge
    public let bill: Bill
    /// Oldest first.
    public let proofs: [TransferProof]
    /// What came in for the bill by transfer.
    public let payments: [ReceivedPayment]
}
