import Foundation
import Kernel
import Storage
import Testing

@testable import Identity

@Suite("Passwords")
struct PasswordTests {
    @Test(
        "A password whose stored hash is damaged is not read",
        arguments: [
            "", "scrypt$15$8$1$c2FsdA==", "bcrypt$15$8$1$c2FsdA==$c2FsdA==", "scrypt$15$8$1$c2FsdA==$c2FsdA==",
            "scrypt$99$8$1$c2FsdA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        ])
    func damaged(text: String) {
        #expect(PasswordHash(text) == nil)
    }

    @Test("A password is stretched as RFC 7914 section 12 says")
    func publishedVector() async throws {
        let key: [UInt64] = [0xfdba_be1c_9d34_7200, 0x7856_e719_0d01_e9fe, 0x7c6a_d7cb_c823_7830, 0xe773_7663_4b37_3162]
        let published = PasswordHash(
            cost: PasswordCost(logRounds: 10, blockSize: 8, parallelism: 16), salt: Data("NaCl".utf8),
            key: Data(key.flatMap { word in stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> $0) } }))
        #expect(try await PasswordHasher(cost: .none, lane: "kab-contoh").matches("password", published))
    }

    @Test("A password matches itself however its letters were composed, and nothing else")
    func matches() async throws {
        let hasher = PasswordHasher(cost: .none, lane: "kab-contoh")
        let hash = try await hasher.hash("kopi di kafé malam")
        #expect(try await hasher.matches("kopi di kafe\u{301} malam", hash))
        for other in ["kopi di kafe malam", "", " "] { #expect(try await hasher.matches(other, hash) == false) }
        #expect(try await hasher.matches("kopi di kafé malam", nil) == false)
        #expect(try await hasher.matches("", hasher.hash(" ")) == false, "nothing is no password, not even for a blank")
        #expect(try await hasher.hash("kopi di kafé malam") != hash, "another salt each time")
        #expect(PasswordHash(hash.text) == hash)
    }

    @Test("A password is kept at the cost of its day, and brought to today's when its owner signs in")
    func raisedCost() async throws {
        let town = try Town()
        let id = try await town.addAgus()
        // One cheap step up: the price is not what is tested here.
        let dearer = PasswordCost(logRounds: 5, blockSize: 8, parallelism: 1)
        let later = try town.reopened(passwordCost: dearer)
        func storedCost() async throws -> PasswordCost? {
            try await town.database.read { tx in try StaffStore().record(id, tx)?.password.cost }
        }
        #expect(try await storedCost() == PasswordCost.none)
        #expect(await problem { try await later.signInStaff(username: "agus", password: "salah sama sekali") }?.code == .unauthenticated)
        #expect(try await storedCost() == PasswordCost.none, "a wrong password renews nothing")
        _ = try await later.signInStaff(username: "agus", password: agussPassword)
        #expect(try await storedCost() == dearer)
        _ = try await later.signInStaff(username: "agus", password: agussPassword)
    }

    @Test("A password costs what OWASP asks today, 2^17 rounds of blocks of 8")
    func today() {
        #expect(PasswordCost.today == PasswordCost(logRounds: 17, blockSize: 8, parallelism: 1))
        #expect(PasswordCost.none == PasswordCost(logRounds: 4, blockSize: 8, parallelism: 1), "that of a demonstration is cheap")
    }

    @Test("A wrong password costs the same work whether the name is unknown, known, or known with a hash of cheaper days")
    func equalWork() {
        let today = PasswordCost(logRounds: 17, blockSize: 8, parallelism: 1)
        for logRounds in 10...17 {
            let stored = PasswordCost(logRounds: logRounds, blockSize: 8, parallelism: 1)
            let rounds = ([stored] + stored.steps(to: today)).reduce(0) { $0 + (1 << $1.logRounds) }
            #expect(rounds == 1 << 17, "\(logRounds)")
        }
        #expect(PasswordCost(logRounds: 18, blockSize: 8, parallelism: 1).steps(to: today).isEmpty)
        for (blockSize, parallelism) in [(4, 1), (16, 1), (8, 2)] {
            let other = PasswordCost(logRounds: 10, blockSize: blockSize, parallelism: parallelism)
            #expect(other.steps(to: today).isEmpty, "what is measured otherwise is not made up for in rounds")
        }
    }
}
