import Catalogue
import Foundation
import HTTPTypes
import Kernel
import Paper
import Signing
import Testing

@testable import Documents
@testable import Portal

/// What a paper's QR code says for itself, and with what anybody checks it.
@Suite("The statement in a QR code", .timeLimit(.minutes(15)))
struct PaperStatementTests {
    private let key: StatementKey

    init() throws { key = try StatementKey(seed: Data(repeating: 1, count: 32)) }

    private func region() throws -> RegionManifest { try #require(RegionSlug(Town.first).flatMap { Town.catalogue?.region($0) }) }

    private func order(_ service: String, until: CivilDate? = CivilDate("2027-05-23")) throws -> PaperOrder {
        let definition = try #require(Town.catalogue?.service(service))
        return PaperOrder(
            definition: definition, paper: try #require(definition.paper), applicant: Identifier(at: Town.morning), approver: nil,
            deemedBasis: nil,
            number: "\(service.uppercased())/0001/XI/2026/35.10", code: "ABCDEFGHJKMN", holder: "Siti Rahmawati", shown: [], photo: nil,
            issuedAt: Town.morning, validUntil: until, language: .indonesian)
    }

    @Test("It names the paper, and of its people initials and four digits")
    func claims() throws {
        let region = try region()
        let statement = PaperStatement(try order("skck"), of: NIK("3510014507909901"), in: region)
        let json = String(decoding: try statement.encoded, as: UTF8.self)
        #expect(
            json == """
                {"end":"handover","exp":\(statement.exp ?? 0),"iat":\(statement.iat),"ini":"S. R.","iss":"\(Town.first)",\
                "jti":"ABCDEFGHJKMN","nik":"9901","num":"SKCK/0001/XI/2026/35.10","svc":"skck"}
                """)
        // The first second that is over is the first of the next day, by the clocks of the region.
        let end = Instant(milliseconds: Int64(try #require(statement.exp)) * 1000)
        #expect(region.zone.local(end).date == CivilDate("2027-05-24"))
        #expect(region.zone.local(end.advanced(bySeconds: -1)).date == CivilDate("2027-05-23"))
        #expect(Int64(statement.iat) * 1000 == Town.morning.milliseconds)
        let endless = PaperStatement(try order("sip-tenaga-kesehatan", until: nil), of: nil, in: region)
        #expect(endless.exp == nil && endless.nik == nil && endless.end == "paper", "a licence is the document itself")
    }

    @Test(
        "With the longest address and number its code has modules that a phone reads from 40 mm",
        arguments: Town.catalogue?.services.filter { !$0.isElsewhere }.map(\.code) ?? [])
    func size(service: String) throws {
        let region = try region()
        let statement = try key.sign(PaperStatement(order(service), of: NIK("3510014507909901"), in: region).encoded)
        let code = try QRCode("https://mpp-digital.\(Town.first)kab.go.id/\(Town.first)/verifikasi/ABCD-EFGH-JKMN#\(statement)")
        // 0.4 mm a module, and 300 dots an inch print each in nearly five dots.
        #expect(Double(code.side + 2 * QRCode.quietZone) * 0.4 <= 40, "\(service): \(code.side)")
    }

    @Test("The page that checks without the network names nobody, whoever is signed in when it is kept")
    func page() async throws {
        let town = try await Town.open()
        let siti = try await town.siti()
        for visitor in [siti.visitor, town.visitor()] {
            let page = try await visitor.get("\(siti.base)/verifikasi/luring")
            #expect(page.status == 200 && page.text.contains(town.say("offline.lead")) && page.text.contains("data-service=\"skck\""))
            for secret in ["Siti", "Rahmawati", "siti@contoh.id", "name=\"csrf\"", "\(siti.base)/keluar"] {
                #expect(!page.text.contains(secret), "\(secret)")
            }
        }
        let keeper = try await town.visitor().get("\(siti.base)/verifikasi/penjaga.js")
        #expect(keeper.headers["content-type"] == "text/javascript; charset=utf-8")
        try await town.leave()
    }

    @Test("Papers that were revoked stand in a signed list, by hashes that lead to none of them, until they would have ended anyway")
    func revoked() async throws {
        let town = try await Town.open(regions: [Town.first, Town.other])
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let (siti, agus) = (try await town.siti(), try await town.agus())
        let published = try town.island(Town.first).statementKey.published
        func list() async throws -> (text: String, hashes: [String]) {
            let answer = try await town.visitor().get("\(siti.base)/verifikasi/dicabut.jws")
            let payload = try #require(published.payload(of: answer.text))
            let said = try #require(JSONSerialization.jsonObject(with: payload) as? [String: Any])
            #expect(said["iss"] as? String == Town.first)
            #expect(said["iat"] as? Int == Int(town.clock.now.milliseconds / 1000))
            return (String(decoding: payload, as: UTF8.self), try #require(said["revoked"] as? [String]))
        }
        var codes: [String] = []
        for _ in 0..<2 {
            let request = try await siti.submitPaidSKCK()
            try await agus.approve(request)
            try await town.settle()
            let page = try await siti.visitor.get("\(siti.base)/permohonan/\(request)")
            codes.append(try #require(page.text.firstMatch(of: /\/verifikasi\/([0-9A-Z-]{14})"/).map { String($0.1) }))
            #expect(try await list().hashes.isEmpty)
            if codes.count == 2 { try await agus.revoke(request, reason: "Terbit keliru") }
        }
        let told = try await list()
        #expect(told.hashes.count == 1 && told.hashes.allSatisfy { $0.count == 16 })
        for code in codes { #expect(!told.text.contains(code) && !told.text.contains(code.replacing("-", with: ""))) }

        // The region's key is its own, and what is published of it is enough.
        let keys = try await town.visitor().get("\(siti.base)/verifikasi/kunci.json")
        #expect(keys.headers["content-type"] == "application/json" && keys.text.contains(published.kid) && !keys.text.contains("\"d\""))
        let others = try await town.visitor().get("/\(Town.other)/verifikasi/dicabut.jws")
        #expect(published.payload(of: others.text) == nil)

        // Its last day is 23 May 2027, six months after it was issued.
        let zone = try town.island(Town.first).region.zone
        town.clock.set(zone.instant(try #require(CivilDate("2027-05-23")), try #require(TimeOfDay("23:59"))))
        #expect(try await list().hashes.count == 1)
        town.clock.advance(bySeconds: 60)
        #expect(try await list().hashes.isEmpty)
        try await town.leave()
    }

    @Test("What is pasted with its statement leads on with it, so that the page can check it")
    func pasted() async throws {
        let town = try await Town.open(regions: [Town.first, Town.other])
        let visitor = town.visitor()
        for (region, tail) in [(Town.first, "#a-b.c_d.E0"), (Town.other, "#a.b.c")] {
            let typed = "https%3A%2F%2Fmpp.example%2F\(region)%2Fverifikasi%2FABCD-EFGH-JKMN\(tail.replacing("#", with: "%23"))"
            let answer = try await visitor.send(.get, "/\(Town.first)/verifikasi?kode=\(typed)")
            // A code that nobody printed is answered here; another region's is asked there.
            if region == Town.other { #expect(answer.location == "/\(region)/verifikasi/ABCD-EFGH-JKMN\(tail)") }
            if region == Town.first { #expect(answer.status == 404) }
        }
        try await town.leave()
    }

    @Test("The command tells of what a code says who signed it, and what the books say now")
    func command() async throws {
        let town = try await Town.open()
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let (siti, agus) = (try await town.siti(), try await town.agus())
        let request = try await siti.submitPaidSKCK()
        try await agus.approve(request)
        try await town.settle()
        let page = try await siti.visitor.get("\(siti.base)/permohonan/\(request)")
        let code = try #require(page.text.firstMatch(of: /\/verifikasi\/([0-9A-Z-]{14})"/).map { String($0.1) })
        let number = try #require(page.text.firstMatch(of: /SKCK\/0001\/[A-Z0-9.\/]+/).map { String($0.0) })
        let key = try town.island(Town.first).statementKey
        func statement(_ number: String, _ key: StatementKey) throws -> String {
            let said = PaperStatement(
                iss: Town.first, jti: code.replacing("-", with: ""), num: number, svc: "skck", end: "handover", ini: "S. R.", nik: nil,
                iat: 1, exp: nil)
            return try key.sign(said.encoded)
        }
        let office = try RegionOffice.open(Town.first, settings: town.portal.settings, clock: town.portal.clock)
        let genuine = try statement(number, key)
        for text in [genuine, "https://mpp.example/\(Town.first)/verifikasi/\(code)#\(genuine)\n", "  \(genuine) "] {
            let verdict = try #require(try await office.verdict(onCode: text))
            #expect(verdict.holds && verdict.number == number && verdict.standing == "genuine")
        }
        let strange = try #require(try await office.verdict(onCode: try statement(number, self.key)))
        #expect(!strange.holds && strange.finding == .unreadable && strange.standing == nil, "signed by whom nobody knows")
        let other = try #require(try await office.verdict(onCode: try statement("SKCK/0002/XI/2026/35.10", key)))
        #expect(!other.holds && other.standing == "unknown", "the code is another paper's")
        for text in ["", code, "https://mpp.example/\(Town.first)/verifikasi/\(code)", "%PDF-1.4"] {
            #expect(try await office.verdict(onCode: text) == nil, "\(text)")
        }
        try await agus.revoke(request, reason: "Terbit keliru")
        let revoked = try #require(try await office.verdict(onCode: genuine))
        #expect(!revoked.holds && revoked.standing == "revoked")
        try office.close()
        try await town.leave()
    }
}
