import Foundation
import Kernel
import Payments
import Testing

@testable import Portal

/// Ibu Ratna takes a way of paying off, and answers for it.
@Suite("The switch of a way of paying")
struct WaySwitchTests {
    private static let reason = "Mesin kas sedang diperbaiki"
    private static let admin = "/\(Town.first)/admin"

    private func flip(_ ratna: Visitor, _ way: String, to state: String, reason: String = reason) async throws -> Visitor.Answer {
        try await ratna.submit(
            ["state": state, "reason": reason], to: "\(Self.admin)/cara-bayar/\(way)/saklar", from: ratna.get(Self.admin))
    }

    /// Siti's request with its fee open.
    private func unpaid(_ siti: Citizen) async throws -> String {
        let request = try await siti.startDraft("skck")
        try await siti.answer(request, Citizen.skckAnswers)
        try await siti.attachPhoto(to: request)
        try await siti.submit(request)
        return "\(siti.base)/permohonan/\(request)/bayar"
    }

    @Test("What is closed is on no page at once, in her region alone, and stands in the trail; on again it is back")
    func offAndOn() async throws {
        let town = try await Town.open(regions: [Town.first, Town.other])
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let siti = try await town.siti()
        let page = try await unpaid(siti)
        #expect(try await siti.visitor.get(page).text.contains("value=\"cash\""))
        let ratna = try await town.ratna()
        let closed = try await flip(ratna, "cash", to: "off")
        #expect(closed.status == 200 && closed.text.contains(Self.reason) && closed.text.contains(town.say("admin.wayOn")))
        let without = try await siti.visitor.get(page)
        #expect(!without.text.contains("value=\"cash\""))
        // Her page from before still has the button: it leads back to the page as it is now.
        let stale = try await siti.visitor.submit(["way": "cash"], to: page, from: without)
        #expect(stale.status == 200 && stale.path == page && stale.text.contains("<svg"))
        let elsewhere = try await town.island(Town.other).payments.providerStates(by: .operatorAtConsole(name: "root"))
        #expect(elsewhere.allSatisfy { $0.isOn })
        _ = try await flip(ratna, "cash", to: "on", reason: "Mesin kas sudah kembali")
        #expect(try await siti.visitor.get(page).text.contains("value=\"cash\""))
        let trail = try await ratna.get("\(Self.admin)/jejak?tindakan=provider.disabled")
        #expect(trail.status == 200 && trail.text.contains(town.say("way.cash")) && trail.text.contains(Self.reason))
        #expect(try await town.audited(about: "cash") == ["provider.disabled", "provider.enabled"])
        try await town.leave()
    }

    @Test("While no account is set the administrator reads that nobody is asked to transfer, and afterwards no more")
    func account() async throws {
        let town = try await Town.open()
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let ratna = try await town.ratna()
        let sentence = town.say("admin.wayNoAccount")
        #expect(try await ratna.get(Self.admin).text.contains(sentence))
        // Closed it is offered to nobody anyhow.
        #expect(try await !flip(ratna, "transfer", to: "off").text.contains(sentence))
        #expect(try await flip(ratna, "transfer", to: "on").text.contains(sentence))
        try await town.island(Town.first).payments.setBankAccount(
            bank: "Bank Uji", number: "1234567890", holder: "Kas Uji", by: .operatorAtConsole(name: "root"))
        #expect(try await !ratna.get(Self.admin).text.contains(sentence))
        try await town.leave()
    }

    @Test("The cashier is told in a sentence that a bill is not to be paid in cash now")
    func cashier() async throws {
        let town = try await Town.open()
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let siti = try await town.siti()
        let page = try await unpaid(siti)
        let cashier = try await DemonstrationStaff.signIn("kasir", town, siti.base)
        _ = try await cashier.submit(["change": "0"], to: "\(siti.base)/kas/buka", from: cashier.get("\(siti.base)/kas"))
        _ = try await flip(town.ratna(), "cash", to: "off")
        let request = page.split(separator: "/").dropLast().last.map(String.init) ?? ""
        let bill = "\(siti.base)/kas/tagihan/\(request)"
        let refused = try await cashier.submit(["handed": "30.000"], to: bill, from: cashier.get(bill))
        #expect(refused.status == 409 && refused.text.contains(town.say("problem.cash.off")))
        #expect(refused.text.contains("value=\"30.000\""))
        try await town.leave()
    }

    @Test("What was typed for one switch stays with it, and nothing is switched", arguments: ["x", ""])
    func aReasonIsNeeded(reason: String) async throws {
        let town = try await Town.open()
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let answer = try await flip(town.ratna(), "stub-qris", to: "off", reason: reason)
        #expect(answer.status == 422 && answer.text.contains("id=\"field-reason-way-stub-qris\""))
        #expect(answer.text.components(separatedBy: "aria-invalid").count == 2)
        #expect(try await town.audited(about: "stub-qris").isEmpty)
        try await town.leave()
    }

    @Test("A service whose region says so is paid by some of its providers only, whoever asks")
    func waysOfAService() async throws {
        let own = try OwnResources()
        try own.change("Regions/\(Town.first).yaml", "  skck: {", to: "  skck: {providers: [cash], ")
        let town = try await Town.open(resources: own.folder)
        let siti = try await town.siti()
        let page = try await siti.visitor.get(unpaid(siti))
        #expect(page.text.contains(town.say("pay.cash2")) && !page.text.contains("value=\"stub-qris\"") && !page.text.contains("<svg"))
        let refused = try await siti.visitor.submit(["way": "stub-qris"], to: page.path, from: page)
        #expect(refused.status == 200 && refused.text.contains(town.say("pay.cash2")))
        try await town.leave()
        try own.remove()
    }

    @Test("The operator at the console does it while the server runs")
    func console() async throws {
        let town = try await Town.open()
        let office = try RegionOffice.open(Town.first, settings: town.portal.settings, clock: town.clock)
        let root = Principal.operatorAtConsole(name: "root")
        try await office.setProvider("cash", isOn: false, reason: Self.reason, by: root)
        let lines = try await office.providers(by: root)
        #expect(lines.contains("stub-qris  on  -  -") && lines.contains("cash  off  -  \(Self.reason)"))
        try office.close()
        let states = try await town.island(Town.first).payments.providerStates(by: root)
        #expect(states.filter { !$0.isOn }.map(\.name) == ["cash"] && states.count == lines.count)
        try await town.leave()
    }
}
