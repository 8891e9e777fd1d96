import Catalogue
import Foundation
import Kernel
import Testing

@testable import Portal

@Suite("Templates of pages")
struct TemplateTests {
    /// A queue at a counter.
    private struct Queue: Filling {
        let counter: String
        let people: [Person]
        var closure: Closure?
        var note: String?
        var isOpen = true

        static let fields: [Field<Queue>] = [
            .text("counter", \.counter), .list("people", \.people), .optionalPart("closure", \.closure), .optional("note", \.note),
            .flag("isOpen", \.isOpen), .html("picture") { "<svg>\($0.counter)</svg>" }, .list("names") { $0.people.map(\.name) },
        ]
    }

    private struct Person: Filling {
        let name: String
        var number: String?

        static let fields: [Field<Person>] = [.text("name", \.name), .optional("number", \.number)]
    }

    private struct Closure: Filling {
        let reason: String
        var until: String?

        static let fields: [Field<Closure>] = [.text("reason", \.reason), .optional("until", \.until)]
    }

    private static let frame = Frame(
        language: "id", title: "Antrean", path: "/", csrf: "cap", stylesheet: "", deskScript: "", formScript: "/aset/isian.js",
        checkScript: "", payScript: "",
        isDemonstration: false, hasStubPayments: false,
        otherLanguage: nil, region: nil,
        person: nil, menu: nil, crumbs: [], errors: [], notices: [Notice(kind: "info", title: "Kabar")])

    private static let siti = Person(name: "Siti", number: "A1")
    private static let dewi = Person(name: "Dewi & <Ani>")

    private func show(_ template: String, _ queue: Queue, parts: [String: String] = [:]) throws -> String {
        var templates = try parts.mapValues { try TemplateReader.read($0) }
        templates["queue"] = try TemplateReader.read(template)
        var compiler = TemplateCompiler(templates, words: ["greeting": "Selamat & <datang>"])
        let program = try compiler.program(named: "queue", for: Queue.self)
        var buffer = PageBuffer()
        program.run(queue, Self.frame, into: &buffer)
        return String(decoding: buffer.bytes, as: UTF8.self)
    }

    @Test("Text is escaped, and a picture of our own is not")
    func escaping() throws {
        let queue = Queue(counter: "\"A\" & 'B' <c> é–𐐷", people: [])
        #expect(try show("{{counter}}", queue) == "&quot;A&quot; &amp; &#39;B&#39; &lt;c&gt; é–𐐷")
        #expect(try show("{{{picture}}}|{{t.greeting}}", Queue(counter: "A", people: [])) == "<svg>A</svg>|Selamat &amp; &lt;datang&gt;")
    }

    @Test("A list is written once for each who waits, or as empty")
    func lists() throws {
        let template =
            "{{#people}}[{{name}}{{#number}} {{number}}{{/number}}{{^number}} –{{/number}}]{{/people}}{{^people}}nobody{{/people}}"
        #expect(try show(template, Queue(counter: "A", people: [Self.siti, Self.dewi])) == "[Siti A1][Dewi &amp; &lt;Ani&gt; –]")
        #expect(try show(template, Queue(counter: "A", people: [])) == "nobody")
        #expect(try show("{{#names}}{{.}};{{/names}}", Queue(counter: "A", people: [Self.siti])) == "Siti;")
    }

    @Test("What is not there is left out")
    func absence() throws {
        let template = "{{#closure}}{{reason}}{{#until}}, {{until}}{{/until}}{{/closure}}{{^closure}}open{{/closure}} {{closure.reason}}"
        #expect(try show(template, Queue(counter: "A", people: [])) == "open ")
        let closed = Queue(counter: "A", people: [], closure: Closure(reason: "Rapat"))
        #expect(try show(template, closed) == "Rapat Rapat")
        #expect(try show("{{#isOpen}}a{{#note}}b{{note}}{{/note}}c{{/isOpen}}d", Queue(counter: "A", people: [])) == "acd")
        #expect(try show("{{#isOpen}}a{{/isOpen}}{{^isOpen}}b{{/isOpen}}", Queue(counter: "A", people: [], isOpen: false)) == "b")
    }

    @Test("The frame is seen from everywhere, and the struct around a section from nowhere")
    func scopes() throws {
        let queue = Queue(counter: "A", people: [Self.siti])
        #expect(try show("{{#people}}{{csrf}} {{#notices}}{{title}}{{/notices}}{{/people}}", queue) == "cap Kabar")
        #expect(throws: TemplateFault("Person has no field counter").inFile("queue")) {
            try show("{{#people}}{{counter}}{{/people}}", queue)
        }
    }

    @Test("A tag alone on its line takes the line with it")
    func lines() throws {
        let template = """
            {{! A comment
                of two lines. }}
            <ul>
              {{#people}}
              <li>{{>parts/name}}</li>
              {{/people}}
            </ul>
            {{>parts/foot}}

            """
        let shown = try show(
            template, Queue(counter: "A", people: [Self.siti]), parts: ["parts/name": "{{! Who. }}\n{{name}}", "parts/foot": "<p>\n"])
        #expect(shown == "<ul>\n  <li>Siti</li>\n</ul>\n<p>\n")
    }

    @Test(
        "A name that nothing fills stops the start",
        arguments: [
            ("{{missing}}", "Queue has no field missing"), ("{{#missing}}{{/missing}}", "Queue has no field missing"),
            ("{{closure.missing}}", "Closure has no field missing"), ("{{counter.length}}", "counter.length leads nowhere"),
            ("{{people.name}}", "people.name leads nowhere"), ("{{people}}", "people is not a text"),
            ("{{{counter}}}", "counter is not HTML"),
            ("{{picture}}", "picture is not a text"), ("{{#counter}}{{/counter}}", "counter is always there and opens no section"),
            ("{{t.missing}}", "no sentence missing in Words"), ("{{>parts/missing}}", "no file parts/missing.mustache"),
        ])
    func unknown(template: String, detail: String) throws {
        #expect(throws: TemplateFault(detail).inFile("queue")) { try show(template, Queue(counter: "A", people: [])) }
    }

    @Test(
        "A template that is cut off stops the start",
        arguments: [
            ("{{name", "a {{ is not closed"), ("{{#people}}", "{{#people}} is not closed"),
            ("{{/people}}", "{{/people}} closes nothing that is open"),
            ("{{#people}}{{/names}}", "{{/names}} closes nothing that is open"),
        ])
    func cutOff(template: String, detail: String) throws {
        #expect(throws: TemplateFault(detail)) { try TemplateReader.read(template) }
    }

    @Test("The operator is told the innermost file and what is wrong with it")
    func file() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mpp-pages-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: Town.resources.appendingPathComponent("Pages"), to: folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        let status = folder.appendingPathComponent("parts/status.mustache")
        try Data("{{colour}}".utf8).write(to: status)
        let words = try #require(Town.catalogue).words
        let problem = #expect(throws: Problem.self) { try PageLibrary(folder, words: words) }
        #expect(problem?.messageKey == "problem.page.broken" && problem?.arguments["file"] == "parts/status")
        #expect(problem?.arguments["detail"] == "StatusFace has no field colour")
    }
}
