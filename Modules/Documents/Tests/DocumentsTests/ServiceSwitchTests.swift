import Catalogue
import Kernel
import Storage
import Testing

@testable import Documents

@Suite("The switch of a service")
struct ServiceSwitchTests {
    @Test("A new submission is refused and nothing is lost; running requests go on; on again, it goes through")
    func offAndOn() async throws {
        let office = try await Office()
        let documents = office.documents
        let running = try await office.requestInReview()
        let draft = try await office.filledDraft()
        try await documents.setSwitch("skck", isOn: false, reason: "Blanko habis sampai besok", by: office.ratna)

        let refused = await problem { try await documents.submit(draft, command: office.command(), by: office.siti) }
        #expect(refused?.code == .conflict)
        #expect(refused?.messageKey == "problem.service.off")
        #expect(refused?.names["service"]?.indonesian == "SKCK")
        let kept = try await documents.request(draft, by: office.siti)
        #expect(kept.answers == Office.sitisAnswers)
        #expect(kept.attachments.count == 1)
        #expect(try await documents.startDraft(of: "skck", channel: .electronic, command: office.command(), by: office.siti) == draft)
        let new = await problem {
            try await documents.startDraft(of: "skck", channel: .electronic, command: office.command(), by: office.dewi)
        }
        #expect(new?.messageKey == "problem.service.off")

        try await documents.returnForCorrection(
            running, reason: "photo_unclear", remark: "", command: office.command(), by: office.agus)
        #expect(try await documents.submit(running, command: office.command(), by: office.siti) == .inReview)
        try await documents.approve(running, command: office.command(), by: office.agus)
        try await documents.issue(running)

        try await documents.setSwitch("skck", isOn: true, reason: "Blanko sudah tiba", by: .operatorAtConsole(name: "root"))
        #expect(try await documents.submit(draft, command: office.command(), by: office.siti) == .awaitingPayment)
        #expect(try await documents.switches()["skck"]?.isOn == true)
        #expect(try await documents.switches()["skck"]?.version == 2)
    }

    @Test("Switching to what it is already leaves no trace")
    func idempotent() async throws {
        let office = try await Office()
        try await office.documents.setSwitch("skck", isOn: true, reason: "Sudah menyala", by: office.ratna)
        #expect(try await office.documents.switches().isEmpty)
        for _ in 0..<2 { try await office.documents.setSwitch("skck", isOn: false, reason: "Blanko habis", by: office.ratna) }
        let entries = try await office.database.read { try $0.auditEntries(about: "skck") }
        #expect(entries.map(\.action) == ["service.disabled"])
        #expect(entries.first?.reason == "Blanko habis")
        #expect(entries.first?.actorKind == "administrator")
    }

    @Test("Only administrators and the operator switch, with a reason, and only what the region offers")
    func refusals() async throws {
        let office = try await Office()
        for principal in [Principal.visitor, office.siti, office.agus, .platform(name: "outbox")] {
            let refused = await problem {
                try await office.documents.setSwitch("skck", isOn: false, reason: "Blanko habis", by: principal)
            }
            #expect(refused?.code == .forbidden)
        }
        for reason in ["", "   ya   ", String(repeating: "x", count: 501)] {
            let refused = await problem {
                try await office.documents.setSwitch("skck", isOn: false, reason: reason, by: office.ratna)
            }
            #expect(refused?.fields.map(\.field) == ["reason"])
        }
        let unknown = await problem {
            try await office.documents.setSwitch("kia", isOn: false, reason: "Blanko habis", by: office.ratna)
        }
        #expect(unknown?.code == .notFound)
        #expect(try await office.audited().isEmpty)
    }
}
