internal import Foundation
internal import Kernel
internal import Paper
internal import Signing

/// Prints letters and signs them, with the signature where the code is printed.
struct SignedLetters: Sendable {
    let signatory: Signatory
    /// The region's capital, or its name.
    let place: String
    /// Says when it was signed, where somebody does.
    let stamps: TimeStampsOverHTTP?
    private let press = LetterPress()

    init(_ signatory: Signatory, place: String, stamps: TimeStampsOverHTTP? = nil) {
        self.signatory = signatory
        self.place = place
        self.stamps = stamps
    }

    /// - Parameters:
    ///   - reason: by what the region finds its own again; a reader shows it to whoever opens the file.
    ///   - instant: when it was made, as the file says.
    func pdf(_ letter: Letter, reason: String, at instant: Instant) async throws -> Data {
        let printed = try await press.printed(letter, createdAt: instant)
        let frame = SignatureField.Frame(
            left: printed.code.left, bottom: printed.code.bottom, width: printed.code.side, height: printed.code.side)
        let field = SignatureField(frame: frame, reason: reason, place: place)
        guard let stamps else { return try signatory.sign(printed.pdf, field, at: instant) }
        let stamped = try await signatory.sign(printed.pdf, field, at: instant, stampedBy: stamps)
        if let fault = stamped.fault { stamps.missed(fault, paper: letter.number) }
        return stamped.data
    }
}
