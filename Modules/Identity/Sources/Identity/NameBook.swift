public import Kernel
public import Storage

/// Says who is meant on what is printed: what an officer is called, and which NIK a person signed in with.
public struct NameBook: Sendable {
    private let database: PlatformDatabase

    public init(database: PlatformDatabase) { self.database = database }

    /// - Returns: `nil` for whoever was never a member of the staff.
    public func name(ofStaff id: Identifier) async throws -> String? {
        try await database.read { tx in try StaffStore().find(id, tx)?.displayName }
    }

    /// - Returns: `nil` for a person who is not known, or was erased.
    public func nik(of person: Identifier) async throws -> NIK? {
        try await database.read { tx in
            do { return try PersonStore().find(person, tx)?.nik } catch let problem as Problem where problem.code == .gone { return nil }
        }
    }
}
