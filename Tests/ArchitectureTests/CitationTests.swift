import Foundation
import Testing

@Suite("Citations")
struct CitationTests {
    @Test("A cited section of a document is there")
    func sections() throws {
        let pattern = /(Docs\/\w+\.md)`? (\d+)/
        var citations = 0
        var wrong: [String] = []
        for file in try SourceTree.files(["swift", "yaml", "py"]) {
            for (number, line) in zip(1..., file.lines) {
                for match in line.matches(of: pattern) {
                    citations += 1
                    let (document, section) = (String(match.output.1), String(match.output.2))
                    if !Self.sections(of: document).contains(section) { wrong.append("\(file.path):\(number): \(document) \(section)") }
                }
            }
        }
        #expect(citations > 5, "The test finds too few citations: mend its pattern.")
        #expect(
            wrong.isEmpty,
            "Cite a section by the number before its heading, as it is called now.\n\(wrong.joined(separator: "\n"))")
    }

    @Test("Every key in square brackets in Docs/Facts.md has its source, and every source is used")
    func sources() throws {
        let facts = try #require(DocsTests.documents.first { $0.path == "Docs/Facts.md" })
        let isRow = { (line: DocsTests.Document.Line) in line.text.hasPrefix("| ") }
        // The head of the table has two lines.
        let rows = facts.prose.filter(isRow).drop { !$0.text.hasPrefix("| key |") }.dropFirst(2)
        let known = Set(rows.compactMap { $0.text.split(separator: " ").dropFirst().first })
        let cited = Set(facts.prose.filter { !isRow($0) }.flatMap { $0.text.matches(of: /\[([a-z0-9-]+)\]/).map { $0.output.1 } })
        #expect(known.count > 20, "The test misreads the table of sources.")
        let odd = known.symmetricDifference(cited).sorted()
        #expect(odd.isEmpty, "Give each key its line in the last section, and no line without a key: \(odd)")
    }

    @Test("Every RFC and ISO standard that code cites is in Docs/Facts.md")
    func standards() throws {
        let facts = try #require(DocsTests.documents.first { $0.path == "Docs/Facts.md" })
        let known = Set(facts.lines.flatMap { $0.text.matches(of: /\d+/).map { $0.output } })
        let cited = try SourceTree.swiftFiles().flatMap { file in
            file.content.matches(of: /\b(?:RFC|ISO(?:\/IEC)?) (\d+)/).map { (path: file.path, number: $0.output.1) }
        }
        #expect(cited.count > 10, "The test finds too few standards: mend its pattern.")
        let unknown = cited.filter { !known.contains($0.number) }.map { "\($0.path): \($0.number)" }
        #expect(unknown.isEmpty, "Add what it is followed for to the standards in Docs/Facts.md.\n\(unknown.joined(separator: "\n"))")
    }

    @Test("Every label in italics in Docs/Administration.md is on the pages")
    func labels() throws {
        let guide = try #require(DocsTests.documents.first { $0.path == "Docs/Administration.md" })
        let words = try String(contentsOf: SourceTree.root.appendingPathComponent("Apps/Portal/Resources/Words/id.yaml"), encoding: .utf8)
        let labels = guide.prose.flatMap { line in
            // Without the stars of bold words, which are no labels.
            line.text.replacing("**", with: "").matches(of: /[*]([^*]+)[*]/).map { String($0.output.1) }
        }
        #expect(labels.count > 10, "The guide shows no label, or the test misreads it.")
        let unknown = labels.filter { !words.contains($0) }
        #expect(unknown.isEmpty, "Write the label as Words/id.yaml has it now: \(unknown)")
    }

    /// The numbers before a document's headings; empty when there is no such document.
    private static func sections(of path: String) -> Set<String> {
        let lines = DocsTests.documents.first { $0.path == path }?.prose ?? []
        return Set(lines.compactMap { $0.text.firstMatch(of: /^## (\d+)\./).map { String($0.output.1) } })
    }
}
