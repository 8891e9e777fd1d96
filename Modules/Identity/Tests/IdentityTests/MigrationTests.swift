import Storage
import StorageTesting
import Testing

@testable import Identity

@Suite("The migrations of Identity")
struct MigrationTests {
    @Test(
        "A migration that was released is never changed",
        arguments: [
            ("identity-0001-people-and-staff", "eeb9ae381a09"), ("identity-0002-attempts", "4d4375a952b5"),
            ("identity-0003-accounts", "9a8432f440ad"), ("identity-0004-money-roles", "447a7c58f838"),
        ])
    func released(_ name: String, _ fingerprint: String) throws {
        let migration = try #require(IdentityService.migrations.first { $0.name == name })
        #expect(migration.fingerprint == fingerprint, "write a new migration instead: databases have run this one")
    }
}
