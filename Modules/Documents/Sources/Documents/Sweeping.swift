internal import Kernel
internal import Storage

extension DocumentService {
    /// Younger files may belong to a write that is still under way.
    static let sweptAfterSeconds = 24 * 3600

    /// Throws away the files that no row names, of one of 256 shares: what a killed process or a failing disk left behind. A round over
    /// one share costs the same whatever the region's age; all shares take as many rounds as there are shares.
    /// - Parameter share: 0 to 255.
    /// - Returns: how many files went.
    @discardableResult
    public func sweepFiles(inShare share: Int) async throws -> Int {
        let files = database.files
        return try await database.read { tx in
            let old = try files.identifiers(inShare: share, before: tx.now.advanced(bySeconds: -DocumentService.sweptAfterSeconds))
            let rubbish = try old.filter { try !AttachmentStore.names($0, tx) && !PaperStore.names($0, tx) && !fees.keeps($0, tx) }
            for file in rubbish { try files.remove(file) }
            return rubbish.count
        }
    }
}
