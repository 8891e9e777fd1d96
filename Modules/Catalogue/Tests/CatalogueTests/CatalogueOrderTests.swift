import Catalogue
import Kernel
import Testing

@Suite("Names and orders of the catalogue")
struct CatalogueOrderTests {
    @Test("Of two holidays of one day the national one comes first", arguments: [true, false])
    func holidays(nationalIsFirst: Bool) throws {
        let day = try #require(CivilDate("2026-12-25"))
        let national = Holiday(date: day, name: LocalizedText(indonesian: "Natal"), kind: .national)
        let leave = Holiday(date: day, name: LocalizedText(indonesian: "Cuti bersama"), kind: .jointLeave)
        let before = Holiday(date: day.advanced(byDays: -1), name: LocalizedText(indonesian: "Cuti bersama"), kind: .jointLeave)
        let holidays = (nationalIsFirst ? [national, leave] : [leave, national]) + [before]
        #expect(Catalogue(regions: [], services: [], holidays: holidays).holidays.map(\.kind) == [.jointLeave, .national, .jointLeave])
    }

    @Test("Every month and day of the week has its name in both languages")
    func names() {
        let wording = Wording()
        let indonesian = [
            "", "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember",
            "",
        ]
        let english = [
            "", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
            "",
        ]
        #expect((0...13).map { wording.month($0, in: .indonesian) } == indonesian)
        #expect((0...13).map { wording.month($0, in: .english) } == english)
        #expect(
            Weekday.allCases.map { wording.weekday($0, in: .indonesian) } == [
                "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu",
            ])
    }

    @Test("Hours are written as each language writes them")
    func hours() throws {
        let hours = try #require(OpeningHours("08:30-15:05"))
        #expect(Wording().hours(hours, in: .indonesian) == "08.30–15.05")
        #expect(Wording().hours(hours, in: .english) == "08:30–15:05")
        #expect(Wording().dayOfYear(try #require(CivilDate("2026-11-03")), in: .indonesian) == "3 November 2026")
    }

    @Test("Where a sentence has no translation Indonesian speaks, and where it has none its key")
    func sentences() {
        let words = Words([.indonesian: ["a": "Untuk {name}", "b": "Hanya"], .english: ["a": "For {name}"]])
        #expect(words.sentence("a", in: .english, ["name": "Siti"]) == "For Siti")
        #expect(words.sentence("b", in: .english) == "Hanya" && words.sentence("c", in: .english) == "c")
        #expect(words.resolve(FieldIssue("nik", "a", arguments: ["name": "NIK"]), in: .indonesian) == "Untuk NIK")
    }

    @Test("A part is assumed when it or what it is part of is named")
    func covers() throws {
        let catalogue = try SampleResources().catalogue()
        let skck = try #require(catalogue.service("skck"))
        for (field, isAssumed) in [
            ("channels", true), ("channels.direct", true), ("channels.direct.id", true), ("channel", false), ("promise.working_days", true),
            ("fee", false), ("", false),
        ] { #expect(skck.isAssumed(field) == isAssumed, "\(field)") }
    }
}
