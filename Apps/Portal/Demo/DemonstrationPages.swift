internal import Kernel
internal import Notifications

/// The door that is open only with `--demo`: the mailbox that anyone can read. Where stubs are paid is another (``StubPayPages``).
enum DemonstrationPages {
    static func add(to table: inout RouteTable) {
        table.page("/kotak-peragaan", .demonstration) { exchange, island in
            let mails = try await island.notifications.demoMailbox(limit: 30)
            return try await exchange.show(DemoMailboxPage(exchange, island, mails), of: island)
        }
    }
}
