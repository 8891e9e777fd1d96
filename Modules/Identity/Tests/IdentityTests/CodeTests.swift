import Kernel
import Storage
import Testing

@testable import Identity

@Suite("Sign-in codes")
struct CodeTests {
    let town: Town
    let identity: IdentityService

    init() throws {
        town = try Town()
        identity = town.identity
    }

    @Test("A code is refused to somebody whose NIK and contact cannot be right, with an issue at each")
    func impossibleInput() async throws {
        let refusal = await problem { try await identity.requestCode(nik: "12345", contact: "siti(at)contoh", language: .english) }
        #expect(
            refusal
                == Problem(
                    .invalid, "problem.invalid",
                    fields: [FieldIssue("nik", "problem.nik.invalid"), FieldIssue("contact", "problem.contact.invalid")]))
        #expect(town.mail.letters.isEmpty)
    }

    @Test("A code that is not six digits is refused at its field and not counted")
    func malformedCode() async throws {
        let challenge = try await identity.requestCode(nik: sitisNIK, contact: sitisMail, language: .indonesian)
        for typed in ["", "12345", "1234567", "١٢٣٤٥٦", "12345x"] {
            let refusal = await problem { try await identity.signIn(challenge: challenge, code: typed) }
            #expect(refusal == Problem(.invalid, "problem.invalid", fields: [FieldIssue("code", "problem.code.digits")]))
        }
        let guess = await problem { try await identity.signIn(challenge: challenge, code: town.mail.wrongCode(for: challenge)) }
        #expect(guess?.arguments == ["left": "4"])
    }

    @Test("A wrong guess is counted on the disk, although the answer is a refusal")
    func wrongGuessIsDurable() async throws {
        let challenge = try await identity.requestCode(nik: sitisNIK, contact: sitisMail, language: .indonesian)
        let wrong = town.mail.wrongCode(for: challenge)
        let first = await problem { try await identity.signIn(challenge: challenge, code: wrong) }
        #expect(first == .codeWrong(left: 4))
        #expect(first?.arguments == ["left": "4"])
        #expect(first?.fields.map(\.field) == ["code"])

        let afterRestart = try town.reopened()
        #expect(await problem { try await afterRestart.signIn(challenge: challenge, code: wrong) } == .codeWrong(left: 3))
        try await #expect(
            afterRestart.signIn(challenge: challenge, code: #require(town.mail.code(of: challenge))).principal.personID != nil)
    }

    @Test("After five wrong guesses even the right code is worth nothing")
    func exhausted() async throws {
        let challenge = try await identity.requestCode(nik: sitisNIK, contact: sitisMail, language: .indonesian)
        let wrong = town.mail.wrongCode(for: challenge)
        for left in [4, 3, 2, 1] {
            #expect(await problem { try await identity.signIn(challenge: challenge, code: wrong) } == .codeWrong(left: left))
        }
        let exhausted = Problem(.gone, "problem.code.exhausted")
        #expect(await problem { try await identity.signIn(challenge: challenge, code: wrong) } == exhausted)
        let right = try #require(town.mail.code(of: challenge))
        #expect(await problem { try await identity.signIn(challenge: challenge, code: right) } == exhausted)
        #expect(try await town.count("people") == 0)
        #expect(try await town.count("vault_keys") == 0)
    }

    @Test("A crowd that guesses at once has five guesses only")
    func guessedAtOnce() async throws {
        let challenge = try await identity.requestCode(nik: sitisNIK, contact: sitisMail, language: .indonesian)
        let wrong = town.mail.wrongCode(for: challenge)
        let answers = await withTaskGroup(of: String.self) { group in
            for _ in 0..<20 {
                group.addTask { await problem { try await identity.signIn(challenge: challenge, code: wrong) }?.messageKey ?? "" }
            }
            return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
        #expect(answers == ["problem.code.wrong": 4, "problem.code.exhausted": 16])
    }

    @Test("A code works once")
    func usedTwice() async throws {
        let challenge = try await identity.requestCode(nik: sitisNIK, contact: sitisMail, language: .indonesian)
        let code = try #require(town.mail.code(of: challenge))
        _ = try await identity.signIn(challenge: challenge, code: code)
        #expect(await problem { try await identity.signIn(challenge: challenge, code: code) } == Problem(.conflict, "problem.code.used"))
        #expect(try await town.count("sessions") == 1)
    }

    @Test("A code is good for ten minutes and not a millisecond longer")
    func expired() async throws {
        let challenge = try await identity.requestCode(nik: sitisNIK, contact: sitisMail, language: .indonesian)
        let code = try #require(town.mail.code(of: challenge))
        town.clock.advance(bySeconds: 600)
        #expect(await problem { try await identity.signIn(challenge: challenge, code: code) } == Problem(.gone, "problem.code.expired"))
        #expect(try await town.count("people") == 0)
    }

    @Test("The code of a challenge that nobody made is expired, too")
    func unknownChallenge() async throws {
        let nowhere = Identifier(at: town.clock.now)
        #expect(await problem { try await identity.signIn(challenge: nowhere, code: "123456") } == .codeExpired)
    }

    @Test("The code of one challenge does not open another")
    func boundToItsChallenge() async throws {
        let hers = try await identity.requestCode(nik: sitisNIK, contact: sitisMail, language: .indonesian)
        let his = try await identity.requestCode(nik: bambangsNIK, contact: "0812-3456-7890", language: .indonesian)
        let stored = try await town.database.read { tx in
            let code = try #require(SignInCode("000000"))
            return (code.hash(for: hers, tx.vault), code.hash(for: his, tx.vault))
        }
        #expect(stored.0 != stored.1)
    }

    @Test("A code leaves neither key nor row behind once it is over")
    func purged() async throws {
        _ = try await identity.requestCode(nik: sitisNIK, contact: sitisMail, language: .indonesian)
        town.clock.advance(bySeconds: 599)
        #expect(try await identity.purgeExpired() == 0)
        #expect(try await town.count("vault_keys") == 1)
        town.clock.advance(bySeconds: 1)
        #expect(try await identity.purgeExpired() == 1)
        #expect(try await town.count("vault_keys") == 0)
        #expect(try await town.count("sign_in_challenges") == 0)
    }

    @Test("A code from the future opens nothing, and is removed")
    func fromTheFuture() async throws {
        let challenge = try await identity.requestCode(nik: sitisNIK, contact: sitisMail, language: .indonesian)
        let code = try #require(town.mail.code(of: challenge))
        town.clock.advance(bySeconds: -1)
        #expect(await problem { try await identity.signIn(challenge: challenge, code: code) } == .codeExpired)
        try await identity.purgeExpired()
        #expect(try await town.count("sign_in_challenges") == 0)
        #expect(try await town.count("vault_keys") == 0)
    }
}
