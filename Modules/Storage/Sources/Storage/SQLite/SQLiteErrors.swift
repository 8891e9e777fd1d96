internal import GRDB
internal import Kernel

extension DatabaseError {
    /// The file or its folder cannot be written, or the disk is full.
    var isUnwritable: Bool {
        [.SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_FULL].contains(resultCode)
    }

    var isUniqueViolation: Bool {
        extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE || extendedResultCode == .SQLITE_CONSTRAINT_PRIMARYKEY
    }
}

extension Problem {
    /// What a refusal of SQLite means to the caller of a transaction.
    init(_ error: DatabaseError) {
        switch error.resultCode {
        case .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_ABORT,
            .SQLITE_INTERRUPT:
            self.init(.unavailable, "problem.data.unavailable", detail: "\(error)")
        default:
            self.init(.unexpected, "problem.unexpected", detail: "\(error)")
        }
    }
}
