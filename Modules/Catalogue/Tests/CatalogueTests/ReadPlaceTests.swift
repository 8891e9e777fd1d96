import Catalogue
import Foundation
import Kernel
import Testing

@Suite("Places of what is missing or belongs elsewhere")
struct ReadPlaceTests {
    private static let contoh = SampleResources.contoh
    private static let skck = SampleResources.skck

    @Test("A fault is told once, at its own place, and not where it is only felt")
    func once() throws {
        // A service that cannot be read may have any channel.
        #expect(
            try SampleResources.faulty(
                (Self.skck, "fee: {rupiah: 30000, basis: \"PP 76/2020\"}", "fee: 30000"),
                (Self.contoh, "skck: {}", "skck: {channels: [mobile]}"))
                == ["fee"])
        #expect(try SampleResources.faulty((Self.contoh, "services: [skck]}", "services: []}")) == ["services.skck"])
        // Two names that nobody knows are not twice the same.
        #expect(try SampleResources.faulty((Self.contoh, "languages: [id, en]", "languages: [jv, su]")) == ["languages.0", "languages.1"])
        #expect(
            try SampleResources.faulty((Self.contoh, "languages: [id, en]", "languages: [\"\", \"\"]")) == ["languages.0", "languages.1"])
        // Without a kind it cannot be told what belongs to a question.
        #expect(
            try SampleResources.faulty((Self.skck, "kind: choice", "kind: choise")) == ["questions.1.kind", "questions.2.when.question"])
        #expect(
            try SampleResources.faulty((Self.skck, "    kind: text\n    label: {id: Nama", "    label: {id: Nama")) == ["questions.0.kind"])
        #expect(try SampleResources.faulty((Self.skck, "code: skck", "code: \"\"")) == ["code"])
    }

    @Test("A service has a channel, reasons and laws, and a choice has options")
    func notEmpty() throws {
        for (part, other, fields) in [
            ("  direct: {id: Di loket, en: At the counter}\n  electronic: {id: Di portal, en: On the portal}\n", "", ["channels"]),
            (
                "channels:\n  direct: {id: Di loket, en: At the counter}\n  electronic: {id: Di portal, en: On the portal}", "channels: {}",
                ["channels"]
            ), ("legal_basis: [\"Perpol 6/2023\"]", "legal_basis: []", ["legal_basis"]),
            (
                "return_reasons:\n  - {code: photo_unclear, label: {id: Foto tidak jelas, en: Photo unclear}}", "return_reasons: []",
                ["return_reasons"]
            ),
        ] as [(String, String, [String])] {
            #expect(try SampleResources.faulty((Self.skck, part, other)) == fields, "\(part)")
        }
        let choices = "      - {value: work, label: {id: Kerja, en: Work}}\n      - {value: other, label: {id: Lainnya, en: Other}}\n"
        for other in ["", "    options: []\n"] {
            #expect(try SampleResources.faulty((Self.skck, "    options:\n\(choices)", other)).first == "questions.1.options")
        }
        #expect(
            try SampleResources.faulty(
                (
                    Self.skck, "code: photo_unclear, label: {id: Foto tidak jelas, en: Photo unclear}}",
                    "code: a, label: {id: A, en: A}}\n  - {code: a, label: {id: B, en: B}}"
                ))
                == ["return_reasons.1.code"])
        #expect(
            try SampleResources.faulty(
                ("Agencies.yaml", "- code: polri\n  name: {id: Kepolisian, en: Police}\n- {code: disdukcapil, name: {id: Dukcapil}}", "[]")
            ).first == "(file)")
    }

    @Test("A condition asks a question that has one answer of several")
    func conditions() throws {
        #expect(try SampleResources.faulty((Self.skck, "kind: choice\n", "kind: choices\n")) == ["questions.2.when.question"])
        let yesNo = "kind: yes_no\n    label: {id: Keperluan, en: Purpose}\n    required: true\n"
        let choice = "kind: choice\n    label: {id: Keperluan, en: Purpose}\n    required: true\n"
        let options =
            "    options:\n      - {value: work, label: {id: Kerja, en: Work}}\n      - {value: other, label: {id: Lainnya, en: Other}}\n"
        #expect(try SampleResources.faulty((Self.skck, choice + options, yesNo), (Self.skck, "equals: other", "equals: \"yes\"")).isEmpty)
        #expect(try SampleResources.faulty((Self.skck, choice + options, yesNo)) == ["questions.2.when.equals"])
        #expect(try SampleResources.faulty((Self.skck, "question: purpose,", "question: full_name,")).first == "questions.2.when.question")
    }

    @Test("Rows are asked for once, not within rows")
    func flatRows() throws {
        func rows(_ kind: String) -> String {
            """
              - name: children
                kind: rows
                label: {id: Anak, en: Children}
                required: false
                columns:
                  - {name: name, kind: \(kind), label: {id: Nama anak, en: Name of the child}, required: true}
            attachments:
            """
        }
        #expect(try SampleResources.faulty((Self.skck, "attachments:", rows("text"))).isEmpty)
        #expect(try SampleResources.faulty((Self.skck, "attachments:", rows("rows"))) == ["questions.3.columns.0.kind"])
    }

    @Test("A paper's number has its sequence and its year, and placeholders that exist")
    func paperNumbers() throws {
        for (number, isTaken) in [
            ("{sequence}/{year}", true), ("{sequence}", false), ("{year}", false), ("{sequence}/{year}/{day}", false),
            ("{sequence}/{year}/{", false),
            ("{sequence}{month}{year}{region}", true),
        ] {
            let faults = try SampleResources.faulty((Self.skck, "SKCK/{sequence}/{month}/{year}/{region}", number))
            #expect(faults == (isTaken ? [] : ["paper.number"]), "\(number)")
        }
    }

    @Test("What a file says instead is quoted to its sixtieth sign")
    func quoted() throws {
        for (count, ending) in [(59, ""), (60, ""), (61, "…"), (70, "…")] {
            var resources = SampleResources()
            resources.change(Self.skck, "agency: polri", to: "agency: \(String(repeating: "x", count: count))")
            let quoted = String(repeating: "x", count: min(count, 60)) + ending
            #expect(try resources.faultTexts().first == "\(Self.skck):5: agency: one of disdukcapil, polri, not \"\(quoted)\"")
        }
    }

    @Test("A file of another shape is told of at its first line")
    func shapes() throws {
        var resources = SampleResources()
        resources.files["Messages/request_issued.yaml"] = "- a\n"
        #expect(try resources.faultTexts() == ["Messages/request_issued.yaml:1: (file): fields with their values (name: value)"])
        resources.files["Messages/request_issued.yaml"] = ""
        #expect(try resources.faultTexts() == ["Messages/request_issued.yaml:1: (file): required: fields with their values (name: value)"])
    }

    @Test("Words that one language lacks are told of near where they belong, in either file")
    func words() throws {
        func texts(_ file: String, _ part: String, _ other: String) throws -> [String] {
            var resources = SampleResources()
            resources.change(file, part, to: other)
            return try resources.faultTexts()
        }
        #expect(
            try texts("Words/en.yaml", "problem:\n  notFound: Not found.\n", "")
                == ["Words/en.yaml:1: problem.notFound: required: Words/id.yaml has this text"])
        #expect(
            try texts("Words/en.yaml", "  notFound: Not found.", "  notFound: Not found.\n  gone: Gone.")
                == ["Words/id.yaml:3: problem.gone: required: Words/en.yaml has this text"])
        #expect(
            try texts("Words/en.yaml", "sign_in:\n  title: Sign in to {region}", "sign_in: Sign in")
                == ["Words/en.yaml:1: sign_in.title: required: Words/id.yaml has this text"])
        #expect(
            try texts("Messages/request_issued.yaml", "  body: |\n    Nomor {number}.\n", "")
                == ["Messages/request_issued.yaml:1: id.body: required: a text that is not empty"])
    }

    @Test("What the region says of a service's part is said of all that is in it")
    func assumed() throws {
        var resources = SampleResources()
        resources.change(Self.skck, "assumed: [channels]", to: "assumed: [channels.direct, title]")
        resources.change(Self.contoh, "skck: {}", to: "skck: {channels: [direct]}")
        let catalogue = try resources.catalogue()
        let offered = try #require(catalogue.service("skck")).offered(in: try #require(catalogue.regions.first))
        #expect(offered.assumed == ["promise", "title"])
    }
}
