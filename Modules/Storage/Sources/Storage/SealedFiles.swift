public import Foundation
public import Kernel

/// Where a region's attachments and papers lie, each under an identifier. Files are written once and never changed; what is kept
/// is ciphertext, sealed by the ``Vault`` before it comes here. All servers of one region must see the same files.
public protocol SealedFiles: Sendable {
    /// Writes the file so that it is whole and on the disk when this returns. Write it before the row that names it: a
    /// file without a row is rubbish (a second try may overwrite it), a row without its file is a loss.
    /// - Throws: `unavailable` `problem.data.unavailable` when the disk refuses; nothing is left behind then.
    func write(_ sealed: Data, as id: Identifier) throws

    /// - Throws: `unexpected` when the file is missing or unreadable.
    func read(_ id: Identifier) throws -> Data

    /// Removes the file; a file that is not there counts as removed.
    /// - Throws: `unavailable` `problem.data.unavailable` when the disk refuses.
    func remove(_ id: Identifier) throws

    /// The files of one of 256 equal shares that were begun before that time, for whoever looks for rubbish. Drafts of a write that
    /// never ended are thrown away on the way.
    /// - Parameter share: 0 to 255.
    /// - Throws: `unavailable` `problem.data.unavailable` when the disk refuses.
    func identifiers(inShare share: Int, before: Instant) throws -> [Identifier]
}
