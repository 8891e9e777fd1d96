import Foundation
import Synchronization

/// A mail server that says what a test wants it to say, and keeps what it was given.
final class ScriptedMailServer: Sendable {
    /// Replies to each step; `nil` hangs up instead.
    struct Replies: Sendable {
        var greeting: String? = "220 mail.example ready"
        var hello: [String] = ["250-mail.example", "250-8BITMIME", "250 SIZE 10000000"]
        var sender: String? = "250 sender ok"
        var recipient: String? = "250 recipient ok"
        var data: String? = "354 go ahead"
        /// To the whole mail, after the point.
        var mail: String? = "250 taken"
        /// Hangs up after that many bytes of the mail.
        var cutsAfterBytes: Int?
        var signIn: String? = "235 welcome"
    }

    private struct Kept: Sendable {
        var commands: [String] = []
        var mails: [[UInt8]] = []
    }

    private let kept: KeptBox
    private let server: LoopbackServer
    private final class KeptBox: Sendable { let value = Mutex(Kept()) }

    var port: Int { server.port }
    var commands: [String] { kept.value.withLock { $0.commands } }
    /// Each mail as it came over the line, dots still doubled, without the final point.
    var mails: [String] { kept.value.withLock { $0.mails.map { String(decoding: $0, as: UTF8.self) } } }

    init(_ replies: Replies = Replies()) throws {
        let kept = KeptBox()
        self.kept = kept
        server = try LoopbackServer { caller in ScriptedMailServer.talk(caller, replies, kept) }
    }

    private static func talk(_ caller: Caller, _ replies: Replies, _ kept: KeptBox) {
        func say(_ reply: String?) -> Bool {
            guard let reply else { return false }
            caller.say(reply + "\r\n")
            return true
        }
        guard say(replies.greeting) else { return }
        while let command = caller.hear() {
            kept.value.withLock { $0.commands.append(command) }
            switch command.prefix(4).uppercased() {
            case "EHLO", "HELO": guard say(replies.hello.joined(separator: "\r\n")) else { return }
            case "AUTH": guard say(replies.signIn) else { return }
            case "MAIL": guard say(replies.sender) else { return }
            case "RCPT": guard say(replies.recipient) else { return }
            case "DATA":
                guard say(replies.data) else { return }
                guard replies.data?.hasPrefix("354") == true else { continue }
                if let count = replies.cutsAfterBytes {
                    _ = caller.hear(count: count)
                    return
                }
                guard let mail = caller.hear(until: "\r\n.\r\n") else { return }
                kept.value.withLock { $0.mails.append(mail) }
                guard say(replies.mail) else { return }
            case "QUIT":
                _ = say("221 bye")
                return
            default: guard say("502 what?") else { return }
            }
        }
    }
}

/// A mail as its reader's program sees it: decoded again by rules of the test's own.
struct ReceivedMail {
    let headers: [String: String]
    let headerNames: [String]
    let body: String

    init?(_ raw: String) {
        // Undo the doubled dots (RFC 5321, 4.5.2).
        let lines = raw.components(separatedBy: "\r\n").map { $0.hasPrefix(".") ? String($0.dropFirst()) : $0 }
        guard let blank = lines.firstIndex(of: "") else { return nil }
        var unfolded: [String] = []
        for line in lines[..<blank] {
            if line.hasPrefix(" "), let last = unfolded.popLast() { unfolded.append(last + line) } else { unfolded.append(line) }
        }
        var headers: [String: String] = [:]
        for line in unfolded {
            guard let colon = line.range(of: ": ") else { return nil }
            headers[String(line[..<colon.lowerBound])] = ReceivedMail.decodedWords(String(line[colon.upperBound...]))
        }
        self.headers = headers
        headerNames = unfolded.map { String($0.prefix { $0 != ":" }) }
        body = ReceivedMail.unquoted(lines[(blank + 1)...].joined(separator: "\r\n"))
    }

    private static func decodedWords(_ text: String) -> String {
        var result = ""
        var wasEncoded = false
        for part in text.components(separatedBy: " ") {
            if part.hasPrefix("=?UTF-8?B?"), part.hasSuffix("?="), let data = Data(base64Encoded: String(part.dropFirst(10).dropLast(2))) {
                result += (wasEncoded || result.isEmpty ? "" : " ") + String(decoding: data, as: UTF8.self)
                wasEncoded = true
            } else {
                result += (result.isEmpty ? "" : " ") + part
                wasEncoded = false
            }
        }
        return result
    }

    private static func unquoted(_ text: String) -> String {
        var bytes: [UInt8] = []
        let source = Array(text.replacingOccurrences(of: "=\r\n", with: "").utf8)
        var index = 0
        while index < source.count {
            if source[index] == UInt8(ascii: "="), index + 2 < source.count,
                let byte = UInt8(String(decoding: source[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
            {
                bytes.append(byte)
                index += 3
            } else {
                bytes.append(source[index])
                index += 1
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
