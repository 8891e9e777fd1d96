import Catalogue
import Foundation
import Testing

@testable import Portal

/// Each region's colour can be read: 4.5:1 (WCAG 2.2, 1.4.3) as text on the ground, and under text, in both schemes.
@Suite("The colours of regions")
struct AccentTests {
    struct Scheme {
        let accent: Accent.RGB
        let textUpon: Accent.RGB
        let ground: Accent.RGB
    }

    /// The colours of a region's stylesheet with the grounds of the platform's own: light, then dark.
    static func schemes(_ colour: String) throws -> [Scheme] {
        let sheet = try String(contentsOf: Town.resources.appendingPathComponent("Assets/style/00-ground.css"), encoding: .utf8)
        let grounds = sheet.matches(of: /--ground:(#[0-9a-f]+)/).map { colour in
            let text = String(colour.1)
            return text.count == 4 ? "#" + text.dropFirst().map { "\($0)\($0)" }.joined() : text
        }
        let rules = Accent(colour).stylesheet.matches(of: /--accent:(#[0-9a-f]{6});--on-accent:(#[0-9a-f]{6})/)
        try #require(grounds.count == 2 && rules.count == 2)
        return try zip(rules, grounds).map { rule, ground in
            Scheme(
                accent: try #require(Accent.RGB(hexadecimal: String(rule.1))),
                textUpon: try #require(Accent.RGB(hexadecimal: String(rule.2))),
                ground: try #require(Accent.RGB(hexadecimal: ground)))
        }
    }

    static let colours = Set((Town.catalogue?.regions ?? []).map(\.accent)).sorted()
    /// What no region has chosen yet, and what is not a colour at all.
    static let strange = ["#FFFFFF", "#000000", "#FFFF00", "#808080", "#00FF00", "#0000FF", "#FF0000", "#14171A", "hijau", ""]

    @Test("Text can be read in a region's colour, and upon it", arguments: colours + strange)
    func textCanBeReadInItAndUponIt(colour: String) throws {
        for scheme in try Self.schemes(colour) {
            #expect(scheme.accent.contrast(with: scheme.ground) >= 4.5, "\(scheme.accent.hexadecimal) on \(scheme.ground.hexadecimal)")
            #expect(
                scheme.textUpon.contrast(with: scheme.accent) >= 4.5, "\(scheme.textUpon.hexadecimal) upon \(scheme.accent.hexadecimal)")
        }
    }

    @Test("Every region has a colour of its own")
    func everyRegionHasAColourOfItsOwn() { #expect(Self.colours.count == Town.catalogue?.regions.count) }

    @Test("Contrast is measured as WCAG does")
    func contrastIsWCAGs() throws {
        let grey = try #require(Accent.RGB(hexadecimal: "#767676"))
        #expect(abs(grey.contrast(with: .white) - 4.54) < 0.01)
        #expect(abs(Accent.RGB(red: 0, green: 0, blue: 0).contrast(with: .white) - 21) < 0.001)
    }
}
