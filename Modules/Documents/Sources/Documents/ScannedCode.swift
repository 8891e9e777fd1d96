public import Kernel

/// What somebody pasted, scanned or typed to ask after a paper: a code, the whole address that the paper's QR code says, or the
/// words around either, in any case and with blanks in between.
public struct ScannedCode: Sendable, Hashable {
    /// The region that the address names; `nil` for a code alone, which is asked where it was typed.
    public let region: RegionSlug?
    /// Twelve characters, without hyphens.
    public let code: String
    /// What the paper says for itself, which stands behind the address; not looked into here.
    public let statement: String?

    /// `nil` when no code stands in it.
    public init?(_ typed: String) {
        guard typed.utf8.count <= 2000 else { return nil }
        let text = TypedText(typed).code
        let joined = text.filter { $0 != " " }
        let statement = joined.firstMatch(of: /#([0-9A-Za-z_-]+\.[0-9A-Za-z_-]+\.[0-9A-Za-z_-]+)$/).map { String($0.output.1) }
        if let code = VerificationCode.read(joined) {
            self.init(region: nil, code: code, statement: nil)
        } else if let address = joined.lowercased().firstMatch(of: /(?:\/([a-z0-9-]+))?\/verifikasi(?:\/|\?kode=)([a-z0-9+-]+)/),
            let code = ScannedCode.code(at: String(address.output.2).replacing("+", with: ""))
        {
            self.init(region: address.output.1.flatMap { RegionSlug(String($0)) }, code: code, statement: statement)
        } else if let grouped = text.firstMatch(
            of: /(?:^|[^0-9A-Za-z-])([0-9A-Za-z]{4} ?- ?[0-9A-Za-z]{4} ?- ?[0-9A-Za-z]{4})(?![0-9A-Za-z-])/),
            let code = VerificationCode.read(String(grouped.output.1))
        {
            self.init(region: nil, code: code, statement: nil)
        } else {
            return nil
        }
    }

    private init(region: RegionSlug?, code: String, statement: String?) {
        self.region = region
        self.code = code
        self.statement = statement
    }

    /// The code that an address's last part begins with: words that follow it may have run into it when blanks were taken out.
    private static func code(at text: String) -> String? {
        VerificationCode.read(text)
            ?? text.firstMatch(of: /^[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}/).flatMap { VerificationCode.read(String($0.output)) }
    }
}
