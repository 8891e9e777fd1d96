internal import Catalogue
internal import Foundation
internal import Kernel
internal import Mustache

/// What a page is filled with.
typealias PageValues = [String: any Sendable]

/// The pages of `Resources/Pages`, compiled once per language. A `{{t.some.key}}` is replaced by the sentence of that key
/// before compiling, so that fixed text costs nothing when a page is shown, and a missing key stops the start.
struct PageLibrary: Sendable {
    private let libraries: [Language: MustacheLibrary]

    /// - Throws: `unavailable` `problem.page.broken` naming the file and the fault.
    init(_ folder: URL, words: Words) throws {
        var sources: [String: String] = [:]
        let enumerator = FileManager.default.enumerator(atPath: folder.path)
        while let name = enumerator?.nextObject() as? String {
            guard name.hasSuffix(".mustache") else { continue }
            sources[String(name.dropLast(".mustache".count))] = try String(
                contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
        }
        guard !sources.isEmpty else { throw PageLibrary.broken("Pages", "no pages in \(folder.path)") }
        var libraries: [Language: MustacheLibrary] = [:]
        for language in Language.allCases {
            var library = MustacheLibrary()
            for (name, source) in sources {
                do {
                    try library.register(PageLibrary.worded(source, words.all[language] ?? [:]), named: name)
                } catch let problem as Problem {
                    throw PageLibrary.broken(name, problem.detail)
                } catch {
                    throw PageLibrary.broken(name, "\(error)")
                }
            }
            libraries[language] = library
        }
        self.libraries = libraries
    }

    func render(_ name: String, _ values: PageValues, in language: Language) throws -> String {
        guard let text = libraries[language]?.render(values, withTemplate: name) else {
            throw Problem(.unexpected, "problem.unexpected", detail: "no page \(name)")
        }
        return text
    }

    private static func broken(_ file: String, _ detail: String) -> Problem {
        Problem(.unavailable, "problem.page.broken", arguments: ["file": file, "detail": detail], detail: detail)
    }

    private static func worded(_ source: String, _ words: [String: String]) throws -> String {
        var text = ""
        var rest = source[...]
        while let start = rest.range(of: "{{t.") {
            text += rest[..<start.lowerBound]
            guard let end = rest[start.upperBound...].range(of: "}}") else {
                throw Problem(.unavailable, "problem.page.broken", detail: "unclosed {{t.")
            }
            let key = String(rest[start.upperBound..<end.lowerBound])
            guard let sentence = words[key] else {
                throw Problem(.unavailable, "problem.page.broken", detail: "no sentence \(key) in Words")
            }
            text += htmlEscaped(sentence)
            rest = rest[end.upperBound...]
        }
        return text + rest
    }
}

/// Text made safe inside HTML elements and quoted attributes.
func htmlEscaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
        switch character {
        case "&": escaped += "&amp;"
        case "<": escaped += "&lt;"
        case ">": escaped += "&gt;"
        case "\"": escaped += "&quot;"
        case "'": escaped += "&#39;"
        default: escaped.append(character)
        }
    }
    return escaped
}
