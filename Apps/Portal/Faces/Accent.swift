internal import Foundation

/// A region's colour, moved until text in it and upon it can be read: 4.5:1 against the page's ground (WCAG 2.2, 1.4.3).
struct Accent: Sendable {
    struct RGB: Sendable, Hashable {
        var red: Double
        var green: Double
        var blue: Double

        static let white = RGB(red: 1, green: 1, blue: 1)
        static let ink = RGB(red: 0.07, green: 0.07, blue: 0.09)

        /// Reads `#0B6E4F`.
        init?(hexadecimal text: String) {
            guard text.hasPrefix("#"), text.utf8.count == 7, let number = Int(text.dropFirst(), radix: 16) else { return nil }
            self.init(red: Double(number >> 16) / 255, green: Double(number >> 8 & 255) / 255, blue: Double(number & 255) / 255)
        }

        init(red: Double, green: Double, blue: Double) {
            self.red = red
            self.green = green
            self.blue = blue
        }

        var hexadecimal: String {
            "#"
                + [red, green, blue].map { part in
                    let digits = String(Int((part * 255).rounded()), radix: 16)
                    return digits.count == 1 ? "0" + digits : digits
                }.joined()
        }

        /// Relative luminance as WCAG defines it.
        var luminance: Double {
            func linear(_ part: Double) -> Double { part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4) }
            return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
        }

        func contrast(with other: RGB) -> Double {
            let (light, dark) = (max(luminance, other.luminance), min(luminance, other.luminance))
            return (light + 0.05) / (dark + 0.05)
        }

        func mixed(with other: RGB, _ share: Double) -> RGB {
            RGB(
                red: red + (other.red - red) * share, green: green + (other.green - green) * share,
                blue: blue + (other.blue - blue) * share)
        }

        /// This colour, moved towards `pole` until it stands out enough against `ground`.
        func readable(on ground: RGB, towards pole: RGB) -> RGB {
            for step in 0...20 {
                let candidate = RGB(hexadecimal: mixed(with: pole, Double(step) / 20).hexadecimal) ?? pole
                if candidate.contrast(with: ground) >= 4.5 { return candidate }
            }
            return pole
        }
    }

    let light: RGB
    let dark: RGB

    /// The ground of the dark scheme, `#14171a` in `Assets/style/00-ground.css`; a test holds the two together.
    static let darkGround = RGB(red: 20.0 / 255, green: 23.0 / 255, blue: 26.0 / 255)

    init(_ colour: String) {
        let own = RGB(hexadecimal: colour) ?? .ink
        light = own.readable(on: .white, towards: RGB(red: 0, green: 0, blue: 0))
        dark = own.readable(on: Accent.darkGround, towards: .white)
    }

    private static func textUpon(_ colour: RGB) -> RGB { colour.contrast(with: .white) >= colour.contrast(with: .ink) ? .white : .ink }

    /// The stylesheet that gives a region its colour.
    var stylesheet: String {
        func rules(_ colour: RGB) -> String { "--accent:\(colour.hexadecimal);--on-accent:\(Accent.textUpon(colour).hexadecimal)" }
        return ":root{\(rules(light))}@media(prefers-color-scheme:dark){:root{\(rules(dark))}}"
    }
}
