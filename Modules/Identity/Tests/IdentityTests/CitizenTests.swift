import Foundation
import Kernel
import Storage
import Testing

@testable import Identity

@Suite("Citizens")
struct CitizenTests {
    let town: Town
    let identity: IdentityService

    init() throws {
        town = try Town()
        identity = town.identity
    }

    @Test("A stranger does not learn that a NIK is known: the same answer, nothing sent, no code that works")
    func knownNIKWithAnotherContact() async throws {
        let siti = try await town.signIn()
        let sent = town.mail.letters.count
        let decoy = try await identity.requestCode(nik: sitisNIK, contact: "penipu@contoh.id", language: .indonesian)
        #expect(town.mail.letters.count == sent)
        #expect(town.mail.rehearsals == [decoy], "the work of a letter, so that the time tells nothing either")
        #expect(try await town.count("vault_keys") == 2, "her own key and that of the decoy, as for any challenge")

        #expect(await problem { try await identity.signIn(challenge: decoy, code: "123456") }?.messageKey == "problem.code.wrong")
        // Not even the code that was never told opens it: here it is made to be 246810.
        try await town.database.write { tx in
            let hash = try #require(SignInCode("246810")).hash(for: decoy, tx.vault)
            #expect(try tx.execute("UPDATE sign_in_challenges SET code_hash = :hash WHERE id = :id", ["hash": hash, "id": decoy]) == 1)
        }
        #expect(await problem { try await identity.signIn(challenge: decoy, code: "246810") } == .codeWrong(left: 3))
        #expect(try await town.count("sessions") == 1)

        // She herself is not disturbed.
        #expect(try await town.signIn().principal == siti.principal)
    }

    @Test("Two sign-ins of a new NIK that race make one person")
    func raceOfTwoSignIns() async throws {
        let phone = try await identity.requestCode(nik: sitisNIK, contact: sitisMail, language: .indonesian)
        let library = try await identity.requestCode(nik: "3510-0145-0790-9901", contact: " SITI@contoh.id", language: .english)
        let codes = try (#require(town.mail.code(of: phone)), #require(town.mail.code(of: library)))
        async let one = identity.signIn(challenge: phone, code: codes.0)
        async let other = identity.signIn(challenge: library, code: codes.1)
        let people = try await (one.principal, other.principal)
        #expect(people.0 == people.1)
        #expect(try await town.count("people") == 1)
        #expect(try await town.count("sessions") == 2)
        #expect(try await town.actions() == ["person.registered by citizen", "person.signedIn by citizen", "person.signedIn by citizen"])
    }

    @Test("Whoever is quicker keeps her NIK: a code sent to another contact before opens nothing afterwards")
    func raceWithAnotherContact() async throws {
        let stranger = try await identity.requestCode(nik: sitisNIK, contact: "penipu@contoh.id", language: .indonesian)
        let siti = try await town.signIn()
        let code = try #require(town.mail.code(of: stranger))
        #expect(await problem { try await identity.signIn(challenge: stranger, code: code) } == .codeWrong(left: 4))
        let id = try #require(siti.principal.personID)
        #expect(try await identity.person(id, by: siti.principal).contact == .email(sitisMail))
    }

    @Test("Nobody reads another's record, not even staff")
    func someoneElsesRecord() async throws {
        let siti = try #require(try await town.signIn().principal.personID)
        let bambang = try await town.signIn(nik: bambangsNIK, contact: "081234567890").principal
        let agus = Principal.officer(id: Identifier(at: town.clock.now), agency: "polri")
        for stranger in [.visitor, bambang, agus, .administrator(id: siti)] {
            #expect(await problem { try await identity.person(siti, by: stranger) }?.code == .notFound)
        }
        let nobody = Identifier(at: town.clock.now)
        #expect(await problem { try await identity.person(nobody, by: .citizen(id: nobody)) }?.code == .notFound)
    }

    @Test("A citizen alone chooses the language she is written to in")
    func languageOfOthers() async throws {
        #expect(await problem { try await identity.setLanguage(.english, by: .visitor) } == Problem(.forbidden, "problem.forbidden"))
        let nobody = Principal.citizen(id: Identifier(at: town.clock.now))
        #expect(await problem { try await identity.setLanguage(.english, by: nobody) }?.code == .notFound)
    }

    @Test("Siti signs in with NIK and code, and is known again the next time")
    func signsIn() async throws {
        let challenge = try await identity.requestCode(nik: "3510 0145 0790 9901", contact: sitisMail, language: .english)
        let letter = try #require(town.mail.letters.last)
        #expect(letter == Postbox.Letter(code: letter.code, contact: .email(sitisMail), language: .english, challenge: challenge))
        let typed = letter.code.prefix(3) + " " + letter.code.suffix(3)
        let signedIn = try await identity.signIn(challenge: challenge, code: String(typed))
        #expect(signedIn.expiresAt == town.clock.now.advanced(bySeconds: 12 * 3600))

        let id = try #require(signedIn.principal.personID)
        let siti = try await identity.person(id, by: signedIn.principal)
        #expect(siti == Person(id: id, nik: try #require(NIK(sitisNIK)), contact: .email(sitisMail), language: .english))
        #expect(try await identity.person(id, by: .platform(name: "outbox")) == siti)
        #expect("\(siti)" == "person \(id)")

        try await identity.setLanguage(.indonesian, by: signedIn.principal)
        #expect(try await town.signIn(language: .english).principal == signedIn.principal)
        #expect(try await identity.person(id, by: signedIn.principal).language == .indonesian)
        #expect(try await town.count("vault_keys") == 1, "the keys of used challenges are destroyed")
    }

    @Test("No NIK, contact or token is readable in the database file")
    func nothingReadable() async throws {
        let signedIn = try await town.signIn()
        _ = try await identity.requestCode(nik: bambangsNIK, contact: "081234567890", language: .indonesian)
        let files = try FileManager.default.contentsOfDirectory(at: town.folder, includingPropertiesForKeys: nil).filter {
            !$0.hasDirectoryPath
        }
        let bytes = try files.map { try Data(contentsOf: $0) }.reduce(Data(), +)
        #expect(bytes.range(of: Data("sign_in_challenges".utf8)) != nil)
        for secret in [sitisNIK, sitisMail, bambangsNIK, "81234567890", signedIn.token] {
            #expect(bytes.range(of: Data(secret.utf8)) == nil)
        }
    }
}
