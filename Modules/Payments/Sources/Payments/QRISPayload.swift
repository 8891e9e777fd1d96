internal import Foundation
public import Kernel

/// The text inside a QRIS picture: fields of two-digit id, two-digit length and value, closed by a checksum
/// (EMVCo merchant-presented QR; `Docs/Facts.md` 10).
public struct QRISPayload: Sendable, Hashable {
    /// In their order, without the checksum (field 63).
    public let fields: [QRISField]

    /// - Throws: `invalid` `problem.qris.broken` when an id is not two digits or comes twice, a value is empty, longer than 99
    ///   characters or not printable ASCII, field 00 is not first, or the checksum is among them.
    public init(_ fields: [QRISField]) throws {
        guard fields.first?.id == "00", fields.allSatisfy(\.isWellFormed), Set(fields.map(\.id)).count == fields.count,
            !fields.contains(where: { $0.id == "63" })
        else { throw QRISPayload.broken("fields") }
        self.fields = fields
    }

    /// Reads what a scanner read.
    /// - Throws: `invalid` `problem.qris.broken` when it is cut off, altered (the checksum does not fit) or not of this form.
    public init(parsing text: String) throws {
        let all = try QRISField.read(text)
        guard let checksum = all.last, checksum.id == "63", checksum.value.utf8.count == 4,
            checksum.value.uppercased() == QRISPayload.checksum(of: String(text.dropLast(4)))
        else { throw QRISPayload.broken("checksum") }
        try self.init(Array(all.dropLast()))
    }

    /// The whole text, checksum included.
    public var text: String {
        let signed = fields.map(\.text).joined() + "6304"
        return signed + QRISPayload.checksum(of: signed)
    }

    /// The value of a field, or of a field within that template: the bill number is `01` in `62`.
    public func value(_ id: String, in template: String? = nil) -> String? {
        guard let template else { return fields.first { $0.id == id }?.value }
        guard let inner = value(template).flatMap({ try? QRISField.read($0) }) else { return nil }
        return inner.first { $0.id == id }?.value
    }

    /// Field 54 in whole rupiah, written with or without decimals of zero; `nil` when absent or not whole.
    public var amount: Money? {
        guard let parts = value("54")?.split(separator: ".", omittingEmptySubsequences: false), parts.count <= 2,
            parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            parts.count == 1 || parts[1].allSatisfy({ $0 == "0" })
        else { return nil }
        return Int(parts[0]).flatMap { Money(rupiah: $0) }
    }

    /// Field 01 within 62.
    public var billNumber: String? { value("01", in: "62") }

    /// A picture for one bill: its amount is fixed, and it is paid once.
    /// - Parameter billNumber: 1 to 25 characters.
    /// - Throws: `invalid` `problem.qris.broken` when a value does not fit its field.
    public static func dynamic(merchant: QRISMerchant, amount: Money, billNumber: String) throws -> QRISPayload {
        guard amount > .zero, (1...25).contains(billNumber.utf8.count) else { throw broken("amount or bill number") }
        return try QRISPayload(
            [QRISField("00", "01"), QRISField("01", "12")] + merchant.accountFields + [
                QRISField("53", "360"), QRISField("54", String(amount.rupiah)), QRISField("58", "ID"),
            ] + merchant.placeFields + [
                QRISField("62", [QRISField("01", billNumber), QRISField("07", merchant.terminal)])
            ])
    }

    /// CRC-16/CCITT-FALSE (polynomial 1021, start FFFF) in four upper-case hexadecimal digits; of `123456789` it is `29B1`.
    public static func checksum(of text: String) -> String {
        var register: UInt16 = 0xFFFF
        for byte in text.utf8 {
            register ^= UInt16(byte) << 8
            for _ in 0..<8 {
                register = register & 0x8000 == 0 ? register << 1 : register << 1 ^ 0x1021
            }
        }
        let digits = String(register, radix: 16, uppercase: true)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }

    static func broken(_ detail: String) -> Problem { Problem(.invalid, "problem.qris.broken", detail: detail) }
}

/// One field of a QRIS payload.
public struct QRISField: Sendable, Hashable {
    /// Two digits.
    public let id: String
    /// 1 to 99 printable ASCII characters; for a template, the text of its fields.
    public let value: String

    public init(_ id: String, _ value: String) {
        self.id = id
        self.value = value
    }

    /// A template: a field made of fields.
    public init(_ id: String, _ fields: [QRISField]) { self.init(id, fields.map(\.text).joined()) }

    var text: String {
        let length = String(value.utf8.count)
        return id + (length.count == 1 ? "0" + length : length) + value
    }

    var isWellFormed: Bool {
        id.utf8.count == 2 && id.utf8.allSatisfy { (0x30...0x39).contains($0) } && (1...99).contains(value.utf8.count)
            && value.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }

    static func read(_ text: String) throws -> [QRISField] {
        var rest = Array(text.utf8)[...]
        var fields: [QRISField] = []
        while !rest.isEmpty {
            let head = String(decoding: rest.prefix(4), as: UTF8.self)
            guard head.utf8.count == 4, head.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let length = Int(head.suffix(2)),
                rest.count >= 4 + length
            else { throw QRISPayload.broken("field \(fields.count + 1)") }
            let field = QRISField(String(head.prefix(2)), String(decoding: rest.dropFirst(4).prefix(length), as: UTF8.self))
            guard field.isWellFormed else { throw QRISPayload.broken("field \(field.id)") }
            fields.append(field)
            rest = rest.dropFirst(4 + length)
        }
        return fields
    }
}
