internal import HTTPTypes

import Foundation
import Testing

@testable import Portal

/// The smallest drawing that is whole: one grey pixel.
private enum Pixel {
    static let png =
        Data(base64Encoded: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==") ?? Data()
}

/// Files that are not what they seem: each is refused at its field, and what was there before stays.
@Suite("Files that are not what they seem")
struct UploadTests {
    /// A draft with its answers and a photo, and who fills it.
    private func begun(_ town: Town) async throws -> (siti: Citizen, draft: String) {
        let siti = try await town.siti()
        let draft = try await siti.startDraft("skck")
        try await siti.answer(draft, Citizen.skckAnswers)
        try await siti.attachPhoto(to: draft)
        return (siti, draft)
    }

    private func expectKept(_ siti: Citizen, _ draft: String) async throws {
        let photo = try await siti.visitor.get("\(siti.base)/permohonan/\(draft)/lampiran/photo")
        #expect(photo.status == 200 && photo.body == Citizen.photo)
        let form = try await siti.visitor.get("\(siti.base)/permohonan/\(draft)/isian")
        #expect(form.input("answers.birth_place") == "Genteng")
    }

    @Test("A wrong file is named at its field, and the old file stays")
    func whatIsWrongIsSaidAtTheFieldAndTheOldFileStays() async throws {
        let town = try await Town.open()
        let (siti, draft) = try await begun(town)
        let large = Citizen.photo + Data(repeating: 0, count: 15 * 1024 * 1024)
        let script = Data("<html><script>alert(1)</script></html>".utf8)
        let cases: [(content: Data, name: String, problem: String)] = [
            (Data("Ini bukan foto.".utf8), "foto.jpg", "type"), (script, "foto.png", "type"),
            (Data([0xFF, 0xD8, 0xFF]) + script, "foto.jpg", "truncated"),
            (Citizen.photo.prefix(33) + Citizen.photo.suffix(12), "foto.png", "malformed"),
            (Citizen.photo.dropLast(1), "foto.png", "truncated"),
            (Citizen.photo.prefix(Citizen.photo.count / 2), "foto.png", "truncated"),
            (Data("%PDF-1.7\n1 0 obj".utf8), "a.pdf", "type"),
            (Data(), "kosong.png", "empty"), (large, "besar.png", "size"),
        ]
        for wrong in cases {
            let answer = try await siti.attachPhoto(to: draft, Data(wrong.content), named: wrong.name)
            #expect(answer.status == 422 && answer.isPage, "\(wrong.name): \(answer.status)")
            #expect(answer.faults == ["field-attachments-photo"], "\(wrong.name)")
            #expect(answer.has(id: "field-attachments-photo"))
            let key = "problem.upload.\(wrong.problem)"
            #expect(
                answer.fault(at: "field-attachments-photo") == town.say(key, ["types": "JPEG, PNG", "max": "15"]), "\(wrong.name)")
            // The page is the one she was on: with her photo, and a form that works.
            #expect(answer.text.contains("pas foto.png") && answer.input("csrf")?.utf8.count == 128, "\(wrong.name)")
        }
        try await expectKept(siti, draft)
        try await town.leave()
    }

    @Test("An upload that breaks off is refused, and nothing is lost")
    func aBodyThatBreaksOffIsRefusedAndNothingIsLost() async throws {
        let town = try await Town.open()
        let (siti, draft) = try await begun(town)
        let page = try await siti.visitor.get("\(siti.base)/permohonan/\(draft)/lampiran")
        let whole = Multipart().field("csrf", page.input("csrf") ?? "").file(Citizen.photo, named: "baru.png", as: "attachments.photo")
            .closed
        for length in [0, 1, 60, 200, whole.count / 2, whole.count - 10] {
            let answer = try await siti.visitor.send(
                .post, "\(siti.base)/permohonan/\(draft)/lampiran", headers: ["content-type": Multipart.contentType],
                body: whole.prefix(length))
            #expect(answer.status == 422 && answer.isPage, "cut at \(length): \(answer.status)")
            #expect(answer.text.contains(town.say("problem.upload.truncated")), "cut at \(length)")
        }
        try await expectKept(siti, draft)
        try await town.leave()
    }

    @Test(
        "The name of a file does no harm",
        arguments: [
            "../../../etc/passwd", "..\\..\\boot.ini", "a%22; filename=%22b.png", "<script>alert(1)</script>.png", "a\nb.png",
            "a%0D%0ASet-Cookie: x=y.png",
            "\u{202E}gnp.exe", "...", "/", String(repeating: "n", count: 5000) + ".png", "pas foto é 🙂.png",
        ])
    func aFileNameDoesNoHarm(name: String) async throws {
        let town = try await Town.open()
        let siti = try await town.siti()
        let draft = try await siti.startDraft("skck")
        let answer = try await siti.attachPhoto(to: draft, Citizen.photo, named: name)
        #expect(answer.status == 200, "\(answer.status)")
        #expect(!answer.text.contains("<script>") && !answer.text.contains("etc/passwd\""))
        let photo = try await siti.visitor.get("\(siti.base)/permohonan/\(draft)/lampiran/photo")
        #expect(photo.body == Citizen.photo && photo.headers["content-type"] == "image/png")
        let disposition = try #require(photo.headers["content-disposition"])
        #expect(disposition.wholeMatch(of: /inline; filename="[A-Za-z0-9._-]{1,120}"/) != nil, "\(disposition)")
        #expect(photo.headers["x-content-type-options"] == "nosniff" && photo.headers["set-cookie"] == nil)
        // Nothing was written outside the region's folder of sealed files.
        let names = try FileManager.default.subpathsOfDirectory(atPath: town.data.path)
        #expect(names.allSatisfy { $0.hasPrefix(Town.first) && !$0.contains("passwd") && !$0.contains("..") })
        try await town.leave()
    }

    /// A line break that is really there ends the header line, so that no file is named at all.
    @Test("A raw line break in the header of an upload makes it no file")
    func aRawLineBreakInTheHeaderIsNoFile() async throws {
        let town = try await Town.open()
        let (siti, draft) = try await begun(town)
        let answer = try await siti.attachPhoto(to: draft, Citizen.photo, named: "a\r\nX-Header: b.png")
        #expect(answer.path.hasSuffix("/periksa") && answer.text.contains("pas foto.png"), "The file that was there stays.")
        try await expectKept(siti, draft)
        try await town.leave()
    }

    @Test("A field that the service does not have takes no file")
    func aFieldThatTheServiceDoesNotHaveTakesNoFile() async throws {
        let town = try await Town.open()
        let (siti, draft) = try await begun(town)
        let answer = try await siti.attach(
            Multipart().file(Citizen.photo, named: "a.png", as: "attachments.tidak_ada").file(Citizen.photo, named: "a.png"), to: draft)
        #expect(answer.path.hasSuffix("/periksa") && !answer.text.contains("a.png"))
        #expect(try await siti.visitor.get("\(siti.base)/permohonan/\(draft)/lampiran/tidak_ada").status == 404)
        try await town.leave()
    }

    @Test("Files larger together than a form may be are refused above the form, and the draft stays as it was")
    func together() async throws {
        let town = try await Town.open()
        let (siti, draft) = try await begun(town)
        // What stands around the files is part of the form.
        let frame = Multipart().field("csrf", String(repeating: "0", count: 128)).file(Data(), named: "a.png", as: "attachments.photo")
            .closed
        for (more, isRead) in [(-1, true), (0, true), (1, false)] {
            let file = Citizen.photo + Data(count: 40 * 1024 * 1024 - frame.count - Citizen.photo.count + more)
            let answer = try await siti.attachPhoto(to: draft, file, named: "a.png")
            let (field, sentence) = isRead ? ("field-attachments-photo", "size") : ("field-attachments", "total")
            #expect(answer.status == (isRead ? 422 : 413) && answer.faults == [field], "\(more)")
            #expect(answer.fault(at: field) == town.say("problem.upload.\(sentence)", ["max": "15"]))
        }
        try await expectKept(siti, draft)
        try await town.leave()
    }

    @Test("A photo for which the disk has no room is refused on a page that says so, and nothing is lost")
    func fullDisk() async throws {
        let town = try await Town.open()
        let (siti, draft) = try await begun(town)
        let page = try await siti.visitor.get("\(siti.base)/permohonan/\(draft)/lampiran")
        let files = town.data.appendingPathComponent("\(Town.first)/files")
        let away = town.data.appendingPathComponent("away")
        try FileManager.default.moveItem(at: files, to: away)
        try Data("in the way".utf8).write(to: files)
        // Another picture, because the same content is the same file and is not written again.
        let other = Pixel.png
        let form = Multipart().file(other, named: "baru.png", as: "attachments.photo")
        let refused = try await siti.visitor.upload(form, to: "\(siti.base)/permohonan/\(draft)/lampiran", from: page)
        #expect(refused.status == 503 && refused.isPage && refused.text.contains(town.say("problem.data.unavailable")))
        try FileManager.default.removeItem(at: files)
        try FileManager.default.moveItem(at: away, to: files)
        try await expectKept(siti, draft)
        let again = try await siti.attach(form, to: draft)
        #expect(again.status == 200 && again.text.contains("baru.png"))
        try await town.leave()
    }

    @Test("A file can be replaced, and taken away")
    func aFileCanBeReplacedAndTakenAway() async throws {
        let town = try await Town.open()
        let (siti, draft) = try await begun(town)
        let replaced = try await siti.attachPhoto(to: draft, Citizen.photo, named: "baru.png")
        #expect(replaced.text.contains("baru.png") && !replaced.text.contains("pas foto.png"))
        for _ in 1...2 {
            let without = try await siti.attach(Multipart().field("hapus", "photo"), to: draft)
            #expect(without.status == 200 && without.path.hasSuffix("/lampiran") && !without.text.contains("baru.png"))
        }
        #expect(try await siti.visitor.get("\(siti.base)/permohonan/\(draft)/lampiran/photo").status == 404)
        try await town.leave()
    }
}
