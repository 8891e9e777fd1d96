import Catalogue
import Foundation
import Kernel
import Testing

/// What a file may say: one below each bound, at it, one above.
@Suite("Bounds of what files say")
struct ReadBoundTests {
    private static let contoh = SampleResources.contoh
    private static let skck = SampleResources.skck

    private func name(_ written: String) throws -> [String] {
        try SampleResources.faulty((Self.contoh, "name: Kabupaten Contoh\n", "name: \(written)\n"))
    }

    @Test("A text that YAML takes for something else is put in quotes")
    func texts() throws {
        for text in [
            "\"true\"", "'false'", "\"404\"", "\"null\"", "\"~\"", "nan", "Infinity", "5 km", "+62 812", "truth", "nullable", "a~",
            "'0x1F'", "1.2.3",
        ] { #expect(try name(text).isEmpty, "\(text)") }
        for text in [
            "true", "false", "404", "0", "9", "-5", "+5", ".5", "1e3", "0x1F", "99.01", "~", "null", "Null", "NULL", "", "\"\"", "\" \"",
            "[]", "{}",
        ] { #expect(try name(text) == ["name"], "\(text)") }
    }

    @Test("A flag is true or false, without quotes")
    func flags() throws {
        for (text, isTaken) in [
            ("true", true), ("false", true), ("\"true\"", false), ("yes", false), ("1", false), ("", false), ("True", false),
        ] {
            let faults = try SampleResources.faulty((Self.skck, "required: true\n    length_max", "required: \(text)\n    length_max"))
            #expect(faults == (isTaken ? [] : ["questions.0.required"]), "\(text)")
        }
        var resources = SampleResources()
        resources.change(Self.skck, "required: true", to: "required: false")
        #expect(try resources.catalogue().service("skck")?.questions.map(\.isRequired) == [false, true, true])
    }

    @Test(
        "A number lies within its bounds",
        arguments: [
            (skck, "rupiah: 30000", "rupiah: ", "fee.rupiah", 0, 1_000_000_000),
            (skck, "working_days: 1", "working_days: ", "promise.working_days", 1, 366),
            (skck, "length_max: 100", "length_max: ", "questions.0.length_max", 1, 10_000),
            (skck, "validity_months: 6", "validity_months: ", "paper.validity_months", 1, 1200),
        ])
    func numbers(file: String, part: String, other: String, field: String, least: Int, most: Int) throws {
        for number in [least, most] { #expect(try SampleResources.faulty((file, part, other + String(number))).isEmpty, "\(number)") }
        for number in [least - 1, most + 1] {
            #expect(try SampleResources.faulty((file, part, other + String(number))) == [field], "\(number)")
        }
        for text in ["\"\(least)\"", "1.5", "satu"] {
            #expect(try SampleResources.faulty((file, part, other + text)) == [field], "\(text)")
        }
    }

    @Test("Rows, fees and promises of a region, and years of calendars have their bounds too")
    func otherNumbers() throws {
        for (number, isTaken) in [(0, false), (1, true), (50, true), (51, false)] {
            let rows = """
                  - name: children
                    kind: rows
                    label: {id: Anak, en: Children}
                    required: false
                    rows_max: \(number)
                    columns:
                      - {name: name, kind: text, label: {id: Nama anak, en: Name of the child}, required: true}
                attachments:
                """
            #expect(try SampleResources.faulty((Self.skck, "attachments:", rows)) == (isTaken ? [] : ["questions.3.rows_max"]))
        }
        for (change, isTaken) in [
            ("fee_rupiah: 0", true), ("fee_rupiah: 1000000000", true), ("fee_rupiah: 1000000001", false), ("working_days: 1", true),
            ("working_days: 366", true), ("working_days: 367", false), ("working_days: 0", false),
        ] { #expect(try SampleResources.faulty((Self.contoh, "skck: {}", "skck: {\(change)}")).isEmpty == isTaken, "\(change)") }
        for (year, isTaken) in [(1944, false), (1945, true), (2200, true), (2201, false)] {
            var resources = SampleResources()
            resources.files["Calendars/\(year).yaml"] = "year: \(year)\nholidays: []\nsources: []\n"
            #expect(try resources.read().faults.map(\.field) == (isTaken ? [] : ["year"]), "\(year)")
        }
    }

    @Test("A code and the name of a field have their letters, to the last of each")
    func codes() throws {
        for code in ["az", "09", "a_b-c"] {
            #expect(try SampleResources.faulty((Self.contoh, "{code: polri,", "{code: \"\(code)\",")).isEmpty, "\(code)")
        }
        for code in ["po/ri", "po:ri", "po`ri", "po{ri", "Polri", "po@ri", "po ri"] {
            #expect(try SampleResources.faulty((Self.contoh, "{code: polri,", "{code: \"\(code)\",")) == ["counters.0.code"], "\(code)")
        }
        for (key, isKey) in [
            ("a b", false), ("", false), ("a/", false), ("a:", false), ("a@", false), ("a[", false), ("a`", false), ("a{", false),
            ("é", false),
            ("azAZ09_-", true),
        ] {
            // One that could be a field's is told of as an unknown service, the others as no name at all.
            let faults = try SampleResources.faulty((Self.contoh, "  skck: {}", "  skck: {}\n  \"\(key)\": {}"))
            #expect(faults == [isKey ? "services.\(key)" : "services"], "\(key)")
        }
    }

    @Test("A colour has a sign and six hexadecimal digits")
    func accents() throws {
        for (accent, isTaken) in [
            ("#0B6E4F", true), ("#0b6e4f", true), ("#999999", true), ("#0B6E4", false), ("#0B6E4F0", false), ("#0B6E4G", false),
            ("0B6E4F0", false),
            ("##B6E4F", false),
        ] { #expect(try SampleResources.faulty((Self.contoh, "#0B6E4F", accent)) == (isTaken ? [] : ["look.accent"]), "\(accent)") }
    }

    @Test("A merchant's words fit the code that banks read")
    func merchants() {
        func x(_ count: Int) -> String { String(repeating: "X", count: count) }
        for (name, city, isTaken) in [
            (x(1), x(1), true), (x(25), x(15), true), (x(26), "X", false), ("X", x(16), false), ("", "X", false), ("X", "", false),
            ("A Z", "0-9", true),
            (" X", "X", false), ("X ", "X", false), ("X", " X", false), ("X", "X ", false), ("~{`@[", "X", true), ("Xa", "X", false),
            ("Xz", "X", false),
            ("X", "z", false), ("X\u{7F}", "X", false), ("X\u{1F}", "X", false), ("É", "X", false),
        ] { #expect((MerchantWords(name: name, city: city) != nil) == isTaken, "\(name), \(city)") }
    }

    @Test("Hours may touch, an override may last one day, and hours may be unknown")
    func hours() throws {
        #expect(try SampleResources.faulty((Self.contoh, "\"13:00-15:30\"", "\"12:00-15:30\"")).isEmpty)
        #expect(try SampleResources.faulty((Self.contoh, "\"13:00-15:30\"", "\"11:59-15:30\"")) == ["hours.monday"])
        #expect(try SampleResources.faulty((Self.contoh, "to: 2026-03-17", "to: 2026-02-18")).isEmpty)
        #expect(try SampleResources.faulty((Self.contoh, "to: 2026-03-17", "to: 2026-02-17")) == ["hours_overrides.0.to"])
        let week = "hours:\n  monday: [\"13:00-15:30\", \"08:00-12:00\"]\n  friday: [\"08:00-11:00\"]"
        #expect(try SampleResources.faulty((Self.contoh, week, "hours: {}")).isEmpty)
        #expect(try SampleResources.faulty((Self.contoh, "friday: [\"08:00-11:00\"]", "friday: []")).isEmpty)
    }

    @Test("A region that takes money has a provider, and one that takes none needs none")
    func providers() throws {
        let none = (Self.contoh, "providers: [stub-qris]", "providers: []")
        #expect(try SampleResources.faulty(none) == ["payments.providers"])
        #expect(try SampleResources.faulty(none, (Self.contoh, "skck: {}", "skck: {fee_rupiah: 1}")) == ["payments.providers"])
        #expect(try SampleResources.faulty(none, (Self.contoh, "skck: {}", "skck: {fee_rupiah: 0}")).isEmpty)
        #expect(try SampleResources.faulty(none, (Self.skck, "rupiah: 30000", "rupiah: 0")).isEmpty)
        var resources = SampleResources()
        resources.change(Self.contoh, "  providers: [stub-qris]\n", to: "")
        #expect(try resources.faultTexts() == ["\(Self.contoh):24: payments.providers: required: a list (- …, or [] when empty)"])
    }
}
