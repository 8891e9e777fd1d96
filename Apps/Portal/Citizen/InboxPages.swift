internal import Kernel
internal import Notifications

/// What the region told a citizen.
enum InboxPages {
    static func add(to table: inout RouteTable) {
        table.page("/pesan", .citizen) { exchange, island in
            let messages = try await island.notifications.inbox(of: exchange.principal)
            let reply = try await exchange.show(InboxPage(exchange, island, messages), of: island)
            return reply
        }
        // Reading changes nothing: a browser may load a page ahead, and nobody has read it then.
        table.form("/pesan", .citizen) { exchange, island in
            let messages = try await island.notifications.inbox(of: exchange.principal)
            // What came after the page was made has not been seen.
            let seen = messages.drop { $0.id.text != exchange.form["newest"] }
            try await island.notifications.markRead(seen.filter { $0.readAt == nil }.map(\.id), by: exchange.principal)
            return .seeOther(island.links.inbox)
        }
    }
}
