internal import Identity

import Catalogue
import Foundation
import HTTPTypes
import Kernel
import Testing

@testable import Portal

/// Addresses that nobody should have typed: a clear page each time, never a failure, and never somebody else's data.
@Suite("Addresses that nobody should have typed")
struct PathTests {
    @Test("A strange address is not found")
    func strangeAddressesAreNotFound() async throws {
        let town = try await Town.open()
        let region = Town.first
        let id = Identifier(at: Town.morning).text
        let paths = [
            "/..", "/../", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/\(region)/../../etc/passwd", "/\(region)/layanan/..",
            "/\(region)/layanan/..%2F..", "/\(region)/layanan/..%2f..%2fsecret", "/aset/../../Package.swift",
            "/aset/%2e%2e/gaya.css",
            "/\(region)/layanan/skck%00", "/%00", "/\(region)%00", "/\(region)/layanan/%ff%fe", "/\(region)/layanan/%", "/%zz",
            "/\(region)/layanan/" + String(repeating: "a", count: 20_000), "/" + String(repeating: "a/", count: 5_000),
            "/kab-tidak-ada", "/kota-tidak-ada/layanan", "/KAB-TIDAK-ADA", "/\\evil.example", "//evil.example", "/Indonesia",
            "/favicon.ico",
            "/\(region)/layanan/tidak-ada", "/\(region)/masuk/bukan-nomor", "/\(region)/verifikasi/../../x",
            "/\(region)/verifikasi/%3Cscript%3Ealert(1)%3C%2Fscript%3E", "/\(region)/tidak-ada", "/\(region)/masuk/\(id)/lagi",
        ]
        for path in paths {
            let answer = try await town.visitor().send(.get, path)
            #expect(answer.status == 404 && answer.isPage, "\(path.prefix(80)): \(answer.status)")
            #expect(!answer.text.contains("<script>"), "\(path.prefix(80))")
        }
        #expect(try await !town.portal.metricsText().contains("mpp_unexpected_total"))
        try await town.leave()
    }

    @Test("An unknown place or service is called that")
    func anUnknownPlaceOrServiceIsCalledThat() async throws {
        let town = try await Town.open()
        #expect(try await town.visitor().get("/kab-tidak-ada").text.contains(town.say("problem.region.unknown")))
        #expect(try await town.visitor().get("/\(Town.first)/layanan/tidak-ada").text.contains(town.say("problem.service.notOffered")))
        // A region of the catalogue that this process does not serve is unknown here too.
        #expect(try await town.visitor().get("/\(Town.other)").status == 404)
        try await town.leave()
    }

    @Test("Whoever is lost in a region stays in it: its name, her menu and a search over its services")
    func lostInARegion() async throws {
        let town = try await Town.open(regions: [Town.first, Town.other])
        let siti = try await town.siti()
        let name = try town.island(Town.first).region.name
        for path in ["/tidak-ada", "/layanan/tidak-ada", "/permohonan/tidak-ada", "/a/b/c/d/e/f"] {
            for visitor in [siti.visitor, town.visitor()] where !path.hasPrefix("/permohonan") || visitor === siti.visitor {
                let page = try await visitor.get("\(siti.base)\(path)")
                #expect(page.status == 404 && page.text.contains("<strong>\(htmlEscaped(name))</strong>"), "\(path)")
                #expect(page.text.contains("action=\"\(siti.base)/layanan\""), "\(path)")
                #expect(page.text.contains(town.say("nav.signOut")) == (visitor === siti.visitor), "\(path)")
            }
        }
        // In another region she is a visitor, and that region is the one she is in.
        let other = try await siti.visitor.get("/\(Town.other)/tidak-ada")
        #expect(other.text.contains("action=\"/\(Town.other)/layanan\"") && !other.text.contains(town.say("nav.signOut")))
        let nowhere = try await siti.visitor.get("/tidak-ada/layanan")
        #expect(nowhere.status == 404 && !nowhere.text.contains("/layanan\""))
        try await town.leave()
    }

    @Test("A misspelt region is told the one that was meant, and no other")
    func misspelt() async throws {
        let town = try await Town.open(regions: [Town.first, Town.other])
        let slug = Town.first
        let name = slug.drop { $0 != "-" }.dropFirst()
        let swapped = slug.dropLast(2) + String(slug.suffix(2).reversed())
        for typed in ["\(slug.dropLast())", "\(slug)x", "\(swapped)", "\(name)", name.uppercased(), "kabupaten-\(name)"] {
            for rest in ["", "/layanan/skck", "/tidak/ada"] {
                let page = try await town.visitor().get("/\(typed)\(rest)")
                #expect(page.status == 404 && page.text.contains("href=\"/\(slug)\""), "\(typed)\(rest)")
                #expect(!page.text.contains("href=\"/\(Town.other)\""), "\(typed)\(rest)")
            }
        }
        for typed in ["x", "kab", "kota-", "favicon.ico", "%00", "qqqqqqqqqq"] {
            let page = try await town.visitor().get("/\(typed)")
            #expect(page.status == 404 && !page.text.contains(town.say("lost.near")), "\(typed)")
        }
        try await town.leave()
    }

    @Test("A region is near whose name differs by one letter in four at most")
    func near() throws {
        let regions = try #require(Town.catalogue).regions
        let near = NearRegions(regions: regions)
        for region in regions {
            let name = String(region.slug.text.drop { $0 != "-" }.filter(\.isLetter))
            let most = name.count / 4
            #expect(near.meant(by: name).contains(region))
            #expect(near.meant(by: String(repeating: "#", count: 3) + name).contains(region), "only letters count")
            #expect(near.meant(by: String(name.dropLast(most))).contains(region))
            let wrong = { (count: Int) in String(repeating: "x", count: count) + name.dropFirst(count) }
            #expect(near.meant(by: wrong(most)).contains(region), "\(name)")
            #expect(!near.meant(by: wrong(most + 1)).contains(region), "\(name)")
            #expect(near.meant(by: name).count <= 3)
        }
        for short in ["", "abc", "kab-"] { #expect(near.meant(by: short).isEmpty) }
    }

    @Test("A method that an address does not have is refused")
    func anotherMethodIsRefused() async throws {
        let town = try await Town.open()
        for method in [HTTPRequest.Method.put, .delete, .patch, .options, .trace, .connect] {
            for path in ["/", "/\(Town.first)", "/\(Town.first)/masuk", "/tidak-ada"] {
                let answer = try await town.visitor().send(method, path)
                #expect([204, 404, 405].contains(answer.status), "\(method) \(path): \(answer.status)")
            }
        }
        #expect([404, 405].contains(try await town.visitor().post([:], to: "/\(Town.first)/layanan").status))
        #expect(try await town.visitor().send(.head, "/\(Town.first)").status == 200)
        try await town.leave()
    }

    /// Bambang knows the number of Siti's request; it opens nothing for him, whatever he tries.
    @Test("Siti's request does not exist for Bambang")
    func somebodyElsesRequestDoesNotExist() async throws {
        let town = try await Town.open()
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let siti = try await town.siti()
        let issued = try await siti.submitPaidSKCK()
        try await town.agus().approve(issued)
        try await town.settle()
        let draft = try await siti.startDraft("skck")
        try await siti.attachPhoto(to: draft)

        let bambang = try await town.bambang()
        let command = Identifier(at: Town.morning).text
        for id in [issued, draft] {
            let page = "\(siti.base)/permohonan/\(id)"
            for part in ["", "/isian", "/lampiran", "/lampiran/photo", "/lampiran/photo/kecil", "/periksa", "/bayar", "/surat"] {
                let answer = try await bambang.visitor.send(.get, page + part)
                #expect(answer.status == 404 && answer.text.contains(town.say("problem.notFound")), "\(part): \(answer.status)")
                #expect(!answer.text.contains("Rahmawati"))
            }
            let token = try #require(try await bambang.visitor.get("\(siti.base)/layanan/skck").input("csrf"))
            for part in ["/isian", "/lampiran", "/pengajuan"] {
                let answer = try await bambang.visitor.post(["csrf": token, "command": command], to: page + part)
                #expect(answer.status == 404, "\(part): \(answer.status)")
            }
        }
        // Siti has lost nothing, and sees it all.
        for part in ["", "/lampiran/photo", "/lampiran/photo/kecil", "/surat"] {
            #expect(try await siti.visitor.send(.get, "\(siti.base)/permohonan/\(issued)\(part)").status == 200)
        }
        #expect(try await siti.visitor.send(.get, "\(siti.base)/permohonan/\(draft)/lampiran/photo").status == 200)
        try await town.leave()
    }

    /// An officer sees his own agency's requests, and no draft.
    @Test("Ibu Wati sees nothing of a request to Bripka Agus's agency")
    func anotherAgencysOfficerSeesNothing() async throws {
        let town = try await Town.open()
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let island = try town.island(Town.first)
        _ = try await island.identity.addStaff(
            username: "wati", displayName: "Ibu Wati", role: .officer, agency: "disdukcapil", password: DemonstrationData.password,
            by: .platform(name: "tests"))
        let siti = try await town.siti()
        let draft = try await siti.startDraft("skck")
        let agus = try await town.agus()
        #expect(try await agus.visitor.get("\(siti.base)/petugas/permohonan/\(draft)").status == 404)
        let request = try await siti.submitPaidSKCK()

        let wati = Officer(visitor: try await DemonstrationStaff.signIn("wati", town, siti.base), base: siti.base)
        for part in ["", "/lampiran/photo", "/surat", "/pencabutan"] {
            #expect(try await wati.visitor.get("\(siti.base)/petugas/permohonan/\(request)\(part)").status == 404, "\(part)")
        }
        let token = try #require(try await wati.visitor.get("\(siti.base)/petugas").input("csrf"))
        for part in ["persetujuan", "pengembalian", "pencabutan"] {
            let fields = ["csrf": token, "command": Identifier(at: Town.morning).text, "reason": "photo_unclear", "remark": ""]
            let answer = try await wati.visitor.post(fields, to: "\(siti.base)/petugas/permohonan/\(request)/\(part)")
            #expect(answer.status == 404, "\(part): \(answer.status)")
        }
        #expect(try await agus.visitor.get("\(siti.base)/petugas/permohonan/\(request)").status == 200)
        try await town.leave()
    }

    @Test("A number that is none is not found")
    func numbersThatAreNoneAreNotFound() async throws {
        let town = try await Town.open()
        let siti = try await town.siti()
        for id in ["1", "bukan-nomor", "..", Identifier(at: Town.morning).text, "00000000-0000-0000-0000-000000000000", "' OR 1=1 --"] {
            let part = id.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(CharacterSet(charactersIn: "-._~"))) ?? ""
            for rest in ["", "/isian", "/surat", "/lampiran/photo"] {
                let answer = try await siti.visitor.send(.get, "\(siti.base)/permohonan/\(part)\(rest)")
                #expect(answer.status == 404, "\(id)\(rest): \(answer.status)")
            }
        }
        try await town.leave()
    }

    @Test("A session of another region signs nobody in")
    func aSessionOfAnotherRegionSignsNobodyIn() async throws {
        let town = try await Town.open(regions: [Town.first, Town.other])
        let siti = try await town.siti()
        let request = try await siti.startDraft("skck")
        let cookie = try #require(siti.visitor.cookie(Portal.sessionCookieName))
        let stranger = town.visitor()
        stranger.setCookie(Portal.sessionCookieName, cookie, path: "/\(Town.other)")
        #expect(try await stranger.send(.get, "/\(Town.other)/permohonan").status == 303)
        #expect(try await stranger.get("/\(Town.other)/permohonan").path == "/\(Town.other)/masuk")
        #expect(try await stranger.get("/\(Town.other)/permohonan/\(request)").path == "/\(Town.other)/masuk")
        // The page is a visitor's, and she is still signed in at home.
        #expect(try await stranger.get("/\(Town.other)").text.contains("/\(Town.other)/masuk"))
        #expect(try await siti.visitor.send(.get, "\(siti.base)/permohonan").status == 200)
        // Signed in at both places with one request's number: it exists only at one.
        let there = try await town.siti(in: Town.other)
        #expect(try await there.visitor.get("/\(Town.other)/permohonan/\(request)/isian").status == 404)
        try await town.leave()
    }

    @Test(
        "A made-up session signs nobody in",
        arguments: ["", "x", String(repeating: "A", count: 43), String(repeating: "A", count: 5000), "a b; mpp_sesi=c", "é"])
    func aMadeUpSessionSignsNobodyIn(cookie: String) async throws {
        let town = try await Town.open()
        let visitor = town.visitor()
        visitor.setCookie(Portal.sessionCookieName, cookie)
        #expect(try await visitor.get("/\(Town.first)/permohonan").path == "/\(Town.first)/masuk")
        #expect(try await visitor.get("/\(Town.first)/layanan/skck").status == 200)
        try await town.leave()
    }

    @Test("A session ends by the clock, and the draft is still there")
    func aSessionEndsByTheClockAndTheDraftIsStillThere() async throws {
        let town = try await Town.open()
        let siti = try await town.siti()
        let draft = try await siti.startDraft("skck")
        try await siti.answer(draft, ["full_name": "Siti Rahmawati"])
        let page = try await siti.visitor.get("\(siti.base)/permohonan/\(draft)/isian")
        // She is never away for as long as half an hour.
        for seconds in Array(repeating: 1799, count: 24) + [23] {
            town.clock.advance(bySeconds: seconds)
            #expect(try await siti.visitor.send(.get, "\(siti.base)/permohonan").status == 200)
        }
        town.clock.advance(bySeconds: 1)
        let away = try await siti.visitor.send(.get, "\(siti.base)/permohonan/\(draft)/isian")
        #expect(away.location == "\(siti.base)/masuk?lanjut=\(siti.base)/permohonan/\(draft)/isian")
        let sent = try await siti.visitor.submit(["answers.full_name": "Siti"], to: "\(siti.base)/permohonan/\(draft)/isian", from: page)
        #expect(sent.path == "\(siti.base)/masuk" && sent.text.contains(town.say("signIn.wordsKept")))
        let again = try await town.siti()
        #expect(try await again.visitor.get("\(siti.base)/permohonan/\(draft)/isian").input("answers.full_name") == "Siti Rahmawati")
        try await town.leave()
    }
}
