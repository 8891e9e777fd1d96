import Catalogue
import Documents
import Foundation
import HTTPTypes
import Identity
import Kernel
import Payments
import Testing

@testable import Portal

/// Every page in both languages, in a region where things have happened: whole sentences, no hole and no bare key.
@Suite("A walk over all pages")
struct PageWalkTests {
    /// A region with requests in every state, and those who may look at them.
    private struct Region {
        let town: Town
        let siti: Citizen
        let agus: Officer
        let ratna: Visitor
        let cashier: Visitor
        let treasurer: Visitor
        /// By status.
        var requests: [RequestStatus: String] = [:]
        let challenge: String
        let code: String
        /// A key that holds; another one is over.
        let key: Identifier
        /// A request whose fee is to be transferred, that transfer, and the proof of it.
        let transferred: String
        let transfer: Identifier
        let proof: Identifier

        static func open(_ disks: WeakDisks = WeakDisks()) async throws -> Region {
            let town = try await Town.open { disks.under($0) }
            try await DemonstrationStaff.add(to: town, region: Town.first)
            let siti = try await town.siti()
            let (agus, ratna) = (try await town.agus(), try await town.ratna())
            var requests: [RequestStatus: String] = [:]
            for status in [RequestStatus.inReview, .returned, .preparing, .ready, .collected, .revoked, .withdrawn, .refused] {
                requests[status] = try await siti.submitPaidSKCK()
            }
            try await agus.sendBack(requests[.returned] ?? "", reason: "photo_unclear", remark: "Mohon diulang.")
            for status in [RequestStatus.preparing, .ready, .collected, .revoked] { try await agus.approve(requests[status] ?? "") }
            try await town.settle()
            let issued = try await siti.visitor.get("\(siti.base)/permohonan/\(requests[.preparing] ?? "")")
            let code = try #require(issued.text.firstMatch(of: /\/verifikasi\/([0-9A-Z-]{14})"/).map { String($0.1) })
            for (status, step) in [(RequestStatus.ready, "kesiapan"), (.collected, "penyerahan")] {
                try await agus.handOver(requests[status] ?? "", step, status, town)
            }
            try await agus.revoke(requests[.revoked] ?? "", reason: "Terbit keliru")
            for (status, visitor, page) in [
                (RequestStatus.withdrawn, siti.visitor, "\(siti.base)/permohonan/\(requests[.withdrawn] ?? "")/penarikan"),
                (.refused, agus.visitor, "\(siti.base)/petugas/permohonan/\(requests[.refused] ?? "")/penolakan"),
            ] {
                let form = try await visitor.get(page)
                let answer = try await visitor.submit(["reason": "UU 24/2013 pasal 63"], to: page, from: form)
                #expect(answer.status == 200 && answer.text.contains(town.say("status.\(status.rawValue).label")))
            }
            // Approved, and its paper not yet made.
            requests[.approved] = try await siti.submitPaidSKCK()
            try await town.settle()
            try await agus.approve(requests[.approved] ?? "")
            let unpaid = try await siti.startDraft("skck")
            try await siti.answer(unpaid, Citizen.skckAnswers)
            try await siti.attachPhoto(to: unpaid)
            try await siti.submit(unpaid)
            requests[.awaitingPayment] = unpaid
            let transferred = try await siti.submitForTransfer()
            // After all that is submitted: a citizen has one draft of a service at a time.
            requests[.draft] = try await siti.startDraft("skck")
            let waiting = try await town.island(Town.first).payments.waitingTransfers(by: .finance(id: Identifier(at: Town.morning)))
            let transfer = try #require(waiting.first)
            // Switched off and on, so that the audit trail tells of it.
            for state in ["off", "on"] {
                let page = try await ratna.get("\(siti.base)/admin")
                _ = try await ratna.submit(
                    ["state": state, "reason": "Alat diperbaiki"], to: "\(siti.base)/admin/layanan/skck/saklar", from: page)
            }
            let (program, revoked) = (try await town.program(), try await town.program("disdukcapil"))
            _ = try await ratna.revokeKey(revoked.key, reason: "Tidak dipakai lagi", at: siti.base)
            let cashier = try await DemonstrationStaff.signIn("kasir", town, siti.base)
            let treasurer = try await DemonstrationStaff.signIn("keuangan", town, siti.base)
            let drawer = try await cashier.get("\(siti.base)/kas")
            _ = try await cashier.submit(["change": "200.000"], to: "\(siti.base)/kas/buka", from: drawer)
            let asked = town.visitor()
            let form = try await asked.get("\(siti.base)/masuk")
            let challenge = try await asked.submit(
                ["nik": "3510015402929903", "contact": "dewi@contoh.id"], to: "\(siti.base)/masuk", from: form)
            return Region(
                town: town, siti: siti, agus: agus, ratna: ratna, cashier: cashier, treasurer: treasurer, requests: requests,
                challenge: String(challenge.path.split(separator: "/").last ?? ""), code: code, key: program.key,
                transferred: transferred, transfer: transfer.charge.id, proof: try #require(transfer.proofs.first).id)
        }

        /// Every address of the route that leads somewhere here.
        func addresses(of route: Route) async throws -> [String] {
            let path = route.path.replacing(":region", with: Town.first).replacing(":service", with: "skck")
                .replacing(":challenge", with: challenge).replacing(":code", with: code).replacing(":name", with: "photo")
            if path.contains(":reference") {
                return [try await siti.stubPage(of: requests[.awaitingPayment] ?? "")]
            }
            if path.contains("/keuangan/akun") { return ["cash", "revenue:pnbp", "clearing:stub-qris"].map { "\(path)?nama=\($0)" } }
            if path.contains("/keuangan/transfer/:id") { return [path.replacing(":id", with: transfer.text)] }
            if path.contains("/keuangan/bukti/") { return [path.replacing(":id", with: proof.text)] }
            if path.hasSuffix("/bukti-transfer") { return [path.replacing(":id", with: transferred)] }
            guard path.contains(":id") else { return [path] }
            if route.access == .finance {
                let paid = try #require(Identifier(requests[.preparing] ?? ""))
                let payment = try await town.island(Town.first).payments.payment(for: paid, by: .platform(name: "tests"))
                return [path.replacing(":id", with: try #require(payment).text)]
            }
            if route.access == .cashier, path.hasSuffix("/pengembalian") {
                return [path.replacing(":id", with: requests[.awaitingPayment] ?? "")]
            }
            if path.contains("/admin/petugas/") {
                return try await town.island(Town.first).identity.staff().map { path.replacing(":id", with: $0.id.text) }
            }
            if route.access == .administrator { return [path.replacing(":id", with: key.text)] }
            let states: [RequestStatus] =
                switch route.path.split(separator: "/").last ?? "" {
                case "isian", "lampiran", "periksa": [.draft, .returned]
                case "kuitansi": [.preparing]
                case "bayar": [.awaitingPayment, .preparing]
                case ":id" where route.access == .cashier: [.awaitingPayment, .preparing]
                case "tanda-terima": [.inReview, .returned, .approved, .collected, .revoked, .refused]
                case "surat": [.preparing, .collected, .revoked]
                case "pencabutan": [.preparing]
                case "penerbitan-ulang": [.preparing, .ready, .revoked]
                case "penolakan": [.inReview]
                case "penarikan": [.inReview, .returned]
                case "penghapusan": [.draft]
                case ":name", "kecil": [.preparing, .returned]
                // What its agency hands over is never at an end with the paper; nor has its review steps, or an end (see `StepPageTests`).
                default:
                    RequestStatus.allCases.filter {
                        ![.issued, .checked, .validated, .expired].contains($0) && (route.access != .officer || $0 != .draft)
                    }
                }
            return states.map { path.replacing(":id", with: requests[$0] ?? "") }
        }

        func visitor(for route: Route) -> Visitor {
            switch route.access {
            case .citizen: siti.visitor
            case .officer, .staff: agus.visitor
            case .administrator: ratna
            case .cashier: cashier
            case .finance: treasurer
            case .everyone, .provider, .program, .demonstration: town.visitor()
            }
        }
    }

    /// First parts of the keys in `Words/`, for finding a key that stands on a page instead of its sentence.
    private static let roots = Set(
        (Town.catalogue?.words.all[.indonesian] ?? [:]).keys.compactMap { $0.split(separator: ".").first.map(String.init) })

    /// What stands on the page without its markup.
    static func bareKeys(_ text: String) -> [String] {
        text.replacing(/<[^>]*>/, with: " ").matches(of: /(?:^|[\s(“"])([a-zA-Z]+)\.[a-zA-Z][A-Za-z_.-]*/)
            .filter { roots.contains(String($0.1)) }.map { String($0.0) }
    }

    @Test("Every page is whole in both languages")
    func everyPageIsWholeInBothLanguages() async throws {
        // The search finds what it is looking for.
        #expect(Self.bareKeys("<td>audit.bill.opened</td><a href=\"/aset/status.good\">Siap. status.draft.label</a>").count == 2)
        let region = try await Region.open()
        var pages = 0
        // A form's address leads to the page on which it stands.
        for route in RouteTests.routes where route.door == .page && route.page == nil {
            for address in try await region.addresses(of: route) {
                for language in Language.allCases {
                    let visitor = region.visitor(for: route)
                    visitor.setCookie(Portal.languageCookieName, language.rawValue)
                    let page = try await visitor.send(.get, address)
                    #expect(page.status == 200, "\(address) in \(language): \(page.status)")
                    guard page.headers["content-type"] == "text/html; charset=utf-8" else { continue }
                    pages += 1
                    #expect(page.isPage && page.text.contains("<html lang=\"\(language.rawValue)\">"), "\(address)")
                    #expect(!page.text.contains("{{") && !page.text.contains("}}"), "\(address) in \(language)")
                    // The API's paths are patterns, such as `/{region}/api/v1/services`.
                    let isPatterned = route.path == "/api"
                    #expect(
                        isPatterned || page.text.firstMatch(of: /\{[a-z]+\}/) == nil, "\(address) in \(language) has an unfilled place")
                    // It names events as they stand in the API, such as `bill.paid`.
                    let names = isPatterned ? Set(BillEvent.Kind.allCases.map(\.rawValue)) : []
                    let around = CharacterSet.whitespaces.union(.punctuationCharacters)
                    let bare = Self.bareKeys(page.text).filter { !names.contains($0.trimmingCharacters(in: around)) }
                    #expect(bare == [], "\(address) in \(language)")
                    #expect(page.text.contains("<h1"), "\(address)")
                }
            }
        }
        #expect(pages > 50)
        try await region.town.leave()
    }

    /// A browser may load a page ahead, and a mail scanner follows every link: neither may do anything by it.
    @Test("No address writes anything when it is read, by GET or by HEAD")
    func readingWritesNothing() async throws {
        let disks = WeakDisks()
        let region = try await Region.open(disks)
        try await region.town.settle()
        var answers = 0
        for route in RouteTests.routes where route.door == .page {
            for address in try await region.addresses(of: route) {
                for method in [HTTPRequest.Method.head, .get] {
                    let writes = disks.writes
                    let answer = try await region.visitor(for: route).send(method, address)
                    #expect(answer.status < 400 && (method == .get || answer.body.isEmpty), "\(method) \(address): \(answer.status)")
                    #expect(disks.writes == writes, "\(method) \(address) wrote")
                    answers += 1
                }
            }
        }
        #expect(answers > 100 && disks.writes > 0)
        try await region.town.leave()
    }

    /// Refusals are pages too.
    @Test("Every refusal has its title", arguments: Problem.Code.allCases)
    func everyRefusalHasItsTitle(code: Problem.Code) throws {
        let words = try #require(Town.catalogue).words
        for language in Language.allCases { #expect(words.all[language]?["problem.title.\(code.rawValue)"] != nil) }
    }

    @Test("Every status has its words", arguments: RequestStatus.allCases)
    func everyStateHasItsWords(status: RequestStatus) throws {
        let words = try #require(Town.catalogue).words
        for language in Language.allCases {
            for key in ["status.\(status.rawValue).label", "status.\(status.rawValue).text", "history.\(status.rawValue)"] {
                #expect(words.all[language]?[key] != nil, "\(key)")
            }
        }
    }

    @Test("Every move is told in words in the audit trail", arguments: RequestMove.allCases)
    func everyMoveIsToldInTheAuditTrail(move: RequestMove) throws {
        let words = try #require(Town.catalogue).words
        for language in Language.allCases { #expect(words.all[language]?["audit.\(move.event)"] != nil, "audit.\(move.event)") }
    }
}
