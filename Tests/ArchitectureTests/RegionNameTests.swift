import Foundation
import Testing

@Suite("Local facts")
struct RegionNameTests {
    @Test("No Swift file names a region")
    func noRegionInSwift() throws {
        let names = try Self.names()
        #expect(!names.isEmpty, "The test finds no region below Apps/Portal/Resources/Regions: mend its path.")
        let longestFirst = names.sorted { ($1.count, $0) < ($0.count, $1) }.map { NSRegularExpression.escapedPattern(for: $0) }
        let pattern = try NSRegularExpression(pattern: "\\b(?:\(longestFirst.joined(separator: "|")))\\b")
        let wrong = try SourceTree.swiftFiles().flatMap { file in
            zip(1..., file.lines).compactMap { number, line -> String? in
                guard let match = pattern.firstMatch(in: line, range: NSRange(line.startIndex..., in: line)),
                    let range = Range(match.range, in: line)
                else { return nil }
                return "\(file.path):\(number): \(line[range])"
            }
        }
        #expect(
            wrong.isEmpty,
            """
            Put what is true of one place into Resources/Regions/*.yaml and read it from there. A test takes a region from the \
            catalogue by what it offers, or makes one up (kab-contoh).
            \(wrong.joined(separator: "\n"))
            """)
    }

    /// Slugs and names of all regions, the names also without Kabupaten or Kota before them.
    private static func names() throws -> Set<String> {
        let folder = SourceTree.root.appendingPathComponent("Apps/Portal/Resources/Regions")
        var names: Set<String> = []
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) where file.hasSuffix(".yaml") {
            let content = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
            for line in content.split(separator: "\n") {
                for key in ["slug:", "name:"] where line.hasPrefix(key) {
                    let withoutNote = line.dropFirst(key.count).prefix { $0 != "#" }
                    let name = withoutNote.trimmingCharacters(in: CharacterSet(charactersIn: " \"'\t\r"))
                    names.insert(name)
                    for kind in ["Kabupaten ", "Kota "] where name.hasPrefix(kind) { names.insert(String(name.dropFirst(kind.count))) }
                }
            }
        }
        return names.filter { $0.count > 2 }
    }
}
