/// Why a file is not taken.
public enum FileFault: Error, Sendable, Hashable {
    /// It begins as it should and stops too early.
    case truncated
    /// It is not what its first bytes claim, or damaged inside.
    case malformed
    /// It opens only for whoever knows its password.
    case locked
    /// A picture with more pixels than ``FileIntake/maximumPixels``.
    case tooManyPixels
    /// A document without a page.
    case noPages
    /// A document with more pages than ``FileIntake/maximumPages``.
    case tooManyPages
    /// Unpacked it takes more time or memory than any honest file of its size.
    case tooComplex
    /// The reader itself could not run; nothing is said of the file.
    case unreadable
}
