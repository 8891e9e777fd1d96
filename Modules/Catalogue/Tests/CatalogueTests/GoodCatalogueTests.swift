import Catalogue
import Foundation
import Kernel
import Testing

@Suite("A catalogue without faults")
struct GoodCatalogueTests {
    @Test("A region says all that its file says")
    func region() throws {
        let catalogue = try SampleResources().catalogue()
        let region = try #require(RegionSlug("kab-contoh").flatMap { catalogue.region($0) })
        #expect(region.code.text == "99.01" && region.zone == .western && region.languages == [.indonesian, .english])
        #expect(region.building == Building(name: "Mal Pelayanan Publik Contoh"))
        #expect(region.hours[.monday]?.map(\.opens.iso8601) == ["08:00", "13:00"])
        #expect(region.counters.map(\.code) == ["polri"] && region.counters[0].hours == nil)
        #expect(region.offers("skck") && !region.offers("paspor"))
        #expect(region.isAssumed("capital") && region.isAssumed("building.address") && !region.isAssumed("building"))
        #expect(RegionSlug("kota-misal").map { catalogue.region($0) == nil } == true)
    }

    @Test("A service says all that its file says")
    func service() throws {
        let skck = try #require(try SampleResources().catalogue().service("skck"))
        #expect(skck.factsCode == "POL-SKCK" && skck.title.text(in: .english) == "Police record certificate")
        #expect(Set(skck.channels.keys) == [.direct, .electronic])
        #expect(skck.fee == Fee(amount: try #require(Money(rupiah: 30_000)), basis: "PP 76/2020"))
        #expect(skck.questions.map(\.name) == ["full_name", "purpose", "purpose_other"])
        #expect(skck.question("purpose_other")?.condition == Condition(question: "purpose", value: "other"))
        #expect(skck.attachment("photo")?.types == [.jpeg, .png])
        #expect(skck.returnReason("photo_unclear")?.label.indonesian == "Foto tidak jelas")
        #expect(skck.assumed == ["channels", "promise"] && skck.isAssumed("channels.direct"))
        #expect(skck.paper?.validity == .months(6))
    }

    @Test("The region's own fee, promise and channels lie over the definition")
    func offered() throws {
        var resources = SampleResources()
        resources.change(
            SampleResources.contoh, "skck: {}", to: "skck: {fee_rupiah: 10000, working_days: 3, channels: [direct], assumed: true}")
        let catalogue = try resources.catalogue()
        let region = try #require(catalogue.regions.first)
        let offered = try #require(catalogue.service("skck")).offered(in: region)
        #expect(offered.fee == Fee(amount: try #require(Money(rupiah: 10_000))))
        #expect(offered.promise.workingDays == 3 && Array(offered.channels.keys) == [.direct])
        #expect(offered.assumed == ["fee", "promise", "channels"])
    }

    @Test("A promise that the region confirms is no longer assumed")
    func confirmed() throws {
        var resources = SampleResources()
        resources.change(SampleResources.contoh, "skck: {}", to: "skck: {working_days: 2}")
        let catalogue = try resources.catalogue()
        let offered = try #require(catalogue.service("skck")).offered(in: try #require(catalogue.regions.first))
        #expect(offered.assumed == ["channels"] && offered.fee.basis == "PP 76/2020")
    }

    @Test("A service asks for several choices and for rows of questions")
    func rows() throws {
        var resources = SampleResources()
        resources.change(
            SampleResources.skck, "attachments:",
            to: """
                  - name: children
                    kind: rows
                    label: {id: Anak, en: Children}
                    required: false
                    rows_max: 12
                    columns:
                      - {name: name, kind: text, label: {id: Nama anak, en: Name of the child}, required: true}
                      - name: needs
                        kind: choices
                        label: {id: Kebutuhan, en: Needs}
                        required: false
                        options: [{value: school, label: {id: Sekolah, en: School}}]
                attachments:
                """)
        let children = try #require(try resources.catalogue().service("skck")?.question("children"))
        #expect(children.kind == .rows && children.maximumRows == 12)
        #expect(children.columns.map(\.name) == ["name", "needs"])
        #expect(children.columns.last?.allowedValues == ["school"])
    }

    @Test("A service that says nothing goes the standard way, another one its own")
    func workflows() throws {
        #expect(try SampleResources().catalogue().service("skck")?.workflow == .standard)
        var resources = SampleResources()
        resources.change(
            SampleResources.skck, "sources: []",
            to: """
                workflow:
                  - {from: draft, move: submitted, to: inReview, by: owner}
                  - {from: inReview, move: approved, to: approved, by: administrator}
                sources: []
                """)
        let workflow = try #require(try resources.catalogue().service("skck")?.workflow)
        #expect(workflow.line(.approved, from: .inReview)?.mover == .administrator)
        #expect(workflow.line(.returned, from: .inReview) == nil)
    }

    @Test("The two ways reach every status and do each move in one way", arguments: [Workflow.standard.expiring, .handover.expiring])
    func ways(_ workflow: Workflow) {
        let handovers: Set<RequestStatus> = [.preparing, .ready, .collected]
        let all = Set(RequestStatus.allCases).subtracting([.checked, .validated])
        let isHandover = workflow == .handover.expiring
        #expect(
            workflow.reachable(from: .draft)
                == (isHandover ? all.subtracting([.issued]) : all.subtracting(handovers)))
        #expect(
            Set(workflow.lines.map(\.move))
                == Set(RequestMove.allCases).subtracting([.checked, .validated, .sentBack]).subtracting(
                    isHandover ? [.deemed] : [.deemed, .readied, .collected]))
        #expect(workflow.ambiguousLines.isEmpty)
    }

    @Test("21 regions and 5 services are read without a fault")
    func reading() throws {
        var resources = SampleResources()
        for number in 11..<31 {
            resources.files["Regions/kab-nomor-\(number).yaml"] = SampleResources.region
                .replacing("slug: kab-contoh", with: "slug: kab-nomor-\(number)").replacing("99.01", with: "98.\(number)")
        }
        for name in ["a", "b", "c", "d"] {
            resources.files["Services/\(name).yaml"] = SampleResources.service.replacing("code: skck", with: "code: \(name)")
        }
        try resources.read { folder in
            #expect(Catalogue.read(folder).faults.isEmpty)
        }
    }

    @Test("Holidays are sorted, and every language has its words")
    func rest() throws {
        let catalogue = try SampleResources().catalogue()
        #expect(catalogue.holidays.map(\.date.iso8601) == ["2026-12-24", "2026-12-25"])
        #expect(catalogue.agencies["polri"]?.name.text(in: .english) == "Police")
        #expect(catalogue.words.sentence("sign_in.title", in: .english, ["region": "{region} Misal"]) == "Sign in to {region} Misal")
        #expect(catalogue.words.sentence("sign_in.title", in: .indonesian) == "Masuk ke {region}")
        #expect(catalogue.words.sentence("no.such.key", in: .indonesian) == "no.such.key")
        #expect(catalogue.words.resolve(.notFound("x"), in: .english) == "Not found.")
    }

    @Test("A message is filled, and a line break in an argument cannot break its subject")
    func message() throws {
        let message = try #require(try SampleResources().catalogue().messages["request_issued"])
        #expect(message.placeholders == ["service", "number"])
        let filled = message.filled(in: .english, ["service": "SKCK\r\nBcc: x@contoh.id", "number": "SKCK/1"])
        #expect(filled.subject == "Your SKCK Bcc: x@contoh.id is issued")
        #expect(filled.body == "Number SKCK/1.")
    }

    @Test("A line that has nothing to say is left out; one that names nothing, or something, stays")
    func emptyLine() {
        let text = MessageTemplate.Text(subject: "Kabar{remark}", body: "Alasan: {reason}\nPenjelasan: {remark}\n\nSelesai.\n")
        let message = MessageTemplate(name: "contoh", indonesian: text, english: text)
        #expect(message.filled(in: .indonesian, ["reason": "Foto", "remark": ""]).body == "Alasan: Foto\n\nSelesai.\n")
        #expect(
            message.filled(in: .indonesian, ["reason": "Foto", "remark": "Gelap"]).body == "Alasan: Foto\nPenjelasan: Gelap\n\nSelesai.\n")
        #expect(message.filled(in: .indonesian, ["reason": "Foto"]).body.contains("{remark}"), "what is missing can be seen")
    }
}
