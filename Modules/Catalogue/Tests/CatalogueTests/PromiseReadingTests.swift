import Kernel
import Testing

@testable import Catalogue

@Suite("A promise as a file says it")
struct PromiseReadingTests {
    private static let skck = SampleResources.skck
    private static let contoh = SampleResources.contoh
    private static let promise = "promise: {working_days: 1, assumed: true}"

    private static func rows(_ rows: [String]) -> String { "promise:\n  rows:\n" + rows.map { "    - \($0)\n" }.joined() }
    private static func row(_ answer: String, _ time: String) -> String { "{when: [{question: purpose, equals: \(answer)}], \(time)}" }

    private func read(_ text: String) throws -> Promise? {
        var resources = SampleResources()
        resources.change(Self.skck, Self.promise, to: text)
        return try resources.catalogue().service("skck")?.promise
    }

    @Test("Days, minutes, or nothing that is known")
    func times() throws {
        let days = try #require(try read("promise: {working_days: 3}"))
        #expect(days.time == .days(3) && days.isKnown && days.workingDays == 3 && days.workingMinutes == nil && !days.readsAnswers)
        let minutes = try #require(try read("promise: {working_minutes: 60}"))
        #expect(minutes.time == .minutes(60) && minutes.isKnown && minutes.workingDays == nil && minutes.workingMinutes == 60)
        let nothing = try #require(try read("promise: unknown"))
        #expect(nothing.time == nil && !nothing.isKnown && nothing.time { _ in ["work"] } == nil)
    }

    @Test("The row that fits is promised; before it is answered nothing is")
    func fitting() throws {
        let promise = try #require(
            try read(Self.rows([Self.row("work", "working_minutes: 90"), Self.row("other", "working_days: 4")])))
        #expect(promise.time == nil && promise.isKnown && promise.readsAnswers && promise.workingDays == nil)
        #expect(promise.time { _ in ["work"] } == .minutes(90) && promise.time { _ in ["other"] } == .days(4))
        #expect(promise.time { _ in nil } == nil && promise.time { _ in ["study"] } == nil)
    }

    @Test(
        "Every combination of answers has exactly one row, or the file has a fault that names the combination",
        arguments: [
            ([row("work", "working_days: 1")], "0 for purpose = other"),
            ([row("work", "working_days: 1"), row("work", "working_days: 2"), row("other", "working_days: 1")], "2 for purpose = work"),
            (["{when: [{question: purpose, one_of: [work, other]}], working_days: 1}"], ""),
        ])
    func gaps(_ rows: [String], _ told: String) throws {
        var resources = SampleResources()
        resources.change(Self.skck, Self.promise, to: Self.rows(rows))
        let faults = try resources.read().faults.map { $0.text(in: .english) }
        #expect(faults.count == (told.isEmpty ? 0 : 1))
        #expect(faults.allSatisfy { $0.contains("promise.rows") && $0.contains(told) }, "\(faults)")
    }

    @Test("A row hangs on choices of the form, and says a time")
    func faults() throws {
        func faulty(_ text: String) throws -> [String] { try SampleResources.faulty((Self.skck, Self.promise, text)) }
        #expect(
            try faulty(Self.rows(["{when: [{question: full_name, equals: x}], working_days: 1}"])) == ["promise.rows.0.when.0.question"])
        #expect(try faulty(Self.rows(["{when: [], working_days: 1}"])) == ["promise.rows.0.when"])
        #expect(try faulty("promise: {rows: []}") == ["promise.rows"])
        #expect(
            try faulty(Self.rows([Self.row("work", "working_days: 0"), Self.row("other", "working_days: 1")])) == [
                "promise.rows.0.working_days"
            ])
    }

    @Test(
        "Minutes are no more than a working day has, and a time is said in one way",
        arguments: [
            ("working_minutes: 0", false), ("working_minutes: 1", true), ("working_minutes: 480", true), ("working_minutes: 481", false),
            ("working_minutes: 60, working_days: 1", false), ("working_days: 1", true),
        ])
    func bounds(time: String, isTaken: Bool) throws {
        #expect(try SampleResources.faulty((Self.skck, Self.promise, "promise: {\(time)}")).isEmpty == isTaken)
        #expect(try SampleResources.faulty((Self.contoh, "skck: {}", "skck: {\(time)}")).isEmpty == isTaken)
    }

    @Test("The same day can be promised where it is counted from a day that was chosen, and nowhere else")
    func sameDay() throws {
        let born = "\n  - {name: born, kind: date, label: {id: Lahir, en: Born}, required: true}\nattachments:"
        for (promise, isTaken) in [("working_days: 0, from: born", true), ("working_days: 0", false)] {
            let faults = try SampleResources.faulty(
                (Self.skck, Self.promise, "promise: {\(promise)}"), (Self.skck, "\nattachments:", born))
            #expect(faults == (isTaken ? [] : ["promise.working_days"]))
        }
    }

    @Test("A region that promises minutes takes the place of rows, and confirms them")
    func region() throws {
        var resources = SampleResources()
        resources.change(
            Self.skck, Self.promise, to: Self.rows([Self.row("work", "working_days: 1"), Self.row("other", "working_days: 4")]))
        resources.change(Self.contoh, "skck: {}", to: "skck: {working_minutes: 60}")
        let catalogue = try resources.catalogue()
        let offered = try #require(catalogue.service("skck")).offered(in: try #require(catalogue.regions.first))
        #expect(offered.promise == Promise(time: .minutes(60)) && !offered.isAssumed("promise"))
    }
}
