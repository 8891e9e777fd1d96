import Foundation
import Kernel
import Testing

@testable import Portal

@Suite("Kept forms")
struct KeptFormsTests {
    private let clock = HandWallClock(Town.morning)
    private let siti = KeptForms.Holder.person("siti")
    private let dewi = KeptForms.Holder.person("dewi")

    private func form(_ fields: [String: String]) -> Form {
        var form = Form()
        for (name, value) in fields { form.set(name, value) }
        return form
    }

    @Test("Only its holder finds a form, by its key, for an hour")
    func holder() throws {
        let kept = KeptForms(clock: clock)
        let key = try #require(kept.keep(form(["remark": "Foto buram"]), [FieldIssue("reason", "problem.reason.unknown")], for: siti))
        let other = try #require(kept.keep(form(["remark": "Lain"]), [], for: dewi))
        #expect(kept.entry(key, for: siti)?.form["remark"] == "Foto buram")
        #expect(kept.entry(key, for: siti)?.issues.map(\.field) == ["reason"])
        for stranger in [dewi, .visitor("siti"), .person("")] { #expect(kept.entry(key, for: stranger) == nil) }
        #expect(kept.entry(other, for: siti) == nil && kept.entry("", for: siti) == nil)
        clock.advance(bySeconds: 3599)
        #expect(kept.entry(key, for: siti) != nil)
        clock.advance(bySeconds: 1)
        #expect(kept.entry(key, for: siti) == nil && kept.entry(other, for: dewi) == nil)
    }

    @Test("Passwords, codes and tokens are not kept, and a form of nothing else is none")
    func secrets() throws {
        let kept = KeptForms(clock: clock)
        let secrets = ["csrf", "password", "ownPassword", "old", "new", "code"]
        let typed = form(Dictionary(uniqueKeysWithValues: secrets.map { ($0, "rahasia") }))
        #expect(kept.keep(typed, [], for: siti) == nil)
        var more = typed
        more.set("username", "agus")
        let key = try #require(kept.keep(more, [], for: siti))
        #expect(kept.entry(key, for: siti)?.form.fields == ["username": ["agus"]])
    }

    @Test("Of one holder the newest are kept, and nobody else's go for them")
    func perHolder() throws {
        let kept = KeptForms(KeptForms.Limits(perHolder: 3), clock: clock)
        let hers = try #require(kept.keep(form(["a": "1"]), [], for: dewi))
        let keys = try (1...5).map { try #require(kept.keep(form(["a": "\($0)"]), [], for: siti)) }
        #expect(keys.map { kept.entry($0, for: siti)?.form["a"] } == [nil, nil, "3", "4", "5"])
        #expect(kept.entry(hers, for: dewi) != nil)
    }

    @Test("A flood of visitors pushes out visitors alone, the oldest first, by number and by size")
    func flood() throws {
        for limits in [KeptForms.Limits(forms: 3), KeptForms.Limits(bytes: 33)] {
            let kept = KeptForms(limits, clock: clock)
            let hers = try #require(kept.keep(form(["a": "0123456789"]), [], for: siti))
            let keys = try (1...4).map { try #require(kept.keep(form(["a": "012345678\($0)"]), [], for: .visitor("\($0)"))) }
            #expect(zip(1..., keys).map { kept.entry($1, for: .visitor("\($0)")) != nil } == [false, true, true, true])
            #expect(kept.entry(hers, for: siti) != nil)
        }
        let tiny = KeptForms(KeptForms.Limits(bytes: 10), clock: clock)
        #expect(tiny.keep(form(["a": "0123456789"]), [], for: siti) == nil)
        #expect(tiny.keep(form(["a": "012345678"]), [], for: siti) != nil)
    }

    @Test("What is over makes room")
    func over() throws {
        let kept = KeptForms(KeptForms.Limits(forms: 1), clock: clock)
        let old = try #require(kept.keep(form(["a": "1"]), [], for: siti))
        clock.advance(bySeconds: 3600)
        let new = try #require(kept.keep(form(["a": "2"]), [], for: dewi))
        #expect(kept.entry(old, for: siti) == nil && kept.entry(new, for: dewi) != nil)
    }
}
