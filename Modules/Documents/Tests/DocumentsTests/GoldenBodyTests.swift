import Catalogue
import Foundation
import Kernel
import Storage
import Testing

@testable import Documents

/// One body of each format that was ever written, as it lies in some region's database. A body is never changed here: a new
/// format adds a new one.
@Suite("The bodies that were stored once")
struct GoldenBodyTests {
    private static let definition1 = """
        {"format":1,"value":{"agency":"polri","assumed":["channels"],"attachments":[{"isRequired":true,"label":{"id":"Pasfoto"},\
        "name":"photo","types":["jpeg","png"]}],"channels":{"direct":{"en":"At the counter","id":"Di loket"}},"code":"skck",\
        "factsCode":"POL-SKCK","fee":{"amount":30000,"basis":"PP 76/2020"},"legalBasis":["Perpol 6/2023"],"paper":{"holder":\
        "full_name","number":"SKCK/{sequence}/{year}","shows":["full_name","children"],"statement":"Contoh.","title":"SKCK",\
        "titleEnglish":"POLICE RECORD","validityMonths":6},"promise":{"workingDays":1},"questions":[{"isRequired":true,"kind":\
        "text","label":{"en":"Full name","id":"Nama lengkap"},"maximumLength":100,"name":"full_name"},{"hint":{"id":"Pilih."},\
        "isRequired":true,"kind":"choice","label":{"id":"Keperluan"},"name":"purpose","options":[{"label":{"id":"Kerja"},\
        "value":"work"}]},{"columns":[{"isRequired":true,"kind":"date","label":{"id":"Lahir"},"name":"born"}],"condition":\
        {"question":"purpose","value":"work"},"isRequired":false,"kind":"rows","label":{"id":"Anak"},"maximumRows":3,"name":\
        "children"}],"requirements":[{"id":"KTP"}],"returnReasons":[{"code":"photo_unclear","label":{"id":"Foto tidak jelas"}}],\
        "sources":["https://contoh.id"],"summary":{"id":"Surat."},"title":{"en":"Police record","id":"SKCK"},"workflow":[{"by":\
        "owner","from":"draft","move":"submitted","to":"inReview"}]}}
        """

    private static func known() throws -> ServiceDefinition {
        ServiceDefinition(
            code: "skck", factsCode: "POL-SKCK", title: LocalizedText(indonesian: "SKCK", english: "Police record"),
            summary: LocalizedText(indonesian: "Surat."), agency: "polri", legalBasis: ["Perpol 6/2023"],
            channels: [.direct: LocalizedText(indonesian: "Di loket", english: "At the counter")],
            requirements: [LocalizedText(indonesian: "KTP")],
            questions: [
                Question(
                    name: "full_name", kind: .text, label: LocalizedText(indonesian: "Nama lengkap", english: "Full name"),
                    maximumLength: 100),
                Question(
                    name: "purpose", kind: .choice, label: LocalizedText(indonesian: "Keperluan"),
                    hint: LocalizedText(indonesian: "Pilih."),
                    options: [Choice(value: "work", label: LocalizedText(indonesian: "Kerja"))]),
                Question(
                    name: "children", kind: .rows, label: LocalizedText(indonesian: "Anak"), isRequired: false,
                    condition: Condition(question: "purpose", value: "work"),
                    columns: [Question(name: "born", kind: .date, label: LocalizedText(indonesian: "Lahir"))], maximumRows: 3),
            ],
            attachments: [AttachmentDefinition(name: "photo", label: LocalizedText(indonesian: "Pasfoto"), types: [.jpeg, .png])],
            fee: Fee(amount: try #require(Money(rupiah: 30_000)), basis: "PP 76/2020"), promise: Promise(workingDays: 1),
            returnReasons: [ReturnReason(code: "photo_unclear", label: LocalizedText(indonesian: "Foto tidak jelas"))],
            paper: PaperDefinition(
                title: "SKCK", titleEnglish: "POLICE RECORD", number: "SKCK/{sequence}/{year}", holder: "full_name",
                shows: ["full_name", "children"], statement: "Contoh.", validity: .months(6)),
            sources: ["https://contoh.id"], assumed: ["channels"],
            workflow: Workflow([.init(from: .draft, .submitted, to: .inReview, by: .owner)]))
    }

    @Test("What was added to definitions later is kept too")
    func later() throws {
        let known = try GoldenBodyTests.known()
        let name = try #require(known.questions.first)
        let definition = ServiceDefinition(
            code: known.code, title: known.title, summary: known.summary, agency: known.agency, channels: known.channels,
            questions: [
                Question(name: name.name, kind: .text, label: name.label, isOfferedAgain: true),
                Question(
                    name: "b", kind: .text, label: name.label,
                    condition: .all([
                        .any([.oneOf("kind", ["a", "b"]), .oneOf("kind", ["c"]), .includes("papers", "deed")]),
                        .not(.compares("age", .atLeast, 17)),
                    ])),
            ],
            groups: [QuestionGroup(title: name.label, first: name.name)], attachments: known.attachments,
            fee: Fee(amount: nil, tariff: [TariffRow(conditions: [.oneOf("kind", ["a"])], amount: .zero)], basis: "PP 45/2024"),
            promise: Promise(
                time: nil,
                rows: [
                    PromiseRow(conditions: [.oneOf("kind", ["a"])], time: .days(0)),
                    PromiseRow(conditions: [.oneOf("kind", ["b"])], time: .minutes(60)),
                ], start: "visit_date"), returnReasons: known.returnReasons,
            paper: PaperDefinition(
                title: "SKCK", titleEnglish: "SKCK", number: "{sequence}/{year}", holder: name.name, shows: [], photo: "photo",
                statement: "Contoh.", validity: .unknown), ending: .handover(known.title),
            expiry: Expiry(workingDays: 30, warningDays: 5, basis: "Perda 2/2026"), workflow: .handover)
        #expect(try StoredDefinition(stored: StoredDefinition(definition).storedData()).definition == definition)
    }

    @Test("A promise in minutes is kept")
    func minutes() throws {
        let definition = CatalogueSample.familyCard(promise: Promise(time: .minutes(90)))
        #expect(try StoredDefinition(stored: StoredDefinition(definition).storedData()).definition == definition)
    }

    @Test("A definition of format 1 opens, and is written as it was")
    func definition() throws {
        let stored = try StoredDefinition(stored: Data(GoldenBodyTests.definition1.utf8))
        #expect(try stored.definition == GoldenBodyTests.known())
        #expect(
            try StoredDefinition.format > 1 || stored.storedText() == GoldenBodyTests.definition1,
            "today's format has changed: give it a new number")
    }

    @Test("What a definition may leave out is not written")
    func sparseDefinition() throws {
        let sparse = CatalogueSample.familyCard()
        let text = try StoredDefinition(sparse).storedText()
        for key in [
            "workflow", "columns", "maximumRows", "hint", "condition", "options", "factsCode", "validityMonths", "isValidityUnknown",
            "null",
        ] {
            #expect(!text.contains(key), "\(key) need not be there")
        }
        #expect(try StoredDefinition(stored: Data(text.utf8)).definition == sparse)
    }

    @Test("A definition is the same bytes each time, so that its digest can tell whether it changed")
    func digest() throws {
        let digests = try (0..<3).map { _ in try DefinitionStore.Snapshot(GoldenBodyTests.known()).digest }
        #expect(Set(digests).count == 1)
    }

    @Test("Answers of format 1 open, and are written as they were")
    func answers() throws {
        let golden = #"{"format":1,"value":{"children":[{"name":"Budi"},{}],"full_name":"Siti \"R\" / Ñ","help":["rice","school"]}}"#
        let answers = try Answers(stored: Data(golden.utf8))
        #expect(
            answers == ["full_name": "Siti \"R\" / Ñ", "help": .list(["rice", "school"]), "children": .rows([["name": "Budi"], [:]])])
        #expect(try Answers.format > 1 || answers.storedText() == golden)
    }

    @Test(
        "Answers that are no answers are refused",
        arguments: [#"{"format":1,"value":{"a":["x",{"b":"c"}]}}"#, #"{"format":1,"value":{"a":1}}"#, #"{"a":"b"}"#])
    func impossible(_ text: String) { #expect(throws: Problem.self) { try Answers(stored: Data(text.utf8)) } }
}
