import Catalogue
import Kernel
import Testing

@Suite("Reading what a front tells")
struct FrontReadingTests {
    private static let contoh = SampleResources.contoh
    private static let skck = SampleResources.skck

    /// The fields that are told of when the service has these lines besides.
    private static func service(_ lines: String) throws -> [String] {
        try SampleResources.faulty((skck, "agency: polri\n", "agency: polri\n\(lines)\n"))
    }

    private static func region(_ lines: String) throws -> [String] {
        try SampleResources.faulty((contoh, "province:", "\(lines)\nprovince:"))
    }

    @Test("A service without any of it is whole, and stands behind all others")
    func without() throws {
        let catalogue = try SampleResources().catalogue()
        #expect(catalogue.service("skck")?.front == ServiceFront())
        #expect(catalogue.regions.first?.front == RegionFront())
        #expect(ServiceFront().rank == ServiceFront.lastRank)
    }

    @Test("What a service tells is read, and offered in a region unchanged")
    func whole() throws {
        var resources = SampleResources()
        resources.change(
            Self.skck, "agency: polri\n",
            to: """
                agency: polri
                rank: 3
                checked: 2026-11-23
                words: [SKKB, surat kelakuan baik]
                events: [work, school]
                outcome:
                  here: {id: Di sini., en: Here.}
                  counter: {id: Di loket., en: At the counter.}
                  document: {id: Bukti., en: Proof.}

                """)
        let catalogue = try resources.catalogue()
        let front = try #require(catalogue.service("skck")).offered(in: try #require(catalogue.regions.first)).front
        #expect(front.rank == 3 && front.words == ["SKKB", "surat kelakuan baik"] && front.events == [.work, .school])
        #expect(front.checkedOn == CivilDate("2026-11-23") && front.outcome?.counter?.text(in: .english) == "At the counter.")
    }

    @Test(
        "A rank is from 1 to 999",
        arguments: [("0", false), ("1", true), ("999", true), ("1000", false), ("x", false)])
    func ranks(rank: String, isTaken: Bool) throws {
        #expect(try Self.service("rank: \(rank)") == (isTaken ? [] : ["rank"]))
    }

    @Test("Words and events are there, known, and each once")
    func lists() throws {
        #expect(try Self.service("words: []") == ["words"])
        #expect(try Self.service("words: [SKKB, skkb]") == ["words.1"])
        #expect(try Self.service("events: [work, wok]") == ["events.1"])
        #expect(try Self.service("events: [work, work]") == ["events.1"])
        #expect(try Self.service("checked: 2026-02-30") == ["checked"])
        #expect(try Self.region("words: []") == ["words"])
    }

    @Test("Whoever says what ends here says in both languages what comes out, and may leave out the counter")
    func outcomes() throws {
        #expect(try Self.service("outcome: {here: {id: A, en: A}, document: {id: A, en: A}}").isEmpty)
        #expect(try Self.service("outcome: {here: {id: A, en: A}}") == ["outcome.document"])
        #expect(try Self.service("outcome: {here: {id: A}, document: {id: A, en: A}}") == ["outcome.here.en"])
    }

    @Test("A region's contact, map and announcements are read, and what cannot be one is told of")
    func regions() throws {
        #expect(try Self.region("contact: {phone: \"0800 111-222\", email: mpp@contoh.id}").isEmpty)
        #expect(try Self.region("contact: {}") == ["contact"])
        for phone in ["\"0800 x\"", "\"()\"", "email"] { #expect(try Self.region("contact: {phone: \(phone)}") == ["contact.phone"]) }
        for email in ["contoh.id", "a@b@c", "\"@contoh.id\"", "\"mpp@\"", "\"m p@contoh.id\""] {
            #expect(try Self.region("contact: {email: \(email)}") == ["contact.email"], "\(email)")
        }
        for (map, isTaken) in [("https://peta.contoh.id/a", true), ("http://peta.contoh.id/a", false), ("\"https://a b\"", false)] {
            let faults = try SampleResources.faulty(
                (Self.contoh, "  name: Mal Pelayanan Publik Contoh\n", "  name: Mal Pelayanan Publik Contoh\n  map: \(map)\n"))
            #expect(faults == (isTaken ? [] : ["building.map"]), "\(map)")
        }
        #expect(try Self.region("announcements: [{text: {id: Libur}, from: 2026-11-24, to: 2026-11-24}]").isEmpty)
        #expect(
            try Self.region("announcements: [{text: {id: Libur}, from: 2026-11-24, to: 2026-11-23}]") == ["announcements.0.to"])
    }

    @Test("An announcement is shown from its first day to its last", arguments: [(-1, false), (0, true), (2, true), (3, false)])
    func shown(days: Int, isShown: Bool) throws {
        let first = try #require(CivilDate("2026-11-24"))
        let announcement = Announcement(text: LocalizedText(indonesian: "Libur"), from: first, to: first.advanced(byDays: 2))
        #expect(announcement.isShown(on: first.advanced(byDays: days)) == isShown)
    }
}
