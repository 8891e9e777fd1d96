import Foundation
import Kernel
import Testing

@testable import Identity

@Suite("Rules for passwords")
struct PasswordRuleTests {
    private let rules = PasswordRules(common: "# a comment\npassword\nrahasia\niloveyou\n1q2w3e4r5t6y\nCorrectHorse")
    private let words = ["agus", "Bripka Agus", "polri", "mpp", "Kabupaten Contoh", "kab-contoh"]

    private func fault(_ password: String) -> String? {
        rules.issue(with: password, at: "new", knowing: words).map { $0.messageKey.replacing("problem.password.", with: "") }
    }

    @Test("A password has 12 to 128 characters, counted in their one form")
    func length() {
        let sentence = String(repeating: "kopi pahit di teras rumah. ", count: 5)
        for (count, expected) in [(11, "length"), (12, nil), (13, nil), (127, nil), (128, nil), (129, "length")] {
            #expect(fault(String(sentence.prefix(count))) == expected, "\(count)")
        }
        #expect(fault("hujan sore é") == nil && fault("hujan sore e\u{301}") == nil)
        #expect(fault("hujan sor e\u{301}") == "length", "eleven, however they are written")
        #expect(fault("") == "length")
    }

    @Test(
        "What everybody tries first is refused, also with digits and signs around it, twice, or with signs for letters",
        arguments: [
            "password1234", "Password2026", "1234password!", "passwordpassword", "P@ssw0rd2026!", "rahasia12345", "rahasiarahasia",
            "!!iloveyou!!", "1q2w3e4r5t6y", "correcthorse", "CORRECTHORSE99",
        ])
    func common(password: String) { #expect(fault(password) == "common") }

    @Test(
        "What anybody could know or type without thinking is refused",
        arguments: [
            "aaaaaaaaaaaa", "abcabcabcabc", "123456789012", "abcdefghijkl", "qwertyuiopas", "zyxwvutsrqpo", "098765432109", "agusagusagus",
            "agus12345678", "bripka-agus-polri", "mpp-kab-contoh-2026", "Kabupaten Contoh", "contoh 111 mpp", "!@#$%^&*()_+",
            "            ",
        ])
    func guessable(password: String) { #expect(fault(password) == "guessable") }

    @Test(
        "Several words are taken, and nobody has to put digits or signs into them",
        arguments: [
            "kopi pahit di teras", "hujan sore di ladang", "correct horse battery", "peragaan-mpp-2026", "agus suka durian matang",
        ])
    func good(password: String) { #expect(fault(password) == nil) }

    @Test(
        "Eight signs that nobody guesses are enough, and seven are not",
        arguments: [
            ("bripkaxkvtmd", false), ("bripkaxkvtmdw", true), ("bripka x k v t m d", false), ("bripka x-k_v.t,m/d w", true),
            // A run and a row of three count as one, of two as they are.
            ("aaabbbcccdddxkv", false), ("aabbccddeekv", true), ("abcqweasdzxcmtv", false), ("abqwaszxopkl", true),
            // A known word of three letters counts as one, what is shorter is no word.
            ("mppkmppvmppt", false), ("ititkitvitit", true),
        ])
    func boundary(password: String, isTaken: Bool) {
        let issue = rules.issue(with: password, at: "new", knowing: words + ["it"])
        #expect(issue == (isTaken ? nil : FieldIssue("new", "problem.password.guessable")))
    }

    @Test("A line of the list that says something is no password of it")
    func comments() {
        let rules = PasswordRules(common: "# hujan sore di ladang\nkopi pahit di teras")
        #expect(rules.issue(with: "# hujan sore di ladang", at: "new", knowing: []) == nil)
        #expect(rules.issue(with: "Kopi pahit di teras", at: "new", knowing: [])?.messageKey == "problem.password.common")
    }

    @Test("The shipped list has what must be refused")
    func shipped() throws {
        let list = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "../../../../Apps/Portal/Resources/CommonPasswords.txt")
        let shipped = PasswordRules(common: try String(contentsOf: list, encoding: .utf8))
        for password in ["password1234", "qwertyuiop12", "katasandi123", "indonesia2026", "1q2w3e4r5t6y", "administrator"] {
            #expect(shipped.issue(with: password, at: "new", knowing: [])?.messageKey == "problem.password.common", "\(password)")
        }
        #expect(shipped.issue(with: "kopi pahit di teras", at: "new", knowing: words) == nil)
    }
}
