import Storage
import StorageTesting
import Testing

@testable import Notifications

@Suite("The migrations of Notifications")
struct MigrationTests {
    @Test(
        "A migration that was released is never changed",
        arguments: [
            ("notifications-0001-messages", "9d971c2e7bbb"), ("notifications-0002-delivery-counts", "0ebc68eb00e2"),
            ("notifications-0003-order", "30e0ef441fd2"),
        ])
    func released(_ name: String, _ fingerprint: String) throws {
        let migration = try #require(NotificationService.migrations.first { $0.name == name })
        #expect(migration.fingerprint == fingerprint, "write a new migration instead: databases have run this one")
    }
}
