/// Whose money a fee is. Raw values stand in service files and in the books; they never change.
public enum RevenueKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// The state's, e.g. the police's or immigration's: *penerimaan negara bukan pajak*.
    case state = "pnbp"
    /// The region's own, by its regulation: *retribusi daerah*.
    case regional = "retribusi"
    /// Somebody else's, for whom it is only collected.
    case thirdParty = "third_party"
}
