import Foundation
import Kernel
import Storage
import Testing

@testable import Portal

/// One folder of a region for each version of the schema that was ever released lies in `Databases/`. Migrations are only added, and
/// stored formats only grow: whoever opens one of these folders finds everything as it was left. A folder is never changed; before a
/// release that adds migrations, `MPP_KEEP_DATABASE=<new folder> swift test --filter EarlierDatabase` makes the next one. The people in
/// them are invented, and so their keys are no secrets.
@Suite("Databases of earlier versions")
struct EarlierDatabaseTests {
    private static let home = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Databases")
    static let versions = ((try? FileManager.default.contentsOfDirectory(atPath: home.path)) ?? []).filter { !$0.hasPrefix(".") }.sorted()
    /// The database under a name that Git keeps.
    private static let keptName = "mpp.database"
    private static let keeping = ProcessInfo.processInfo.environment["MPP_KEEP_DATABASE"]

    @Test("There is one of version 1")
    func first() { #expect(EarlierDatabaseTests.versions.contains("1")) }

    @Test("A database of each version opens, and everybody finds everything as it was left", arguments: versions)
    func opens(_ version: String) async throws {
        let data = FileManager.default.temporaryDirectory.appendingPathComponent("mpp-earlier-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
        let folder = data.appendingPathComponent(Town.first)
        try FileManager.default.copyItem(at: EarlierDatabaseTests.home.appendingPathComponent(version), to: folder)
        try FileManager.default.moveItem(
            at: folder.appendingPathComponent(EarlierDatabaseTests.keptName), to: folder.appendingPathComponent("mpp.sqlite"))
        // Git keeps no more of a file's mode than whether it can be run.
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder.appendingPathComponent("master.key").path)
        if version == "1" {
            // Its people are invented, but version 1 did not write that down.
            let real = try await Town.open(isDemonstration: false, data: data)
            try await DemonstrationMark.filled.write(in: real.island(Town.first))
            try await real.close()
        }
        let town = try await Town.open(data: data, clock: HandWallClock(Town.morning.advanced(byDays: 1)))

        // What the earlier program owed is done by this one: Bambang's approved request becomes a paper, and he is told.
        try await town.settle()
        let bambang = try await town.bambang()
        #expect(try await requests(of: bambang).map(\.status) == [town.say("status.issued.label")])
        #expect(try await bambang.visitor.get("\(bambang.base)/pesan").text.contains("Surat Keterangan Catatan Kepolisian"))

        let siti = try await town.siti()
        let hers = try await requests(of: siti)
        #expect(hers.count == 2)
        let unsent = try #require(hers.first { $0.status == town.say("status.draft.label") }).id
        let form = try await siti.visitor.get("\(siti.base)/permohonan/\(unsent)/isian")
        #expect(form.input("answers.full_name") == "Siti &quot;R&quot; Rahmawati")
        let issued = try #require(hers.first { $0.status == town.say("status.issued.label") }).id
        let page = try await siti.visitor.get("\(siti.base)/permohonan/\(issued)")
        #expect(page.text.contains("Jalan Melati 7, Genteng") && page.text.contains("Wajah terpotong."))
        // What was handed in before there were numbers has one now.
        #expect(page.text.contains(/2026-0000[1-9]/))
        let paper = try await siti.visitor.get("\(siti.base)/permohonan/\(issued)/surat")
        #expect(paper.body.starts(with: Data("%PDF-".utf8)))

        #expect(try await town.visitor().get("/\(Town.first)/layanan/kartu-keluarga").text.contains("Printer rusak."))
        let agus = try await town.agus()
        #expect(try await agus.visitor.get("/\(Town.first)/petugas?daftar=selesai").text.contains("Siti Rahmawati"))
        #expect(try await town.island(Town.first).database.read { try $0.firstBrokenAuditPosition() } == nil)
        try await town.leave()
    }

    /// The lines of a citizen's own list, the newest first.
    private func requests(of citizen: Citizen) async throws -> [(id: String, status: String)] {
        let page = try await citizen.visitor.get("\(citizen.base)/permohonan").text
        return page.matches(of: /permohonan\/([0-9a-f-]{36})"[\s\S]*?<strong class="status [a-z]+">([^<]+)</).map {
            (String($0.1), String($0.2))
        }
    }

    @Test("Today's database can be kept as the next version", .enabled(if: keeping != nil))
    func keep() async throws {
        let target = URL(fileURLWithPath: try #require(EarlierDatabaseTests.keeping))
        let town = try await Town.open()
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let siti = try await town.siti()
        let agus = try await town.agus()
        let issued = try await siti.submitPaidSKCK()
        try await agus.sendBack(issued, reason: "photo_unclear", remark: "Wajah terpotong.")
        try await siti.attachPhoto(to: issued)
        try await siti.submit(issued)
        try await agus.approve(issued)
        try await town.settle()
        let draft = try await siti.startDraft("kartu-keluarga")
        try await siti.answer(draft, ["full_name": "Siti \"R\" Rahmawati"])
        // Approved, and the paper is still owed.
        let bambang = try await town.bambang()
        try await agus.approve(try await bambang.submitPaidSKCK())
        let ratna = try await town.ratna()
        let page = try await ratna.get("/\(Town.first)/admin")
        _ = try await ratna.submit(
            ["reason": "Printer rusak.", "state": "off"], to: "/\(Town.first)/admin/layanan/kartu-keluarga/saklar", from: page)
        try await town.close()
        try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
        for (name, kept) in [("mpp.sqlite", EarlierDatabaseTests.keptName), ("master.key", "master.key"), ("files", "files")] {
            try FileManager.default.copyItem(
                at: town.data.appendingPathComponent(Town.first).appendingPathComponent(name), to: target.appendingPathComponent(kept))
        }
        try FileManager.default.removeItem(at: town.data)
    }
}
