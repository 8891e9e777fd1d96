internal import Catalogue
internal import Foundation
internal import Kernel
internal import Payments

/// Where the stubs' charges are paid: with `--demo`, and in a region whose manifest says that its payments are stubs.
enum StubPayPages {
    static func add(to table: inout RouteTable) {
        table.page("/simulasi-bayar/:reference", .demonstration) { exchange, island in
            let charge = try await desk(island).charge(exchange.parameters["reference"] ?? "")
            return try await exchange.show(StubPayPage(exchange, island, charge), of: island)
        }
        table.form("/simulasi-bayar/:reference", .demonstration) { exchange, island in
            try await press(.pay, exchange, island)
        }
        // What a person seldom does right, and a bank seldom wrong.
        table.form("/simulasi-bayar/:reference/tekanan", .demonstration, on: "/simulasi-bayar/:reference") { exchange, island in
            if let manner = StubManner(rawValue: exchange.form["manner"]) {
                let reference = exchange.parameters["reference"] ?? ""
                try await desk(island).tell(reference, in: manner)
                return .seeOther(island.links.stubPayment(reference))
            }
            guard let press = StubPress(rawValue: exchange.form["press"]) else { throw Problem.notFound("stub press") }
            return try await Self.press(press, exchange, island)
        }
        table.page("/simulasi-bayar/:reference/setoran", .demonstration) { exchange, island in
            let desk = try desk(island)
            let charge = try await desk.charge(exchange.parameters["reference"] ?? "")
            let zone = island.region.zone
            var day = zone.local(exchange.portal.clock.now).date
            if let asked = exchange.query["hari"] {
                guard let other = CivilDate(asked) else { throw Problem.notFound("day of a settlement") }
                day = other
            }
            return .file(
                Data(try await desk.settlementFile(of: charge.provider, on: day, in: zone).utf8), contentType: "text/csv; charset=utf-8",
                filename: "setoran-\(charge.provider)-\(day.iso8601).csv", isInline: false)
        }
    }

    private static func press(_ press: StubPress, _ exchange: Exchange, _ island: Island) async throws -> Reply {
        let reference = exchange.parameters["reference"] ?? ""
        try await desk(island).press(press, on: reference, command: exchange.command())
        return .seeOther(island.links.stubPayment(reference))
    }

    private static func desk(_ island: Island) throws -> StubDesk {
        guard let desk = island.stubDesk else { throw Problem.notFound("no stub provider in this region") }
        return desk
    }
}
