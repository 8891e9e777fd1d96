import Catalogue
import Foundation
import Kernel
import Storage
import StorageTesting
import Testing

@testable import Documents

/// Whatever is done to Siti's request leaves every row of Dewi's byte for byte as it was, and every list leaves her out.
@Suite("Who stands beside")
struct BystanderTests {
    /// How far Dewi's own request has come.
    enum Stage: CaseIterable { case draft, inReview, returned, issued }

    let office: Office

    init() async throws { office = try await Office() }

    private func bringDewi(to stage: Stage) async throws -> Identifier {
        let id = try await office.filledDraft(by: office.dewi)
        _ = try await office.documents.saveAnswers(["full_name": "Dewi Lestari"], of: id, by: office.dewi)
        if stage == .draft { return id }
        _ = try await office.documents.submit(id, command: office.command(), by: office.dewi)
        office.cashier.settle(id)
        try await office.documents.settle(id)
        if stage == .returned {
            try await office.documents.returnForCorrection(
                id, reason: "photo_unclear", remark: "Foto Dewi gelap.", command: office.command(), by: office.rini)
        }
        if stage == .issued {
            try await office.documents.approve(id, command: office.command(), by: office.rini)
            try await office.documents.issue(id)
        }
        return id
    }

    @Test("Siti's whole errand leaves Dewi's request as it was", arguments: Stage.allCases, [true, false])
    func errand(stage: Stage, dewiIsFirst: Bool) async throws {
        let documents = office.documents
        var dewis = dewiIsFirst ? try await bringDewi(to: stage) : nil
        let id = try await office.filledDraft()
        if dewis == nil { dewis = try await bringDewi(to: stage) }
        let hers = try #require(dewis)
        let person = try #require(office.dewi.personID)
        let before = try await office.database.everyRow(of: person)
        let seen = try await documents.request(hers, by: office.dewi)
        let story = try await documents.history(of: hers, by: office.dewi)
        let photo = try await documents.attachment("photo", of: hers, by: office.dewi)
        let upload = Upload(filename: "baru.png", content: Pictures.png)
        let letter = Upload(filename: "surat.pdf", content: Pictures.pdf)
        let (siti, agus) = (office.siti, office.agus)
        let steps: [(String, () async throws -> Void)] = [
            ("answers", { _ = try await documents.saveAnswers(["purpose": "other", "purpose_other": "Visa"], of: id, by: siti) }),
            ("photo", { try await documents.attach(upload, as: "photo", to: id, by: siti) }),
            ("letter", { try await documents.attach(letter, as: "letter", to: id, by: siti) }),
            ("detach", { try await documents.detach("letter", from: id, by: siti) }),
            ("submit", { _ = try await documents.submit(id, command: self.office.command(), by: siti) }),
            (
                "settle",
                {
                    self.office.cashier.settle(id)
                    try await documents.settle(id)
                }
            ),
            (
                "return",
                {
                    try await documents.returnForCorrection(
                        id, reason: "photo_unclear", remark: "Foto Siti gelap.", command: self.office.command(), by: agus)
                }
            ),
            ("resubmit", { _ = try await documents.submit(id, command: self.office.command(), by: siti) }),
            ("approve", { try await documents.approve(id, command: self.office.command(), by: agus) }),
            ("issue", { try await documents.issue(id) }),
            (
                "reissue",
                {
                    try await documents.reissue(
                        id, for: "paper_misprinted", reason: "Foto terpotong", command: self.office.command(), by: agus)
                }
            ),
            ("issue anew", { try await documents.issue(id) }),
            ("revoke", { try await documents.revoke(id, reason: "Diterbitkan keliru", command: self.office.command(), by: agus) }),
        ]
        for (name, step) in steps {
            office.clock.advance(bySeconds: 60)
            try await step()
            #expect(try await office.database.everyRow(of: person) == before, "\(name)")
            #expect(try await documents.requests(by: siti).map(\.id) == [id], "\(name)")
            #expect(try await documents.requests(by: office.dewi).map(\.id) == [hers], "\(name)")
        }
        #expect(try await documents.request(hers, by: office.dewi) == seen)
        #expect(try await documents.history(of: hers, by: office.dewi) == story)
        #expect(try await documents.attachment("photo", of: hers, by: office.dewi) == photo)
        #expect(try await documents.attachment("photo", of: id, by: siti).data == Pictures.png)
        if let paper = seen.paper {
            guard case .genuine(let facts) = try await documents.verification(of: paper.code) else {
                Issue.record("Dewi's paper is not genuine any more")
                return
            }
            #expect(facts.initials == "D. L.")
            #expect(facts.number == paper.number)
            #expect(String(decoding: try await documents.paper(of: hers, by: office.dewi), as: UTF8.self).contains("Dewi Lestari"))
        }
        let paper = try #require(try await documents.request(id, by: siti).paper)
        #expect(paper.revokedAt != nil)
        #expect(String(decoding: try await documents.paper(of: id, by: siti), as: UTF8.self).contains("Siti Rahmawati"))
    }

    @Test("Dewi's photo does not count for Siti's request, nor her letter for Siti's photo")
    func attachments() async throws {
        _ = try await bringDewi(to: .draft)
        let id = try await office.documents.startDraft(of: "skck", channel: .electronic, command: office.command(), by: office.siti)
        _ = try await office.documents.saveAnswers(Office.sitisAnswers, of: id, by: office.siti)
        let letter = Upload(filename: "surat.pdf", content: Pictures.pdf)
        try await office.documents.attach(letter, as: "letter", to: id, by: office.siti)
        let refused = await problem { try await office.documents.submit(id, command: office.command(), by: office.siti) }
        #expect(refused?.fields.map(\.field) == ["attachments.photo"])
        #expect(try await office.documents.request(id, by: office.siti).attachments.map(\.name) == ["letter"])
        #expect(await problem { try await office.documents.attachment("photo", of: id, by: office.siti) }?.code == .notFound)
        try await office.documents.detach("photo", from: id, by: office.siti)
        #expect(office.fileCount() == 2)
    }

    @Test("Each officer's lists hold the requests of his own agency and of that status, and no others")
    func lists() async throws {
        let skck = try await office.requestInReview()
        let card = try await office.documents.startDraft(
            of: "kartu-keluarga", channel: .electronic, command: office.command(), by: office.dewi)
        _ = try await office.documents.saveAnswers(["full_name": "Dewi Lestari"], of: card, by: office.dewi)
        _ = try await office.documents.submit(card, command: office.command(), by: office.dewi)
        _ = try await bringDewi(to: .draft)
        office.clock.advance(bySeconds: 1)
        for (officer, id) in [(office.agus, skck), (office.wati, card)] {
            #expect(try await office.documents.workList(by: officer).items.map(\.id) == [id])
            #expect(try await office.documents.workCount(by: officer).number == 1)
            #expect(try await office.documents.requests(with: .inReview, by: officer).requests.map(\.id) == [id])
            for filter in [WorkFilter.returned, .finished] {
                #expect(try await office.documents.workList(by: officer, WorkView(filter)).items.isEmpty)
                #expect(try await office.documents.workCount(by: officer, WorkView(filter)).number == 0)
            }
            #expect(try await office.documents.requests(with: .issued, by: officer).requests.isEmpty)
        }
    }

    @Test("Finished requests are listed for their own agency, the latest promise first, and returned ones likewise")
    func finished() async throws {
        var cards: [Identifier] = []
        for number in 0..<3 {
            let card = try await office.documents.startDraft(
                of: "kartu-keluarga", channel: .electronic, command: office.command(), by: office.dewi)
            _ = try await office.documents.saveAnswers(["full_name": "Dewi Lestari"], of: card, by: office.dewi)
            _ = try await office.documents.submit(card, command: office.command(), by: office.dewi)
            if number < 2 {
                try await office.documents.approve(card, command: office.command(), by: office.wati)
            } else {
                try await office.documents.returnForCorrection(
                    card, reason: "incomplete", remark: "", command: office.command(), by: office.wati)
            }
            cards.append(card)
            office.clock.advance(bySeconds: 7 * 86_400)
        }
        let skck = try await office.issuedRequest()
        #expect(try await office.documents.workList(by: office.wati, WorkView(.finished)).items.map(\.id) == [cards[1], cards[0]])
        #expect(try await office.documents.workList(by: office.wati, WorkView(.returned)).items.map(\.id) == [cards[2]])
        #expect(try await office.documents.workList(by: office.agus, WorkView(.finished)).items.map(\.id) == [skck])
        #expect(try await office.documents.workList(by: office.agus, WorkView(.returned)).items.isEmpty)
        #expect(try await office.documents.workCount(by: office.wati, WorkView(.finished)).number == 2)
        #expect(try await office.documents.workCount(by: office.agus, WorkView(.finished)).number == 1)
    }

    @Test("One service is switched off and on, and the other stays as it was", arguments: [true, false])
    func switches(otherIsOff: Bool) async throws {
        if otherIsOff { try await office.documents.setSwitch("kartu-keluarga", isOn: false, reason: "Blangko habis", by: office.ratna) }
        let before = otherIsOff ? try await office.database.everyRow(of: "kartu-keluarga") : []
        office.clock.advance(bySeconds: 60)
        try await office.documents.setSwitch("skck", isOn: false, reason: "Mesin rusak", by: office.ratna)
        let off = await problem {
            try await office.documents.startDraft(of: "skck", channel: .electronic, command: office.command(), by: office.siti)
        }
        #expect(off?.messageKey == "problem.service.off")
        #expect(off?.names["service"]?.indonesian == "SKCK")
        let other = await problem {
            try await office.documents.startDraft(of: "kartu-keluarga", channel: .electronic, command: office.command(), by: office.dewi)
        }
        #expect((other == nil) == !otherIsOff)
        office.clock.advance(bySeconds: 60)
        try await office.documents.setSwitch("skck", isOn: true, reason: "Mesin jalan", by: office.ratna)
        if otherIsOff { #expect(try await office.database.everyRow(of: "kartu-keluarga") == before) }
        let switches = try await office.documents.switches()
        #expect(switches["skck"] == ServiceSwitch(isOn: true, reason: "Mesin jalan", changedAt: office.clock.now, version: 2))
        #expect(switches["kartu-keluarga"]?.isOn == (otherIsOff ? false : nil))
    }
}
