/// A Swift source split into what the compiler runs, what its texts say, and what its comments say. It knows comments
/// (also nested), texts of one and of many lines, raw texts, and code inside of texts; regex literals count as code.
struct SwiftText {
    /// Something written on one line of the source; texts of many lines are one piece per line.
    struct Piece: Equatable {
        let line: Int
        var text: String
    }

    private(set) var code: [Piece] = []
    private(set) var texts: [Piece] = []
    private(set) var comments: [Piece] = []

    private enum Place {
        case code(parentheses: Int)
        case text(quotes: Int, hashes: Int)
    }

    private let source: [Character]
    private var position = 0
    private var line = 1
    private var places: [Place] = [.code(parentheses: 0)]

    init(_ source: String) {
        self.source = Array(source)
        while position < self.source.count {
            switch places.last {
            case .text(let quotes, let hashes)?: readText(quotes, hashes)
            case .code(let parentheses)?: readCode(parentheses)
            case nil: return
            }
        }
    }

    private func isNext(_ text: String) -> Bool { source[position...].starts(with: text) }

    private mutating func take(_ count: Int = 1, into pieces: WritableKeyPath<SwiftText, [Piece]>) {
        for character in source[position..<min(position + count, source.count)] {
            if self[keyPath: pieces].last?.line != line { self[keyPath: pieces].append(Piece(line: line, text: "")) }
            if character.isNewline {
                line += 1
            } else {
                self[keyPath: pieces][self[keyPath: pieces].count - 1].text.append(character)
            }
            position += 1
        }
    }

    private mutating func readCode(_ parentheses: Int) {
        if isNext("//") {
            while position < source.count, !source[position].isNewline { take(into: \.comments) }
        } else if isNext("/*") {
            readBlockComment()
        } else if let (quotes, hashes) = opening {
            take(hashes + quotes, into: \.code)
            places.append(.text(quotes: quotes, hashes: hashes))
        } else if places.count > 1, source[position] == ")", parentheses == 0 {
            places.removeLast()
            take(into: \.code)
        } else {
            let change = source[position] == "(" ? 1 : source[position] == ")" ? -1 : 0
            places[places.count - 1] = .code(parentheses: parentheses + change)
            take(into: \.code)
        }
    }

    private mutating func readBlockComment() {
        var depth = 0
        repeat {
            if isNext("/*") {
                depth += 1
                take(2, into: \.comments)
            } else if isNext("*/") {
                depth -= 1
                take(2, into: \.comments)
            } else {
                take(into: \.comments)
            }
        } while depth > 0 && position < source.count
    }

    /// Quotes and number signs of the text that begins here.
    private var opening: (quotes: Int, hashes: Int)? {
        let hashes = source[position...].prefix { $0 == "#" }.count
        let rest = source[(position + hashes)...]
        if rest.starts(with: "\"\"\"") { return (3, hashes) }
        return rest.first == "\"" ? (1, hashes) : nil
    }

    private mutating func readText(_ quotes: Int, _ hashes: Int) {
        let number = String(repeating: "#", count: hashes)
        if isNext("\\" + number + "(") {
            take(2 + hashes, into: \.code)
            places.append(.code(parentheses: 0))
        } else if isNext("\\" + number) {
            take(2 + hashes, into: \.texts)
        } else if isNext(String(repeating: "\"", count: quotes) + number) {
            take(quotes + hashes, into: \.code)
            places.removeLast()
        } else if quotes == 1, source[position].isNewline {
            // No text of one line goes on in the next: it was a quote in a regex literal.
            places.removeLast()
        } else {
            take(into: \.texts)
        }
    }
}
