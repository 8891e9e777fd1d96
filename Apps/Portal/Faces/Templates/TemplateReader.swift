internal import Foundation

/// Reads the text of a template into nodes: the part of Mustache that pages need. A tag of a section, a comment or a part
/// that stands alone on its line takes the line with it, so that templates can be laid out without empty lines on the page.
struct TemplateReader {
    private let text: Substring
    private var rest: Substring
    /// Fixed text that has not become a node yet.
    private var fixed = ""
    /// Whether only blanks stand between the beginning of the line and here.
    private var isLineFresh = true
    private var open: [(name: String, isInverted: Bool)] = []
    private var levels: [[TemplateNode]] = [[]]

    static func read(_ text: String) throws(TemplateFault) -> [TemplateNode] {
        var reader = TemplateReader(text)
        return try reader.nodes()
    }

    private init(_ text: String) {
        self.text = text[...]
        rest = self.text
    }

    private mutating func nodes() throws(TemplateFault) -> [TemplateNode] {
        while let start = rest.range(of: "{{") {
            take(fixed: rest[..<start.lowerBound])
            rest = rest[start.upperBound...]
            let isTriple = rest.first == "{"
            guard let end = rest.range(of: isTriple ? "}}}" : "}}") else { throw TemplateFault("a {{ is not closed") }
            let tag = rest[(isTriple ? rest.index(after: rest.startIndex) : rest.startIndex)..<end.lowerBound]
            rest = rest[end.upperBound...]
            try take(tag: tag, isTriple: isTriple)
        }
        take(fixed: rest)
        flush()
        if let name = open.last?.name { throw TemplateFault("{{#\(name)}} is not closed") }
        return levels[0]
    }

    private mutating func take(fixed piece: Substring) {
        fixed += piece
        guard !piece.isEmpty else { return }
        let line = piece.lastIndex(of: "\n").map { piece[piece.index(after: $0)...] }
        isLineFresh = (line != nil || isLineFresh) && (line ?? piece).allSatisfy { $0 == " " || $0 == "\t" }
    }

    private mutating func take(tag: Substring, isTriple: Bool) throws(TemplateFault) {
        let name = tag.dropFirst().trimmingCharacters(in: .whitespaces)
        if isTriple {
            add(.html(tag.trimmingCharacters(in: .whitespaces)))
            return
        }
        switch tag.first {
        case "!": standAlone()
        case ">":
            standAlone()
            add(.part(name))
        case "#", "^":
            standAlone()
            flush()
            open.append((name, tag.first == "^"))
            levels.append([])
        case "/":
            standAlone()
            flush()
            guard let (opened, isInverted) = open.popLast(), opened == name, let inner = levels.popLast() else {
                throw TemplateFault("{{/\(name)}} closes nothing that is open")
            }
            levels[levels.count - 1].append(.section(name, isInverted: isInverted, inner))
        default:
            let name = tag.trimmingCharacters(in: .whitespaces)
            add(name.hasPrefix("t.") ? .sentence(String(name.dropFirst(2))) : .text(name))
        }
    }

    /// When nothing else stands on the tag's line, the line goes.
    private mutating func standAlone() {
        let blanks = rest.prefix { $0 == " " || $0 == "\t" }
        let after = rest[blanks.endIndex...]
        guard isLineFresh, after.isEmpty || after.first == "\n" else {
            isLineFresh = false
            return
        }
        while let last = fixed.last, last == " " || last == "\t" { fixed.removeLast() }
        rest = after.dropFirst()
    }

    private mutating func add(_ node: TemplateNode) {
        flush()
        if case .part = node {} else { isLineFresh = false }
        levels[levels.count - 1].append(node)
    }

    private mutating func flush() {
        if !fixed.isEmpty { levels[levels.count - 1].append(.fixed(fixed)) }
        fixed = ""
    }
}
