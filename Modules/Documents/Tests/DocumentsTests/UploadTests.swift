import Catalogue
import Foundation
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

    @Test("A type that the definition does not take is refused, whatever its name says")
    func otherType() async throws {
        let office = try await Office()
        let id = try await office.documents.startDraft(of: "skck", channel: .electronic, command: office.command(), by: office.siti)
        let letter = Upload(filename: "foto.png", content: Pictures.pdf)
        #expect(
            await problem { try await office.documents.attach(letter, as: "photo", to: id, by: office.siti) }?.messageKey
                == "problem.upload.type")
    }

    @Test("A file cut off anywhere is refused", arguments: [Pictures.jpeg, Pictures.png])
    func truncated(_ picture: Data) {
        let claimed = picture.starts(with: [0xFF]) ? FileType.jpeg : .png
        for length in 12..<picture.count {
            #expect(throws: ContentFault.truncated, "\(length) bytes") { try ContentCheck.check(picture.prefix(length), as: claimed) }
        }
    }

    @Test("A PDF without its end is refused")
    func truncatedPDF() {
        #expect(throws: ContentFault.truncated) { try ContentCheck.check(Pictures.pdf.prefix(50), as: .pdf) }
        #expect(throws: ContentFault.malformed) {
            try ContentCheck.check(Data("%PDF-1.7\nstartxref\n99999\n%%EOF".utf8), as: .pdf)
        }
    }

    @Test("A picture with a changed byte, nothing in it, or too many pixels is refused")
    func broken() {
        var changed = Pictures.png
        changed[45] ^= 1
        #expect(throws: ContentFault.malformed) { try ContentCheck.check(changed, as: .png) }
        #expect(throws: ContentFault.malformed) { try ContentCheck.check(Data([0xFF, 0xD8, 0xFF, 0xD9]), as: .jpeg) }
        #expect(throws: ContentFault.malformed) { try ContentCheck.check(Pictures.png(width: 0, height: 5), as: .png) }
        #expect(throws: ContentFault.tooManyPixels) { try ContentCheck.check(Pictures.png(width: 60_000, height: 60_000), as: .png) }
    }

    @Test("Whole files are taken", arguments: [(Pictures.jpeg, FileType.jpeg), (Pictures.png, .png), (Pictures.pdf, .pdf)])
    func whole(_ content: Data, _ type: FileType) throws {
        #expect(try Upload(filename: "a", content: content).checkedType(for: "photo", allowed: FileType.allCases) == type)
        #expect(try Upload(filename: "a", content: Pictures.jpeg + [0, 1, 2]).checkedType(for: "photo", allowed: [.jpeg]) == .jpeg)
    }

    @Test("Strays that every reader passes over are forgiven in all formats alike")
    func strays() throws {
        let mark = Data([0xEF, 0xBB, 0xBF])
        let filled = Pictures.jpeg.prefix(8) + [0, 0x20, 0xFF, 0xFF] + Pictures.jpeg.dropFirst(8)
        for content in [mark + Pictures.pdf, Data("\r\n".utf8) + Pictures.pdf, Pictures.pdf + [0, 0]] {
            #expect(try Upload(filename: "a", content: content).checkedType(for: "photo", allowed: [.pdf]) == .pdf)
        }
        for content in [filled, filled + [0, 1], Pictures.jpeg + [0]] {
            #expect(try Upload(filename: "a", content: content).checkedType(for: "photo", allowed: [.jpeg]) == .jpeg)
        }
        for content in [Pictures.png + [0], Pictures.png + Data("\r\n".utf8)] {
            #expect(try Upload(filename: "a", content: content).checkedType(for: "photo", allowed: [.png]) == .png)
        }
    }

    @Test("Empty files and files over 5 MB are refused")
    func sizes() async throws {
        let office = try await Office()
        let id = try await office.documents.startDraft(of: "skck", channel: .electronic, command: office.command(), by: office.siti)
        let empty = await problem {
            try await office.documents.attach(Upload(filename: "a.jpg", content: Data()), as: "photo", to: id, by: office.siti)
        }
        #expect(empty?.messageKey == "problem.upload.empty")
        let large = Upload(filename: "a.jpg", content: Pictures.jpeg + Data(count: Upload.maximumSize))
        let refused = await problem { try await office.documents.attach(large, as: "photo", to: id, by: office.siti) }
        #expect(refused?.code == .tooLarge)
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
