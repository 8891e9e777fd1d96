import Kernel
import Testing

@testable import Catalogue

@Suite("How an errand ends")
struct EndingTests {
    private static let skck = SampleResources.skck
    private static let formKeys = ["questions", "attachments", "return_reasons", "paper"]

    /// The sample's file without the keys of a form.
    private static func withoutForm(_ text: String) -> String {
        var lines: [Substring] = []
        var isForm = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.first?.isLetter == true { isForm = formKeys.contains { line.hasPrefix("\($0):") } }
            if !isForm { lines.append(line) }
        }
        return lines.joined(separator: "\n")
    }

    @Test("In a paper, unless the file says otherwise")
    func paper() throws {
        let service = try #require(try SampleResources().catalogue().service("skck"))
        #expect(service.ending == .paper && service.product == nil && !service.isElsewhere && service.takesRequests)
    }

    @Test("In something that the agency hands over, whose name it says in both languages")
    func handover() throws {
        var resources = SampleResources()
        resources.change(Self.skck, "ending: paper", to: "ending: {handover: {id: KTP-el, en: identity card}}")
        let service = try #require(try resources.catalogue().service("skck"))
        #expect(service.product == LocalizedText(indonesian: "KTP-el", english: "identity card"))
        #expect(!service.isElsewhere && service.paper != nil && service.takesRequests)
    }

    @Test("In another system, with steps and without a form; a form's keys are unknown there")
    func handoff() throws {
        var resources = SampleResources()
        resources.change(
            Self.skck, "ending: paper", to: "ending: {handoff: {system: {id: OSS, en: OSS}, steps: [{id: Masuk., en: Sign in.}]}}")
        let faults = try resources.read().faults.map(\.field)
        #expect(faults.sorted() == Self.formKeys.sorted(), "no form where nothing is asked")

        resources.files[Self.skck] = Self.withoutForm(try #require(resources.files[Self.skck]))
        let service = try #require(try resources.catalogue().service("skck"))
        #expect(
            service.ending
                == .handoff(
                    Handoff(
                        system: LocalizedText(indonesian: "OSS", english: "OSS"),
                        steps: [LocalizedText(indonesian: "Masuk.", english: "Sign in.")])))
        #expect(service.isElsewhere && service.paper == nil && service.questions.isEmpty && !service.takesRequests)
    }

    @Test(
        "An end that is none of the three is a fault where it stands",
        arguments: [
            ("ending: selesai", ["ending"]), ("ending: {}", ["ending"]), ("# no ending", ["ending"]),
            ("ending: {handover: KTP}", ["ending.handover"]), ("ending: {handover: {id: KTP}}", ["ending.handover.en"]),
            ("ending: {pickup: {id: KTP, en: card}}", ["ending", "ending.pickup"]),
            ("ending: {handover: {id: KTP, en: card}, handoff: {system: {id: OSS, en: OSS}, steps: [{id: A, en: A}]}}", ["ending"]),
            ("ending: {handoff: {system: {id: OSS, en: OSS}, steps: []}}", ["ending.handoff.steps"] + formKeys),
            ("ending: {handoff: {steps: [{id: A, en: A}]}}", ["ending.handoff.system"] + formKeys),
        ])
    func faults(_ line: String, _ expected: [String]) throws {
        #expect(try SampleResources.faulty((Self.skck, "ending: paper", line)).sorted() == expected.sorted())
    }
}
