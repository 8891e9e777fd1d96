import Foundation
import HTTPTypes
import Kernel
import Notifications
import Storage
import Testing

@testable import Portal

/// What a browser keeps for us, and what reading changes.
@Suite("Cookies, and reading that changes nothing")
struct CookieTests {
    @Test("Over https each cookie is bound to this very host, and to its region by its name")
    func guarded() async throws {
        let town = try await Town.open(regions: [Town.first, Town.other], environment: ["MPP_PUBLIC_ADDRESS": "https://mpp.contoh.id"])
        let siti = try await town.siti()
        let session = try #require(siti.visitor.cookie("__Host-mpp_sesi.\(Town.first)"))
        #expect(siti.visitor.cookie("__Host-mpp_formulir.\(Town.first)") != nil && siti.visitor.cookie(Portal.sessionCookieName) == nil)
        #expect(try await siti.visitor.send(.get, "\(siti.base)/permohonan").status == 200)
        #expect(try await siti.visitor.send(.get, "/\(Town.other)/permohonan").status == 303, "Another region's page has no session.")
        _ = try await siti.visitor.get("\(siti.base)?bahasa=en")
        #expect(siti.visitor.cookie("__Host-mpp_bahasa") == "en")
        #expect(try await siti.visitor.get("/\(Town.other)").text.contains("<html lang=\"en\">"))

        for name in ["mpp_sesi", "__Host-mpp_sesi", "__Host-mpp_sesi.\(Town.other)", "__Secure-mpp_sesi"] {
            let stranger = town.visitor()
            stranger.setCookie(name, session)
            #expect(try await stranger.send(.get, "\(siti.base)/permohonan").status == 303, "\(name) is none of ours here.")
        }
        let page = try await siti.visitor.get("\(siti.base)/permohonan")
        _ = try await siti.visitor.submit(to: "\(siti.base)/keluar", from: page)
        #expect(siti.visitor.cookie("__Host-mpp_sesi.\(Town.first)") == nil)
        try await town.leave()
    }

    @Test("A guarded cookie is for the whole host, secure and without a domain")
    func header() {
        let cookie = Cookie(name: "mpp_sesi", value: "a", path: "/kab-contoh", maxAgeSeconds: 5, isSecure: true)
        #expect(cookie.header == "__Host-mpp_sesi.kab-contoh=a; Path=/; HttpOnly; SameSite=Lax; Max-Age=5; Secure")
        let plain = Cookie(name: "mpp_sesi", value: "a", path: "/kab-contoh", maxAgeSeconds: nil, isSecure: false)
        #expect(plain.header == "mpp_sesi=a; Path=/kab-contoh; HttpOnly; SameSite=Lax")
    }

    @Test("Reading the inbox marks nothing, and Siti marks what she has seen and nothing of Bambang's")
    func inbox() async throws {
        let town = try await Town.open()
        let (siti, bambang) = (try await town.siti(), try await town.bambang())
        for citizen in [siti, bambang] {
            let draft = try await citizen.startDraft("skck")
            try await citizen.answer(draft, Citizen.skckAnswers)
            try await citizen.attachPhoto(to: draft)
            try await citizen.submit(draft)
        }
        try await town.settle()
        let mark = town.say("inbox.markRead")
        for method in [HTTPRequest.Method.head, .get, .get] { _ = try await siti.visitor.send(method, "\(siti.base)/pesan") }
        let page = try await siti.visitor.get("\(siti.base)/pesan")
        #expect(page.text.contains(town.say("inbox.unread")) && page.text.contains(mark))
        let stale = try await siti.visitor.submit(["newest": "none"], to: "\(siti.base)/pesan", from: page)
        #expect(stale.text.contains(mark), "What she has not seen stays new.")
        let read = try await siti.visitor.submit(["newest": page.input("newest") ?? ""], to: "\(siti.base)/pesan", from: page)
        #expect(!read.text.contains(mark) && !read.text.contains("status info"))
        #expect(try await bambang.visitor.get("\(siti.base)/pesan").text.contains(mark))
        try await town.leave()
    }

    @Test("Fifty failed sign-ins do not hide what was done, and the trail still has them")
    func failures() async throws {
        let town = try await Town.open()
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let ratna = try await town.ratna()
        try await town.island(Town.first).database.write { tx in
            for _ in 0..<60 { try tx.audit.append("staff.signInFailed", "unknown", by: .visitor) }
        }
        let page = try await ratna.get("/\(Town.first)/admin")
        #expect(
            page.text.contains(town.say("trail.staff.added", ["who": "Sistem", "subject": "Bripka Agus"]))
                && !page.text.contains("Seseorang gagal masuk"))
        #expect(try await town.audited().filter { $0 == "staff.signInFailed" }.count == 60)
        try await town.leave()
    }

    @Test(
        "A picture is offered under a name that says that it is one",
        arguments: ["evil.html", "evil.png.svg", "evil", ".htaccess", "pas foto.PNG"])
    func named(filename: String) async throws {
        let town = try await Town.open()
        let siti = try await town.siti()
        let draft = try await siti.startDraft("skck")
        try await siti.attachPhoto(to: draft, named: filename)
        let photo = try await siti.visitor.get("\(siti.base)/permohonan/\(draft)/lampiran/photo")
        #expect(photo.headers["content-disposition"]?.lowercased().hasSuffix(".png\"") == true, "\(photo.headers)")
        try await town.leave()
    }
}
