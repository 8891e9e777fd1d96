import Catalogue
import Foundation
import Kernel
import Testing

@Suite("Files that are not what they should be")
struct FileFaultTests {
    @Test(
        "An empty file, and one of another shape, are told of", arguments: ["", "# nothing yet\n", "---\n", "- a\n- b\n", "just words\n"])
    func notAMapping(_ text: String) throws {
        for file in [SampleResources.contoh, "Calendars/2026.yaml", "Words/en.yaml", "Messages/request_issued.yaml"] {
            var resources = SampleResources()
            resources.files[file] = text
            let texts = try resources.faultTexts()
            #expect(
                texts.count == 1 && texts[0].hasPrefix("\(file):1: (file): ")
                    && texts[0].hasSuffix("fields with their values (name: value)"))
        }
    }

    @Test("Agencies that are no list are one fault, not one more for each file that names an agency")
    func agenciesOfAnotherShape() throws {
        var resources = SampleResources()
        resources.files["Agencies.yaml"] = "polri: Kepolisian\n"
        #expect(try resources.faultTexts() == ["Agencies.yaml:1: (file): a list with at least one item"])
        resources.files["Agencies.yaml"] = nil
        #expect(try resources.faultTexts() == ["Agencies.yaml:1: (file): a file that exists and can be read"])
    }

    @Test("YAML that does not parse is told of with YAML's line")
    func brokenYAML() throws {
        var resources = SampleResources()
        resources.change(SampleResources.contoh, "languages: [id, en]", to: "languages: [id, en")
        let texts = try resources.faultTexts()
        #expect(texts == ["\(SampleResources.contoh):8: (file): correct YAML (did not find expected ',' or ']')"])
    }

    @Test(
        "A tab, an unknown alias, a second document and an unclosed quote are told of with their line",
        arguments: [
            ("province: Contoh Raya", "\tprovince: Contoh Raya", 4), ("province: Contoh Raya", "province: *provinsi", 4),
            ("province: Contoh Raya", "---\nprovince: Contoh Raya", 4), ("province: Contoh Raya", "province: \"Contoh Raya", 11),
        ])
    func otherBrokenYAML(_ part: String, _ other: String, _ line: Int) throws {
        var resources = SampleResources()
        resources.change(SampleResources.contoh, part, to: other)
        let texts = try resources.faultTexts(in: .indonesian)
        #expect(texts.count == 1)
        #expect(texts.first?.hasPrefix("\(SampleResources.contoh):\(line): (file): YAML yang benar (") == true, "\(texts)")
    }

    @Test("A key written twice is told of")
    func duplicateKey() throws {
        var resources = SampleResources()
        resources.change(SampleResources.contoh, "province: Contoh Raya", to: "province: Contoh Raya\nprovince: Contoh Raya")
        #expect(try resources.faultTexts() == ["\(SampleResources.contoh):4: (file): each field only once; written twice: province"])
    }

    @Test("A key that is no name is told of")
    func strangeKey() throws {
        var resources = SampleResources()
        resources.change(SampleResources.contoh, "  skck: {}", to: "  skck: {}\n  [a, b]: {}")
        #expect(try resources.faultTexts() == ["\(SampleResources.contoh):24: services: a field name of letters, digits, _ or -"])
    }

    @Test("An alias is read like what it stands for")
    func alias() throws {
        var resources = SampleResources()
        resources.change(SampleResources.contoh, "name: Kabupaten Contoh", to: "name: &name Kabupaten Contoh")
        resources.change(SampleResources.contoh, "sender_name: MPP Kabupaten Contoh", to: "sender_name: *name")
        #expect(try resources.catalogue().regions.first?.senderName == "Kabupaten Contoh")
    }

    @Test("Bytes that are not UTF-8 are told of with their line")
    func notUTF8() throws {
        let resources = SampleResources()
        let texts = try resources.read { folder in
            try Data("a: b\nc: \u{FF}".utf8 + [0xFF, 0xFE]).write(to: folder.appendingPathComponent("Messages/request_issued.yaml"))
            return Catalogue.read(folder).faults.map { $0.text(in: .english) }
        }
        #expect(texts == ["Messages/request_issued.yaml:2: (file): UTF-8 text"])
    }

    @Test("A control character is told of with its line")
    func controlCharacter() throws {
        var resources = SampleResources()
        resources.files["Messages/request_issued.yaml"] = "id:\n  subject: a\u{7}\n"
        let texts = try resources.faultTexts()
        #expect(texts.count == 1 && texts[0].hasPrefix("Messages/request_issued.yaml:2: (file): correct YAML ("), "\(texts)")
    }

    @Test("A folder that is not there at all is told of")
    func noFolder() {
        let (catalogue, faults) = Catalogue.read(URL(fileURLWithPath: "/nowhere/at/all"))
        #expect(catalogue == nil)
        #expect(
            faults.map { $0.text(in: .english) } == [
                "Agencies.yaml:1: (file): a file that exists and can be read",
                "Calendars:1: (file): a folder with at least one .yaml file",
                "Messages:1: (file): a folder with at least one .yaml file",
                "Regions:1: (file): a folder with at least one .yaml file",
                "Services:1: (file): a folder with at least one .yaml file",
                "Words:1: (file): a folder with at least one .yaml file",
                "Words/en.yaml:1: (file): a file that exists and can be read",
                "Words/id.yaml:1: (file): a file that exists and can be read",
            ])
    }

    @Test("A file with another ending, and words of a language that the platform does not speak, are told of")
    func strangers() throws {
        var resources = SampleResources()
        resources.files["Regions/kab-umpama.yml"] = SampleResources.region
        resources.files["Regions/.hidden"] = "passed over"
        resources.files["Words/jv.yaml"] = "a: b\n"
        #expect(
            try resources.faultTexts() == [
                "Regions/kab-umpama.yml:1: (file): a file whose name ends in .yaml",
                "Words/jv.yaml:1: (file): only id.yaml and en.yaml",
            ])
    }

    @Test("Every fault of several files is told in one run")
    func allAtOnce() throws {
        var resources = SampleResources()
        resources.change(SampleResources.contoh, "Asia/Jakarta", to: "WIB")
        resources.change(SampleResources.contoh, "#0B6E4F", to: "green")
        resources.change(SampleResources.skck, "rupiah: 30000", to: "rupiah: 30.000")
        resources.change("Calendars/2026.yaml", "2026-12-25", to: "2027-12-25")
        resources.change("Words/en.yaml", "Not found.", to: "\"\"")
        #expect(
            try resources.faultTexts(in: .indonesian) == [
                "Calendars/2026.yaml:3: holidays.0.date: tanggal dalam tahun 2026, bukan \"2027-12-25\"",
                "Regions/kab-contoh.yaml:6: timezone: salah satu dari Asia/Jakarta, Asia/Jayapura, Asia/Makassar, bukan \"WIB\"",
                "Regions/kab-contoh.yaml:31: look.accent: warna #RRGGBB dalam tanda kutip, misalnya \"#0B6E4F\", bukan \"green\"",
                "Services/skck.yaml:32: fee.rupiah: bilangan bulat 0 sampai 1000000000, bukan \"30.000\"",
                "Words/en.yaml:4: problem.notFound: teks yang tidak kosong",
            ])
    }
}

@Suite("Calendars, agencies, words and messages with a slip")
struct SmallFileFaultTests {
    @Test(
        "A slip is told of where it is",
        arguments: [
            (
                "Calendars/2026.yaml",
                Slip(
                    "year: 2026", "year: 2027",
                    "1: year: the same as the file name, that is 2026, not \"2027\"",
                    "3: holidays.0.date: a date in the year 2027, not \"2026-12-25\"",
                    "4: holidays.1.date: a date in the year 2027, not \"2026-12-24\"")
            ),
            (
                "Calendars/2026.yaml",
                Slip("kind: national", "kind: regional", "3: holidays.0.kind: one of joint_leave, national, not \"regional\"")
            ),
            (
                "Agencies.yaml",
                Slip("code: disdukcapil", "code: polri", "3: 1.code: a value not yet used; it is already at Agencies.yaml:1, not \"polri\"")
            ),
            ("Words/en.yaml", Slip("{region}", "{city}", "2: sign_in.title: the same placeholders as Words/id.yaml: {region}")),
            ("Words/en.yaml", Slip("{region}", "{region", "2: sign_in.title: braces only around a placeholder, e.g. {name}")),
            (
                "Words/en.yaml",
                Slip("  notFound: Not found.", "  gone: Gone.", "3: problem.notFound: required: Words/id.yaml has this text")
            ),
            ("Words/en.yaml", Slip("title: Sign in to {region}", "title: 404", "2: sign_in.title: a text; put it in quotes, not \"404\"")),
            (
                "Messages/request_issued.yaml",
                Slip("Number {number}", "Number {code}", "5: en: the same placeholders as id: {number} {service}")
            ),
            (
                "Messages/request_issued.yaml",
                Slip("  subject: \"Your {service} is issued\"\n", "", "5: en.subject: required: a text on one line")
            ),
            (
                "Messages/request_issued.yaml",
                Slip("Your {service}", "Your\\n{service}", "6: en.subject: a text on one line, not \"Your {service} is issued\"")
            ),
        ])
    func slip(_ file: String, _ slip: Slip) throws {
        var resources = SampleResources()
        resources.change(file, slip.part, to: slip.other)
        let texts = try resources.faultTexts().filter { $0.hasPrefix(file) }
        #expect(texts == slip.expected.map { "\(file):\($0)" })
    }
}
