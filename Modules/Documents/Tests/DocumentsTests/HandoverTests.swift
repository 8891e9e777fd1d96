import Catalogue
import Kernel
import Testing

@testable import Documents

@Suite("What an agency hands over")
struct HandoverTests {
    private static let product = LocalizedText(indonesian: "Kartu Keluarga", english: "family card")

    /// Siti's and Dewi's requests, approved by Wati, each with its receipt.
    private func prepared() async throws -> (office: Office, sitis: Identifier, dewis: Identifier) {
        let office = try await Office(
            catalogue: CatalogueSample.catalogue(
                familyCard: CatalogueSample.familyCard(ending: .handover(Self.product), workflow: .handover)))
        var ids: [Identifier] = []
        for citizen in [office.siti, office.dewi] { ids.append(try await office.issuedCard(by: citizen)) }
        return (office, ids[0], ids[1])
    }

    @Test("Approved it is being made, with a receipt; then it waits, and is collected, each told once")
    func way() async throws {
        let (office, id, dewis) = try await prepared()
        let documents = office.documents
        #expect(try await office.status(id) == .preparing)
        #expect(try await documents.request(id, by: office.siti).paper != nil)
        #expect(try await documents.request(id, by: office.siti).definition.product == Self.product)
        try await documents.issue(id)
        #expect(try await office.status(id) == .preparing, "a second try makes no second receipt")

        let ready = office.command()
        try await documents.makeReady(id, command: ready, by: office.wati)
        try await documents.makeReady(id, command: ready, by: office.wati)
        #expect(try await office.status(id) == .ready)
        try await documents.issue(id)
        try await documents.handOver(id, command: office.command(), by: office.wati)
        #expect(try await office.status(id) == .collected)
        try await documents.issue(id)
        #expect(try await office.status(id) == .collected)
        #expect(try await office.count("document_papers") == 2)
        for action in ["request.ready", "request.collected"] {
            #expect(try await office.audited().count { $0 == action } == 1)
            #expect(try await office.events().count { $0 == action } == 1)
        }
        #expect(try await documents.history(of: id, by: office.siti).suffix(3).map(\.status) == [.preparing, .ready, .collected])
        let receipt = try #require(try await documents.request(id, by: office.siti).paper)
        guard case .genuine = try await documents.verification(of: receipt.code) else {
            Issue.record("a receipt of what was collected was issued all the same")
            return
        }
        #expect(try await office.status(dewis) == .preparing)
    }

    @Test("What was made at once is handed over at once; what was collected is neither made ready nor revoked")
    func atOnce() async throws {
        let (office, id, dewis) = try await prepared()
        try await office.documents.handOver(id, command: office.command(), by: office.wati)
        #expect(try await office.status(id) == .collected)
        for late in [RequestMove.readied, .collected, .revoked] {
            let refused = await problem {
                switch late {
                case .readied: try await office.documents.makeReady(id, command: office.command(), by: office.wati)
                case .collected: try await office.documents.handOver(id, command: office.command(), by: office.wati)
                default: try await office.documents.revoke(id, reason: "Salah cetak.", command: office.command(), by: office.wati)
                }
            }
            #expect(refused?.messageKey == "problem.request.moved", "\(late)")
        }
        #expect(try await office.status(dewis) == .preparing)
    }

    @Test("Only officers of the agency hand over, and two of them not over one another")
    func movers() async throws {
        let (office, id, _) = try await prepared()
        for stranger in [office.siti, office.dewi, office.agus] {
            #expect(await problem { try await office.documents.makeReady(id, command: office.command(), by: stranger) } != nil)
            #expect(await problem { try await office.documents.handOver(id, command: office.command(), by: stranger) } != nil)
        }
        let seen = try await office.documents.request(id, by: office.wati).version
        try await office.documents.makeReady(id, version: seen, command: office.command(), by: office.wati)
        let late = await problem { try await office.documents.handOver(id, version: seen, command: office.command(), by: office.wati) }
        #expect(late?.messageKey == "problem.request.moved")
        #expect(try await office.status(id) == .ready)
    }

    @Test("A list of its own has what is to be handed over, and lists it no more when it was")
    func list() async throws {
        let (office, id, dewis) = try await prepared()
        try await office.documents.makeReady(id, command: office.command(), by: office.wati)
        func listed(_ filter: WorkFilter) async throws -> Set<Identifier> {
            Set(try await office.documents.workList(by: office.wati, WorkView(filter)).items.map(\.id))
        }
        #expect(try await listed(.handover) == [id, dewis])
        #expect(try await office.documents.workCount(by: office.wati, WorkView(.handover)).number == 2)
        #expect(try await listed(.finished).isEmpty)
        #expect(try await listed(.inReview).isEmpty)
        try await office.documents.handOver(id, command: office.command(), by: office.wati)
        #expect(try await listed(.handover) == [dewis])
        #expect(try await listed(.finished) == [id])
    }
}
