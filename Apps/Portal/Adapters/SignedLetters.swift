internal import Foundation
internal import Kernel
internal import Paper
internal import Signing

/// Prints letters and signs them, with the signature where the code is printed.
struct SignedLetters: Sendable {
    let signatory: Signatory
    /// The region's capital, or its name.
    let place: String
    private let press = LetterPress()

    init(_ signatory: Signatory, place: String) {
        self.signatory = signatory
        self.place = place
    }

    /// - Parameters:
    ///   - reason: by what the region finds its own again; a reader shows it to whoever opens the file.
    ///   - instant: when it was made, as the file says.
    func pdf(_ letter: Letter, reason: String, at instant: Instant) async throws -> Data {
        let printed = try await press.printed(letter, createdAt: instant)
        let frame = SignatureField.Frame(
            left: printed.code.left, bottom: printed.code.bottom, width: printed.code.side, height: printed.code.side)
        return try signatory.sign(printed.pdf, SignatureField(frame: frame, reason: reason, place: place), at: instant)
    }
}
