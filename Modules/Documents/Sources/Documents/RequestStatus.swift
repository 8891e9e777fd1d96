/// Where a request stands. Raw values are stored and shown to programs; they never change.
public enum RequestStatus: String, Sendable, Hashable, Codable, CaseIterable {
    /// The applicant is still filling the form.
    case draft
    /// Submitted; the fee is not paid yet.
    case awaitingPayment
    /// With the agency's officers; the promised time runs.
    case inReview
    /// Back with the applicant for correction.
    case returned
    /// Approved; the paper is being made.
    case approved
    /// The paper is there.
    case issued
    /// The paper no longer holds.
    case revoked

    /// Whether the applicant may change answers and attachments now.
    public var isEditable: Bool { self == .draft || self == .returned }
}
