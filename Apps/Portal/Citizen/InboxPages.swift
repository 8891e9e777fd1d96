internal import Kernel
internal import Notifications

/// What the region told a citizen.
enum InboxPages {
    static func add(to table: inout RouteTable) {
        table.page("/pesan", .citizen) { exchange, island in
            let messages = try await island.notifications.inbox(of: exchange.principal)
            let reply = try await exchange.show(InboxPage(exchange, island, messages), of: island)
            // Marked after the page was made, so that it still shows which ones were new.
            try await island.notifications.markRead(messages.filter { $0.readAt == nil }.map(\.id), by: exchange.principal)
            return reply
        }
    }
}
