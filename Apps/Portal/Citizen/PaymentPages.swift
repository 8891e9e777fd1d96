internal import Catalogue
internal import Documents
internal import Kernel
internal import Paper
internal import Payments

/// Paying the fee of a request.
enum PaymentPages {
    static func add(to table: inout RouteTable) {
        table.page("/permohonan/:id/bayar", .citizen) { exchange, island in
            let request = try await island.documents.request(exchange.identifier(), by: exchange.principal)
            let bill = try await island.payments.bill(for: request.id, by: exchange.principal)
            let base = exchange.base(island)
            var values: PageValues = [
                "service": request.definition.title.text(in: exchange.language), "amountText": bill.amount.formatted,
                "requestHref": "\(base)/permohonan/\(request.id)", "statusText": exchange.say("bill.\(bill.status.rawValue)"),
                "reference": bill.reference,
            ]
            if bill.status == .paid { values["paid"] = true }
            if bill.status == .open {
                values["qrSvg"] = try QRCode(bill.qrisPayload)
                    .svg(moduleSize: 5, title: exchange.say("pay.qr", ["amount": bill.amount.formatted]))
                if island.stubDesk != nil { values["stubHref"] = "\(base)/simulasi-bayar/\(bill.reference)" }
            }
            let title = exchange.say("title.pay")
            return try await exchange.show(
                Page(
                    name: "pay", title: title,
                    crumbs: exchange.crumbs(
                        island, Crumb(exchange.say("title.requests"), "\(base)/permohonan"),
                        Crumb(request.definition.title.text(in: exchange.language), "\(base)/permohonan/\(request.id)"), Crumb(title)),
                    values: values, menu: "requests"), of: island)
        }
    }
}
