import StorageTesting
import Testing

@testable import Storage

@Suite("The migrations of Storage")
struct MigrationTests {
    @Test(
        "A migration that was released is never changed",
        arguments: [
            ("storage-0001-foundation", "137790c19204"), ("storage-0002-facts", "abcf525ef0f1"),
            ("storage-0003-audit-reading", "145a41c4d003"),
        ])
    func released(_ name: String, _ fingerprint: String) throws {
        let migration = try #require(Migration.own.first { $0.name == name })
        #expect(migration.fingerprint == fingerprint, "write a new migration instead: databases have run this one")
    }
}
