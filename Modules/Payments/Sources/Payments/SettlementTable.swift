internal import Foundation
internal import Kernel

/// A table as banks write one: some lines before its heads, commas or semicolons, any of the usual encodings.
struct SettlementTable {
    struct Row {
        /// Of the file, from 1.
        let line: Int
        let cells: [String]
    }

    /// The largest file that is read, in bytes, and how many lines it may have.
    static let mostBytes = 5 * 1024 * 1024
    static let mostLines = 5_000
    /// How far down the heads are looked for.
    private static let headLines = 20

    /// The column of each head that was asked for and is there.
    let columns: [String: Int]
    let heads: [String]
    /// Those under the heads, empty ones left out; each has as many cells as there are heads.
    let rows: [Row]

    /// - Parameters:
    ///   - names: for each column, in lower case, what it may be called.
    ///   - needed: the columns without which it is not the table that is looked for.
    /// - Throws: `invalid` at `file`: `problem.settlement.empty`, `.encoding`, `.columns` without the heads, `.lines` for too many (argument
    ///   `max`), `.line` (argument `line`) for a row with other cells than the heads; `tooLarge` `problem.upload.size`.
    init(_ data: Data, names: [String: [String]], needed: [String]) throws {
        guard !data.isEmpty else { throw SettlementTable.fault("problem.settlement.empty") }
        guard data.count <= SettlementTable.mostBytes else {
            throw SettlementTable.fault("problem.upload.size", ["max": String(SettlementTable.mostBytes >> 20)], .tooLarge)
        }
        guard let text = SettlementTable.text(data), !text.unicodeScalars.contains("\0") else {
            throw SettlementTable.fault("problem.settlement.encoding")
        }
        for separator in [";", ",", "\t"] as [Character] {
            let all = SettlementTable.rows(of: text, separator)
            guard
                let head = all.prefix(SettlementTable.headLines).firstIndex(where: { row in
                    needed.allSatisfy { SettlementTable.column(names[$0] ?? [], in: row.cells) != nil }
                })
            else { continue }
            heads = all[head].cells
            columns = names.compactMapValues { SettlementTable.column($0, in: all[head].cells) }
            rows = all[(head + 1)...].filter { !$0.cells.allSatisfy(\.isEmpty) }
            guard !rows.isEmpty else { throw SettlementTable.fault("problem.settlement.empty") }
            guard rows.count <= SettlementTable.mostLines else {
                throw SettlementTable.fault("problem.settlement.lines", ["max": String(SettlementTable.mostLines)])
            }
            if let odd = rows.first(where: { $0.cells.count != heads.count }) { throw SettlementTable.fault(in: odd, nil) }
            return
        }
        throw SettlementTable.fault("problem.settlement.columns")
    }

    /// What stands in a column of a row; `nil` for a column that is not there.
    func cell(_ name: String, of row: Row) -> String? { columns[name].map { row.cells[$0] } }

    /// A fault of one line, or of one cell in it.
    func fault(_ name: String, of row: Row) -> Problem {
        SettlementTable.fault(in: row, columns[name].map { String(heads[$0].prefix(40)) })
    }

    private static func fault(in row: Row, _ head: String?) -> Problem {
        head.map { fault("problem.settlement.cell", ["line": String(row.line), "column": $0]) }
            ?? fault("problem.settlement.line", ["line": String(row.line)])
    }

    private static func fault(_ key: String, _ arguments: [String: String] = [:], _ code: Problem.Code = .invalid) -> Problem {
        Problem(code, key, arguments: arguments, fields: [FieldIssue("file", key, arguments: arguments)])
    }

    private static func column(_ names: [String], in cells: [String]) -> Int? {
        cells.firstIndex { names.contains($0.lowercased().replacing("_", with: " ")) }
    }

    // MARK: Text

    /// UTF-8, UTF-16 with or without its mark, or Windows-1252: what Indonesian spreadsheets write.
    static func text(_ data: Data) -> String? {
        let bytes = [UInt8](data)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return String(validating: bytes.dropFirst(3), as: UTF8.self) }
        if bytes.starts(with: [0xFF, 0xFE]) { return utf16(bytes.dropFirst(2), isLittle: true) }
        if bytes.starts(with: [0xFE, 0xFF]) { return utf16(bytes.dropFirst(2), isLittle: false) }
        // Of plain letters in UTF-16 every second byte is zero.
        let start = bytes.prefix(64)
        if start.count >= 4, start.count(where: { $0 == 0 }) * 3 >= start.count { return utf16(bytes[...], isLittle: start[0] != 0) }
        return String(validating: bytes, as: UTF8.self) ?? String(data: data, encoding: .windowsCP1252)
    }

    private static func utf16(_ bytes: ArraySlice<UInt8>, isLittle: Bool) -> String? {
        guard bytes.count.isMultiple(of: 2) else { return nil }
        let all = Array(bytes)
        let units = stride(from: 0, to: all.count, by: 2).map { index in
            isLittle ? UInt16(all[index]) | UInt16(all[index + 1]) << 8 : UInt16(all[index]) << 8 | UInt16(all[index + 1])
        }
        return String(validating: units, as: UTF16.self)
    }

    /// Rows with their cells, blanks around them cut off. Within quotes a separator and a line's end are text.
    private static func rows(of text: String, _ separator: Character) -> [Row] {
        var rows: [Row] = []
        var cells: [String] = []
        var cell = ""
        var isQuoted = false
        var wasQuote = false
        var (line, first) = (1, 1)
        func ended(_ cell: String) -> String { TypedText(cell).line }
        for character in text {
            let isEnd = character.isNewline
            if isQuoted, character == "\"" {
                isQuoted = false
                wasQuote = true
                continue
            }
            if wasQuote, character == "\"" { cell.append("\"") }
            if character == "\"", wasQuote || cell.allSatisfy(\.isWhitespace) {
                isQuoted = true
            } else if !isQuoted, character == separator {
                cells.append(ended(cell))
                cell = ""
            } else if !isQuoted, isEnd {
                rows.append(Row(line: first, cells: cells + [ended(cell)]))
                (cells, cell) = ([], "")
                first = line + 1
            } else {
                cell.append(isEnd ? " " : character)
            }
            wasQuote = false
            if isEnd { line += 1 }
        }
        if !cell.isEmpty || !cells.isEmpty { rows.append(Row(line: first, cells: cells + [ended(cell)])) }
        return rows
    }
}
