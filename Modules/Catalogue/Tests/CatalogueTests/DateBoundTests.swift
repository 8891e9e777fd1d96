import Catalogue
import Kernel
import Testing

@Suite("Bounds of dates")
struct DateBoundTests {
    @Test(
        "A bound is a day, today, or an answer, and a way from it; it is written as it was read",
        arguments: [
            ("today", DateBound(.today)), ("today - 17 years", DateBound(.today, -17, .years)),
            ("today + 1 days", DateBound(.today, 1, .days)), ("marriage_date + 6 months", DateBound(.answer("marriage_date"), 6, .months)),
            ("marriage_date", DateBound(.answer("marriage_date"))), ("today - 1000 days", DateBound(.today, -1000, .days)),
        ])
    func read(text: String, bound: DateBound) {
        #expect(DateBound(text) == bound)
        #expect(bound.text == text)
    }

    @Test("A day by itself")
    func day() throws {
        let day = try #require(CivilDate("2020-02-29"))
        #expect(DateBound("2020-02-29") == DateBound(.day(day)))
        #expect(DateBound("2020-02-29 + 12 months")?.day(today: day) { _ in nil }?.iso8601 == "2021-02-28")
        #expect(DateBound(.day(day)).text == "2020-02-29")
    }

    @Test(
        "What is no bound is refused",
        arguments: [
            "", " ", "Today", "today-17 years", "today - 17", "today -17 years", "today - 0 days", "today - 1001 days", "today * 2 days",
            "today - 2 weeks", "today - 2 days ", "today  - 2 days", "2026-02-30", "2020-1-1", "today - 1 days 1", "today - ٣ days",
        ])
    func refused(text: String) { #expect(DateBound(text) == nil) }

    @Test("It is counted from today, from a day, from an answer; without the answer there is none")
    func counted() throws {
        let today = try #require(CivilDate("2026-11-27"))
        func day(_ text: String) -> String? {
            DateBound(text)?.day(today: today) { $0 == "wedding" ? CivilDate("2024-02-29") : nil }?.iso8601
        }
        #expect(day("today") == "2026-11-27" && day("today + 4 days") == "2026-12-01" && day("today - 1 months") == "2026-10-27")
        #expect(day("wedding - 1 years") == "2023-02-28" && day("wedding") == "2024-02-29")
        #expect(day("funeral") == nil)
    }

    @Test("A service's file says the bounds of each kind of answer, and when a file is wanted")
    func file() throws {
        var resources = SampleResources()
        resources.change(SampleResources.skck, "attachments:", to: DateBoundTests.questions + "attachments:")
        resources.change(
            SampleResources.skck, "types: [jpeg, png]",
            to: "types: [jpeg, png], when: {question: purpose, one_of: [work, other]}")
        let skck = try #require(try resources.catalogue().service("skck"))
        #expect(skck.question("wedding")?.latest == DateBound(.today) && skck.question("wedding")?.earliest == nil)
        #expect(skck.question("feast")?.earliest == DateBound(.answer("wedding"), 1, .days))
        #expect(skck.question("guests")?.minimum == 2 && skck.question("guests")?.maximum == 500)
        #expect(skck.question("speech")?.minimum == 10 && skck.question("speech")?.maximumLength == 90)
        #expect(skck.question("food")?.minimum == 1 && skck.question("food")?.maximum == 1)
        #expect(skck.question("children")?.minimum == 2 && skck.question("children")?.maximumRows == 3)
        #expect(skck.attachment("photo")?.condition == Condition(question: "purpose", values: ["work", "other"]))
    }

    @Test(
        "A bound that refers to nothing, or contradicts another, is a fault with its line",
        arguments: [
            (
                "latest: today", "latest: besok",
                "30: questions.3.latest: a day counted from one of today, 2026-11-23, e.g. \"today - 17 years\", not \"besok\""
            ),
            (
                "earliest: wedding", "earliest: feast",
                "31: questions.4.earliest: a day counted from one of today, 2026-11-23, wedding, e.g. \"today - 17 years\", not \"feast + 1 days\""
            ),
            ("max: 500", "max: 1", "32: questions.5.max: a whole number from 2 to 999999999999999, not \"1\""),
            ("length_min: 10", "length_min: 91", "33: questions.6.length_min: a whole number from 1 to 90, not \"91\""),
            ("choices_max: 1", "choices_max: 2", "34: questions.7.choices_max: a whole number from 1 to 1, not \"2\""),
            ("rows_min: 2", "rows_min: 4", "35: questions.8.rows_min: a whole number from 1 to 3, not \"4\""),
        ])
    func fault(part: String, other: String, expected: String) throws {
        var resources = SampleResources()
        resources.change(SampleResources.skck, "attachments:", to: DateBoundTests.questions + "attachments:")
        resources.change(SampleResources.skck, part, to: other)
        #expect(try resources.faultTexts() == ["\(SampleResources.skck):\(expected)"])
    }

    private static let questions = """
          - {name: wedding, kind: date, label: {id: Nikah, en: Wedding}, required: true, latest: today}
          - {name: feast, kind: date, label: {id: Pesta, en: Feast}, required: true, earliest: wedding + 1 days}
          - {name: guests, kind: number, label: {id: Tamu, en: Guests}, required: true, min: 2, max: 500}
          - {name: speech, kind: text, label: {id: Pidato, en: Speech}, required: true, length_max: 90, length_min: 10}
          - {name: food, kind: choices, label: {id: Menu, en: Food}, required: true, options: [{value: rice, label: {id: Nasi, en: Rice}}], choices_min: 1, choices_max: 1}
          - {name: children, kind: rows, label: {id: Anak, en: Children}, required: true, rows_max: 3, rows_min: 2, columns: [{name: a, kind: text, label: {id: A, en: A}, required: true}]}

        """
}
