internal import Kernel
internal import Notifications
internal import Payments

/// The doors that are open only with `--demo`: the stub provider's pay page and the mailbox that anyone can read.
enum DemonstrationPages {
    static func add(to table: inout RouteTable) {
        table.page("/simulasi-bayar/:reference", .demonstration) { exchange, island in
            let charge = try await desk(island).charge(exchange.parameters["reference"] ?? "")
            return try await exchange.show(StubPayPage(exchange, island, charge), of: island)
        }
        table.form("/simulasi-bayar/:reference", .demonstration) { exchange, island in
            let reference = exchange.parameters["reference"] ?? ""
            let desk = try desk(island)
            _ = try await desk.charge(reference)
            try await desk.pay(reference)
            return .seeOther(island.links.stubPayment(reference))
        }
        table.page("/kotak-peragaan", .demonstration) { exchange, island in
            let mails = try await island.notifications.demoMailbox(limit: 30)
            return try await exchange.show(DemoMailboxPage(exchange, island, mails), of: island)
        }
    }

    private static func desk(_ island: Island) throws -> StubDesk {
        guard let desk = island.stubDesk else { throw Problem.notFound("no stub provider in this region") }
        return desk
    }
}
