import Catalogue
import Foundation
import Intake
import Kernel
import Testing

@testable import Documents

@Suite("Uploads")
struct UploadTests {
    @Test("A program that calls itself a photo is refused, and nothing stays behind")
    func lyingUpload() async throws {
        let office = try await Office()
        let id = try await office.documents.startDraft(of: "skck", channel: .electronic, command: office.command(), by: office.siti)
        let program = Upload(filename: "foto.jpg", content: Data("MZ\u{90}\u{0}this is a program".utf8))
        let refused = await problem { try await office.documents.attach(program, as: "photo", to: id, by: office.siti) }
        #expect(refused?.code == .unsupportedType)
        #expect(refused?.fields.first?.field == "attachments.photo")
        #expect(refused?.arguments["types"] == "JPEG, PNG")
        #expect(office.fileCount() == 0)
        #expect(try await office.count("document_attachments") == 0)
    }

    @Test("A file in which malware is found is not kept; her earlier one stays, and nobody else's file is touched")
    func malware() async throws {
        let office = try await Office()
        let id = try await office.filledDraft()
        let dewis = try await office.filledDraft(by: office.dewi)
        let kept = try await office.documents.attachment("photo", of: id, by: office.siti)
        let sick = Upload(filename: "foto.jpg", content: Pictures.jpeg + TestFileScan.testFile)
        let refused = await problem { try await office.documents.attach(sick, as: "photo", to: id, by: office.siti) }
        #expect(refused?.code == .invalid && refused?.fields.map(\.messageKey) == ["problem.upload.malware"])
        #expect(refused?.fields.map(\.field) == ["attachments.photo"])
        #expect(try await office.documents.attachment("photo", of: id, by: office.siti) == kept)
        #expect(try await office.documents.attachment("photo", of: dewis, by: office.dewi) == kept)
        #expect(office.fileCount() == 2)
    }

    @Test("While nobody can look for malware no file is taken, and the reason is said at its field")
    func unscanned() async throws {
        let office = try await Office(scan: ClamdScan(socket: "/nowhere/clamd.ctl"))
        let id = try await office.documents.startDraft(of: "skck", channel: .electronic, command: office.command(), by: office.siti)
        let photo = Upload(filename: "foto.jpg", content: Pictures.jpeg)
        let refused = await problem { try await office.documents.attach(photo, as: "photo", to: id, by: office.siti) }
        #expect(refused?.code == .unavailable && refused?.messageKey == "problem.upload.unscanned")
        #expect(refused?.fields.map(\.field) == ["attachments.photo"])
        #expect(office.fileCount() == 0)
    }

    @Test("A type that the definition does not take is refused, whatever its name says")
    func otherType() async throws {
        let office = try await Office()
        let id = try await office.documents.startDraft(of: "skck", channel: .electronic, command: office.command(), by: office.siti)
        let letter = Upload(filename: "foto.png", content: Pictures.pdf)
        #expect(
            await problem { try await office.documents.attach(letter, as: "photo", to: id, by: office.siti) }?.messageKey
                == "problem.upload.type")
    }

    @Test("Each fault of a file has its own sentence, and nothing of it is kept")
    func faults() async throws {
        let office = try await Office()
        let id = try await office.documents.startDraft(of: "skck", channel: .electronic, command: office.command(), by: office.siti)
        var broken = Pictures.png
        broken[45] ^= 1
        var huge = Pictures.jpeg
        let frame = try #require(huge.range(of: Data([0xFF, 0xC0])))
        huge.replaceSubrange((frame.upperBound + 3)..<(frame.upperBound + 7), with: [0xFF, 0xFF, 0xFF, 0xFF])
        for (content, code, reason) in [
            (Pictures.png.dropLast(2), Problem.Code.invalid, "truncated"), (Pictures.jpeg.dropLast(2), .invalid, "truncated"),
            (broken, .invalid, "malformed"), (huge, .tooLarge, "pixels"), (Data("MZ".utf8), .unsupportedType, "type"),
        ] {
            let refused = await problem {
                try await office.documents.attach(Upload(filename: "foto", content: Data(content)), as: "photo", to: id, by: office.siti)
            }
            #expect(refused?.code == code, "\(reason)")
            #expect(refused?.fields.map(\.field) == ["attachments.photo"])
            #expect(refused?.messageKey == "problem.upload.\(reason)")
        }
        #expect(office.fileCount() == 0)
        #expect(try await office.count("document_attachments") == 0)
        for (content, reason) in [
            (Data("%PDF-1.7\n1 0 obj".utf8), "truncated"), (Data("%PDF-1.7\nstartxref\n99999\n%%EOF".utf8), "malformed"),
            (Data(String(decoding: Pictures.pdf, as: UTF8.self).replacing("[3 0 R] /Count 1", with: "[     ] /Count 0").utf8), "noPages"),
        ] {
            let refused = await problem {
                try await Upload(filename: "a", content: content).read(for: "letter", allowed: [.pdf], TestFileScan())
            }
            #expect(refused?.messageKey == "problem.upload.\(reason)")
        }
    }

    @Test("Whole files are taken, without what stands before and behind them")
    func whole() async throws {
        for (content, type) in [(Pictures.jpeg, FileType.jpeg), (Pictures.png, .png), (Pictures.pdf, .pdf)] {
            for sent in [content, Data([0xEF, 0xBB, 0xBF]) + content] {
                let file = try await Upload(filename: "a", content: sent).read(for: "photo", allowed: FileType.allCases, TestFileScan())
                #expect(file.type == type && file.content == content)
            }
        }
    }

    @Test("Of a photo is kept what the picture needs, and its size is said of that")
    func withoutPlace() async throws {
        let office = try await Office()
        let id = try await office.filledDraft()
        let place = Data("http://ns.adobe.com/xap/1.0/\0<exif:GPSLatitude>8,12S</exif:GPSLatitude>".utf8)
        let photo = Pictures.jpeg.prefix(2) + [0xFF, 0xE1, 0, UInt8(place.count + 2)] + place + Pictures.jpeg.dropFirst(2)
        try await office.documents.attach(Upload(filename: "a.jpg", content: photo), as: "photo", to: id, by: office.siti)
        #expect(try await office.documents.attachment("photo", of: id, by: office.siti).data == Pictures.jpeg)
        #expect(try await office.documents.request(id, by: office.siti).attachments.map(\.size) == [Pictures.jpeg.count])
    }

    @Test("Empty files and pictures over 15 MB are refused")
    func sizes() async throws {
        let office = try await Office()
        let id = try await office.documents.startDraft(of: "skck", channel: .electronic, command: office.command(), by: office.siti)
        let empty = await problem {
            try await office.documents.attach(Upload(filename: "a.jpg", content: Data()), as: "photo", to: id, by: office.siti)
        }
        #expect(empty?.messageKey == "problem.upload.empty")
        let large = Upload(filename: "a.jpg", content: Pictures.jpeg + Data(count: Upload.maximumPictureSize))
        let refused = await problem { try await office.documents.attach(large, as: "photo", to: id, by: office.siti) }
        #expect(refused?.code == .tooLarge)
    }

    @Test("A large picture is kept small, as a photo, and its size is said of that")
    func reduced() async throws {
        let office = try await Office()
        let id = try await office.filledDraft()
        let wide = Pictures.plain(width: 2_600, height: 700)
        try await office.documents.attach(Upload(filename: "kk.png", content: wide), as: "photo", to: id, by: office.siti)
        let kept = try await office.documents.attachment("photo", of: id, by: office.siti)
        #expect(kept.type == .jpeg && kept.filename == "kk.png.jpg" && kept.data.starts(with: [0xFF, 0xD8, 0xFF]))
        #expect(kept.data.count < wide.count / 10)
        let attached = try await office.documents.request(id, by: office.siti).attachments
        #expect(attached.map(\.size) == [kept.data.count] && attached.map(\.type) == [.jpeg])
        // Where a photo is not allowed, a drawing stays one.
        let drawing = try await Upload(filename: "a", content: wide).read(for: "photo", allowed: [.png], TestFileScan())
        #expect(drawing.type == .png && drawing.content == wide)
    }

    @Test("A picture has a thumbnail, for the applicant and her agency's officers alone; a letter has none")
    func thumbnails() async throws {
        let office = try await Office()
        let id = try await office.filledDraft()
        let photo = try await office.documents.attachment("photo", of: id, by: office.siti)
        #expect(try photo.thumbnail().starts(with: [0xFF, 0xD8, 0xFF]))
        #expect(try photo.thumbnail().count < 10_000)
        let letter = AttachmentContent(data: Pictures.pdf, type: .pdf, filename: "a.pdf")
        #expect(throws: Problem.self) { try letter.thumbnail() }
        let first = try await office.documents.request(id, by: office.siti).attachments.map(\.version)
        try await office.documents.attach(Upload(filename: "b.png", content: Pictures.png), as: "photo", to: id, by: office.siti)
        #expect(try await office.documents.request(id, by: office.siti).attachments.map(\.version) != first)
    }

    @Test(
        "A file name cannot leave its folder or break a header",
        arguments: [
            ("../../etc/passwd", "passwd.jpg"), ("evil.html", "evil.html.jpg"), ("C:\\Users\\siti\\foto.jpg", "foto.jpg"),
            ("foto\r\nX-Evil: 1\".jpg", "fotoX-Evil 1.jpg"),
            ("..", "berkas.jpg"), ("", "berkas.jpg"), ("Pasfoto Siti.jpg", "Pasfoto Siti.jpg"),
        ])
    func filenames(_ sent: String, _ kept: String) {
        #expect(Upload(filename: sent, content: Data()).safeFilename(as: .jpeg) == kept)
    }

    @Test("A new photo takes the old one's place, and taking it away leaves no file")
    func replacing() async throws {
        let office = try await Office()
        let id = try await office.filledDraft()
        try await office.documents.attach(Upload(filename: "../baru.png", content: Pictures.png), as: "photo", to: id, by: office.siti)
        let photo = try await office.documents.attachment("photo", of: id, by: office.siti)
        #expect(photo == AttachmentContent(data: Pictures.png, type: .png, filename: "baru.png"))
        #expect(office.fileCount() == 1)
        try await office.documents.detach("photo", from: id, by: office.siti)
        try await office.documents.detach("photo", from: id, by: office.siti)
        #expect(office.fileCount() == 0)
        #expect(await problem { try await office.documents.attachment("photo", of: id, by: office.siti) }?.code == .notFound)
    }
}
