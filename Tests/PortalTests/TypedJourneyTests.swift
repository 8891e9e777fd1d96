internal import Catalogue
internal import Notifications

import Foundation
import Kernel
import Testing

@testable import Portal

/// What people type, on its way through form, page, paper, mail and export.
@Suite("What was typed, on its whole way")
struct TypedJourneyTests {
    /// Scalars that turn what stands beside them, end a line or a text, or are drawn by nobody.
    static func harmful(in text: String) -> [Unicode.Scalar] {
        text.unicodeScalars.filter { scalar in
            switch scalar.value {
            case 0x09, 0x0A, 0x0D: false
            case 0xAD, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
            default: scalar.properties.generalCategory == .control
            }
        }
    }

    @Test(
        "An officer's remark reaches page and mail without what nobody sees",
        arguments: [
            "\u{202E}", "\u{0}", "\u{1B}[31m", "\u{200E}", "\u{2066}", "\u{FEFF}", "\u{AD}", "\u{7F}", "\u{85}", "\u{2028}", "\u{2029}",
        ])
    func remark(_ stray: String) async throws {
        let town = try await Town.open()
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let siti = try await town.siti()
        let request = try await siti.submitPaidSKCK()
        let reason = try #require(try town.island(Town.first).offer("skck", in: town.portal.catalogue).returnReasons.first)
        try await town.agus().sendBack(request, reason: reason.code, remark: "Foto\(stray) buram, <b>ulangi</b>.")
        try await town.settle()
        let visible = stray == "\u{1B}[31m" ? "Foto[31m buram" : "Foto"
        let mail = try #require(try await town.island(Town.first).notifications.demoMailbox(limit: 1).first)
        #expect(mail.template == "request_returned" && mail.body.contains(visible) && mail.body.contains("<b>ulangi</b>."))
        #expect(Self.harmful(in: mail.body + mail.subject) == [])
        for path in ["/permohonan/\(request)", "/pesan", "/kotak-peragaan"] {
            let page = try await siti.visitor.get(siti.base + path)
            #expect(page.text.contains(visible) && page.text.contains("&lt;b&gt;ulangi&lt;/b&gt;."), "\(path)")
            #expect(Self.harmful(in: page.text) == [], "\(path)")
        }
        try await town.leave()
    }

    @Test(
        "Text of any kind is refused at its field and kept there, or comes out whole at the other end",
        arguments: 1...12 as ClosedRange<UInt64>)
    func anything(seed: UInt64) async throws {
        var dice = Dice(seed: seed)
        let town = try await Town.open()
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let siti = try await town.siti()
        let draft = try await siti.startDraft("skck")
        // Every second is made of letters and marks alone, so that some arrive.
        let (name, occupation) = (Self.text(&dice, isPlain: seed % 2 == 0), Self.text(&dice, isPlain: seed % 2 == 0))
        let answers = Citizen.skckAnswers.merging(["full_name": name, "occupation": occupation]) { $1 }
        try await siti.answer(draft, answers)
        let form = try await siti.visitor.get("\(siti.base)/permohonan/\(draft)/isian")
        let kept = try #require(form.input("answers.full_name"))
        #expect(kept == htmlEscaped(TypedText(name).prose) || kept == htmlEscaped(TypedText(name).line), "seed \(seed)")
        try await siti.attachPhoto(to: draft)
        let submitted = try await siti.submit(draft)
        #expect(Self.harmful(in: submitted.text) == [])
        guard submitted.status == 200, submitted.path.hasSuffix("/bayar") else {
            #expect(submitted.status == 422, "seed \(seed): \(submitted.status)")
            #expect(submitted.faults.allSatisfy { ["field-answers-full_name", "field-answers-occupation"].contains($0) }, "seed \(seed)")
            #expect(!submitted.faults.isEmpty)
            try await town.leave()
            return
        }
        try await siti.pay(draft)
        try await town.settle()
        let agus = try await town.agus()
        let review = try await agus.visitor.get("\(agus.base)/petugas/permohonan/\(draft)")
        #expect(review.text.contains(htmlEscaped(TypedText(name).line)) && Self.harmful(in: review.text) == [], "seed \(seed)")
        try await agus.approve(draft)
        try await town.settle()
        let done = try await siti.visitor.get("\(siti.base)/permohonan/\(draft)")
        let paper = try await siti.visitor.get("\(siti.base)/permohonan/\(draft)/surat")
        #expect(paper.body.starts(with: Data("%PDF-".utf8)), "seed \(seed)")
        let code = try #require(done.text.firstMatch(of: /href="([^"]*\/verifikasi\/[^"]+)"/).map { String($0.1) })
        let verified = try await town.visitor().get(code)
        #expect(verified.status == 200 && Self.harmful(in: done.text + verified.text) == [], "seed \(seed)")
        for mail in try await town.island(Town.first).notifications.demoMailbox(limit: 50) {
            #expect(Self.harmful(in: mail.subject + mail.body) == [] && !mail.subject.contains(where: \.isNewline), "seed \(seed)")
        }
        try await town.leave()
    }

    /// Two to twenty scalars, from every general category or from letters and marks.
    private static func text(_ dice: inout Dice, isPlain: Bool) -> String {
        let categories = isPlain ? plain : Array(byCategory.values)
        let scalars = (0..<Int.random(in: 2...20, using: &dice)).compactMap { _ in
            categories.randomElement(using: &dice)?.randomElement(using: &dice)
        }
        return "A" + String(String.UnicodeScalarView(scalars))
    }

    private static let plain = [Array("abcdefghijklmnopqrstuvwxyzéüñ ".unicodeScalars), Array("ABCDEF林大明ꦱꦶ' -.".unicodeScalars)]

    /// Some scalars of each general category.
    private static let byCategory: [String: [Unicode.Scalar]] = {
        var found: [String: [Unicode.Scalar]] = [:]
        for value in stride(from: UInt32(1), to: 0x1_F9FF, by: 3) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let category = "\(scalar.properties.generalCategory)"
            if found[category, default: []].count < 60 || value % 97 == 0 { found[category, default: []].append(scalar) }
        }
        return found
    }()
}
