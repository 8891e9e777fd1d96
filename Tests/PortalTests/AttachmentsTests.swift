import Documents
import Foundation
import HTTPTypes
import Testing

@testable import Portal

/// The attachments are one form: whatever button is pressed, no file that was chosen is lost.
@Suite("The form of the attachments")
struct AttachmentsTests {
    /// A draft of a service that asks for three attachments, two of them because of an answer.
    private func begun(_ town: Town) async throws -> (siti: Citizen, draft: String) {
        let siti = try await town.siti()
        let draft = try await siti.startDraft("akta-kelahiran")
        try await siti.answer(draft, part: 3, ["birth_proof": "birth_letter"])
        return (siti, draft)
    }

    private func photo(_ name: String, _ attachment: String, in form: Multipart = Multipart(), _ content: Data = Citizen.photo) -> Multipart
    {
        form.file(content, named: name, as: "attachments.\(attachment)")
    }

    /// The names of the files that are kept, as the page shows them.
    private func kept(_ siti: Citizen, _ draft: String) async throws -> Set<String> {
        let page = try await siti.visitor.get("\(siti.base)/permohonan/\(draft)/lampiran")
        return Set(page.text.matches(of: /<span>([^<]+) <small/).map { String($0.1) })
    }

    @Test("All chosen files are kept by one button, which goes on when nothing is missing")
    func all() async throws {
        let town = try await Town.open()
        let (siti, draft) = try await begun(town)
        let bambang = try await town.bambang()
        let his = try await bambang.startDraft("akta-kelahiran")
        try await bambang.attach(photo("bambang.png", "birth_proof_paper"), to: his)

        let form = photo("bukti.png", "birth_proof_paper", in: photo("nikah.png", "marriage_proof", in: photo("kk.png", "family_card")))
        let check = try await siti.attach(form, to: draft)
        #expect(check.status == 200 && check.path.hasSuffix("/periksa"))
        for name in ["bukti.png", "nikah.png", "kk.png"] { #expect(check.text.contains(name)) }
        // No file chosen: each stays as it is.
        #expect(
            try await siti.attach(Multipart().file(Data(), named: "", as: "attachments.family_card"), to: draft).path.hasSuffix("/periksa"))
        #expect(try await kept(siti, draft) == ["bukti.png", "nikah.png", "kk.png"])
        #expect(try await kept(bambang, his) == ["bambang.png"])
        try await town.leave()
    }

    @Test("One bad file loses no other, and its fault is at its field")
    func oneBad() async throws {
        let town = try await Town.open()
        let (siti, draft) = try await begun(town)
        let form = photo(
            "bukti.png", "birth_proof_paper", in: photo("nikah.png", "marriage_proof", in: photo("kk.png", "family_card"), Data("MZ".utf8)))
        let answer = try await siti.attach(form, to: draft)
        #expect(answer.status == 422 && answer.faults == ["field-attachments-marriage_proof"])
        #expect(answer.text.contains("bukti.png") && answer.text.contains("kk.png"))
        #expect(try await kept(siti, draft) == ["bukti.png", "kk.png"])
        try await town.leave()
    }

    @Test("What is required and missing is told at its field, and what was chosen is kept")
    func missing() async throws {
        let town = try await Town.open()
        let (siti, draft) = try await begun(town)
        let answer = try await siti.attach(photo("kk.png", "family_card"), to: draft)
        #expect(answer.status == 422)
        #expect(answer.faults == ["field-attachments-birth_proof_paper", "field-attachments-marriage_proof"])
        #expect(answer.fault(at: "field-attachments-birth_proof_paper") == town.say("problem.attachment.required"))
        #expect(try await kept(siti, draft) == ["kk.png"])
        // Faults stand in the order of the fields, whichever was found first.
        let both = try await siti.attach(photo("x.png", "marriage_proof", Data("MZ".utf8)), to: draft)
        #expect(both.faults == ["field-attachments-birth_proof_paper", "field-attachments-marriage_proof"])
        // A bad file in its place has one fault, not two.
        let bad = try await siti.attach(photo("x.png", "birth_proof_paper", Data("MZ".utf8)), to: draft)
        #expect(bad.faults == ["field-attachments-birth_proof_paper", "field-attachments-marriage_proof"])
        let rest = photo("bukti.png", "birth_proof_paper", in: photo("nikah.png", "marriage_proof"))
        #expect(try await siti.attach(rest, to: draft).path.hasSuffix("/periksa"))
        try await town.leave()
    }

    @Test("Taking one file away keeps those that were chosen for the othis")
    func removing() async throws {
        let town = try await Town.open()
        let (siti, draft) = try await begun(town)
        try await siti.attach(photo("bukti.png", "birth_proof_paper", in: photo("kk.png", "family_card")), to: draft)
        let form = photo("lain.png", "family_card", in: photo("nikah.png", "marriage_proof")).field("hapus", "family_card")
        let page = try await siti.attach(form, to: draft)
        #expect(page.status == 200 && page.path.hasSuffix("/lampiran"))
        #expect(try await kept(siti, draft) == ["bukti.png", "nikah.png"])
        // Also while something is missing, which is not the time to say so.
        let without = try await siti.attach(Multipart().field("hapus", "birth_proof_paper"), to: draft)
        #expect(without.status == 200 && without.faults == [])
        #expect(try await siti.attach(Multipart().field("hapus", "tidak_ada"), to: draft).status == 200)
        #expect(try await kept(siti, draft) == ["nikah.png"])
        try await town.leave()
    }

    @Test("Going back to the answers keeps what was chosen")
    func back() async throws {
        let town = try await Town.open()
        let (siti, draft) = try await begun(town)
        let answers = try await siti.attach(photo("kk.png", "family_card").field("kembali", "1"), to: draft)
        #expect(answers.status == 200 && answers.path.hasSuffix("/isian"))
        #expect(try await kept(siti, draft) == ["kk.png"])
        let bad = try await siti.attach(photo("x.png", "family_card", Data("MZ".utf8)).field("kembali", "1"), to: draft)
        #expect(bad.status == 422 && bad.faults == ["field-attachments-family_card"])
        #expect(try await kept(siti, draft) == ["kk.png"])
        try await town.leave()
    }

    @Test("A picture has a thumbnail under 10 KB, for its owner alone, which her browser may keep")
    func thumbnail() async throws {
        let town = try await Town.open()
        let (siti, draft) = try await begun(town)
        let check = try await siti.attach(photo("bukti.png", "birth_proof_paper"), to: draft)
        let letter = Data(
            """
            %PDF-1.4
            1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
            2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
            3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >> endobj
            trailer << /Root 1 0 R /Size 4 >>
            startxref
            9
            %%EOF
            """.utf8)
        let page = try await siti.visitor.get("\(siti.base)/permohonan/\(draft)/lampiran")
        for shown in [page, check] {
            let address = try #require(shown.text.firstMatch(of: /<img class="thumbnail" src="([^"]+)"/).map { String($0.1) })
            let small = try await siti.visitor.get(address)
            #expect(small.status == 200 && small.headers["content-type"] == "image/jpeg")
            #expect(small.body.starts(with: [0xFF, 0xD8, 0xFF]) && small.body.count < 10_000)
            #expect(small.headers["cache-control"] == "private, max-age=3600")
            let bambang = try await town.bambang()
            #expect(try await bambang.visitor.get(address).status == 404)
            #expect(try await town.visitor().send(.get, address).status == 303)
        }
        let first = try #require(page.text.firstMatch(of: /kecil\?v=([0-9a-f]+)/).map { String($0.1) })
        let replaced = try await siti.attach(photo("baru.png", "birth_proof_paper"), to: draft)
        #expect(replaced.text.contains("/kecil?v=") && !replaced.text.contains(first), "another picture has another address")
        // What is no picture is told by its kind.
        let withLetter = try await siti.attach(photo("nikah.pdf", "marriage_proof", letter).field("kembali", ""), to: draft)
        #expect(withLetter.text.contains("nikah.pdf"), "\(withLetter.faults)")
        let after = try await siti.visitor.get("\(siti.base)/permohonan/\(draft)/lampiran")
        #expect(after.text.contains("<span class=\"thumbnail\" aria-hidden=\"true\">PDF</span>"))
        #expect(try await siti.visitor.get("\(siti.base)/permohonan/\(draft)/lampiran/marriage_proof/kecil").status == 404)
        #expect(try await siti.visitor.get("\(siti.base)/permohonan/\(draft)/lampiran/family_card/kecil").status == 404)
        try await town.leave()
    }
}
