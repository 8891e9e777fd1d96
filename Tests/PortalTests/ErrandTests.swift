internal import Catalogue
internal import Notifications

import Documents
import Foundation
import Kernel
import Storage
import Testing

@testable import Portal

/// Siti needs an SKCK: the whole errand, from the first page to the verified paper, through the router and the real resources.
@Suite("Siti's errand through the portal")
struct ErrandTests {
    @Test("Siti applies, pays, corrects and receives her SKCK")
    func sitiAppliesPaysCorrectsAndReceivesHerSKCK() async throws {
        let town = try await Town.open()
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let base = "/\(Town.first)"

        // She picks her region and reads what the service needs, costs and takes.
        let siti = town.visitor()
        #expect(try await siti.get("/").text.contains("href=\"\(Links.front)?daerah=\(Town.first)\""))
        let service = try await siti.get("\(base)/layanan/skck")
        #expect(service.text.contains("Rp30.000"))

        // She signs in with a code.
        let citizen = Citizen(visitor: siti, base: base, town: town)
        try await citizen.signIn(nik: "3510014507909901", contact: "siti@contoh.id")

        // She fills the form, uploads a photo, leaves, and comes back to her draft.
        let draft = try await citizen.startDraft("skck")
        try await citizen.answer(draft, ["full_name": "Siti Rahmawati", "birth_place": "Genteng"])
        let again = try await siti.get("\(base)/permohonan/\(draft)/isian")
        #expect(again.text.contains("value=\"Genteng\""))
        try await citizen.answer(draft, Citizen.skckAnswers)
        try await citizen.attachPhoto(to: draft)

        // She submits, is billed, and pays at the stub.
        let check = try await siti.get("\(base)/permohonan/\(draft)/periksa")
        let pay = try await siti.submit(to: "\(base)/permohonan/\(draft)/pengajuan", from: check)
        #expect(pay.path == "\(base)/permohonan/\(draft)/bayar")
        #expect(pay.text.contains("<svg"))
        try await citizen.pay(draft)
        try await town.settle()
        #expect(try await siti.get("\(base)/permohonan/\(draft)").text.contains(town.say("status.inReview.label")))

        // The officer returns it once; she corrects it; the officer approves.
        let officer = try await DemonstrationStaff.signIn("agus", town, base)
        let list = try await officer.get("\(base)/petugas")
        #expect(list.text.contains("\(base)/petugas/permohonan/\(draft)"))
        let review = try await officer.get("\(base)/petugas/permohonan/\(draft)")
        #expect(review.text.contains("Siti Rahmawati"))
        let photo = try await officer.get("\(base)/petugas/permohonan/\(draft)/lampiran/photo")
        #expect(photo.headers["content-type"] == "image/png")
        let reason = try #require(try town.island(Town.first).offer("skck", in: town.portal.catalogue).returnReasons.first)
        _ = try await officer.submit(
            ["reason": reason.code, "remark": "Mohon unggah ulang."], to: "\(base)/petugas/permohonan/\(draft)/pengembalian", from: review)
        try await town.settle()
        #expect(try await siti.get("\(base)/permohonan/\(draft)").text.contains("Mohon unggah ulang."))
        let corrected = try await siti.get("\(base)/permohonan/\(draft)/periksa")
        _ = try await siti.submit(to: "\(base)/permohonan/\(draft)/pengajuan", from: corrected)
        let second = try await officer.get("\(base)/petugas/permohonan/\(draft)")
        _ = try await officer.submit(to: "\(base)/petugas/permohonan/\(draft)/persetujuan", from: second)
        try await town.settle()

        // The SKCK is there, and anyone can verify it without learning who she is.
        let done = try await siti.get("\(base)/permohonan/\(draft)")
        let pdf = try await siti.get("\(base)/permohonan/\(draft)/surat")
        #expect(pdf.headers["content-type"] == "application/pdf")
        #expect(pdf.body.starts(with: Data("%PDF-".utf8)))
        let verification = try #require(done.text.firstMatch(of: /href="([^"]*\/verifikasi\/[^"]+)"/).map { String($0.1) })
        let verified = try await town.visitor().get(verification)
        #expect(verified.text.contains("S. R."))
        #expect(!verified.text.contains("Rahmawati"))

        // What was said to the world: one message for each step, and nothing else. The sign-in code was there too, until it
        // was used.
        let island = try town.island(Town.first)
        let told = try await island.notifications.demoMailbox(limit: 50).reversed().map(\.template)
        #expect(
            told == [
                "payment_requested", "request_received", "request_returned", "request_resubmitted", "request_approved", "request_preparing",
            ])
        try await town.leave()
    }
}
