import Kernel
import Testing

@testable import Catalogue

@Suite("What ends when nobody answers")
struct ExpiryTests {
    private static let skck = SampleResources.skck
    private static let rule = "{working_days: 30, warning_days: 5, basis: Perda Contoh 2/2026}"

    @Test("Without a rule nothing ends, and no move says so")
    func none() throws {
        let service = try #require(try SampleResources().catalogue().service("skck"))
        #expect(service.expiry == nil && service.workflow.line(.expired, from: .returned) == nil)
    }

    @Test("A service's rule is read, with the platform's move")
    func service() throws {
        var resources = SampleResources()
        resources.change(Self.skck, "ending: paper", to: "ending: paper\nexpiry: \(Self.rule)")
        let service = try #require(try resources.catalogue().service("skck"))
        #expect(service.expiry == Expiry(workingDays: 30, warningDays: 5, basis: "Perda Contoh 2/2026"))
        #expect(service.workflow.line(.expired, from: .returned)?.mover == .platform)
        #expect(service.workflow.ambiguousLines.isEmpty && service.workflow.expiring == service.workflow)
    }

    @Test("A region's own rule lies over the definition's, and holds there alone")
    func region() throws {
        var resources = SampleResources()
        resources.change(SampleResources.contoh, "skck: {}", to: "skck: {expiry: \(Self.rule)}")
        let catalogue = try resources.catalogue()
        let service = try #require(catalogue.service("skck"))
        let offered = service.offered(in: try #require(catalogue.regions.first))
        #expect(offered.expiry?.workingDays == 30 && offered.workflow.line(.expired, from: .returned) != nil)
        #expect(service.expiry == nil)
    }

    @Test(
        "A warning comes at least a day before the end, and somebody states the rule",
        arguments: [
            ("{working_days: 2, warning_days: 1, basis: Perda}", []),
            ("{working_days: 1, warning_days: 1, basis: Perda}", ["working_days"]),
            ("{working_days: 5, warning_days: 5, basis: Perda}", ["warning_days"]),
            ("{working_days: 5, warning_days: 0, basis: Perda}", ["warning_days"]), ("{working_days: 5, warning_days: 1}", ["basis"]),
            ("{working_days: 367, warning_days: 1, basis: Perda}", ["working_days"]),
        ])
    func faults(_ rule: String, _ faulty: [String]) throws {
        let fields = try SampleResources.faulty((Self.skck, "ending: paper", "ending: paper\nexpiry: \(rule)"))
        #expect(fields == faulty.map { "expiry.\($0)" })
    }
}
