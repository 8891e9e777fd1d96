import Kernel
import Testing

@testable import Catalogue

@Suite("A condition")
struct ConditionTests {
    private static let questions = [
        question("kind", .choice, ["new", "lost", "damaged"]), question("married", .yesNo), question("age", .number),
        question("income", .rupiah), question("papers", .choices, ["card", "deed"]), question("name", .text),
    ]

    private static func question(_ name: String, _ kind: QuestionKind, _ options: [String] = []) -> Question {
        let label = LocalizedText(indonesian: name)
        return Question(name: name, kind: kind, label: label, options: options.map { Choice(value: $0, label: label) })
    }

    private static func read(_ text: String) throws -> Condition { try ConditionText.read(text, about: questions) }

    @Test(
        "Is read as people write it, with and before or, and brackets before both",
        arguments: [
            ("kind == \"new\"", Condition.oneOf("kind", ["new"])), ("  kind==\"new\"  ", .oneOf("kind", ["new"])),
            ("kind != \"new\"", .not(.oneOf("kind", ["new"]))), ("kind in [\"new\", \"lost\"]", .oneOf("kind", ["new", "lost"])),
            ("married == \"yes\"", .oneOf("married", ["yes"])), ("\"deed\" in papers", .includes("papers", "deed")),
            ("age < 17", .compares("age", .less, 17)), ("age<=17", .compares("age", .atMost, 17)),
            ("age == 0", .compares("age", .equal, 0)),
            ("income >= 1000000", .compares("income", .atLeast, 1_000_000)), ("age != 3", .compares("age", .unequal, 3)),
            (
                "kind == \"new\" or age > 3 and married == \"no\"",
                .any([.oneOf("kind", ["new"]), .all([.compares("age", .more, 3), .oneOf("married", ["no"])])])
            ),
            (
                "(kind == \"new\" or age > 3) and married == \"no\"",
                .all([.any([.oneOf("kind", ["new"]), .compares("age", .more, 3)]), .oneOf("married", ["no"])])
            ),
            ("not(age > 3)", .not(.compares("age", .more, 3))), ("not not age > 3", .not(.not(.compares("age", .more, 3)))),
        ])
    func reading(_ text: String, _ condition: Condition) throws {
        #expect(try Self.read(text) == condition)
        #expect(try Self.read(condition.text) == condition, "\(condition.text)")
    }

    @Test(
        "What is wrong is told with what could stand there",
        arguments: [
            ("", "one of"), ("kind", "!=, <, <=, ==, >, >=, in"), ("kind ==", "\"new\""), ("kind == new", "not \"new\""),
            ("kind == \"old\"", "not \"old\""), ("kind < \"new\"", "!=, ==, in, not \"<\""), ("kind == 3", "not \"3\""),
            ("age == \"17\"", "a whole number"), ("age < 1.5", "such as"), ("age < x", "a whole number, not \"x\""),
            ("name == \"Siti\"", "age, income, kind, married, not \"name\""), ("later == \"x\"", "not \"later\""),
            ("papers == \"card\"", "not \"papers\""), ("\"card\" in kind", "papers, not \"kind\""), ("\"x\" in papers", "\"card\""),
            ("kind in []", "\"new\""), ("kind in [\"new\"", "one of ]"), ("(age < 3", "one of )"), ("age < 3)", "not \")\""),
            ("age < 3 age > 1", "not \"age\""), ("age < 3 and", "one of age"), ("and age < 3", "not \"and\""), ("kind == \"new", "such as"),
            ("age < 3; rm", "such as"), ("age = 3", "such as"), (String(repeating: "(", count: 500) + "age < 3", "such as"),
            (String(repeating: "not ", count: 500) + "age < 3", "such as"),
        ])
    func faults(_ text: String, _ told: String) throws {
        var fault: String?
        do { _ = try Self.read(text) } catch { fault = (error as? ConditionText.Fault)?.expected.text(in: .english) }
        #expect(try #require(fault).contains(told), "\(fault ?? "")")
    }

    @Test("What hangs on a question without an answer does not hold, and neither does its opposite")
    func unanswered() throws {
        func holds(_ text: String, _ answers: [String: [String]]) throws -> Bool { try Self.read(text).holds { answers[$0] } }
        #expect(try !holds("kind == \"new\"", [:]) && !holds("kind != \"new\"", [:]) && !holds("not (age < 3)", [:]))
        #expect(try holds("kind != \"new\"", ["kind": ["lost"]]) && !holds("kind != \"new\"", ["kind": ["new"]]))
        // One part that is known decides where it can.
        #expect(try holds("kind == \"new\" or age < 3", ["kind": ["new"]]) && !holds("kind == \"new\" or age < 3", ["kind": ["lost"]]))
        #expect(
            try !holds("kind == \"new\" and age < 3", ["kind": ["new"]]) && holds("not (kind == \"new\" and age < 3)", ["kind": ["lost"]]))
        #expect(try holds("\"deed\" in papers", ["papers": ["card", "deed"]]) && !holds("\"deed\" in papers", ["papers": ["card"]]))
        for (age, holdsTrue) in [("16", true), ("17", false), ("18", false), ("x", false)] {
            #expect(try holds("age < 17", ["age": [age]]) == holdsTrue, "\(age)")
        }
    }

    @Test("A fault in a file is told at its line")
    func line() throws {
        var resources = SampleResources()
        resources.change(SampleResources.skck, "when: {question: purpose, equals: other}", to: "when: purpose == \"study\"")
        let faults = try resources.read().faults.map { $0.text(in: .english) }
        #expect(faults == ["\(SampleResources.skck):29: questions.2.when: one of \"other\", \"work\", not \"study\""])
        resources = SampleResources()
        resources.change(SampleResources.skck, "when: {question: purpose, equals: other}", to: "when: purpose != \"work\"")
        #expect(try resources.catalogue().service("skck")?.question("purpose_other")?.condition == .not(.oneOf("purpose", ["work"])))
    }
}
