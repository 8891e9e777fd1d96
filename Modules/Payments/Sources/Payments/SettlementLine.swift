internal import Crypto
internal import Foundation
internal import Kernel

/// One line of what a bank or a provider says came in.
struct SettlementLine: Hashable {
    /// Of the file, from 1.
    let line: Int
    /// The bank's or the provider's own name for the payment; the same in every file.
    let name: String
    /// Which charge it names; `nil` where it names none.
    let reference: String?
    let amount: Money
    let day: CivilDate
    let paidAt: Instant

    /// A name as it is compared: capitals, without blanks.
    static func name(of typed: String) -> String { TypedText(typed).code.filter { !$0.isWhitespace }.uppercased() }

    /// Reads the bank's statement: `tanggal`, `keterangan`, `jumlah`, and `referensi` or `saldo` where they are there. Money that went out
    /// is left aside.
    /// - Throws: as ``SettlementTable``; the line and column of the first cell that cannot be read, or of a day after `today`.
    static func statement(_ data: Data, zone: IndonesianZone, today: CivilDate) throws -> [SettlementLine] {
        let table = try SettlementTable(
            data,
            names: [
                "date": ["tanggal", "tgl", "tgl.", "date"], "description": ["keterangan", "uraian", "deskripsi", "description"],
                "amount": ["jumlah", "nominal", "kredit", "amount", "credit"],
                "reference": ["referensi", "no. referensi", "no referensi", "ref", "reference"], "balance": ["saldo", "balance"],
            ], needed: ["date", "description", "amount"])
        var seen: [String: Int] = [:]
        return try table.rows.compactMap { row in
            guard let day = date(table.cell("date", of: row) ?? ""), day <= today else { throw table.fault("date", of: row) }
            guard let rupiah = rupiah(table.cell("amount", of: row) ?? "") else { throw table.fault("amount", of: row) }
            guard rupiah > 0, let amount = Money(rupiah: rupiah) else { return nil }
            let description = table.cell("description", of: row) ?? ""
            var name = SettlementLine.name(of: table.cell("reference", of: row) ?? "")
            guard name.unicodeScalars.count <= 60 else { throw table.fault("reference", of: row) }
            if name.isEmpty {
                // A line without a name is known by all that stands in it; the same words a second time are a second line.
                let words = [day.iso8601, String(rupiah), description.uppercased(), table.cell("balance", of: row) ?? ""].joined(
                    separator: "|")
                let count = seen[words, default: 0] + 1
                seen[words] = count
                name = "BARIS-\(SHA256.hash(data: Data("\(words)|\(count)".utf8)).hexadecimal.prefix(24).uppercased())"
            }
            return SettlementLine(
                line: row.line, name: name, reference: code(in: description), amount: amount, day: day,
                paidAt: zone.instant(day, .midnight).advanced(bySeconds: 12 * 3600))
        }
    }

    /// Reads a provider's daily file: `payment_id,reference,amount,paid_at`.
    /// - Throws: as ``statement(_:zone:today:)``.
    static func settlements(_ data: Data, zone: IndonesianZone, today: CivilDate) throws -> [SettlementLine] {
        let columns = ["payment id", "reference", "amount", "paid at"]
        let table = try SettlementTable(data, names: Dictionary(uniqueKeysWithValues: columns.map { ($0, [$0]) }), needed: columns)
        return try table.rows.map { row in
            let (name, reference) = (table.cell("payment id", of: row) ?? "", table.cell("reference", of: row) ?? "")
            guard (1...100).contains(name.unicodeScalars.count) else { throw table.fault("payment id", of: row) }
            guard (1...100).contains(reference.unicodeScalars.count) else { throw table.fault("reference", of: row) }
            guard let rupiah = rupiah(table.cell("amount", of: row) ?? ""), let amount = Money(rupiah: rupiah), amount > .zero else {
                throw table.fault("amount", of: row)
            }
            guard let paidAt = instant(table.cell("paid at", of: row) ?? ""), zone.local(paidAt).date <= today else {
                throw table.fault("paid at", of: row)
            }
            return SettlementLine(
                line: row.line, name: name, reference: reference, amount: amount, day: zone.local(paidAt).date, paidAt: paidAt)
        }
    }

    // MARK: Cells

    /// `2026-11-28`, `28/11/2026`, `28-11-2026` or `28.11.2026`, with or without a time behind it.
    static func date(_ text: String) -> CivilDate? {
        let day = text.split(whereSeparator: { $0 == " " || $0 == "T" }).first.map(String.init) ?? ""
        if let date = CivilDate(day) { return date }
        let parts = day.split(whereSeparator: { "/-.".contains($0) }).map(String.init)
        guard parts.count == 3, parts[2].count == 4, parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let day = Int(parts[0]), let month = Int(parts[1]), let year = Int(parts[2])
        else { return nil }
        return CivilDate(year: year, month: month, day: day)
    }

    /// `2026-11-28T08:30:00+07:00`, with fractions or `Z`.
    static func instant(_ text: String) -> Instant? {
        let format = Date.ISO8601FormatStyle(includingFractionalSeconds: text.contains("."))
        guard let date = try? format.parse(text) else { return nil }
        return Instant(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded()))
    }

    /// Whole rupiah, below zero for what went out: `1.234.567,00`, `1,234,567.00`, `1234567.00`, `Rp1.234.567`, `-25.000`, `25.000 DB`.
    /// `nil` for anything else, and for cents.
    static func rupiah(_ text: String) -> Int? {
        var rest = text.uppercased().filter { !$0.isWhitespace }
        for mark in ["RP.", "RP", "IDR"] { rest = rest.replacing(mark, with: "") }
        var isOut = false
        for (mark, out) in [("DB", true), ("CR", false), ("D", true), ("K", false)] where rest.hasSuffix(mark) {
            (rest, isOut) = (String(rest.dropLast(mark.count)), out)
            break
        }
        if let sign = rest.first, "+-−".contains(sign) {
            isOut = isOut || sign != "+"
            rest.removeFirst()
        }
        // The last mark parts off cents when one or two digits follow it, and thousands when three do.
        if let last = rest.lastIndex(where: { ".,".contains($0) }) {
            let cents = rest[rest.index(after: last)...]
            if cents.count != 3 {
                guard (1...2).contains(cents.count), cents.allSatisfy({ $0 == "0" }), rest[..<last].allSatisfy({ $0 != rest[last] }) else {
                    return nil
                }
                rest = String(rest[..<last])
            }
        }
        let marks = Set(rest.filter { ".,".contains($0) })
        let groups = rest.split(omittingEmptySubsequences: false, whereSeparator: { ".,".contains($0) }).map(String.init)
        guard marks.count <= 1, groups.count == 1 || (1...3).contains(groups[0].count) && groups.dropFirst().allSatisfy({ $0.count == 3 }),
            groups.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
        else { return nil }
        let digits = groups.joined()
        guard digits.utf8.count <= 15, let amount = Int(digits) else { return nil }
        return isOut ? -amount : amount
    }

    /// The code of a charge that the payer has typed with the transfer; banks cut spaces in and letters small.
    static func code(in description: String) -> String? {
        let text = description.uppercased().filter { $0.isLetter || $0.isNumber || $0 == "-" }
        return text.firstMatch(of: /TRF[0-9A-F]{16}(?:-[0-9]{1,3})?/).map { String($0.0) }
    }
}
