import Catalogue
import Foundation
import Kernel
import Storage
import StorageTesting
import Testing

@testable import Documents

/// The family card with three officers: the front office checks, a validator validates, the head signs.
@Suite("A review in several steps")
struct FourEyesTests {
    private let head = Principal.officer(id: Identifier(at: Instant(milliseconds: 8)), agency: "disdukcapil")
    private let validator = Principal.officer(id: Identifier(at: Instant(milliseconds: 9)), agency: "disdukcapil")

    private static func office() async throws -> Office {
        let lines = CatalogueSample.threeSteps.lines.filter { [.validated, .approved].contains($0.move) }
        return try await Office(
            catalogue: CatalogueSample.catalogue(
                familyCard: CatalogueSample.familyCard(
                    ending: .handover(LocalizedText(indonesian: "kartu keluarga")), workflow: CatalogueSample.threeSteps,
                    fourEyes: Set(lines))))
    }

    private func handIn(_ office: Office, _ citizen: Principal) async throws -> Identifier {
        let id = try await office.documents.startDraft(of: "kartu-keluarga", channel: .electronic, command: office.command(), by: citizen)
        _ = try await office.documents.saveAnswers(["full_name": "Siti Rahmawati"], of: id, by: citizen)
        _ = try await office.documents.submit(id, command: office.command(), by: citizen)
        return id
    }

    @Test("Checked, validated, signed, ready, collected, by one after the other; another's request waits where it was")
    func whole() async throws {
        let office = try await Self.office()
        let documents = office.documents
        let dewis = try await handIn(office, office.dewi)
        let id = try await handIn(office, office.siti)
        let before = try await office.database.everyRow(of: #require(office.dewi.personID))
        try await documents.check(id, command: office.command(), by: office.wati)
        #expect(try await office.status(id) == .checked)
        try await documents.validate(id, command: office.command(), by: validator)
        #expect(try await office.status(id) == .validated)
        #expect(Set(try await documents.workList(by: head).items.map(\.id)) == [id, dewis], "it waits in the same list")
        try await documents.approve(id, command: office.command(), by: head)
        try await documents.issue(id)
        #expect(office.press.orders.last?.approver == head.officerID)
        try await documents.makeReady(id, command: office.command(), by: office.wati)
        try await documents.handOver(id, command: office.command(), by: office.wati)
        #expect(
            try await documents.history(of: id, by: office.siti).map(\.status)
                == [.draft, .inReview, .checked, .validated, .approved, .preparing, .ready, .collected])
        #expect(try await office.events().filter { ["request.checked", "request.validated"].contains($0) }.count == 2)
        #expect(try await office.database.everyRow(of: #require(office.dewi.personID)) == before)
    }

    @Test("Who has checked neither validates nor signs, and nothing is written")
    func sameOfficer() async throws {
        let office = try await Self.office()
        let documents = office.documents
        let id = try await handIn(office, office.siti)
        try await documents.check(id, command: office.command(), by: office.wati)
        #expect(try await documents.request(id, by: office.wati).awaitsAnother)
        #expect(try await !documents.request(id, by: validator).awaitsAnother)
        let before = try await office.database.everyRow(of: #require(office.siti.personID))
        let refused = await problem { try await documents.validate(id, command: office.command(), by: office.wati) }
        #expect(refused?.code == .forbidden && refused?.messageKey == "problem.request.fourEyes")
        #expect(try await office.database.everyRow(of: #require(office.siti.personID)) == before)
        try await documents.validate(id, command: office.command(), by: validator)
        for one in [office.wati, validator] {
            let late = await problem { try await documents.approve(id, command: office.command(), by: one) }
            #expect(late?.messageKey == "problem.request.fourEyes")
        }
        let program = Principal.program(
            id: Identifier(at: Instant(milliseconds: 7)), agency: "disdukcapil", scopes: [.readRequests, .decideRequests])
        let nobody = await problem { try await documents.approve(id, command: office.command(), by: program) }
        #expect(nobody?.messageKey == "problem.request.fourEyes", "a program is nobody in particular")
        let stranger = await problem { try await documents.approve(id, command: office.command(), by: office.agus) }
        #expect(stranger?.code == .notFound)
    }

    @Test("No step is left out")
    func order() async throws {
        let office = try await Self.office()
        let id = try await handIn(office, office.siti)
        for early in ["validate", "approve", "sendBack"] {
            let refused = await problem {
                switch early {
                case "validate": try await office.documents.validate(id, command: office.command(), by: validator)
                case "approve": try await office.documents.approve(id, command: office.command(), by: head)
                default: try await office.documents.sendBack(id, command: office.command(), by: head)
                }
            }
            #expect(refused?.messageKey == "problem.request.moved", "\(early)")
        }
        #expect(try await office.documents.request(id, by: office.wati).stepForward == .checked)
    }

    @Test("What goes back to the first officer is reviewed anew, by whoever comes, and its applicant is told nothing")
    func sentBack() async throws {
        let office = try await Self.office()
        let documents = office.documents
        let id = try await handIn(office, office.siti)
        try await documents.check(id, command: office.command(), by: office.wati)
        try await documents.claim(id, over: nil, by: validator)
        try await documents.sendBack(id, command: office.command(), by: validator)
        #expect(try await office.status(id) == .inReview)
        #expect(try await office.count("document_claims") == 0)
        // The two have changed their parts.
        try await documents.check(id, command: office.command(), by: validator)
        let refused = await problem { try await documents.validate(id, command: office.command(), by: validator) }
        #expect(refused?.messageKey == "problem.request.fourEyes")
        try await documents.validate(id, command: office.command(), by: office.wati)
        #expect(try await office.status(id) == .validated)
    }

    @Test("Two validators at once: one of them hears that it moved on")
    func atOnce() async throws {
        let office = try await Self.office()
        let id = try await handIn(office, office.siti)
        try await office.documents.check(id, command: office.command(), by: office.wati)
        let seen = try await office.documents.request(id, by: validator).version
        async let one = problem { try await office.documents.validate(id, version: seen, command: office.command(), by: validator) }
        async let two = problem { try await office.documents.validate(id, version: seen, command: office.command(), by: head) }
        #expect(await [one, two].compactMap { $0?.messageKey } == ["problem.request.moved"])
    }

    @Test("The definition keeps which steps take another officer, and one without them is written as before")
    func stored() throws {
        let lines = Set(CatalogueSample.threeSteps.lines.filter { $0.move == .approved })
        let definition = CatalogueSample.familyCard(workflow: CatalogueSample.threeSteps, fourEyes: lines)
        #expect(try StoredDefinition(stored: StoredDefinition(definition).storedData()).definition == definition)
        #expect(try !StoredDefinition(CatalogueSample.familyCard()).storedText().contains("fourEyes"))
    }
}
