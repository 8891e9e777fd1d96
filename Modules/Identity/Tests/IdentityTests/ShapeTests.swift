import Foundation
import Kernel
import Testing

@testable import Identity

/// What is read has a shape: one below each bound, at it, one above.
@Suite("Shapes")
struct ShapeTests {
    private func letters(_ count: Int, _ letter: String = "a") -> String { String(repeating: letter, count: count) }

    @Test("A code has six digits, with blanks or hyphens between them")
    func code() {
        for typed in ["012345", "909090", "90 90 90", " 909-090 ", "9 0-9 0-9 0", "999999", "000000"] {
            #expect(SignInCode(typed)?.digits == typed.filter(\.isNumber), "\(typed)")
        }
        for typed in ["", "90909", "9090909", "90909/", "90909:", "90909a", "9O9090", "909.090", "--- ---"] {
            #expect(SignInCode(typed) == nil, "\(typed)")
        }
        for _ in 0..<200 { #expect(SignInCode(SignInCode().digits) != nil) }
    }

    @Test("A token has 43 letters, digits, hyphens and underscores")
    func token() {
        for letter in ["0", "9", "A", "Z", "a", "z", "-", "_"] {
            #expect(SessionToken(letters(43, letter)) != nil, "\(letter)")
            #expect(KeySecret("mpp_" + letters(43, letter)) != nil, "\(letter)")
            for count in [0, 42, 44] { #expect(SessionToken(letters(count, letter)) == nil) }
        }
        for letter in ["/", ":", "@", "[", "`", "{", ".", "^", " ", "+", "="] {
            #expect(SessionToken(letters(42) + letter) == nil, "\(letter)")
            #expect(KeySecret("mpp_" + letters(42) + letter) == nil, "\(letter)")
        }
        for text in [letters(47), "mpp-" + letters(43), "MPP_" + letters(43), letters(43)] { #expect(KeySecret(text) == nil, "\(text)") }
        for _ in 0..<50 { #expect(SessionToken(SessionToken().text) != nil && KeySecret(KeySecret().text) != nil) }
    }

    @Test("A user name has 3 to 40 signs, a letter first")
    func username() {
        for name in ["abc", "zab", "a.-_09z", "a09", letters(40), " Agus ", "AGUS"] {
            #expect(Username(name)?.text == name.lowercased().trimmingCharacters(in: .whitespaces), "\(name)")
        }
        for name in [
            "", "ab", letters(41), "0ab", "-ab", "_ab", ".ab", "`ab", "{ab", "ab/", "ab:", "ab`", "ab{", "ab,", "ab^", "a b", "éab",
        ] {
            #expect(Username(name) == nil, "\(name)")
        }
    }

    @Test("A device's pass has a serial, a time and a seal")
    func pass() {
        let (serial, seal) = (letters(32), letters(64, "b"))
        let pass = DevicePass("\(serial)-1795404600000-\(seal)")
        #expect(pass == DevicePass(serial: serial, givenAt: Instant(milliseconds: 1_795_404_600_000), seal: seal))
        #expect(pass?.text == "\(serial)-1795404600000-\(seal)")
        for text in [
            "\(letters(31))-1-\(seal)", "\(letters(33))-1-\(seal)", "\(serial)-1-\(letters(63))", "\(serial)-1-\(letters(65))",
            "\(serial)-x-\(seal)", "\(serial)--\(seal)", "\(serial)-1", "\(serial)-1-\(seal)-", "\(serial)--1-\(seal)",
            "-\(serial)-1-\(seal)",
        ] { #expect(DevicePass(text) == nil, "\(text)") }
    }

    @Test("A device shows five passes at most")
    func passes() {
        let pass = "\(letters(32))-1-\(letters(64))"
        for (shown, read) in [(0, 0), (1, 1), (5, 5), (6, 5)] {
            let device = [String](repeating: pass, count: shown).joined(separator: ".")
            #expect(Origin(address: "", device: device).passes.count == read)
        }
    }

    @Test("A stored hash has a cost that a machine can pay, a salt and 32 bytes")
    func passwordHash() {
        func hash(_ rounds: Int, _ size: Int, _ lanes: Int, salt: Int = 16, key: Int = 32) -> PasswordHash? {
            let (salt, key) = (Data(repeating: 1, count: salt), Data(repeating: 2, count: key))
            return PasswordHash("scrypt$\(rounds)$\(size)$\(lanes)$\(salt.base64EncodedString())$\(key.base64EncodedString())")
        }
        for (rounds, size, lanes) in [(1, 1, 1), (24, 64, 16), (17, 8, 2)] {
            #expect(hash(rounds, size, lanes)?.cost == PasswordCost(logRounds: rounds, blockSize: size, parallelism: lanes))
        }
        for (rounds, size, lanes) in [(0, 8, 1), (25, 8, 1), (17, 0, 1), (17, 65, 1), (17, 8, 0), (17, 8, 17)] {
            #expect(hash(rounds, size, lanes) == nil, "\(rounds) \(size) \(lanes)")
        }
        for count in [0, 31, 33] { #expect(hash(17, 8, 1, key: count) == nil) }
        #expect(hash(17, 8, 1, salt: 0) == nil && hash(17, 8, 1, salt: 1)?.salt.count == 1)
        let key = Data(repeating: 2, count: 32).base64EncodedString()
        for text in ["scrypt$$17$8$1$AQ==$\(key)", "scrypt$17$8$1$AQ==$\(key)$", "crypt$17$8$1$AQ==$\(key)", "scrypt$17$8$1$AQ=$\(key)"] {
            #expect(PasswordHash(text) == nil, "\(text)")
        }
    }
}
