import Kernel
import Storage
import Testing

@testable import Identity

@Suite("Who is meant on what is printed")
struct NameBookTests {
    @Test("An officer is named, and a person's own NIK told; of strangers and of the erased there is nothing")
    func names() async throws {
        let town = try Town()
        let book = NameBook(database: town.database)
        let agus = try await town.addAgus()
        let rini = try await town.addRini()
        let siti = try #require(try await town.signIn().principal.personID)
        let dewi = try #require(try await town.signIn(nik: dewisNIK, contact: dewisMail).principal.personID)
        #expect(try await book.name(ofStaff: agus) == "Bripka Agus")
        #expect(try await book.name(ofStaff: rini) != "Bripka Agus")
        #expect(try await book.name(ofStaff: siti) == nil, "a person is no member of the staff")
        #expect(try await book.nik(of: siti)?.digits == sitisNIK)
        #expect(try await book.nik(of: agus) == nil)

        try await town.database.write { tx in try tx.destroyVaultKey(of: siti) }
        #expect(try await book.nik(of: siti) == nil)
        #expect(try await book.nik(of: dewi)?.digits == dewisNIK)
    }
}
