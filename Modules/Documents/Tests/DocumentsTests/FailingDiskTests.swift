import Catalogue
import Foundation
import Intake
import Kernel
import Testing

@testable import Documents
@testable import Storage

@Suite("Rows and files on a failing disk")
struct FailingDiskTests {
    /// Every step that writes a row and a file, beginning with a request that is ready for it.
    enum Step: CaseIterable {
        case attach, replace, detach, issue
    }

    @Test(
        "After a refused step the request has its old file or its new one, whole; never neither",
        arguments: Step.allCases, FailingDisk.Fault.allCases)
    func oldOrNew(_ step: Step, _ fault: FailingDisk.Fault) async throws {
        // The issuing of a paper writes twice: its number, then its file.
        for write in 1...(step == .issue ? 2 : 1) {
            let office = try await Office()
            let dewis = try await office.filledDraft(by: office.dewi)
            let id = try await prepared(for: step, office)
            let failing = office.service(on: PlatformDatabase(office.database) { FailingDisk($0, failing: write, fault) })

            let refused = await problem { try await take(step, id, failing, office) }
            #expect(refused?.code == .unavailable)
            try await expectWhole(id, office)
            let photo = try await office.documents.attachment("photo", of: dewis, by: office.dewi)
            #expect(photo.data == Pictures.jpeg, "Dewi's photo is not part of it")

            // The same step again, now that the disk works.
            _ = try await take(step, id, office.documents, office)
            try await expectWhole(id, office)
            try await expectDone(step, id, office)
        }
    }

    @Test("A file that no row names is swept after a day, and no other is")
    func swept() async throws {
        let office = try await Office()
        let id = try await office.issuedRequest()
        let kept = office.fileCount()
        let rubbish = (0..<3).map { _ in Identifier(at: office.clock.now) }
        for file in rubbish { try office.database.files.write(Data("left behind".utf8), as: file) }

        office.clock.advance(bySeconds: DocumentService.sweptAfterSeconds)
        #expect(try await office.sweepAll() == 0)
        office.clock.advance(bySeconds: 1)
        #expect(try await office.sweepAll() == 3)
        #expect(try await office.sweepAll() == 0)
        #expect(office.fileCount() == kept)
        #expect(try await office.documents.paper(of: id, by: office.siti).starts(with: Data("%PDF".utf8)))
        #expect(try await office.documents.attachment("photo", of: id, by: office.siti).data == Pictures.jpeg)
    }

    private func prepared(for step: Step, _ office: Office) async throws -> Identifier {
        switch step {
        case .attach:
            return try await office.documents.startDraft(of: "skck", channel: .electronic, command: office.command(), by: office.siti)
        case .replace, .detach: return try await office.filledDraft()
        case .issue:
            let id = try await office.requestInReview()
            try await office.documents.approve(id, command: office.command(), by: office.agus)
            return id
        }
    }

    private func take(_ step: Step, _ id: Identifier, _ documents: DocumentService, _ office: Office) async throws -> Bool {
        switch step {
        case .attach, .replace:
            try await documents.attach(Upload(filename: "baru.png", content: Pictures.png), as: "photo", to: id, by: office.siti)
        case .detach: try await documents.detach("photo", from: id, by: office.siti)
        case .issue: try await documents.issue(id)
        }
        return true
    }

    /// Whatever the rows name can be read.
    private func expectWhole(_ id: Identifier, _ office: Office) async throws {
        let request = try await office.documents.request(id, by: office.siti)
        for file in request.attachments {
            let content = try await office.documents.attachment(file.name, of: id, by: office.siti)
            #expect([Pictures.jpeg, Pictures.png].contains(content.data))
            #expect(content.data.count == file.size)
        }
        if request.status == .issued {
            #expect(try await office.documents.paper(of: id, by: office.siti).starts(with: Data("%PDF".utf8)))
        }
    }

    private func expectDone(_ step: Step, _ id: Identifier, _ office: Office) async throws {
        let request = try await office.documents.request(id, by: office.siti)
        switch step {
        case .attach, .replace: #expect(request.attachments.map(\.type) == [.png])
        case .detach: #expect(request.attachments.isEmpty)
        case .issue:
            #expect(request.status == .issued)
            #expect(request.paper?.number.contains("0001") == true, "a second try takes no second number")
        }
    }
}

extension Office {
    /// The same office on another face of its database.
    fileprivate func service(on database: PlatformDatabase) -> DocumentService {
        DocumentService(
            database: database, region: documents.region, catalogue: catalogue, fees: cashier, press: press, scan: TestFileScan())
    }

    fileprivate func sweepAll() async throws -> Int {
        var swept = 0
        for share in 0..<256 { swept += try await documents.sweepFiles(inShare: share) }
        return swept
    }
}
