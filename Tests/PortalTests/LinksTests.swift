import Catalogue
import Documents
import Foundation
import HTTPTypes
import Kernel
import Payments
import Testing

@testable import Portal

@Suite("Links of pages")
struct LinksTests {
    /// An address as `Links` makes it, and the route that it is meant for.
    struct Followed: Sendable {
        let name: String
        let address: String
        let route: String
        var methods: Set<HTTPRequest.Method> = [.get]
    }

    static func followed(_ links: Links) -> [Followed] {
        let id = Identifier(at: Town.morning)
        let (request, review) = (links.request(id), links.review(id))
        return [
            Followed(name: "front", address: Links.front, route: "/"),
            Followed(name: "stylesheet", address: Links.stylesheet, route: "/aset/gaya.css"),
            Followed(name: "choice", address: RegionSlug(Town.first).map(Links.choice) ?? "", route: "/"),
            Followed(name: "page", address: Links.page(links.services, in: .english), route: "/:region/layanan"),
            Followed(name: "home", address: links.home, route: "/:region"),
            Followed(name: "services", address: links.services, route: "/:region/layanan"),
            Followed(name: "address", address: links.services(for: .work), route: "/:region/layanan"),
            Followed(name: "privacy", address: links.privacy, route: "/:region/privasi"),
            Followed(name: "signIn", address: links.signIn, route: "/:region/masuk", methods: [.get, .post]),
            Followed(name: "signIn", address: links.signIn(next: links.services), route: "/:region/masuk"),
            Followed(name: "nextParameter", address: "\(links.signIn)?\(Links.nextParameter)=\(links.services)", route: "/:region/masuk"),
            Followed(name: "staffSignIn", address: links.staffSignIn(next: links.workList), route: "/:region/petugas/masuk"),
            Followed(name: "signOut", address: links.signOut, route: "/:region/keluar", methods: [.post]),
            Followed(name: "requests", address: links.requests, route: "/:region/permohonan", methods: [.get, .post]),
            Followed(name: "inbox", address: links.inbox, route: "/:region/pesan"),
            Followed(name: "progress", address: links.progress, route: "/:region/lacak"),
            Followed(name: "verification", address: links.verification, route: "/:region/verifikasi"),
            Followed(name: "offlineVerification", address: links.offlineVerification, route: "/:region/verifikasi/luring"),
            Followed(name: "verification", address: links.verification("ABCD-EFGH-JKMN"), route: "/:region/verifikasi/:code"),
            Followed(name: "staffSignIn", address: links.staffSignIn, route: "/:region/petugas/masuk", methods: [.get, .post]),
            Followed(name: "account", address: links.account, route: "/:region/akun", methods: [.get, .post]),
            Followed(name: "staffAccount", address: links.staffAccount, route: "/:region/petugas/akun", methods: [.get, .post]),
            Followed(name: "ownPassword", address: links.ownPassword, route: "/:region/petugas/kata-sandi", methods: [.post]),
            Followed(name: "personContact", address: links.personContact, route: "/:region/petugas/kontak", methods: [.get, .post]),
            Followed(
                name: "isOpenBeforeNewPassword", address: links.isOpenBeforeNewPassword(links.signOut) ? links.signOut : links.home,
                route: "/:region/keluar", methods: [.post]),
            Followed(name: "workList", address: links.workList, route: "/:region/petugas"),
            Followed(name: "workList", address: links.workList([("daftar", "selesai"), ("cari", "Siti & co")]), route: "/:region/petugas"),
            Followed(name: "deskScript", address: Links.deskScript, route: "/aset/meja.js"),
            Followed(name: "formScript", address: Links.formScript, route: "/aset/isian.js"),
            Followed(name: "payScript", address: Links.payScript, route: "/aset/bayar.js"),
            Followed(name: "checkScript", address: Links.checkScript, route: "/aset/cek.js"),
            Followed(name: "cashDesk", address: links.cashDesk, route: "/:region/kas"),
            Followed(name: "shiftBeginning", address: links.shiftBeginning, route: "/:region/kas/buka", methods: [.post]),
            Followed(name: "shiftEnd", address: links.shiftEnd, route: "/:region/kas/tutup", methods: [.get, .post]),
            Followed(name: "cashBill", address: links.cashBill(id), route: "/:region/kas/tagihan/:id", methods: [.get, .post]),
            Followed(name: "books", address: links.books, route: "/:region/keuangan"),
            Followed(name: "unpaidBills", address: links.unpaidBills, route: "/:region/keuangan/tagihan"),
            Followed(name: "unpaidBills", address: links.unpaidBills(after: .start), route: "/:region/keuangan/tagihan"),
            Followed(name: "refunds", address: links.refunds, route: "/:region/keuangan/pengembalian"),
            Followed(name: "payment", address: links.payment(id), route: "/:region/keuangan/pembayaran/:id"),
            Followed(
                name: "payment", address: links.payment(id, .credit), route: "/:region/keuangan/pembayaran/:id/pelunasan",
                methods: [.get, .post]),
            Followed(
                name: "cashRefund", address: links.cashRefund(id), route: "/:region/kas/tagihan/:id/pengembalian", methods: [.get, .post]),
            Followed(name: "transfers", address: links.transfers, route: "/:region/keuangan/transfer"),
            Followed(name: "transfer", address: links.transfer(id), route: "/:region/keuangan/transfer/:id", methods: [.get, .post]),
            Followed(name: "proof", address: links.proof(id), route: "/:region/keuangan/bukti/:id", methods: [.get, .post]),
            Followed(name: "bankAccount", address: links.bankAccount, route: "/:region/keuangan/rekening", methods: [.get, .post]),
            Followed(name: "settlementImport", address: links.settlementImport, route: "/:region/keuangan/berkas", methods: [.get, .post]),
            Followed(name: "differences", address: links.differences, route: "/:region/keuangan/selisih", methods: [.get, .post]),
            Followed(
                name: "transferProof", address: request.transferProof, route: "/:region/permohonan/:id/bukti-transfer",
                methods: [.get, .post]),
            Followed(name: "account", address: links.account("clearing:stub-qris", before: 7), route: "/:region/keuangan/akun"),
            Followed(name: "accountFile", address: links.accountFile("cash"), route: "/:region/keuangan/akun/tabel"),
            Followed(name: "accountData", address: links.accountData("cash", before: 7), route: "/:region/keuangan/akun/data"),
            Followed(name: "receipts", address: links.receipts, route: "/:region/keuangan/penerimaan"),
            Followed(name: "receipts", address: links.receipts("2026-10"), route: "/:region/keuangan/penerimaan"),
            Followed(
                name: "books", address: CivilDate("2026-11-23").map { links.books(on: $0) } ?? "", route: "/:region/keuangan"),
            Followed(name: "months", address: links.months, route: "/:region/keuangan/bulan", methods: [.get, .post]),
            Followed(name: "work", address: links.work(of: .cashier(id: id)), route: "/:region/kas"),
            Followed(name: "work", address: links.work(of: .finance(id: id)), route: "/:region/keuangan"),
            Followed(name: "work", address: links.work(of: .officer(id: id, agency: "polri")), route: "/:region/petugas"),
            Followed(name: "work", address: links.work(of: .administrator(id: id)), route: "/:region/admin"),
            Followed(name: "administration", address: links.administration, route: "/:region/admin"),
            Followed(name: "auditTrail", address: links.auditTrail, route: "/:region/admin/jejak"),
            Followed(name: "auditTrail", address: links.auditTrail([("hari", "2026-11-23")]), route: "/:region/admin/jejak"),
            Followed(name: "auditFile", address: links.auditFile([("siapa", "citizen")]), route: "/:region/admin/jejak/tabel"),
            Followed(name: "keys", address: links.keys, route: "/:region/admin/kunci", methods: [.get, .post]),
            Followed(name: "staff", address: links.staff, route: "/:region/admin/petugas", methods: [.get, .post]),
            Followed(
                name: "staffChange", address: links.staffChange(.disabling, of: id), route: "/:region/admin/petugas/:id/penonaktifan",
                methods: [.get, .post]),
            Followed(
                name: "staffChange", address: links.staffChange(.password, of: id), route: "/:region/admin/petugas/:id/kata-sandi",
                methods: [.get, .post]),
            Followed(
                name: "keyRevocation", address: links.keyRevocation(id), route: "/:region/admin/kunci/:id/pencabutan",
                methods: [.get, .post]),
            Followed(name: "keyHook", address: links.keyHook(id), route: "/:region/admin/kunci/:id/kabar", methods: [.get, .post]),
            Followed(
                name: "keyHookPause", address: links.keyHookPause(id), route: "/:region/admin/kunci/:id/kabar/jeda", methods: [.post]),
            Followed(
                name: "keyHookResumption", address: links.keyHookResumption(id), route: "/:region/admin/kunci/:id/kabar/kelanjutan",
                methods: [.post]),
            Followed(
                name: "keyHookEnd", address: links.keyHookEnd(id), route: "/:region/admin/kunci/:id/kabar/penghentian", methods: [.post]),
            Followed(name: "demoMailbox", address: links.demoMailbox, route: "/:region/kotak-peragaan"),
            Followed(name: "accent", address: links.accent, route: "/:region/warna.css"),
            Followed(name: "service", address: links.service("skck"), route: "/:region/layanan/:service"),
            Followed(name: "standard", address: links.standard("skck"), route: "/:region/layanan/:service/standar"),
            Followed(name: "standardSheet", address: links.standardSheet("skck"), route: "/:region/layanan/:service/standar/lembar"),
            Followed(name: "application", address: links.application("skck"), route: "/:region/layanan/:service"),
            Followed(
                name: "serviceToApply", address: links.service(links.serviceToApply(links.application("skck")) ?? ""),
                route: "/:region/layanan/:service"),
            Followed(name: "code", address: links.code(id.text), route: "/:region/masuk/:challenge", methods: [.get, .post]),
            Followed(
                name: "serviceSwitch", address: links.serviceSwitch("skck"), route: "/:region/admin/layanan/:service/saklar",
                methods: [.post]),
            Followed(
                name: "providerSwitch", address: links.providerSwitch("cash"), route: "/:region/admin/cara-bayar/:provider/saklar",
                methods: [.post]),
            Followed(
                name: "stubPayment", address: links.stubPayment("MPP0000"), route: "/:region/simulasi-bayar/:reference",
                methods: [.get, .post]),
            Followed(
                name: "stubPress", address: links.stubPress("MPP0000"), route: "/:region/simulasi-bayar/:reference/tekanan",
                methods: [.get, .post]),
            Followed(
                name: "stubSettlement", address: links.stubSettlement("MPP0000"), route: "/:region/simulasi-bayar/:reference/setoran"),
            Followed(name: "request", address: request.page, route: "/:region/permohonan/:id"),
            Followed(name: "pageAfterSending", address: request.pageAfterSending, route: "/:region/permohonan/:id"),
            Followed(name: "sentName", address: "\(request.page)?\(RequestLinks.sentName)=ya", route: "/:region/permohonan/:id"),
            Followed(name: "answers", address: request.answers, route: "/:region/permohonan/:id/isian", methods: [.get, .post]),
            Followed(
                name: "fromName", address: "\(request.answers)?\(RequestLinks.fromName)=periksa", route: "/:region/permohonan/:id/isian"),
            Followed(
                name: "partName", address: "\(request.answers)?\(RequestLinks.partName)=2", route: "/:region/permohonan/:id/isian",
                methods: [.get, .post]),
            Followed(name: "letter", address: request.letter, route: "/:region/permohonan/:id/tanda-terima"),
            Followed(name: "answer", address: request.answer("full_name", part: 1), route: "/:region/permohonan/:id/isian"),
            Followed(
                name: "change", address: Town.catalogue?.service("skck").map { request.change(.attachment("photo"), of: $0) } ?? "",
                route: "/:region/permohonan/:id/lampiran"),
            Followed(
                name: "attachments", address: request.attachments, route: "/:region/permohonan/:id/lampiran", methods: [.get, .post]),
            Followed(name: "attachment", address: request.attachment("photo"), route: "/:region/permohonan/:id/lampiran/:name"),
            Followed(
                name: "thumbnail", address: request.thumbnail(of: "photo", version: "0"),
                route: "/:region/permohonan/:id/lampiran/:name/kecil"),
            Followed(name: "check", address: request.check, route: "/:region/permohonan/:id/periksa"),
            Followed(name: "submission", address: request.submission, route: "/:region/permohonan/:id/pengajuan", methods: [.post]),
            Followed(name: "payment", address: request.payment, route: "/:region/permohonan/:id/bayar", methods: [.get, .post]),
            Followed(name: "paymentNews", address: request.paymentNews, route: "/:region/permohonan/:id/bayar/kabar"),
            Followed(name: "receipt", address: request.receipt, route: "/:region/permohonan/:id/kuitansi"),
            Followed(name: "paper", address: request.paper, route: "/:region/permohonan/:id/surat"),
            Followed(name: "review", address: review.page, route: "/:region/petugas/permohonan/:id"),
            Followed(name: "decided", address: review.decided, route: "/:region/petugas/permohonan/:id"),
            Followed(name: "claim", address: review.claim, route: "/:region/petugas/permohonan/:id/pengambilan", methods: [.post]),
            Followed(name: "release", address: review.release, route: "/:region/petugas/permohonan/:id/pelepasan", methods: [.post]),
            Followed(
                name: "attachment", address: review.attachment("photo"), route: "/:region/petugas/permohonan/:id/lampiran/:name"),
            Followed(name: "paper", address: review.paper, route: "/:region/petugas/permohonan/:id/surat"),
            Followed(name: "readiness", address: review.readiness, route: "/:region/petugas/permohonan/:id/kesiapan", methods: [.post]),
            Followed(name: "handover", address: review.handover, route: "/:region/petugas/permohonan/:id/penyerahan", methods: [.post]),
            Followed(
                name: "approval", address: review.approval, route: "/:region/petugas/permohonan/:id/persetujuan", methods: [.post]),
            Followed(name: "wayBack", address: review.wayBack, route: "/:region/petugas/permohonan/:id/pemulangan", methods: [.post]),
            Followed(
                name: "sendingBack", address: review.sendingBack, route: "/:region/petugas/permohonan/:id/pengembalian",
                methods: [.post]),
            Followed(
                name: "refusal", address: review.refusal, route: "/:region/petugas/permohonan/:id/penolakan", methods: [.get, .post]),
            Followed(
                name: "reissue", address: review.reissue, route: "/:region/petugas/permohonan/:id/penerbitan-ulang",
                methods: [.get, .post]),
            Followed(
                name: "withdrawal", address: request.withdrawal, route: "/:region/permohonan/:id/penarikan", methods: [.get, .post]),
            Followed(
                name: "deletion", address: request.deletion, route: "/:region/permohonan/:id/penghapusan", methods: [.get, .post]),
            Followed(
                name: "revocation", address: review.revocation, route: "/:region/petugas/permohonan/:id/pencabutan",
                methods: [.get, .post]),
        ]
    }

    /// Whether the router takes the address to that route: a word of the pattern stands for itself, a parameter for any word.
    static func leads(_ address: String, to route: String) -> Bool {
        let path = address.prefix { $0 != "?" && $0 != "#" }.split(separator: "/")
        let pattern = route.split(separator: "/")
        return path.count == pattern.count && zip(path, pattern).allSatisfy { $1.hasPrefix(":") || $0 == $1 }
    }

    @Test("Every address leads to a route, with each method that it is meant for")
    func routes() throws {
        let links = Links(try #require(RegionSlug(Town.first)))
        for followed in Self.followed(links) {
            #expect(Self.leads(followed.address, to: followed.route), "\(followed.name): \(followed.address)")
            for method in followed.methods {
                #expect(
                    RouteTests.routes.contains { $0.path == followed.route && $0.method == method }, "\(method) \(followed.route)")
            }
        }
    }

    @Test("Every address that can be made is followed here")
    func followed() throws {
        let source = try String(contentsOf: Self.portal.appendingPathComponent("Faces/Links.swift"), encoding: .utf8)
        let made = Set(source.matches(of: /\n    (?:static )?(?:let|var|func) (\w+)/).map { String($0.1) })
        #expect(made.subtracting(Self.followed(Links(try #require(RegionSlug(Town.first)))).map(\.name)) == [])
    }

    @Test("Neither a page nor a template writes an address by hand")
    func written() throws {
        // The API's addresses are for programs: its document leads to them, no page does.
        let words = Set(
            RouteTests.routes.filter { $0.operation == nil }.flatMap { $0.path.split(separator: "/") }.filter { !$0.hasPrefix(":") }.map(
                String.init))
        #expect(words.contains("permohonan"))
        var found: [String] = []
        for folder in ["Citizen", "Officer", "Administration", "Demo", "Faces", "Resources/Pages"] {
            let root = Self.portal.appendingPathComponent(folder)
            for file in try FileManager.default.subpathsOfDirectory(atPath: root.path) where !file.hasSuffix("Links.swift") {
                guard file.hasSuffix(".swift") || file.hasSuffix(".mustache") else { continue }
                let text = try String(contentsOf: root.appendingPathComponent(file), encoding: .utf8)
                // Routes say their own patterns, comments may speak of an address, and a template's tags are names.
                for line in text.split(separator: "\n") where !line.contains("table.") && !line.contains("///") {
                    let line = line.replacing(/\{\{[\/>][^}]*\}\}/, with: "")
                    found += line.matches(of: /\/([a-z-]+)/).map { String($0.1) }.filter(words.contains).map { "\(folder)/\(file): /\($0)" }
                }
            }
        }
        #expect(found == [], "Take the address from Links.")
    }

    @Test("The way back after signing in keeps its query")
    func query() throws {
        let links = Links(try #require(RegionSlug(Town.first)))
        #expect(links.signIn(next: "") == links.signIn)
        #expect(
            links.signIn(next: "\(links.workList)?daftar=selesai&x=é")
                == "\(links.signIn)?lanjut=\(links.workList)%3Fdaftar%3Dselesai%26x%3D%C3%A9")
    }

    private static let portal = Town.resources.deletingLastPathComponent()
}
