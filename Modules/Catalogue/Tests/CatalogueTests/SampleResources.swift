import Catalogue
import Foundation
import Kernel
import Testing

/// A resources folder with the smallest catalogue that has no faults: one region, one service. A test breaks one thing.
struct SampleResources {
    var files: [String: String]

    static let contoh = "Regions/kab-contoh.yaml"
    static let skck = "Services/skck.yaml"

    init() {
        files = [
            "Agencies.yaml": "- code: polri\n  name: {id: Kepolisian, en: Police}\n- {code: disdukcapil, name: {id: Dukcapil}}\n",
            "Calendars/2026.yaml": """
            year: 2026
            holidays:
              - {date: 2026-12-25, name: {id: Natal, en: Christmas}, kind: national}
              - {date: 2026-12-24, name: {id: Cuti bersama Natal}, kind: joint_leave}
            sources: []
            """,
            "Words/id.yaml": "sign_in:\n  title: Masuk ke {region}\nproblem:\n  notFound: Tidak ditemukan.\n",
            "Words/en.yaml": "sign_in:\n  title: Sign in to {region}\nproblem:\n  notFound: Not found.\n",
            "Messages/request_issued.yaml": """
            id:
              subject: "{service} Anda terbit"
              body: |
                Nomor {number}.
            en:
              subject: "Your {service} is issued"
              body: |
                Number {number}.
            """,
            SampleResources.contoh: SampleResources.region,
            SampleResources.skck: SampleResources.service,
        ]
    }

    static let region = """
        slug: kab-contoh
        code: "99.01"
        name: Kabupaten Contoh
        province: Contoh Raya
        capital: Contoh
        timezone: Asia/Jakarta
        languages: [id, en]
        building:
          name: Mal Pelayanan Publik Contoh
        hours:
          monday: ["13:00-15:30", "08:00-12:00"]
          friday: ["08:00-11:00"]
        hours_overrides:
          - name: {id: Ramadan}
            from: 2026-02-18
            to: 2026-03-17
            hours: {monday: ["08:00-14:00"]}
        holidays:
          - {date: 2026-12-18, name: {id: Hari Jadi Contoh}, kind: regional}
        counters:
          - {code: polri, agency: polri, name: {id: Loket SKCK}, services: [skck]}
        services:
          skck: {}
        payments:
          providers: [stub-qris]
          merchant: {name: MPP KAB CONTOH, city: CONTOH}
        messages:
          senders: [email]
          sender_name: MPP Kabupaten Contoh
        look:
          accent: "#0B6E4F"
        assumed: [capital, building.address]
        sources: ["https://contoh.id"]
        """

    static let service = """
        code: skck
        facts_code: POL-SKCK
        title: {id: SKCK, en: Police record certificate}
        summary: {id: Surat catatan kepolisian., en: A police record.}
        agency: polri
        legal_basis: ["Perpol 6/2023"]
        channels:
          direct: {id: Di loket, en: At the counter}
          electronic: {id: Di portal, en: On the portal}
        requirements:
          - {id: KTP, en: Identity card}
        questions:
          - name: full_name
            kind: text
            label: {id: Nama lengkap, en: Full name}
            required: true
            length_max: 100
          - name: purpose
            kind: choice
            label: {id: Keperluan, en: Purpose}
            required: true
            options:
              - {value: work, label: {id: Kerja, en: Work}}
              - {value: other, label: {id: Lainnya, en: Other}}
          - name: purpose_other
            kind: text
            label: {id: Keperluan lain, en: Other purpose}
            required: true
            when: {question: purpose, equals: other}
        attachments:
          - {name: photo, label: {id: Foto, en: Photo}, required: true, types: [jpeg, png]}
        fee: {rupiah: 30000, basis: "PP 76/2020"}
        promise: {working_days: 1, assumed: true}
        return_reasons:
          - {code: photo_unclear, label: {id: Foto tidak jelas, en: Photo unclear}}
        paper:
          title: SURAT KETERANGAN CATATAN KEPOLISIAN
          title_en: POLICE RECORD CERTIFICATE
          number: "SKCK/{sequence}/{month}/{year}/{region}"
          holder: full_name
          shows: [full_name, purpose]
          statement: Diterbitkan sebagai peragaan.
          validity_months: 6
        sources: []
        assumed: [channels]
        ending: paper
        """

    /// The same file with one part written differently.
    mutating func change(_ file: String, _ part: String, to other: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let text = files[file] ?? ""
        if !text.contains(part) { Issue.record("\(file) has no \(part)", sourceLocation: sourceLocation) }
        files[file] = text.replacing(part, with: other, maxReplacements: 1)
    }

    /// Writes the folder, reads it and removes it.
    func read() throws -> (catalogue: Catalogue?, faults: [Fault]) {
        try read { Catalogue.read($0) }
    }

    func read<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("catalogue-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        for (file, text) in files {
            let url = folder.appendingPathComponent(file)
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
        return try body(folder)
    }

    /// What the faults say in that language.
    func faultTexts(in language: Language = .english) throws -> [String] {
        let (catalogue, faults) = try read()
        #expect((catalogue == nil) == !faults.isEmpty)
        return faults.map { $0.text(in: language) }
    }

    /// The catalogue, which must have no faults.
    func catalogue() throws -> Catalogue {
        let (catalogue, faults) = try read()
        #expect(faults.map { $0.text(in: .english) } == [])
        return try #require(catalogue)
    }

    /// The fields that are told of when parts of the files are written differently.
    static func faulty(_ changes: (file: String, part: String, other: String)...) throws -> [String] {
        var resources = SampleResources()
        for change in changes { resources.change(change.file, change.part, to: change.other) }
        return try resources.read().faults.map(\.field)
    }
}
