internal import Kernel
internal import Notifications

/// What the region told a citizen.
enum InboxPages {
    static func add(to table: inout RouteTable) {
        table.page("/pesan", .citizen) { exchange, island in
            let messages = try await island.notifications.inbox(of: exchange.principal)
            let title = exchange.say("title.inbox")
            let page = Page(
                name: "inbox", title: title, crumbs: exchange.crumbs(island, Crumb(title)),
                values: [
                    "messages": messages.map { message -> PageValues in
                        var values: PageValues = [
                            "subject": message.subject,
                            // The address stands in the e-mail; here the link below says it better.
                            "body": message.body.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("http") },
                            "at": exchange.say(message.at, in: island),
                        ]
                        if message.readAt == nil { values["unread"] = true }
                        if let link = message.link { values["linkHref"] = link }
                        return values
                    }
                ], menu: "inbox")
            let reply = try await exchange.show(page, of: island)
            // Marked after the page was made, so that it still shows which ones were new.
            for message in messages where message.readAt == nil {
                try await island.notifications.markRead(message.id, by: exchange.principal)
            }
            return reply
        }
    }
}
