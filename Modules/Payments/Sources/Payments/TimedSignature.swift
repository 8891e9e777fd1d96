internal import Crypto
internal import Foundation
internal import Kernel

/// `t=<unix seconds>,v1=<64 hexadecimal digits>`: the time is signed with the body, so that an old notice cannot be sent
/// again under a new time. The form is the same for notices that come in and for those that go out.
struct TimedSignature {
    /// As written in the header, because these very characters are signed.
    private let seconds: String
    private let code: Data

    var at: Instant { Instant(milliseconds: (Int64(seconds) ?? 0) * 1000) }

    /// Reads the header; `nil` when it is not of that form.
    init?(_ header: String) {
        let parts = header.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].hasPrefix("t="), parts[1].hasPrefix("v1=") else { return nil }
        let digits = parts[0].dropFirst(2).utf8
        guard (1...12).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }),
            let code = TimedSignature.bytes(parts[1].dropFirst(3)), code.count == 32
        else { return nil }
        seconds = String(parts[0].dropFirst(2))
        self.code = code
    }

    init(signing body: Data, at instant: Instant, key: SymmetricKey) {
        seconds = String(instant.milliseconds / 1000)
        code = Data(HMAC<SHA256>.authenticationCode(for: TimedSignature.signedBytes(seconds, body), using: key))
    }

    var header: String { "t=\(seconds),v1=\(code.hexadecimal)" }

    /// Compares in constant time: how long a wrong signature takes to be refused tells nothing of the right one.
    func isGenuine(for body: Data, key: SymmetricKey) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: TimedSignature.signedBytes(seconds, body), using: key)
    }

    private static func signedBytes(_ seconds: String, _ body: Data) -> Data { Data("\(seconds).".utf8) + body }

    private static func bytes(_ hexadecimal: Substring) -> Data? {
        let digits = hexadecimal.map(\.hexDigitValue)
        guard digits.count.isMultiple(of: 2), hexadecimal.utf8.count == digits.count else { return nil }
        var bytes = Data()
        for position in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digits[position], let low = digits[position + 1] else { return nil }
            bytes.append(UInt8(high << 4 | low))
        }
        return bytes
    }
}
