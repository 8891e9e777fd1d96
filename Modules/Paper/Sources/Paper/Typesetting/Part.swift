internal import Kernel

/// What something on the page is to those who have it read out, and of what it is a part: a path through the structure of ISO 32000-1
/// 14.7. What is no part of anything, a line or a watermark, is not read out.
struct Part: Hashable {
    /// The standard types of ISO 32000-1 14.8.4.
    enum Kind: String {
        case document = "Document"
        case title = "H1"
        case paragraph = "P"
        case table = "Table"
        case row = "TR"
        case label = "TH"
        case value = "TD"
        case picture = "Figure"

        /// Made of others only, and so without a place on one page.
        var isGroup: Bool { self == .document || self == .table || self == .row }
    }

    struct Step: Hashable {
        let kind: Kind
        /// Tells it from its neighbours of the same kind.
        let name: String
        /// Read out in the place of a picture.
        var text: String?
        /// Where it differs from the letter's.
        var language: Language?

        /// What its entry in the file says beside its kind.
        var entries: String {
            var entries: [String] = []
            if let text { entries.append("/Alt \(FileText.text(text))") }
            if let language { entries.append("/Lang (\(language.rawValue))") }
            if kind == .label { entries.append("/A << /O /Table /Scope /Row >>") }
            return entries.joined(separator: "\n   ")
        }
    }

    /// The outermost first, the document left out.
    let steps: [Step]

    init(_ steps: Step...) { self.steps = steps }

    init(_ kind: Kind, _ name: String, text: String? = nil, language: Language? = nil) {
        steps = [Step(kind: kind, name: name, text: text, language: language)]
    }
}

/// Something that a row draws and that is a part of the letter.
struct Piece {
    let part: Part
    let draw: (_ sheet: Sheet, _ top: Double) -> Void
}

extension [PlacedRow] {
    /// Draws a page: first what is no part of anything, then all parts, each as a whole, in the order in which they begin.
    /// - Parameter top: where the rows' 0 is.
    func draw(on sheet: Sheet, top: Double) {
        for one in self { one.row.draw(sheet, top + one.top) }
        var order: [Part] = []
        var drawings: [Part: [() -> Void]] = [:]
        for one in self {
            for piece in one.row.pieces {
                if drawings[piece.part] == nil { order.append(piece.part) }
                drawings[piece.part, default: []].append { piece.draw(sheet, top + one.top) }
            }
        }
        for part in order {
            sheet.begin(part)
            for draw in drawings[part] ?? [] { draw() }
        }
    }
}
