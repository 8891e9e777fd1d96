import Catalogue
import Documents
import Foundation
import Kernel
import Testing

@testable import Portal

@Suite("A form that asks for several choices and for rows")
struct RowsTests {
    /// The real resources, with an SKCK that also asks for papers and children.
    private static func resources() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mpp-rows-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: Town.resources, to: folder)
        let skck = folder.appendingPathComponent("Services/skck.yaml")
        let text = try String(contentsOf: skck, encoding: .utf8)
        let more = """
              - name: papers
                kind: choices
                label: {id: Berkas, en: Papers}
                required: false
                options:
                  - {value: diploma, label: {id: Ijazah, en: Diploma}}
                  - {value: passport, label: {id: Paspor, en: Passport}}
              - name: children
                kind: rows
                label: {id: Anak, en: Child}
                required: false
                rows_max: 3
                columns:
                  - {name: name, kind: text, label: {id: Nama, en: Name}, required: true}
                  - {name: born, kind: date, label: {id: Lahir, en: Born}, required: false}

            attachments:
            """
        #expect(text.contains("\nattachments:"))
        try text.replacing("\nattachments:", with: more, maxReplacements: 1).write(to: skck, atomically: true, encoding: .utf8)
        return folder
    }

    @Test("A form grows by a row each time, names faults at their rows, and shows every word where it stands")
    func story() async throws {
        let resources = try RowsTests.resources()
        let town = try await Town.open(resources: resources)
        let siti = try await town.siti()
        let draft = try await siti.startDraft("skck")
        let form = "\(siti.base)/permohonan/\(draft)/isian"

        let fresh = try await siti.visitor.get(form)
        #expect(fresh.has(id: "field-answers-children-0") && !fresh.has(id: "field-answers-children-1"))
        #expect(fresh.text.contains("type=\"checkbox\" id=\"field-answers-papers-diploma\""))

        // She adds a child before the rest is filled in: kept, and no faults yet.
        var fields = ["answers.full_name": "Siti Rahmawati", "answers.children[0].name": "Budi & Ani", "tambah": "children"]
        let more = try await siti.visitor.submit(fields, to: form, from: fresh)
        #expect(more.status == 200 && more.path == form)
        #expect(more.input("answers.children[0].name") == "Budi &amp; Ani")
        #expect(more.has(id: "field-answers-children-1"))

        for (name, value) in Citizen.skckAnswers { fields["answers.\(name)"] = value }
        fields["tambah"] = nil
        fields["answers.papers"] = "passport"
        fields["answers.children[1].born"] = "besok"
        let faulty = try await siti.visitor.submit(fields, to: form, from: more)
        #expect(faulty.status == 422)
        #expect(faulty.faults == ["field-answers-children-1-name", "field-answers-children-1-born"])
        #expect(faulty.faults.allSatisfy(faulty.has(id:)))
        #expect(faulty.text.contains("<a href=\"#field-answers-children-1-name\">Wajib diisi: Anak 2, Nama.</a>"))
        #expect(faulty.text.contains("id=\"field-answers-papers-passport\" name=\"answers.papers\" value=\"passport\" checked"))

        fields["answers.children[1].name"] = "Cici"
        fields["answers.children[1].born"] = "5/7/2015"
        #expect(try await siti.visitor.submit(fields, to: form, from: faulty).path.hasSuffix("/lampiran"))
        // The third is the last: no button offers a fourth.
        fields["answers.children[2].name"] = "Dodi"
        _ = try await siti.visitor.submit(fields, to: form, from: siti.visitor.get(form))
        let full = try await siti.visitor.get(form)
        #expect(full.has(id: "field-answers-children-2") && !full.has(id: "field-answers-children-3"))
        #expect(!full.text.contains("name=\"tambah\""))

        try await siti.attachPhoto(to: draft)
        let check = try await siti.visitor.get("\(siti.base)/permohonan/\(draft)/periksa")
        #expect(check.text.contains("Paspor"))
        #expect(check.text.contains("Anak 1\nNama: Budi &amp; Ani\n\nAnak 2\nNama: Cici\nLahir: 5 Juli 2015\n\nAnak 3\nNama: Dodi"))
        try await town.leave()
        try FileManager.default.removeItem(at: resources)
    }

    @Test("A row is taken away by its button, whatever stands in it, and those behind it move up")
    func removed() async throws {
        let resources = try RowsTests.resources()
        let town = try await Town.open(resources: resources)
        let siti = try await town.siti()
        let form = "\(siti.base)/permohonan/\(try await siti.startDraft("skck"))/isian"
        let page = try await siti.visitor.get(form)
        #expect(!page.text.contains("name=\"hapus\""), "the only row is empty")
        let names = ["answers.children[0].name": "Budi", "answers.children[1].name": "Cici", "answers.children[1].born": "besok"]
        _ = try await siti.visitor.submit(names, to: form, from: page)
        let two = try await siti.visitor.get(form)
        #expect(two.text.contains("value=\"answers.children[0]\"") && two.text.contains("value=\"answers.children[1]\""))
        for junk in ["answers.children[7]", "answers.children", "answers.full_name", "children[0]", "answers.children[0].name", "x"] {
            _ = try await siti.visitor.submit(names.merging(["hapus": junk]) { $1 }, to: form, from: two)
            #expect(try await siti.visitor.get(form).input("answers.children[1].name") == "Cici", "\(junk)")
        }
        let changed = names.merging(["hapus": "answers.children[0]", "answers.occupation": "Guru"]) { $1 }
        let one = try await siti.visitor.submit(changed, to: form, from: two)
        #expect(one.status == 200 && one.path == form)
        #expect(one.input("answers.children[0].name") == "Cici" && one.input("answers.children[1].name") == "")
        #expect(one.input("answers.occupation") == "Guru", "the rest of the form is kept")
        try await town.leave()
        try FileManager.default.removeItem(at: resources)
    }

    @Test("Who changes an answer on the last look comes back to it, unless something else wants an answer now")
    func change() async throws {
        let town = try await Town.open()
        let siti = try await town.siti()
        let draft = try await siti.startDraft("skck")
        try await siti.answer(draft, Citizen.skckAnswers)
        try await siti.attachPhoto(to: draft)
        let check = try await siti.visitor.get("\(siti.base)/permohonan/\(draft)/periksa")
        let link = try #require(check.text.firstMatch(of: /href="([^"#]+)#field-answers-occupation"/).map { String($0.1) })
        let page = try await siti.visitor.get(link)
        func save(_ job: String, from page: Visitor.Answer) async throws -> Visitor.Answer {
            let answers = Dictionary(uniqueKeysWithValues: Citizen.skckAnswers.map { ("answers.\($0.key)", $0.value) })
            return try await siti.visitor.submit(answers.merging(["answers.occupation": job]) { $1 }, to: link, from: page)
        }
        let faulty = try await save("", from: page)
        #expect(faulty.status == 422)
        let back = try await save("Guru", from: faulty)
        #expect(back.path.hasSuffix("/periksa") && back.text.contains("Guru"))
        try await town.leave()
    }

    @Test("Rows that she empties go, and Bambang's form keeps its own")
    func emptied() async throws {
        let resources = try RowsTests.resources()
        let town = try await Town.open(resources: resources)
        let (siti, bambang) = (try await town.siti(), try await town.bambang())
        var forms: [String] = []
        for citizen in [siti, bambang] {
            let form = "\(citizen.base)/permohonan/\(try await citizen.startDraft("skck"))/isian"
            let page = try await citizen.visitor.get(form)
            _ = try await citizen.visitor.submit(
                ["answers.children[0].name": "Budi", "answers.children[1].name": "Cici", "answers.papers": "diploma"], to: form, from: page)
            forms.append(form)
        }
        let page = try await siti.visitor.get(forms[0])
        _ = try await siti.visitor.submit(["answers.children[0].name": "", "answers.children[1].name": ""], to: forms[0], from: page)
        let emptied = try await siti.visitor.get(forms[0])
        #expect(emptied.input("answers.children[0].name") == "" && !emptied.has(id: "field-answers-children-1"))
        #expect(!emptied.text.contains("value=\"diploma\" checked"))
        let his = try await bambang.visitor.get(forms[1])
        #expect(his.input("answers.children[1].name") == "Cici" && his.text.contains("value=\"diploma\" checked"))
        try await town.leave()
        try FileManager.default.removeItem(at: resources)
    }
}
