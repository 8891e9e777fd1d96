import Kernel
import Storage
import Testing

@testable import Identity

/// A code that does not come: another one is sent where the first was promised, and nobody learns who is registered.
@Suite("Another code")
struct AnotherCodeTests {
    let town: Town
    let identity: IdentityService

    init() throws {
        town = try Town()
        identity = town.identity
    }

    @Test("Another code is sent after a minute and not a second sooner", arguments: [(0, 60), (1, 59), (59, 1), (60, 0), (61, 0)])
    func pause(seconds: Int, left: Int) async throws {
        let first = try await identity.requestCode(nik: sitisNIK, contact: sitisMail, language: .indonesian)
        town.clock.advance(bySeconds: seconds)
        #expect(try await identity.secondsUntilNextCode(after: first) == left)
        let letters = town.mail.letters.count
        guard left == 0 else {
            let refusal = await problem { try await identity.requestCode(after: first, language: .indonesian) }
            #expect(refusal == Problem(.tooMany, "problem.code.early", arguments: ["seconds": String(left)]))
            #expect(town.mail.letters.count == letters)
            return
        }
        let second = try await identity.requestCode(after: first, language: .indonesian)
        #expect(second != first && town.mail.letters.count == letters + 1)
        #expect(try await identity.secondsUntilNextCode(after: second) == 60)
        // The first may still be on its way: both are good, each for its own challenge.
        #expect(try await identity.signIn(challenge: first, code: #require(town.mail.code(of: first))).principal.personID != nil)
        #expect(try await identity.signIn(challenge: second, code: #require(town.mail.code(of: second))).principal.personID != nil)
    }

    @Test("A NIK with another contact is answered alike, and nobody gets its code")
    func decoy() async throws {
        try await town.signIn()
        let letters = town.mail.letters.count
        let siti = try await identity.requestCode(nik: sitisNIK, contact: "penipu@contoh.id", language: .indonesian)
        let dewi = try await identity.requestCode(nik: dewisNIK, contact: dewisMail, language: .indonesian)
        #expect(town.mail.letters.count == letters + 1)
        for seconds in [0, 59, 60] {
            if seconds > 0 { town.clock.advance(bySeconds: seconds == 59 ? 59 : 1) }
            let (hers, other) = (
                try await identity.secondsUntilNextCode(after: siti), try await identity.secondsUntilNextCode(after: dewi)
            )
            #expect(hers == other)
            let answers = [await refusal(after: siti), await refusal(after: dewi)]
            #expect(answers[0] == answers[1] && (answers[0] == nil) == (seconds == 60))
        }
        #expect(town.mail.letters.count == letters + 2, "Dewi has two; whoever is no friend of Siti has none")
        #expect(try await town.count("sign_in_challenges") == 5)
    }

    /// Why there is no other code; `nil` when there is one.
    private func refusal(after challenge: Identifier) async -> Problem? {
        do {
            _ = try await identity.requestCode(after: challenge, language: .indonesian)
            return nil
        } catch { return error as? Problem }
    }

    @Test("Another code is counted as any other")
    func counted() async throws {
        var challenge = try await identity.requestCode(nik: sitisNIK, contact: sitisMail, language: .indonesian)
        for _ in 2...5 {
            town.clock.advance(bySeconds: 60)
            challenge = try await identity.requestCode(after: challenge, language: .indonesian)
        }
        town.clock.advance(bySeconds: 60)
        let refusal = await problem { try await identity.requestCode(after: challenge, language: .indonesian) }
        #expect(refusal?.messageKey == "problem.code.tooMany" && refusal?.arguments == ["minutes": "10"])
    }

    @Test("Where no code opens anything any more, no other is sent")
    func over() async throws {
        #expect(await problem { try await identity.requestCode(after: Identifier(at: town.clock.now), language: .english) } == .codeExpired)
        #expect(try await identity.secondsUntilNextCode(after: Identifier(at: town.clock.now)) == 0)
        let first = try await identity.requestCode(nik: sitisNIK, contact: sitisMail, language: .indonesian)
        town.clock.advance(bySeconds: 599)
        let second = try await identity.requestCode(after: first, language: .indonesian)
        town.clock.advance(bySeconds: 1)
        #expect(await problem { try await identity.requestCode(after: first, language: .indonesian) } == .codeExpired)
        try await identity.signIn(challenge: second, code: #require(town.mail.code(of: second)))
        town.clock.advance(bySeconds: 60)
        #expect(await problem { try await identity.requestCode(after: second, language: .indonesian) }?.messageKey == "problem.code.used")
        #expect(town.mail.letters.count == 2)
        // A challenge from the future was made while the clock was wrong.
        town.clock.advance(bySeconds: -3600)
        #expect(try await identity.secondsUntilNextCode(after: second) == 0)
    }
}
