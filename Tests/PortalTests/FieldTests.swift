import Catalogue
import Foundation
import Testing

@testable import Portal

/// Templates and the structs that fill them hold each other: that a template names no field that is not there is checked
/// whenever a portal opens; here the other direction.
@Suite("Fields of pages")
struct FieldTests {
    @Test("Every field is used by a template, and every file by a page")
    func leftovers() throws {
        let words = try #require(Town.catalogue).words
        let library = try PageLibrary(Town.resources.appendingPathComponent("Pages"), words: words)
        #expect(library.leftovers == [], "Use the field in a template, or take it away.")
    }

    @Test("A field that no template uses is found")
    func unused() throws {
        struct Counter: Filling {
            static let fields: [Field<Counter>] = [.text("name") { _ in "A" }, .flag("isOpen") { _ in true }]
        }
        var compiler = TemplateCompiler(["counter": [.text("name")]], words: [:])
        _ = try compiler.program(named: "counter", for: Counter.self)
        let use = try #require(compiler.uses.values.first)
        #expect(use.fields == ["name", "isOpen"] && use.used == ["name"])
    }

    @Test("Every property of a struct that fills a template stands in its table")
    func properties() throws {
        var checked = 0
        var wrong: [String] = []
        let beginning = /\nstruct (\w+): (?:Filling|Page) \{\n/
        let property = /\n    (?:let|var) (\w+):\s/
        for (file, text) in try Self.sources() {
            for start in text.matches(of: beginning) {
                let rest = text[start.range.upperBound...]
                let body = rest[..<(rest.range(of: "\n}\n")?.lowerBound ?? rest.endIndex)]
                let table = body[(body.range(of: "static let fields")?.upperBound ?? body.endIndex)...]
                checked += 1
                // What stands before the first property of a body is cut away with the line break, so it gets one back.
                for name in ("\n" + body).matches(of: property).map(\.1) where name != "heading" {
                    if !table.contains("\\.\(name)") && !table.contains("$0.\(name)") { wrong.append("\(file): \(start.1).\(name)") }
                }
            }
        }
        #expect(checked > 40)
        #expect(wrong == [], "Name it in the table of fields, or take it away.")
    }

    private static func sources() throws -> [(String, String)] {
        let root = Town.resources.deletingLastPathComponent()
        return try FileManager.default.subpathsOfDirectory(atPath: root.path).filter { $0.hasSuffix(".swift") }.map {
            ($0, try String(contentsOf: root.appendingPathComponent($0), encoding: .utf8))
        }
    }
}
