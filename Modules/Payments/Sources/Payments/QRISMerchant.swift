internal import Foundation

/// Who is paid, as QRIS names it (`Docs/Facts.md` 10).
public struct QRISMerchant: Sendable, Hashable {
    /// The acquirer's domain backwards, e.g. `ID.CO.CONTOH.WWW`.
    public var domain: String
    /// 18 digits that begin with 9360.
    public var accountNumber: String
    /// The merchant's number at the acquirer, 15 characters.
    public var merchantID: String
    /// `ID` and 13 digits.
    public var nationalID: String
    /// Size class: UMI, UKE, UME, UBE or URE.
    public var sizeClass: String
    /// Merchant category, four digits; 9399 is government services.
    public var category: String
    /// At most 25 characters.
    public var name: String
    /// At most 15 characters.
    public var city: String
    /// Five digits, where known.
    public var postalCode: String?
    public var terminal: String

    public init(
        domain: String, accountNumber: String, merchantID: String, nationalID: String, sizeClass: String, category: String = "9399",
        name: String, city: String, postalCode: String? = nil, terminal: String = "A01"
    ) {
        self.domain = domain
        self.accountNumber = accountNumber
        self.merchantID = merchantID
        self.nationalID = nationalID
        self.sizeClass = sizeClass
        self.category = category
        self.name = name
        self.city = city
        self.postalCode = postalCode
        self.terminal = terminal
    }

    /// A merchant with well-formed numbers that belong to nobody, for the stub. Name and city are made to fit: capital letters
    /// without marks, 25 and 15 characters.
    public static func nobody(name: String, city: String) -> QRISMerchant {
        QRISMerchant(
            domain: "ID.CO.CONTOH.WWW", accountNumber: "936000000000000001", merchantID: "MPPCONTOH000001",
            nationalID: "ID0000000000000", sizeClass: "UBE", name: fitted(name, 25), city: fitted(city, 15))
    }

    /// Fields 26, 51 and 52.
    var accountFields: [QRISField] {
        [
            QRISField(
                "26",
                [
                    QRISField("00", domain), QRISField("01", accountNumber), QRISField("02", merchantID), QRISField("03", sizeClass),
                ]),
            QRISField("51", [QRISField("00", "ID.CO.QRIS.WWW"), QRISField("02", nationalID), QRISField("03", sizeClass)]),
            QRISField("52", category),
        ]
    }

    /// Fields 59, 60 and 61.
    var placeFields: [QRISField] {
        [QRISField("59", name), QRISField("60", city)] + (postalCode.map { [QRISField("61", $0)] } ?? [])
    }

    private static func fitted(_ text: String, _ length: Int) -> String {
        let plain = text.folding(options: .diacriticInsensitive, locale: nil).uppercased().filter { $0.isASCII && !$0.isNewline }
        var words = plain.prefix(length)
        // By whole words: half a word is another name.
        if words.endIndex < plain.endIndex, plain[words.endIndex] != " ", let space = words.lastIndex(of: " ") { words = words[..<space] }
        let cut = words.trimmingCharacters(in: .whitespaces)
        return cut.isEmpty ? "MPP" : cut
    }
}
