internal import Foundation
internal import Kernel

/// Turns a ``Mail`` into the bytes of RFC 5322: ASCII, lines ended by CRLF and never longer than 76 characters of text.
enum MailComposition {
    static func compose(_ mail: Mail, from: MailAddress, to: MailAddress, messageID: MailAddress) -> Data {
        let headers = [
            "Date: \(date(mail.date))",
            "From: \(mailbox(mail.fromName, from))",
            "To: <\(to.text)>",
            "Subject: \(HeaderText.encode(mail.subject, after: "Subject: ".utf8.count))",
            "Message-ID: <\(messageID.text)>",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: quoted-printable",
            "Content-Language: \(mail.language.rawValue)",
            // RFC 3834: holiday notes shall not answer.
            "Auto-Submitted: auto-generated",
        ]
        return Data((headers.joined(separator: "\r\n") + "\r\n\r\n").utf8) + QuotedPrintable.encode(mail.body)
    }

    /// The mail's identity: as given, or with the sender's domain behind it. `nil` when it has other characters than allowed.
    static func messageID(_ text: String, domain: String) -> MailAddress? {
        MailAddress(text.contains("@") ? text : "\(text)@\(domain)")
    }

    private static func mailbox(_ name: String, _ address: MailAddress) -> String {
        let encoded = HeaderText.encodePhrase(name, after: "From: ".utf8.count)
        guard !encoded.isEmpty else { return "<\(address.text)>" }
        let line = "\(encoded) <\(address.text)>"
        return line.utf8.count > 70 ? "\(encoded)\r\n <\(address.text)>" : line
    }

    /// `Mon, 23 Nov 2026 01:30:00 +0000` (RFC 5322, 3.3).
    static func date(_ instant: Instant) -> String {
        let text = instant.iso8601
        guard let day = CivilDate(String(text.prefix(10))) else { return text }
        let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let weekday = Weekday.allCases.firstIndex(of: day.weekday) ?? 0
        return "\(days[weekday]), \(day.day) \(months[day.month - 1]) \(day.year) \(text.dropFirst(11).prefix(8)) +0000"
    }
}

/// Text in header fields (RFC 2047).
enum HeaderText {
    private static let lineLimit = 76

    /// As it is when it is short ASCII, otherwise in encoded words on folded lines. `after` is the length of what stands
    /// before it on its line.
    static func encode(_ text: String, after column: Int) -> String {
        let line = oneLine(text)
        let isPlain = line.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !line.contains("=?")
        return isPlain && column + line.utf8.count <= lineLimit ? line : encodedWords(line, after: column)
    }

    /// For a display name, where most punctuation would need quotes: then it is encoded too.
    static func encodePhrase(_ text: String, after column: Int) -> String {
        let line = oneLine(text)
        let isPlain = line.utf8.allSatisfy { isLetterOrDigit($0) || $0 == 0x20 || $0 == 0x2D }
        return isPlain && column + line.utf8.count <= lineLimit ? line : encodedWords(line, after: column)
    }

    /// Control characters and line separators become spaces: nobody's text can begin a header field of its own.
    private static func oneLine(_ text: String) -> String {
        let spaced = String(
            String.UnicodeScalarView(
                text.unicodeScalars.map {
                    $0.properties.generalCategory == .control || $0 == "\u{2028}" || $0 == "\u{2029}" ? " " : $0
                }))
        return spaced.split(separator: " ").joined(separator: " ")
    }

    /// Each word holds whole characters, and each line at most the 76 characters that RFC 2047 allows: a word has a frame
    /// of 12 and 4 characters for every 3 bytes.
    private static func encodedWords(_ text: String, after column: Int) -> String {
        var room = (lineLimit - column - 12) / 4 * 3
        var words: [String] = []
        var piece = ""
        func close() {
            if !piece.isEmpty { words.append("=?UTF-8?B?\(Data(piece.utf8).base64EncodedString())?=") }
            piece = ""
            room = 45
        }
        // By scalars, not by characters: a pile of combining marks is one character of any length.
        for scalar in text.unicodeScalars {
            if piece.utf8.count + String(scalar).utf8.count > room { close() }
            piece.unicodeScalars.append(scalar)
        }
        close()
        return words.joined(separator: "\r\n ")
    }
}

/// Content-Transfer-Encoding *quoted-printable* (RFC 2045, 6.7).
enum QuotedPrintable {
    private static let lineLimit = 75  // and one more for the `=` of a soft break

    /// Text with any line breaks, ending in one CRLF.
    static func encode(_ text: String) -> [UInt8] {
        let unified = text.replacingOccurrences(of: "\r\n", with: "\n").replacingOccurrences(of: "\r", with: "\n")
        var encoded: [UInt8] = []
        encoded.reserveCapacity(unified.utf8.count + unified.utf8.count / 8)
        for line in unified.utf8.split(separator: 0x0A, omittingEmptySubsequences: false) {
            append(line, to: &encoded)
            encoded += [0x0D, 0x0A]
        }
        // What follows a final line break is no line.
        return unified.isEmpty || unified.hasSuffix("\n") ? encoded.dropLast(2) : encoded
    }

    private static func append(_ line: Substring.UTF8View, to encoded: inout [UInt8]) {
        var column = 0
        var index = line.startIndex
        let startsLikeMailbox = line.starts(with: "From ".utf8)
        while index < line.endIndex {
            let byte = line[index]
            index = line.index(after: index)
            let isLast = index == line.endIndex
            if column + (isPlain(byte, isLast: isLast) ? 1 : 3) > lineLimit {
                encoded += [0x3D, 0x0D, 0x0A]
                column = 0
            }
            // A point at the start of a line means something in SMTP, "From " in mailboxes: neither gets the chance.
            let isRisky = column == 0 && (byte == 0x2E || (byte == 0x46 && startsLikeMailbox))
            if isPlain(byte, isLast: isLast), !isRisky {
                encoded.append(byte)
                column += 1
            } else {
                encoded += [0x3D, hexadecimal(byte >> 4), hexadecimal(byte & 0xF)]
                column += 3
            }
        }
    }

    private static func isPlain(_ byte: UInt8, isLast: Bool) -> Bool {
        switch byte {
        case 0x20, 0x09: !isLast
        case 0x3D: false
        default: (0x21...0x7E).contains(byte)
        }
    }

    private static func hexadecimal(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x37 + value }
}
