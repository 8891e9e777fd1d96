internal import Kernel

/// Lays a letter out: turns its parts into rows, rows into pages, and each page into a drawing with running head and foot.
struct LetterComposition {
    private enum Page {
        static let left = 68.0
        static let right = Sheet.width - 68
        static let width = right - left
        static let top = 52.0
        /// On later pages the running head stands above it.
        static let laterTop = 76.0
        static let bottom = Sheet.height - 84
        static let footTop = Sheet.height - 62
        static let footHeight = 34.0
    }
    /// 0.4 mm, which a phone still reads and a plain printer still prints; and 40 mm, which no code is wider than.
    private static let moduleSize = 1.134
    private static let widestCode = 113.4
    /// Of a code with little in it: the words beside it need as much.
    private static let leastCode = 92.0
    /// 30 × 45 mm, the room for a photo, and what keeps the facts from it.
    private static let photoWidth = 85.0
    private static let photoHeight = 127.6
    private static let photoGap = 18.0
    /// A fact with no more lines than this is not parted.
    private static let shortFact = 4

    private let letter: Letter
    private let code: QRCode
    private let typesetter: Typesetter

    init(_ letter: Letter, _ code: QRCode, _ typesetter: Typesetter) {
        self.letter = letter
        self.code = code
        self.typesetter = typesetter
    }

    /// Each page as a drawing, in order.
    func pages() -> [(Sheet) -> Void] {
        let rows = heading() + besidePhoto(facts()) + closing()
        let pages = rows.paginated { $0 == 0 ? Page.bottom - Page.top : Page.bottom - Page.laterTop }
        let mark = letter.watermark.map { typesetter.set($0, TextStyle(size: 100, isBold: true, ink: .watermark), width: 100_000) }
        return pages.enumerated().map { index, placed in
            { sheet in
                if let mark { sheet.drawAcross(mark) }
                if index > 0 { drawRunningHead(on: sheet) }
                drawFoot(on: sheet, page: index + 1, of: pages.count)
                placed.draw(on: sheet, top: index == 0 ? Page.top : Page.laterTop)
            }
        }
    }

    private func heading() -> [Row] {
        var rows: [Row] = []
        for (index, line) in letter.letterhead.enumerated() {
            let style =
                index == 0
                ? TextStyle(size: 14.5, isBold: true, alignment: .centre) : TextStyle(size: 9.5, alignment: .centre, ink: .grey)
            rows += lines(line, style, as: Part(.paragraph, "head \(index)"), spaceBefore: index == 0 ? 0 : 1.5)
        }
        let accent = Ink(hexadecimal: letter.accent)
        rows.append(
            Row(height: 1.5, spaceBefore: 9) { sheet, top in
                sheet.rule(left: Page.left, right: Page.right, y: top + 0.75, thickness: 1.5, accent)
            })
        rows += lines(letter.title, TextStyle(size: 13, isBold: true, alignment: .centre), as: Part(.title, "title"), spaceBefore: 30)
        rows += lines(
            letter.subtitle ?? "", TextStyle(size: 10, isItalic: true, alignment: .centre, ink: .grey),
            as: Part(.paragraph, "subtitle", language: letter.subtitleLanguage), spaceBefore: 2)
        rows += lines(letter.number, TextStyle(size: 10.5, alignment: .centre), as: Part(.paragraph, "number"), spaceBefore: 5)
        // The heading is one piece and never the last thing on a page.
        for index in rows.indices { rows[index].keepsWithNext = true }
        return rows
    }

    /// Two columns, `label : value`; the first as wide as its widest label needs, up to two fifths.
    private func facts() -> [Row] {
        let label = TextStyle(size: 10.5, ink: .grey)
        let value = TextStyle(size: 10.5)
        let labels = letter.facts.map { typesetter.set($0.label, label, width: Page.width * 0.4) }
        let labelWidth = labels.map(\.naturalWidth).max() ?? 0
        let colonLeft = Page.left + labelWidth + 10
        let valueLeft = colonLeft + 12
        let colon = typesetter.set(":", label, width: 12)
        return zip(letter.facts, labels).enumerated().flatMap { index, pair in
            let (fact, left) = pair
            let room = Page.right - valueLeft - (letter.photo == nil ? 0 : Self.photoWidth + Self.photoGap)
            let right = typesetter.set(fact.value.isEmpty ? "–" : fact.value, value, width: room)
            let count = max(left.lines.count, right.lines.count)
            return (0..<count).map { number in
                let one = number < left.lines.count ? left.lines[number] : nil
                let other = number < right.lines.count ? right.lines[number] : nil
                // Letters of another script may be higher than those beside them: all stand on one line.
                let baseline = max(one?.baseline ?? 0, other?.baseline ?? 0)
                let below = max(one.map { $0.height - $0.baseline } ?? 0, other.map { $0.height - $0.baseline } ?? 0)
                let space = number > 0 ? 0.0 : (index == 0 ? 26 : 5)
                var row = Row(
                    height: baseline + below, spaceBefore: space, keepsWithNext: keeps(number, of: count, short: Self.shortFact)
                ) { sheet, top in
                    if let first = colon.lines.first, number == 0 {
                        sheet.draw(first, of: colon, left: colonLeft, top: top + baseline - first.baseline)
                    }
                }
                func part(_ kind: Part.Kind) -> Part {
                    Part(
                        .init(kind: .table, name: "facts"), .init(kind: .row, name: "\(index)"), .init(kind: kind, name: ""))
                }
                if let one {
                    row.pieces.append(
                        Piece(part: part(.label)) { $0.draw(one, of: left, left: Page.left, top: $1 + baseline - one.baseline) })
                }
                if let other {
                    row.pieces.append(
                        Piece(part: part(.value)) { $0.draw(other, of: right, left: valueLeft, top: $1 + baseline - other.baseline) })
                }
                return row
            }
        }
    }

    /// The facts with the photo at their right. The rows beside it stay on its page.
    private func besidePhoto(_ facts: [Row]) -> [Row] {
        guard let photo = letter.photo, photo.width > 0, photo.height > 0 else { return facts }
        let scale = min(Self.photoWidth / Double(photo.width), Self.photoHeight / Double(photo.height))
        let (width, height) = (Double(photo.width) * scale, Double(photo.height) * scale)
        var rows = facts.isEmpty ? [Row(height: 0, spaceBefore: 26) { _, _ in }] : facts
        let part = Part(.picture, "photo", text: photo.text.isEmpty ? letter.documentTitle : photo.text)
        // Before the facts, which are one table.
        rows[0].pieces.insert(
            Piece(part: part) { $0.draw(photo, left: Page.right - width, top: $1, width: width, height: height) }, at: 0)
        var covered = rows[0].height
        var index = 0
        while covered < height {
            rows[index].keepsWithNext = true
            index += 1
            if index == rows.count { rows.append(Row(height: height - covered) { _, _ in }) }
            covered += rows[index].spaceBefore + rows[index].height
        }
        return rows
    }

    /// Paragraphs, signature and code. The last lines of text stay with the signature, and the signature with the code,
    /// so that no page carries a signature alone.
    private func closing() -> [Row] {
        var rows: [Row] = []
        for (index, paragraph) in letter.paragraphs.enumerated() {
            rows += lines(paragraph, TextStyle(size: 10.5), as: Part(.paragraph, "text \(index)"), spaceBefore: index == 0 ? 16 : 8)
        }
        if let last = rows.indices.last { rows[last].keepsWithNext = true }
        let width = Page.width * 0.46
        for (index, line) in letter.signature.enumerated() {
            var signature = lines(
                // An empty line is room for a stamp.
                line.isEmpty ? " " : line, TextStyle(size: 10.5), as: Part(.paragraph, "signature \(index)"),
                spaceBefore: index == 0 ? 18 : 1, left: Page.right - width, width: width)
            for index in signature.indices { signature[index].keepsWithNext = true }
            rows += signature
        }
        return rows + [codeRow()]
    }

    private func codeRow() -> Row {
        let code = code
        let natural = Double(code.side + 2 * QRCode.quietZone) * Self.moduleSize
        let size = min(Self.widestCode, max(Self.leastCode, natural))
        // The quiet zone reaches over the margin, so that the dark modules stand flush with the text.
        let zone = size * Double(QRCode.quietZone) / Double(code.side + 2 * QRCode.quietZone)
        let textLeft = Page.left + size - zone + 4
        let caption = typesetter.set(
            letter.qrCaption, TextStyle(size: 8.5, ink: .grey), width: Page.right - textLeft, maximumHeight: size - 8)
        var row = Row(height: size + 8, spaceBefore: 10, sinks: true) { sheet, top in
            sheet.rule(left: Page.left, right: Page.right, y: top, thickness: 0.5, .hairline)
        }
        let text = letter.codeText.isEmpty ? letter.qrCaption : letter.codeText
        row.pieces = [
            Piece(part: Part(.picture, "code", text: text)) { $0.draw(code, left: Page.left - zone, top: $1 + 8, size: size) },
            Piece(part: Part(.paragraph, "caption")) {
                $0.draw(caption, left: textLeft, top: $1 + 8 + max(0, (size - caption.height) / 2))
            },
        ]
        return row
    }

    /// A text in rows of one line each. Its first two and its last two lines stay together.
    private func lines(
        _ text: String, _ style: TextStyle, as part: Part, spaceBefore: Double, left: Double = Page.left, width: Double = Page.width
    ) -> [Row] {
        let set = typesetter.set(text, style, width: width)
        return set.lines.enumerated().map { number, line in
            Row(
                height: line.height, spaceBefore: number == 0 ? spaceBefore : 0,
                keepsWithNext: keeps(number, of: set.lines.count, short: 3),
                draw: { _, _ in }, pieces: [Piece(part: part) { $0.draw(line, of: set, left: left, top: $1) }])
        }
    }

    private func keeps(_ number: Int, of count: Int, short: Int) -> Bool {
        number < count - 1 && (count <= short || number == 0 || number == count - 2)
    }

    /// Which letter a later page belongs to, should the pages part.
    private func drawRunningHead(on sheet: Sheet) {
        let text = typesetter.set(
            "\(letter.title)  ·  \(letter.number)", TextStyle(size: 8.5, ink: .grey), width: Page.width, maximumHeight: 1)
        sheet.draw(text, left: Page.left, top: 44)
        sheet.rule(left: Page.left, right: Page.right, y: 62, thickness: 0.75, Ink(hexadecimal: letter.accent))
    }

    /// The page's number only where there are several; figures alone, which need no translation.
    private func drawFoot(on sheet: Sheet, page: Int, of count: Int) {
        sheet.rule(left: Page.left, right: Page.right, y: Page.footTop - 6, thickness: 0.5, .hairline)
        let style = TextStyle(size: 7.5, ink: .grey)
        var width = Page.width
        if count > 1 {
            let number = typesetter.set("\(page) / \(count)", TextStyle(size: 7.5, alignment: .right, ink: .grey), width: 60)
            sheet.draw(number, left: Page.right - 60, top: Page.footTop)
            width -= 72
        }
        sheet.draw(
            typesetter.set(letter.footer, style, width: width, maximumHeight: Page.footHeight), left: Page.left, top: Page.footTop)
    }
}
