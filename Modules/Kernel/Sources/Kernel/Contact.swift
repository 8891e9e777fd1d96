/// Where a person can be reached: an e-mail address or a mobile phone in Indonesia, normalised so that equal means same.
public enum Contact: Sendable, Hashable {
    /// An address in lower case.
    case email(String)
    /// A number in E.164, `+628…` (`Docs/Facts.md` 9).
    case phone(String)

    /// Reads what a person typed: `0812-3456-7890`, `+62 812…` or `nama@contoh.id`. `nil` when it is neither.
    ///
    /// What nobody sees is dropped (``TypedText``), and so are blanks around it; blanks within a number too, but never a line break, which no person types into a
    /// field: joining what it separates would name somebody else.
    public init?(_ typed: String) {
        let cleaned = TypedText(typed)
        guard !cleaned.prose.contains("\n") else { return nil }
        let text = cleaned.code
        if let address = Contact.emailAddress(text) {
            self = .email(address)
        } else if let number = Contact.phoneNumber(text) {
            self = .phone(number)
        } else {
            return nil
        }
    }

    /// The normalised value alone.
    public var value: String {
        switch self {
        case .email(let address): address
        case .phone(let number): number
        }
    }

    /// Enough for its owner to recognise, too little for others: `s•••@contoh.id`, `+62•••••7890`.
    public var masked: String {
        switch self {
        case .email(let address):
            address.prefix(1) + "•••" + address[(address.firstIndex(of: "@") ?? address.endIndex)...]
        case .phone(let number): "+62•••••" + number.suffix(4)
        }
    }

    /// One `@`, a domain with a point, only characters that need no quoting: stricter than RFC 5321, and safe to hand to a
    /// mail server (no line breaks, no angle brackets).
    private static func emailAddress(_ text: String) -> String? {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...64).contains(parts[0].utf8.count), (4...190).contains(parts[1].utf8.count) else { return nil }
        let local = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.!#$%&'*+/=?^_`{|}~-")
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        guard parts[0].allSatisfy(local.contains), !parts[0].hasPrefix("."), !parts[0].hasSuffix("."), !parts[0].contains(".."),
            labels.count >= 2,
            labels.allSatisfy({ label in
                (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                    && label.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
            }),
            labels.last?.contains(where: \.isLetter) == true
        else { return nil }
        return text.lowercased()
    }

    /// `08` or `+628` or `628`, then 8 to 11 digits.
    private static func phoneNumber(_ text: String) -> String? {
        let digits = text.filter { !"-.() ".contains($0) }
        let national: Substring
        if digits.hasPrefix("+62") {
            national = digits.dropFirst(3)
        } else if digits.hasPrefix("62") {
            national = digits.dropFirst(2)
        } else if digits.hasPrefix("0") {
            national = digits.dropFirst(1)
        } else {
            return nil
        }
        guard national.hasPrefix("8"), (9...12).contains(national.utf8.count), national.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return "+62" + national
    }
}
