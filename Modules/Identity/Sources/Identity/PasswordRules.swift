internal import Foundation
internal import Kernel

/// Which passwords are taken (OWASP ASVS 4.0: 2.1.1, 2.1.2, 2.1.7): long enough, not among those that everybody tries first, and not made
/// of what anybody could know of their owner. Nothing is asked of digits and signs: that makes passwords worse (NIST SP 800-63B A.3).
public struct PasswordRules: Sendable {
    /// In characters of the normal form. Longer ones are refused, never cut.
    static let length = 12...128
    /// How much must be left of a password when all that is easily guessed counts as one character.
    static let leastLeft = 8
    /// What lies side by side, forwards and backwards.
    private static let rows = ["abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "!@#$%^&*()_+"]
    private static let separators = Set(" -_.,/")

    private let common: Set<String>

    /// - Parameter list: one common password a line; lines that begin with `#` say something about it.
    public init(common list: String) {
        common = Set(list.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { $0.lowercased() })
    }

    /// Letters that can be written in two ways have one form (NIST SP 800-63B 5.1.1.2), and it is that form which is counted and kept.
    static func normalised(_ typed: String) -> String { typed.precomposedStringWithCompatibilityMapping }

    /// What is wrong with the password; `nil` when it is taken.
    /// - Parameters:
    ///   - field: where it was typed.
    ///   - words: what anybody could know: names of its owner, of the region, of the platform.
    func issue(with typed: String, at field: String, knowing words: [String]) -> FieldIssue? {
        let password = PasswordRules.normalised(typed)
        guard PasswordRules.length.contains(password.count) else { return FieldIssue(field, "problem.password.length") }
        if isCommon(password.lowercased()) { return FieldIssue(field, "problem.password.common") }
        let known = words.flatMap { $0.lowercased().split { !$0.isLetter } }.filter { $0.count >= 3 }.map(String.init)
        guard PasswordRules.left(of: password.lowercased(), knowing: known) >= PasswordRules.leastLeft else {
            return FieldIssue(field, "problem.password.guessable")
        }
        return nil
    }

    /// Whether it stands in the list as it is, or without what people put around it: digits and signs at its ends, `@` for `a`.
    private func isCommon(_ password: String) -> Bool {
        let signs: [Character: Character] = ["0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s"]
        func core(_ text: String) -> String {
            String(text.drop { !$0.isLetter }.reversed().drop { !$0.isLetter }.reversed())
        }
        // First the ends, so that the digits behind a word do not become letters of it.
        let bare = core(password)
        let spellings = [password, bare, String(bare.map { signs[$0] ?? $0 }), core(String(password.map { signs[$0] ?? $0 }))]
        return spellings.contains { common.contains($0) || common.contains(PasswordRules.block(of: $0)) }
    }

    /// The shortest text of which this is a repetition.
    private static func block(of text: String) -> String {
        let characters = Array(text)
        let length = (1...max(1, characters.count)).first { length in
            characters.indices.allSatisfy { characters[$0] == characters[$0 % length] }
        }
        return String(characters.prefix(length ?? characters.count))
    }

    /// How many characters are left when each known word, each run of one character and each row of neighbours counts as one, and what
    /// stands between words as none.
    private static func left(of password: String, knowing words: [String]) -> Int {
        var rest = block(of: password)[...]
        var left = 0
        let longestFirst = words.sorted { $0.count > $1.count }
        while let first = rest.first {
            let word = longestFirst.first { rest.hasPrefix($0) }
            let step = word?.count ?? max(run(at: rest), row(at: rest))
            if step > 1 || !separators.contains(first) { left += 1 }
            rest = rest.dropFirst(max(1, step))
        }
        return left
    }

    /// The length of a run of one character, three at least; else 1.
    private static func run(at text: Substring) -> Int {
        let length = text.prefix { $0 == text.first }.count
        return length >= 3 ? length : 1
    }

    /// The length of a row of neighbours, three at least; else 1.
    private static func row(at text: Substring) -> Int {
        let lengths = (rows + rows.map { String($0.reversed()) }).flatMap { row in
            row.indices.map { start in zip(row[start...], text).prefix { $0 == $1 }.count }
        }
        return lengths.max().flatMap { $0 >= 3 ? $0 : nil } ?? 1
    }
}
