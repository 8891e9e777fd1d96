internal import CPangoCairo
internal import Kernel

/// Sets text in lines with Pango: shaping, fallback fonts, line breaks. Units are points of 1/72 inch throughout.
/// Used on one thread, from its making to its end.
final class Typesetter {
    private static let family = "Noto Serif, DejaVu Serif, Liberation Serif, Noto Serif CJK SC, serif"

    /// Whether all that was set so far can be drawn.
    private(set) var isSound = true
    private let fontMap: UnsafeMutablePointer<PangoFontMap>
    private let context: OpaquePointer

    /// - Throws: `problem.paper.noFonts` when not even an A can be drawn: an official letter of empty boxes must not exist.
    init(language: Language) throws(Problem) {
        guard let fontMap = pango_cairo_font_map_new() else { throw Typesetter.noFonts }
        guard let context = pango_font_map_create_context(fontMap) else {
            g_object_unref(fontMap)
            throw Typesetter.noFonts
        }
        self.fontMap = fontMap
        self.context = context
        // Pango thinks of a screen with 96 dots to the inch; on paper a point is a point, and nothing is bent to pixels.
        pango_cairo_context_set_resolution(context, 72)
        pango_context_set_round_glyph_positions(context, 0)
        pango_context_set_language(context, pango_language_from_string(language.rawValue))
        if let options = cairo_font_options_create() {
            cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
            cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
            pango_cairo_context_set_font_options(context, options)
            cairo_font_options_destroy(options)
        }
        guard set("A", TextStyle(size: 10), width: 100).unset.isEmpty else { throw Typesetter.noFonts }
    }

    deinit {
        g_object_unref(UnsafeMutableRawPointer(context))
        g_object_unref(fontMap)
    }

    /// The text in lines no wider than `width`; words longer than that are parted without a hyphen, because a hyphen
    /// would change a name or a number. With `maximumHeight`, what does not fit ends in `…`.
    func set(_ text: String, _ style: TextStyle, width: Double, maximumHeight: Double? = nil) -> SetText {
        let text = SetText(context, Typesetter.cleaned(text), style, family: Typesetter.family, width: width, maximumHeight: maximumHeight)
        if !text.unset.isEmpty { isSound = false }
        return text
    }

    /// The characters of the text that would be drawn as boxes, each once, in their order.
    func unsettable(in text: String) -> [Character] {
        let never = text.filter { $0.unicodeScalars.contains(where: Typesetter.isNeverSet) }
        let places = Set(SetText(context, text, TextStyle(size: 10), family: Typesetter.family, width: 100_000, maximumHeight: nil).unset)
        var found: [Character] = []
        var place = 0
        for character in text {
            let end = place + character.utf8.count
            if never.contains(character) || (place..<end).contains(where: places.contains), !found.contains(character) {
                found.append(character)
            }
            place = end
        }
        return found
    }

    /// What has no picture that two people would agree on, even where some font draws one, or no picture at all.
    private static func isNeverSet(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control: scalar != "\n"
        case .privateUse, .unassigned, .surrogate: true
        default: false
        }
    }

    /// What stands in for characters that would break the line of writing (C0, C1) or turn its direction (UAX 9).
    private static func cleaned(_ text: String) -> String {
        let unified = text.split(separator: "\r\n", omittingEmptySubsequences: false).joined(separator: "\n")
        var result = String.UnicodeScalarView()
        for scalar in unified.unicodeScalars {
            switch scalar {
            case "\n", "\u{2028}", "\u{2029}", "\r": result.append("\n")
            case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}", "\u{200E}", "\u{200F}", "\u{061C}": break
            case _ where scalar.properties.generalCategory == .control: result.append(" ")
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    private static var noFonts: Problem { Problem(.unavailable, "problem.paper.noFonts", detail: "no usable font was found") }
}

/// How a text looks.
struct TextStyle {
    enum Alignment { case left, centre, right }

    var size: Double
    var isBold = false
    var isItalic = false
    var alignment = Alignment.left
    var ink = Ink.black
}

/// A colour, red, green and blue from 0 to 1.
struct Ink: Equatable {
    var red: Double
    var green: Double
    var blue: Double

    static let black = Ink(red: 0.08, green: 0.08, blue: 0.08)
    static let grey = Ink(red: 0.35, green: 0.35, blue: 0.35)
    static let hairline = Ink(red: 0.75, green: 0.75, blue: 0.75)
    static let watermark = Ink(red: 0.94, green: 0.94, blue: 0.94)

    init(red: Double, green: Double, blue: Double) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// Reads `#RRGGBB`; black for anything else.
    init(hexadecimal text: String) {
        let digits = text.dropFirst()
        guard text.hasPrefix("#"), digits.utf8.count == 6, digits.allSatisfy({ $0.isASCII && $0.isHexDigit }),
            let value = UInt32(digits, radix: 16)
        else {
            self = .black
            return
        }
        func part(_ shift: UInt32) -> Double { Double(value >> shift & 0xFF) / 255 }
        self.init(red: part(16), green: part(8), blue: part(0))
    }
}
