import Catalogue
import Kernel
import Testing

/// What a region's file says of the published standard of a service, and papers of which nobody knows how long they hold.
@Suite("Service standards and what is not known")
struct StandardTests {
    private static let contoh = SampleResources.contoh
    private static let skck = SampleResources.skck

    @Test("There are fourteen components, six of the delivery first")
    func order() {
        let names = StandardComponent.allCases.map(\.rawValue)
        #expect(names.prefix(6) == ["requirements", "procedure", "time", "cost", "product", "complaints"])
        #expect(names.count == 14 && names.last == "evaluation")
    }

    @Test("A region says a component for all services or for one, which stands before it; of others it says nothing")
    func whose() throws {
        var resources = SampleResources()
        resources.change(
            Self.contoh, "province:",
            to: "standard: {complaints: {id: Kotak saran., en: A box.}, staff: {id: Dua orang.}}\nprovince:")
        resources.change(Self.contoh, "  skck: {}", to: "  skck: {standard: {staff: {id: Tiga orang.}}}")
        let region = try #require(try resources.catalogue().regions.first)
        #expect(region.standard(.staff, of: "skck")?.text.indonesian == "Tiga orang.")
        #expect(region.standard(.staff, of: "nib")?.text.indonesian == "Dua orang.")
        #expect(region.standard(.complaints, of: "skck")?.text.text(in: .english) == "A box.")
        #expect(region.standard(.facilities, of: "skck") == nil)
    }

    @Test("What the region says of all services is assumed when its own list says so, what it says of one when that one does")
    func assumed() throws {
        var resources = SampleResources()
        resources.change(Self.contoh, "province:", to: "standard: {complaints: {id: Kotak saran.}}\nprovince:")
        resources.change(Self.contoh, "assumed: [capital, ", to: "assumed: [standard.complaints, capital, ")
        resources.change(Self.contoh, "  skck: {}", to: "  skck: {assumed: true, standard: {staff: {id: Tiga orang.}}}")
        let region = try #require(try resources.catalogue().regions.first)
        #expect(region.standard(.complaints, of: "skck")?.isAssumed == true && region.standard(.staff, of: "skck")?.isAssumed == true)
        let sure = try #require(try SampleResources().catalogue().regions.first)
        #expect(!sure.isAssumed("standard.complaints"))
    }

    @Test("A component that a service's own field says, and one that there is not, are faults")
    func faults() throws {
        let lines = ["cost: {id: Gratis.}", "smell: {id: Wangi.}"]
        for line in lines {
            let name = String(line.prefix { $0 != ":" })
            let found = try SampleResources.faulty((Self.contoh, "province:", "standard: {\(line)}\nprovince:"))
            #expect(found == ["standard", "standard.\(name)"] || found == ["standard.\(name)", "standard"], "\(found)")
        }
        #expect(try SampleResources.faulty((Self.contoh, "province:", "standard: {}\nprovince:")) == ["standard"])
    }

    @Test("How long a paper holds is months, unlimited or unknown, and each is a value of its own")
    func validity() throws {
        #expect(try SampleResources().catalogue().service("skck")?.paper?.validity == .months(6))
        for (line, validity) in [("validity_months: unknown", PaperValidity.unknown), ("", .unlimited)] {
            var resources = SampleResources()
            resources.change(Self.skck, "validity_months: 6", to: line)
            #expect(try resources.catalogue().service("skck")?.paper?.validity == validity && validity.months == nil)
        }
        #expect(try SampleResources.faulty((Self.skck, "validity_months: 6", "validity_months: forever")) == ["paper.validity_months"])
    }
}
