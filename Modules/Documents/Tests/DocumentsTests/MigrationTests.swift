import Storage
import StorageTesting
import Testing

@testable import Documents

@Suite("The migrations of Documents")
struct MigrationTests {
    @Test(
        "A migration that was released is never changed",
        arguments: [
            ("documents-0001-requests", "d4d3a660d0bb"), ("documents-0002-work-list-order", "b51479f9ba36"),
            ("documents-0003-officers-desk", "50795dd6fead"),
            ("documents-0004-request-numbers", "d3ebc5c89d82"), ("documents-0005-who-decided", "673074ce6a35"),
            ("documents-0006-handover", "9e9ac9ef7df4"), ("documents-0007-deemed-approval", "9b764a70ff64"),
            ("documents-0008-revoked-papers", "d7f310b8d9c0"), ("documents-0009-once-only", "888b349009de"),
            ("documents-0010-corrections", "75ac884584a7"),
            ("documents-0011-expiry", "51cb217556cc"),
            ("documents-0012-four-eyes", "ebf4d8d24e19"),
            ("documents-0013-promises", "5015117f5b72"),
            ("documents-0020-reissued-papers", "5680efc38854"),
        ])
    func released(_ name: String, _ fingerprint: String) throws {
        let migration = try #require(DocumentService.migrations.first { $0.name == name })
        #expect(migration.fingerprint == fingerprint, "write a new migration instead: databases have run this one")
    }
}
