internal import Kernel
internal import Notifications
internal import Payments

/// The doors that are open only with `--demo`: the stub provider's pay page and the mailbox that anyone can read.
enum DemonstrationPages {
    static func add(to table: inout RouteTable) {
        table.page("/simulasi-bayar/:reference", .demonstration) { exchange, island in
            try await exchange.show(stubPage(exchange, island, desk(island).charge(exchange.parameters["reference"] ?? "")), of: island)
        }
        table.form("/simulasi-bayar/:reference", .demonstration) { exchange, island in
            let reference = exchange.parameters["reference"] ?? ""
            let desk = try desk(island)
            _ = try await desk.charge(reference)
            try await desk.pay(reference)
            return .seeOther("\(exchange.base(island))/simulasi-bayar/\(reference)")
        }
        table.page("/kotak-peragaan", .demonstration) { exchange, island in
            let mails = try await island.notifications.demoMailbox(limit: 30)
            let title = exchange.say("title.demo-mailbox")
            return try await exchange.show(
                Page(
                    name: "demo-mailbox", title: title, crumbs: exchange.crumbs(island, Crumb(title)),
                    values: [
                        "messages": mails.map { mail -> PageValues in
                            var values: PageValues = [
                                "to": mail.to, "subject": mail.subject, "body": mail.body, "at": exchange.say(mail.at, in: island),
                            ]
                            if let link = mail.link { values["linkHref"] = link }
                            return values
                        }
                    ]), of: island)
        }
    }

    private static func desk(_ island: Island) throws -> StubDesk {
        guard let desk = island.stubDesk else { throw Problem.notFound("no stub provider in this region") }
        return desk
    }

    private static func stubPage(_ exchange: Exchange, _ island: Island, _ charge: StubCharge) -> Page {
        let base = exchange.base(island)
        var values: PageValues = [
            "amountText": charge.amount.formatted, "merchant": "\(charge.merchantName), \(charge.merchantCity)",
            "reference": charge.reference,
            "action": "\(base)/simulasi-bayar/\(charge.reference)", "command": exchange.newCommand,
            "returnHref": "\(base)/permohonan/\(charge.purpose)",
        ]
        if charge.paidAt != nil { values["paid"] = true }
        return Page(name: "stub-pay", title: exchange.say("title.stub-pay"), values: values)
    }
}
