import Kernel
import Testing

@testable import Catalogue

@Suite("Steps that take another officer")
struct FourEyesTests {
    private static let skck = SampleResources.skck
    /// The shape that the standards of civil registries tell, as the lines of a file.
    private static let steps = """
        workflow:
          - {from: draft, move: submitted, to: inReview, by: owner}
          - {from: inReview, move: checked, to: checked, by: officer}
          - {from: inReview, move: returned, to: returned, by: officer}
          - {from: returned, move: resubmitted, to: inReview, by: owner}
          - {from: checked, move: validated, to: validated, by: officer, four_eyes: true}
          - {from: checked, move: sentBack, to: inReview, by: officer}
          - {from: validated, move: approved, to: approved, by: officer, four_eyes: true}
          - {from: approved, move: issued, to: preparing, by: platform}
          - {from: preparing, move: readied, to: ready, by: officer}
          - {from: ready, move: collected, to: collected, by: officer}

        """

    @Test("Checked, validated, signed, ready, collected: a file says so, and which of them take another officer")
    func shape() throws {
        var resources = SampleResources()
        resources.change(Self.skck, "ending: paper", to: Self.steps + "ending: {handover: {id: KTP-el, en: identity card}}")
        let service = try #require(try resources.catalogue().service("skck"))
        #expect(Set(service.fourEyes.map(\.move)) == [.validated, .approved])
        #expect(service.workflow.reachable(from: .inReview).isSuperset(of: [.checked, .validated, .ready, .collected]))
        #expect(service.workflow.line(.approved, from: .inReview) == nil, "nobody signs what was not validated")
    }

    @Test(
        "Only an officer's step of a review can take another officer",
        arguments: [
            ("by: owner}", "by: owner, four_eyes: true}", ["four_eyes"]),
            ("by: platform}", "by: platform, four_eyes: true}", ["four_eyes"]),
            ("to: ready, by: officer}", "to: ready, by: officer, four_eyes: true}", ["four_eyes"]),
            ("four_eyes: true", "four_eyes: maybe", ["four_eyes"]), ("four_eyes: true", "four_eyes: false", []),
        ])
    func faults(_ part: String, _ other: String, _ faulty: [String]) throws {
        let lines = Self.steps.replacing(part, with: other, maxReplacements: 1)
        let fields = try SampleResources.faulty(
            (Self.skck, "ending: paper", lines + "ending: {handover: {id: KTP-el, en: identity card}}"))
        #expect(fields.map { $0.split(separator: ".").last.map(String.init) ?? "" } == faulty)
    }
}
