internal import Catalogue
internal import Documents
internal import Foundation
internal import Intake
internal import Payments

/// Answers Payments' need to look at a proof of a transfer: as Documents looks at an attachment.
struct ProofByIntake: ProofIntake {
    static let types: [FileType] = [.jpeg, .png, .pdf]

    let scan: any MalwareScan

    func read(_ content: Data) async throws -> ProofContent {
        // What a payer's file was called is nobody's business: the name is hers.
        let read = try await Upload(filename: "", content: content).read(for: "proof", allowed: ProofByIntake.types, scan)
        return ProofContent(data: read.content, mediaType: read.type.mediaType)
    }
}
