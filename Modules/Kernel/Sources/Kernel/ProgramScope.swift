/// What a program of an agency may do with its key. Raw values stand in the key's record and in the API's description.
public enum ProgramScope: String, Sendable, Hashable, Codable, CaseIterable {
    /// See the agency's submitted requests with their answers.
    case readRequests = "requests:read"
    /// Return requests to their applicants, approve and refuse them, issue their papers anew.
    case decideRequests = "requests:decide"
    /// Say of approved requests that what was asked for waits, and that it was handed over.
    case handOver = "requests:handover"
    /// Read the files that belong to the agency's requests.
    case readAttachments = "attachments:read"
    /// See the bills for the agency's services, and what became of the money.
    case readPayments = "payments:read"
}
