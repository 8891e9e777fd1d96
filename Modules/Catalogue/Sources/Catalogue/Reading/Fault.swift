public import Kernel

/// One thing that is wrong in a data file, said so that its author can mend it without reading any Swift.
public struct Fault: Sendable, Hashable {
    /// The file, relative to the resources folder, e.g. `Regions/kab-contoh.yaml`.
    public let file: String
    /// The line, counted from 1. A missing field has the line where the mapping begins in which it is missing.
    public let line: Int
    /// The field with its parents, e.g. `counters.0.agency`, list items counted from 0; `(file)` for the file as a whole.
    public let field: String
    /// What should have stood there.
    public let expected: LocalizedText

    public init(file: String, line: Int, field: String, expected: LocalizedText) {
        self.file = file
        self.line = line
        self.field = field
        self.expected = expected
    }

    /// `Regions/kab-contoh.yaml:12: hours.monday: …`, in one line.
    public func text(in language: Language) -> String {
        "\(file):\(line): \(field): \(expected.text(in: language))"
    }
}

/// Where a value stands: file, line, and the dotted name of the field (empty for the file as a whole).
struct Place {
    let file: String
    let line: Int
    let name: String

    func inside(_ key: String, line: Int) -> Place {
        Place(file: file, line: line, name: name.isEmpty ? key : "\(name).\(key)")
    }
}

/// The faults of one run over all files.
final class FaultLog {
    private var found: Set<Fault> = []

    func add(_ place: Place, _ expected: LocalizedText) {
        found.insert(Fault(file: place.file, line: place.line, field: place.name.isEmpty ? "(file)" : place.name, expected: expected))
    }

    /// By file, then by line, so that two runs over the same files say the same.
    var faults: [Fault] {
        found.sorted { ($0.file, $0.line, $0.field, $0.expected.indonesian) < ($1.file, $1.line, $1.field, $1.expected.indonesian) }
    }
}
