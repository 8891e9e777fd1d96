import Storage
import StorageTesting
import Testing

@testable import Payments

@Suite("The migrations of Payments")
struct MigrationTests {
    @Test(
        "A migration that was released is never changed",
        arguments: [
            ("payments-0001-bills", "48c8a5b20b1e"), ("payments-0002-open-bills", "a2f50c7ab5af"),
            ("payments-0003-charges-and-books", "9b785ec3252e"),
            ("payments-0004-refunds-and-months", "f457c910e726"),
            ("payments-0005-stub-gateway", "6abe3b918682"), ("payments-0006-transfers-and-files", "26fd1611f7e1"),
            ("payments-0008-switches", "e4ab06c70f69"), ("payments-0009-agencies", "cad01ddc4a59"),
            ("payments-0011-receipts-by-day", "ef84b869e272"),
            ("payments-0010-hooks", "b235946bfa27"), ("payments-0012-open-bills-in-order", "7ba0d405b809"),
        ])
    func released(_ name: String, _ fingerprint: String) throws {
        let migration = try #require(PaymentService.migrations.first { $0.name == name })
        #expect(migration.fingerprint == fingerprint, "write a new migration instead: databases have run this one")
    }
}
