import Catalogue
import Kernel
import Testing

/// One slip of the pen in one file, and the lines that its author then reads.
struct Slip: Sendable, CustomTestStringConvertible {
    let part: String
    let other: String
    let expected: [String]

    init(_ part: String, _ other: String, _ expected: String...) {
        self.part = part
        self.other = other
        self.expected = expected
    }

    var testDescription: String { other }
}

@Suite("A region's file with a slip")
struct RegionFaultTests {
    private static let counter = "{code: polri, agency: polri, name: {id: Loket SKCK}, services: [skck]}"

    @Test(
        "A slip is told with file, line, field and what was expected",
        arguments: [
            Slip(
                "name: MPP KAB CONTOH", "name: MPP KABUPATEN CONTOH BARAT",
                "26: payments.merchant.name: capital letters without accents, at most 25 characters, shortened by whole words, not \"MPP KABUPATEN CONTOH BARAT\""
            ),
            Slip(
                "name: MPP KAB CONTOH", "name: MPP Kab. Contoh",
                "26: payments.merchant.name: capital letters without accents, at most 25 characters, shortened by whole words, not \"MPP Kab. Contoh\""
            ),
            Slip(
                "city: CONTOH", "city: CONTOH BARAT DAYA",
                "26: payments.merchant.city: capital letters without accents, at most 15 characters, shortened by whole words, not \"CONTOH BARAT DAYA\""
            ),
            Slip(
                "slug: kab-contoh", "slug: contoh",
                "1: slug: kab- or kota-, then lower-case letters, digits and hyphens, not \"contoh\""),
            Slip(
                "slug: kab-contoh", "slug: kab-umpama", "1: slug: the same as the file name, that is kab-contoh, not \"kab-umpama\""),
            Slip("code: \"99.01\"", "code: 99.01", "2: code: a text; put it in quotes, not \"99.01\""),
            Slip("code: \"99.01\"", "code: \"9901\"", "2: code: a code of the Ministry of Home Affairs, e.g. \"35.10\", not \"9901\""),
            Slip("\"99.01\"", "\"99.71\"", "2: code: the code of a kabupaten (ending in 01 to 69), as the prefix kab- says, not \"99.71\""),
            Slip("name: Kabupaten Contoh\n", "name: \"  \"\n", "3: name: a text that is not empty"),
            Slip("name: Kabupaten Contoh\n", "name:\n", "3: name: a text that is not empty"),
            Slip("name: Kabupaten Contoh\n", "name: [a]\n", "3: name: a text that is not empty"),
            Slip("province: Contoh Raya\n", "", "1: province: required: a text that is not empty"),
            Slip("Asia/Jakarta", "Asia/Bangkok", "6: timezone: one of Asia/Jakarta, Asia/Jayapura, Asia/Makassar, not \"Asia/Bangkok\""),
            Slip("languages: [id, en]", "languages: []", "7: languages: a list with at least one item"),
            Slip("languages: [id, en]", "languages: [id, jv]", "7: languages.1: one of en, id, not \"jv\""),
            Slip(
                "languages: [id, en]", "languages: [en, en]",
                "7: languages.1: a value not yet used; it is already at Regions/kab-contoh.yaml:7, not \"en\""),
            Slip(
                "  name: Mal Pelayanan Publik Contoh", "  floor: \"2\"", "8: building.name: required: a text that is not empty",
                "9: building.floor: unknown field; here only: name, address, map"),
            Slip(
                "08:00-12:00", "12:00-08:00",
                "11: hours.monday.1: HH:MM-HH:MM that opens before it closes, e.g. \"08:00-15:30\", not \"12:00-08:00\""),
            Slip("08:00-12:00", "08:00-13:30", "11: hours.monday: opening hours that do not overlap"),
            Slip(
                "  friday: [", "  jumat: [",
                "12: hours.jumat: unknown field; here only: monday, tuesday, wednesday, thursday, friday, saturday, sunday"),
            Slip(
                "  monday: [\"13:00-15:30\", \"08:00-12:00\"]\n  friday: [\"08:00-11:00\"]", "  monday: []",
                "10: hours: at least one open day, or {} when not known"),
            Slip("to: 2026-03-17", "to: 2026-02-17", "16: hours_overrides.0.to: a date equal to or after from, not \"2026-02-17\""),
            Slip(
                "to: 2026-03-17", "to: 2026-02-29",
                "16: hours_overrides.0.to: a date that exists, YYYY-MM-DD, e.g. 2026-11-23, not \"2026-02-29\""),
            Slip("kind: regional", "kind: national", "19: holidays.0.kind: one of regional, not \"national\""),
            Slip(
                "agency: polri", "agency: imigrasi", "21: counters.0.agency: one of disdukcapil, polri, not \"imigrasi\"",
                "23: services.skck: a counter of the agency polri that lists this service under counters"),
            Slip(
                "agency: polri", "agency: disdukcapil",
                "23: services.skck: a counter of the agency polri that lists this service under counters"),
            Slip("services: [skck]", "services: [skck, sim]", "21: counters.0.services.1: one of skck, not \"sim\""),
            Slip(
                counter, counter + "\n  - " + counter,
                "22: counters.1.code: a value not yet used; it is already at Regions/kab-contoh.yaml:21, not \"polri\""),
            Slip("  skck: {}", "  skck: {}\n  paspor: {}", "24: services.paspor: one of skck, not \"paspor\""),
            Slip("  skck: {}", "  skck:", "23: services.skck: fields with their values (name: value)"),
            Slip("  skck: {}", "  skck: {fee_rupiah: -1}", "23: services.skck.fee_rupiah: a whole number from 0 to 1000000000, not \"-1\""),
            Slip("  skck: {}", "  skck: {channels: [mobile]}", "23: services.skck.channels.0: one of direct, electronic, not \"mobile\""),
            Slip("  skck: {}", "  skck: {providers: [cash]}", "23: services.skck.providers.0: one of stub-qris, not \"cash\""),
            Slip("  skck: {}", "  skck: {providers: []}", "23: services.skck.providers: a list with at least one item"),
            Slip("  skck: {}", "  skck: {assumed: ya}", "23: services.skck.assumed: true or false, not \"ya\""),
            Slip(
                "providers: [stub-qris]", "providers: []",
                "25: payments.providers: at least one payment provider, because these have a fee: skck"),
            Slip(
                "providers: [stub-qris]", "providers: [bank-lain]",
                "25: payments.providers.0: one of cash, stub-qris, stub-simponi, stub-va, transfer, not \"bank-lain\""),
            Slip("providers: [stub-qris]", "providers: [stub-qris]\n  stub: ya", "26: payments.stub: true or false, not \"ya\""),
            Slip("senders: [email]", "senders: [fax]", "28: messages.senders.0: one of email, sms, not \"fax\""),
            Slip("#0B6E4F", "#0B6E4", "31: look.accent: a colour #RRGGBB in quotes, e.g. \"#0B6E4F\", not \"#0B6E4\""),
            Slip("accent: \"#0B6E4F\"", "accent: #0B6E4F", "31: look.accent: a colour #RRGGBB in quotes, e.g. \"#0B6E4F\""),
            Slip(
                "assumed: [capital, ", "assumed: [capitol, ",
                "32: assumed.0: one of announcements, building, capital, checked, code, contact, counters, holidays, hours, hours_overrides, "
                    + "languages, look, messages, name, payments, province, services, slug, sources, standard, timezone, words, not \"capitol\""
            ),
            Slip(
                "sources:", "source:",
                "1: sources: required: a list (- …, or [] when empty)",
                "33: source: unknown field; here only: slug, code, name, province, capital, timezone, languages, building, hours, "
                    + "hours_overrides, holidays, counters, payments, services, messages, look, words, contact, announcements, standard, checked, "
                    + "sources, assumed"
            ),
        ])
    func slip(_ slip: Slip) throws {
        var resources = SampleResources()
        resources.change(SampleResources.contoh, slip.part, to: slip.other)
        #expect(try resources.faultTexts() == slip.expected.map { "\(SampleResources.contoh):\($0)" })
    }

    @Test("A second region with the same code is told where the first one is")
    func sameCode() throws {
        var resources = SampleResources()
        resources.files["Regions/kab-umpama.yaml"] = SampleResources.region.replacing("slug: kab-contoh", with: "slug: kab-umpama")
        #expect(
            try resources.faultTexts() == [
                "Regions/kab-umpama.yaml:2: code: a value not yet used; it is already at Regions/kab-contoh.yaml:2, not \"99.01\""
            ])
    }

    @Test("A copied file whose slug was not changed is told of")
    func sameSlug() throws {
        var resources = SampleResources()
        resources.files["Regions/kota-misal.yaml"] = SampleResources.region.replacing("99.01", with: "21.08")
        #expect(
            try resources.faultTexts() == [
                "Regions/kota-misal.yaml:1: slug: a value not yet used; it is already at Regions/kab-contoh.yaml:1, not \"kab-contoh\"",
                "Regions/kota-misal.yaml:1: slug: the same as the file name, that is kota-misal, not \"kab-contoh\"",
            ])
    }

    @Test("A kota with a kabupaten's code is told of")
    func kotaWithCodeOfKabupaten() throws {
        var resources = SampleResources()
        resources.files["Regions/kota-misal.yaml"] = SampleResources.region
            .replacing("slug: kab-contoh", with: "slug: kota-misal").replacing("99.01", with: "21.08")
        #expect(
            try resources.faultTexts(in: .indonesian) == [
                "Regions/kota-misal.yaml:2: code: kode kota (dua angka terakhir 71 atau lebih), sesuai awalan kota-, bukan \"21.08\""
            ])
    }

    @Test("A region where everything is free needs no payment provider")
    func freeRegionNeedsNoProvider() throws {
        var resources = SampleResources()
        resources.change(SampleResources.contoh, "providers: [stub-qris]", to: "providers: []")
        resources.change(SampleResources.contoh, "skck: {}", to: "skck: {fee_rupiah: 0}")
        #expect(try resources.catalogue().regions.count == 1)
    }
}
