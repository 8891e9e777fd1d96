internal import Configuration
public import Foundation
public import Kernel
internal import Outbound

/// How one server is run: what the command line says, and for secrets what the environment says.
public struct PortalSettings: Sendable {
    /// The regions to serve; empty means all of the catalogue.
    public var regions: [RegionSlug]
    public var dataFolder: URL
    public var resourcesFolder: URL
    public var host: String
    public var port: Int
    /// With demonstration people, a readable mailbox and a payment stub that anyone can press. Never for real citizens.
    public var isDemonstration: Bool
    /// The address that people see, without a slash at its end; printed on papers. `nil`: `http://host:port`.
    public var publicAddress: String?
    var mail: MailSettings?
    /// Where clamd listens; `nil` when the machine has none.
    var clamdSocket: String?
    /// Where time stamps for papers are fetched (RFC 3161); `nil`: papers have none.
    var timeStampAddress: String?
    /// Whether agencies' systems may be told at addresses of a network of one's own, and over plain HTTP.
    var hooksCallPrivate: Bool

    /// - Parameter environment: the process's variables. Read are `MPP_PUBLIC_ADDRESS` and, for mail, `MPP_SMTP_HOST`,
    ///   `MPP_SMTP_PORT` (25), `MPP_SMTP_SECURITY` (`none`, `starttls` or `tls`), `MPP_SMTP_USERNAME`, `MPP_SMTP_PASSWORD`,
    ///   `MPP_SMTP_FROM`, `MPP_SMTP_CA_FILE`. Without `MPP_SMTP_HOST` no e-mail is sent. `MPP_CLAMD_SOCKET` is the path of clamd's socket,
    ///   `MPP_TIME_STAMP_ADDRESS` a time-stamping authority's. `MPP_HOOKS_PRIVATE=yes` allows webhooks into a network of one's own.
    /// - Throws: `invalid` `problem.settings.invalid` for a value that cannot be.
    public init(
        regions: [RegionSlug] = [], dataFolder: URL, resourcesFolder: URL, host: String = "127.0.0.1", port: Int = 8080,
        isDemonstration: Bool = false, environment: [String: String]
    ) throws {
        self.regions = regions
        self.dataFolder = dataFolder
        self.resourcesFolder = resourcesFolder
        self.host = host
        self.port = port
        self.isDemonstration = isDemonstration
        let reader = ConfigReader(provider: EnvironmentVariablesProvider(environmentVariables: environment)).scoped(to: "mpp")
        publicAddress = reader.string(forKey: "public.address")
        clamdSocket = reader.string(forKey: "clamd.socket").flatMap { $0.isEmpty ? nil : $0 }
        timeStampAddress = reader.string(forKey: "time.stamp.address").flatMap { $0.isEmpty ? nil : $0 }
        if let address = timeStampAddress, !["http://", "https://"].contains(where: { address.hasPrefix($0) && address.count > $0.count }) {
            throw PortalSettings.invalid("MPP_TIME_STAMP_ADDRESS")
        }
        switch reader.string(forKey: "hooks.private", default: "no") {
        case "no": hooksCallPrivate = false
        case "yes": hooksCallPrivate = true
        default: throw PortalSettings.invalid("MPP_HOOKS_PRIVATE")
        }
        mail = try PortalSettings.mail(reader.scoped(to: "smtp"))
    }

    private static func mail(_ reader: ConfigReader) throws -> MailSettings? {
        guard let host = reader.string(forKey: "host"), !host.isEmpty else { return nil }
        let security: MailSettings.Security
        switch reader.string(forKey: "security", default: "starttls") {
        case "none": security = .none
        case "starttls": security = .startTLS
        case "tls": security = .tls
        default: throw invalid("MPP_SMTP_SECURITY")
        }
        guard case .email(let from)? = Contact(reader.string(forKey: "from", default: "")) else { throw invalid("MPP_SMTP_FROM") }
        if let port = reader.string(forKey: "port"), Int(port) == nil { throw invalid("MPP_SMTP_PORT") }
        let settings = MailSettings(
            host: host, port: reader.int(forKey: "port", default: 25), security: security,
            username: reader.string(forKey: "username"), password: reader.string(forKey: "password", isSecret: true),
            from: from, certificateAuthorityFile: reader.string(forKey: "ca.file"))
        if let fault = settings.fault { throw invalid("MPP_SMTP_*", detail: fault) }
        return settings
    }

    private static func invalid(_ name: String, detail: String = "") -> Problem {
        Problem(.invalid, "problem.settings.invalid", arguments: ["name": name], detail: detail)
    }

    /// The address in links that leave the portal: papers, messages, QR codes.
    var linkAddress: String { publicAddress ?? "http://\(host):\(port)" }
    /// Cookies are for https only when the public address is.
    var hasSecureCookies: Bool { publicAddress?.hasPrefix("https://") ?? false }
}
