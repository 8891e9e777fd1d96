import Foundation

/// How a page tells what is wrong with a form.
extension Visitor.Answer {
    /// Ids of the fields that the summary above the form leads to, in its order.
    var faults: [String] {
        guard let start = text.range(of: "<div class=\"errors\"")?.upperBound,
            let end = text.range(of: "</ul>", range: start..<text.endIndex)?.lowerBound
        else { return [] }
        return text[start..<end].matches(of: /<a href="#([^"]+)">/).map { String($0.1) }
    }

    /// The sentence that stands at the field itself, as escaped on the page.
    func fault(at field: String) -> String? {
        guard let start = text.range(of: "id=\"\(field)-note\"")?.upperBound,
            let end = text.range(of: "</div>", range: start..<text.endIndex)?.lowerBound
        else { return nil }
        return text[start..<end].firstMatch(of: /<p class="error"><span class="hidden">[^<]*<\/span>([^<]*)<\/p>/).map { String($0.1) }
    }

    /// Whether the page has an element that a link to `#id` reaches.
    func has(id: String) -> Bool { text.contains("id=\"\(id)\"") }

    var title: String { text.firstMatch(of: /<title>([^<]*)<\/title>/).map { String($0.1) } ?? "" }
    var isPage: Bool { headers["content-type"] == "text/html; charset=utf-8" && text.hasSuffix("</html>\n") }
}
