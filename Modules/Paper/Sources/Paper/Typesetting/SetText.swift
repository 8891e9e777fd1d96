internal import CPangoCairo

/// A text set in lines, ready to be drawn line by line.
final class SetText {
    struct Line {
        let width: Double
        let height: Double
        /// From the line's top to where the letters stand.
        let baseline: Double
        let handle: UnsafeMutablePointer<PangoLayoutLine>
        /// Whether a word ends with it and another line follows: their words are not one, though no space stands at the line's end.
        var endsWord = false
    }

    let style: TextStyle
    private let width: Double
    private let layout: OpaquePointer
    /// Nothing but a space; `nil` where there is one line.
    private let spaceLayout: OpaquePointer?
    /// Empty when the text is.
    let lines: [Line]

    fileprivate static let scale = Double(PANGO_SCALE)
    /// Space between lines, as a part of the type's height.
    private static let leading = 1.18

    init(_ context: OpaquePointer, _ text: String, _ style: TextStyle, family: String, width: Double, maximumHeight: Double?) {
        self.style = style
        self.width = width
        layout = pango_layout_new(context)

        let font = pango_font_description_new()
        pango_font_description_set_family(font, family)
        pango_font_description_set_absolute_size(font, style.size * SetText.scale)
        pango_font_description_set_weight(font, style.isBold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL)
        pango_font_description_set_style(font, style.isItalic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL)
        pango_layout_set_font_description(layout, font)

        // The list owns its attributes. Tabular, lining figures keep numbers in columns; without ligatures an address
        // copied from the PDF is the address, and not one with a letter called "fi".
        let attributes = pango_attr_list_new()
        pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(0))
        pango_attr_list_insert(attributes, pango_attr_font_features_new("tnum=1, lnum=1, liga=0, clig=0"))
        pango_layout_set_attributes(layout, attributes)
        pango_attr_list_unref(attributes)

        pango_layout_set_width(layout, Int32((width * SetText.scale).rounded()))
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
        if let maximumHeight {
            pango_layout_set_height(layout, Int32((maximumHeight / SetText.leading * SetText.scale).rounded()))
            pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END)
        }
        pango_layout_set_text(layout, text, Int32(text.utf8.count))

        let layout = layout
        var lines =
            text.isEmpty
            ? []
            : (0..<pango_layout_get_line_count(layout)).compactMap { index in
                pango_layout_get_line_readonly(layout, index).map(SetText.measure)
            }
        let bytes = Array(text.utf8)
        for index in lines.indices.dropLast() {
            let end = Int(lines[index].handle.pointee.start_index + lines[index].handle.pointee.length)
            let isBroken = Int(lines[index + 1].handle.pointee.start_index) > end
            lines[index].endsWord = isBroken || (1...bytes.count).contains(end) && bytes[end - 1] == UInt8(ascii: " ")
        }
        self.lines = lines
        if lines.contains(where: \.endsWord), let layout = pango_layout_new(context) {
            pango_layout_set_font_description(layout, font)
            pango_layout_set_text(layout, " ", 1)
            spaceLayout = layout
        } else {
            spaceLayout = nil
        }
        pango_font_description_free(font)
    }

    deinit {
        if let spaceLayout { g_object_unref(UnsafeMutableRawPointer(spaceLayout)) }
        g_object_unref(UnsafeMutableRawPointer(layout))
    }

    /// A line that is a space.
    var space: UnsafeMutablePointer<PangoLayoutLine>? { spaceLayout.flatMap { pango_layout_get_line_readonly($0, 0) } }

    var height: Double { lines.reduce(0) { $0 + $1.height } }
    /// Of the widest line.
    var naturalWidth: Double { lines.map(\.width).max() ?? 0 }
    /// Where in the text's UTF-8 something stands that no font of this machine draws: boxes with a number, and the box that a
    /// font draws for what it has not.
    var unset: [Int] {
        guard let iterator = pango_layout_get_iter(layout) else { return [] }
        defer { pango_layout_iter_free(iterator) }
        var places: [Int] = []
        repeat {
            guard let run = pango_layout_iter_get_run_readonly(iterator)?.pointee, let glyphs = run.glyphs?.pointee else { continue }
            for index in 0..<Int(glyphs.num_glyphs) where SetText.isBox(glyphs.glyphs[index].glyph) {
                places.append(Int(run.item.pointee.offset) + Int(glyphs.log_clusters[index]))
            }
        } while pango_layout_iter_next_run(iterator) != 0
        return places
    }

    /// `PANGO_GLYPH_UNKNOWN_FLAG` is a macro that Swift does not read; glyph 0 of any font is its box.
    private static func isBox(_ glyph: PangoGlyph) -> Bool { glyph == 0 || glyph & 0x1000_0000 != 0 }

    /// Where a line begins when the text's column begins at `left`.
    func start(of line: Line, left: Double) -> Double {
        switch style.alignment {
        case .left: left
        case .centre: left + (width - line.width) / 2
        case .right: left + width - line.width
        }
    }

    private static func measure(_ line: UnsafeMutablePointer<PangoLayoutLine>) -> Line {
        var logical = PangoRectangle()
        pango_layout_line_get_extents(line, nil, &logical)
        let letters = Double(logical.height) / scale
        return Line(
            width: Double(logical.width) / scale, height: letters * leading,
            baseline: letters * (leading - 1) / 2 - Double(logical.y) / scale, handle: line)
    }
}
