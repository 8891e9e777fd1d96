import Kernel

/// Reads one mapping and remembers which keys were asked for: what is left over is unknown, and a fault.
final class FieldReader {
    private let place: Place
    private let entries: [String: Field]
    private let log: FaultLog
    /// The keys asked for, in the order of the asking: the order in which a fault lists them.
    private(set) var known: [String] = []

    init(place: Place, entries: [(key: String, field: Field)], log: FaultLog) {
        self.place = place
        self.entries = Dictionary(entries, uniquingKeysWith: { first, _ in first })
        self.log = log
    }

    /// A field that must be there: when it is not, reading it records so.
    subscript(key: String) -> Field {
        self[ifPresent: key] ?? Field(node: nil, place: place.inside(key, line: place.line), log: log)
    }

    /// A field that may be left out.
    subscript(ifPresent key: String) -> Field? {
        known.append(key)
        return entries[key]
    }

    func refuseUnknown() {
        for (key, field) in entries where !known.contains(key) { field.fault(Expected.knownField(known)) }
    }

    /// A list of names among the fields asked for so far; what follows after a point is left unchecked.
    func fieldNames(_ key: String) -> Set<String> {
        let known = known
        return Set(
            self[key].list { item in
                item.value(Expected.oneOf(known)) { name in known.contains(String(name.prefix { $0 != "." })) ? name : nil }
            })
    }
}

/// Values that may occur only once, and where they occurred first.
final class Claims {
    private var places: [String: Place] = [:]

    /// Records a fault when the value was claimed before. An empty value is one that had a fault already.
    func claim(_ value: String, at field: Field) {
        guard !value.isEmpty else { return }
        if let first = places[value] {
            field.fault(Expected.unique(first).insteadOf(value))
        } else {
            places[value] = field.place
        }
    }
}
