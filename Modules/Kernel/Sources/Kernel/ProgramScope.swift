/// What a program of an agency may do with its key. Raw values stand in the key's record and in the API's description.
public enum ProgramScope: String, Sendable, Hashable, Codable, CaseIterable {
    /// See the agency's submitted requests with their answers.
    case readRequests = "requests:read"
    /// Return requests to their applicants and approve them.
    case decideRequests = "requests:decide"
    /// Read the files that belong to the agency's requests.
    case readAttachments = "attachments:read"
}
