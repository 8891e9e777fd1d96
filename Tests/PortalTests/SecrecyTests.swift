import Foundation
import Kernel
import Testing

@testable import Portal

/// After Siti's whole errand nothing on the disk and nothing in the log tells who she is.
@Suite("What is left on the disk and in the log")
struct SecrecyTests {
    @Test("No personal value stands on the disk or in the log")
    func noPersonalValueStandsOnTheDiskOrInTheLog() async throws {
        let book = LogBook()
        let town = try await Town.open(logger: book.logger)
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let nik = "3510014507909901"
        let citizen = Citizen(visitor: town.visitor(), base: "/\(Town.first)", town: town)
        try await citizen.signIn(nik: nik, contact: "siti@contoh.id")
        let answers = [
            "full_name": "Siti Rahmawati", "birth_place": "Gentengkulon", "birth_date": "1990-07-05",
            "address": "Jalan Melati 7, RT 02", "occupation": "Perajin batik tulis", "purpose": "other",
            "purpose_other": "Mengurus izin tinggal sementara",
        ]
        let draft = try await citizen.startDraft("skck")
        try await citizen.answer(draft, answers)
        try await citizen.attachPhoto(to: draft, named: "wajah-siti-sekali.png")
        try await citizen.submit(draft)
        try await citizen.pay(draft)
        try await town.settle()
        let agus = try await town.agus()
        let remark = "Foto Ibu Rahmawati kurang terang"
        _ = try await agus.sendBack(draft, reason: "photo_unclear", remark: remark)
        try await town.settle()
        try await citizen.submit(draft)
        _ = try await agus.approve(draft)
        try await town.settle()
        // Bambang is reached by phone.
        let bambang = Citizen(visitor: town.visitor(), base: citizen.base, town: town)
        try await bambang.signIn(nik: "3510010203859902", contact: "0812 3456 7890")
        let done = try await citizen.visitor.get("\(citizen.base)/permohonan/\(draft)/surat")
        #expect(done.body.starts(with: Data("%PDF-".utf8)))
        // A question about somebody else's record goes wrong on purpose: refusals are logged too.
        _ = try await citizen.visitor.get("\(citizen.base)/petugas/permohonan/\(draft)")
        // While the server runs the newest changes stand in the database's log file.
        let running = try Self.files(below: town.data).filter { $0.name.contains("mpp.sqlite") }
        try await town.close()

        let files = try Self.files(below: town.data) + running
        #expect(files.count >= 3)
        let log = Data(book.text.utf8)
        // The search would find what is there: the service's code is no secret, and stands in the database.
        #expect(files.contains { $0.content.range(of: Data("skck".utf8)) != nil })
        #expect(files.contains { $0.content.range(of: Data(draft.utf8)) != nil })

        #expect(log.range(of: Data("refused".utf8)) != nil)

        var texts = [
            nik, "3510010203859902", "81234567890", "siti@contoh.id", "siti@", "wajah-siti-sekali", remark, "Rahmawati",
        ]
        texts += answers.filter { $0.key != "purpose" }.map(\.value)
        var secrets: [(name: String, bytes: Data)] = [
            ("photo", Data(Citizen.photo.dropFirst(200).prefix(64))), ("paper", Data(done.body.prefix(64))),
        ]
        for text in texts {
            secrets.append((text, Data(text.utf8)))
            secrets.append(("\(text) in UTF-16", try #require(text.data(using: .utf16LittleEndian))))
        }
        for secret in secrets {
            for file in files {
                #expect(file.content.range(of: secret.bytes) == nil, "\(secret.name) stands in \(file.name)")
            }
            #expect(log.range(of: secret.bytes) == nil, "\(secret.name) stands in the log")
        }
        try FileManager.default.removeItem(at: town.data)
    }

    static func files(below folder: URL) throws -> [(name: String, content: Data)] {
        let enumerator = FileManager.default.enumerator(atPath: folder.path)
        var files: [(String, Data)] = []
        while let name = enumerator?.nextObject() as? String {
            let file = folder.appendingPathComponent(name)
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder), !isFolder.boolValue else { continue }
            // File names are part of what lies on the disk.
            files.append((name, try Data(contentsOf: file) + Data(name.utf8)))
        }
        return files
    }
}
