internal import Kernel

/// What lies under an applicant's key; `nil` when her data was erased. A request outlives it: an officer still has to see that it came, and
/// where it stands.
func unlessErased<Value>(_ open: () throws -> Value) throws -> Value? {
    do { return try open() } catch let problem as Problem where problem.code == .gone { return nil }
}
