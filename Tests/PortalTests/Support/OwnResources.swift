import Catalogue
import Foundation
import Testing

@testable import Portal

/// A copy of the real resources with some parts written differently, for what no real region tells.
struct OwnResources {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("resources-\(UUID().uuidString)")

    init() throws { try FileManager.default.copyItem(at: Town.resources, to: folder) }

    func change(_ file: String, _ part: String, to other: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let url = folder.appendingPathComponent(file)
        let text = try String(contentsOf: url, encoding: .utf8)
        if !text.contains(part) { Issue.record("\(file) has no \(part)", sourceLocation: sourceLocation) }
        try text.replacing(part, with: other, maxReplacements: 1).write(to: url, atomically: true, encoding: .utf8)
    }

    func remove() throws { try FileManager.default.removeItem(at: folder) }
}
