internal import Foundation
internal import Kernel
internal import Storage

/// A code that was promised to somebody who gave a NIK and a contact.
///
/// A decoy, made for a NIK that is known with another contact, is a challenge whose code nobody was told: nothing in its
/// row tells it from the others.
struct Challenge: Sendable, Equatable {
    static let validitySeconds = 600
    static let guessesAllowed = 5
    /// A mail takes some seconds; whoever asks sooner would get two codes.
    static let pauseSeconds = 60

    let id: Identifier
    let nikHash: String
    let contactHash: String
    let codeHash: String
    /// Both sealed under the challenge's own key.
    let nikSealed: Data
    let contactSealed: Data
    let language: Language
    let createdAt: Instant
    let expiresAt: Instant
    var wrongGuesses = 0
    var usedAt: Instant?

    /// Why no code can open this challenge any more; `nil` while one can.
    func refusal(at now: Instant) -> Problem? {
        if usedAt != nil { return Problem(.conflict, "problem.code.used") }
        if wrongGuesses >= Challenge.guessesAllowed { return Problem(.gone, "problem.code.exhausted") }
        // A code from the future was sent while the clock was wrong: nobody knows how long it would be good for.
        if now >= expiresAt || now < createdAt { return .codeExpired }
        return nil
    }

    /// Until another code may be asked for in the place of this one.
    func secondsUntilNext(at now: Instant) -> Int {
        let left = createdAt.advanced(bySeconds: Challenge.pauseSeconds).milliseconds - now.milliseconds
        return now < createdAt ? 0 : Int(max(0, (left + 999) / 1000))
    }

    /// This challenge after a wrong guess, and what to answer.
    func afterWrongGuess(at now: Instant) -> (challenge: Challenge, answer: Problem) {
        var missed = self
        missed.wrongGuesses += 1
        return (missed, missed.refusal(at: now) ?? .codeWrong(left: Challenge.guessesAllowed - missed.wrongGuesses))
    }

    func used(at now: Instant) -> Challenge {
        var used = self
        used.usedAt = now
        return used
    }
}

/// Six digits, told to one person once.
struct SignInCode: Sendable, Equatable {
    let digits: String

    /// A new one from the system's cryptographic random numbers.
    init() {
        let number = String(Int.random(in: 0...999_999))
        digits = String(repeating: "0", count: 6 - number.count) + number
    }

    /// Reads what a person typed, with spaces or a hyphen between the digits; `nil` unless there are six.
    init?(_ typed: String) {
        let digits = TypedText(typed).code.filter { !$0.isWhitespace && $0 != "-" }
        guard digits.utf8.count == 6, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        self.digits = digits
    }

    /// What is stored in its place: keyed with the region's secret and bound to the challenge, so that neither the database
    /// alone nor another challenge's row tells the code.
    func hash(for challenge: Identifier, _ vault: Vault) -> String {
        vault.lookup("\(challenge.text)/\(digits)", kind: "identity.code")
    }
}

extension Problem {
    static let codeExpired = Problem(.gone, "problem.code.expired")

    static func codeWrong(left: Int) -> Problem {
        let arguments = ["left": String(left)]
        return Problem(
            .invalid, "problem.code.wrong", arguments: arguments,
            fields: [FieldIssue("code", "problem.code.wrong", arguments: arguments)])
    }
}
