/// Where outgoing mail is handed over.
public struct MailSettings: Sendable, Hashable {
    /// How the way to the mail server is protected.
    public enum Security: String, Sendable, Hashable, CaseIterable {
        /// In clear; a user name and password are then sent to this machine only.
        case none
        /// Begins in clear and must change to TLS before anything of the mail is said (RFC 3207).
        case startTLS
        /// TLS from the first byte (RFC 8314).
        case tls
    }

    /// A host name or an address of IPv4 or IPv6 (without brackets).
    public var host: String
    public var port: Int
    public var security: Security
    public var username: String?
    public var password: String?
    /// The address that mail comes from, `layanan@mpp.example`.
    public var from: String
    /// PEM file with the authorities to believe in instead of the system's; for a mail server with a certificate of its own.
    public var certificateAuthorityFile: String?
    /// How long handing over one mail may take in all.
    public var timeoutSeconds: Int

    public init(
        host: String, port: Int, security: Security, username: String? = nil, password: String? = nil, from: String,
        certificateAuthorityFile: String? = nil, timeoutSeconds: Int = 60
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.username = username
        self.password = password
        self.from = from
        self.certificateAuthorityFile = certificateAuthorityFile
        self.timeoutSeconds = max(1, timeoutSeconds)
    }

    /// What makes these settings unusable, or `nil`. Worth asking when the server starts.
    public var fault: String? {
        guard !host.isEmpty, host.utf8.allSatisfy({ isLetterOrDigit($0) || ".-:".utf8.contains($0) }) else {
            return "the mail server's name is not a host"
        }
        guard (1...65_535).contains(port) else { return "the mail server's port is not between 1 and 65535" }
        guard MailAddress(from) != nil else { return "the sender is not a mail address" }
        if username != nil, security == .none, !isThisMachine {
            return "a mail password would be sent unprotected: use startTLS or tls"
        }
        return nil
    }

    private var isThisMachine: Bool { ["localhost", "127.0.0.1", "::1"].contains(host.lowercased()) }

    /// In libcurl's notation. What stands behind the slash is the name we greet with: the sender's domain, because a
    /// machine's own name is often none that a mail server accepts, and nobody's business.
    func url(greetingAs domain: String) -> String {
        let bracketed = host.contains(":") ? "[\(host)]" : host
        return "\(security == .tls ? "smtps" : "smtp")://\(bracketed):\(port)/\(domain)"
    }
}

/// A mail address that can be handed to a server as it is: ASCII, no quoting, no character that means something in SMTP.
struct MailAddress: Sendable, Hashable {
    let text: String
    let domain: String

    init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 254, (1...64).contains(parts[0].utf8.count), !parts[1].isEmpty,
            parts[0].utf8.allSatisfy({ isLetterOrDigit($0) || ".!#$%&'*+/=?^_`{|}~-".utf8.contains($0) }),
            parts[1].utf8.allSatisfy({ isLetterOrDigit($0) || ".-".utf8.contains($0) }), !parts[1].hasPrefix("-")
        else { return nil }
        self.text = text
        domain = String(parts[1])
    }
}

func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: false
    }
}
