import Kernel
import Yams

/// A value in a data file, or the place where one should be. Every way of reading it records a fault when the value is not
/// what the reader asks for, and then answers with something harmless, so that one run finds all faults: a catalogue that
/// has any is not handed out.
struct Field {
    let node: Node?
    let place: Place
    let log: FaultLog

    func fault(_ expected: LocalizedText) { log.add(place, expected) }

    var isMapping: Bool { node?.mapping != nil }

    /// Whether exactly that word stands there; it is no fault when something else does.
    func isWord(_ word: String) -> Bool { node?.scalar?.string == word }

    /// The characters of a text. Plain numbers and truth values are not texts: other readers of YAML would turn
    /// `35.10` into 35.1.
    func string(_ expected: LocalizedText = Expected.text) -> String? {
        guard let scalar = scalar(expected) else { return nil }
        guard !scalar.isNull, !scalar.string.allSatisfy(\.isWhitespace) else {
            fault(expected)
            return nil
        }
        guard !scalar.isNumber, !scalar.isFlag else {
            fault(Expected.quotedText.insteadOf(scalar.string))
            return nil
        }
        return scalar.string
    }

    /// The text, or the empty text after a fault.
    func text() -> String { string() ?? "" }

    func singleLine() -> String { value(Expected.singleLine) { $0.utf8.contains(where: { $0 < 0x20 }) ? nil : $0 } ?? "" }

    /// A text that `read` understands.
    func value<Value>(_ expected: LocalizedText, _ read: (String) -> Value?) -> Value? {
        guard let string = string(expected) else { return nil }
        if let value = read(string) { return value }
        fault(expected.insteadOf(string))
        return nil
    }

    func one<Value: RawRepresentable<String>>(of values: some Collection<Value>) -> Value? {
        value(Expected.oneOf(values.map(\.rawValue))) { text in values.first { $0.rawValue == text } }
    }

    /// One of the names, or empty after a fault. `nil` names cannot be checked, because their own file has faults.
    func one(of names: Set<String>?) -> String {
        guard let names else { return text() }
        return value(Expected.oneOf(names)) { names.contains($0) ? $0 : nil } ?? ""
    }

    /// A name in lower case, such as `full_name` or `stub-qris`; empty after a fault.
    func code() -> String {
        value(Expected.code) { text in
            text.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
            } ? text : nil
        } ?? ""
    }

    func date() -> CivilDate? { value(Expected.date) { CivilDate($0) } }

    func number(_ range: ClosedRange<Int>) -> Int? {
        guard let scalar = scalar(Expected.number(range)) else { return nil }
        guard scalar.style == .plain, let number = Int(scalar.string), range.contains(number) else {
            fault(Expected.number(range).insteadOf(scalar.string))
            return nil
        }
        return number
    }

    func flag() -> Bool {
        guard let scalar = scalar(Expected.flag) else { return false }
        guard scalar.isFlag else {
            fault(Expected.flag.insteadOf(scalar.string))
            return false
        }
        return scalar.string == "true"
    }

    /// `{id: …, en: …}`, where English may be missing only if `englishIsOptional`.
    func bilingual(englishIsOptional: Bool = false) -> LocalizedText {
        fields { fields in
            LocalizedText(
                indonesian: fields["id"].text(),
                english: englishIsOptional ? fields[ifPresent: "en"]?.text() : fields["en"].text())
        } ?? LocalizedText(indonesian: "")
    }

    func list<Value>(notEmpty: Bool = false, _ read: (Field) -> Value?) -> [Value] {
        guard let node else {
            fault(Expected.required(notEmpty ? Expected.filledList : Expected.list))
            return []
        }
        guard case .sequence(let items) = node else {
            fault(notEmpty ? Expected.filledList : Expected.list)
            return []
        }
        if notEmpty, items.isEmpty { fault(Expected.filledList) }
        return items.enumerated().compactMap { index, item in
            read(Field(node: item, place: place.inside(String(index), line: item.mark?.line ?? place.line), log: log))
        }
    }

    /// A mapping whose keys `read` knows; keys that it does not ask for are faults.
    func fields<Value>(_ read: (FieldReader) -> Value?) -> Value? {
        guard let entries = entries() else { return nil }
        let reader = FieldReader(place: place, entries: entries, log: log)
        let value = read(reader)
        reader.refuseUnknown()
        return value
    }

    /// A mapping whose keys are free, in the order of the file.
    func entries() -> [(key: String, field: Field)]? {
        guard let node else {
            fault(Expected.required(Expected.mapping))
            return nil
        }
        guard case .mapping(let mapping) = node else {
            fault(Expected.mapping)
            return nil
        }
        return mapping.compactMap { key, value in
            let line = key.mark?.line ?? place.line
            guard case .scalar(let scalar) = key, scalar.isKey else {
                log.add(Place(file: place.file, line: line, name: place.name), Expected.key)
                return nil
            }
            return (scalar.string, Field(node: value, place: place.inside(scalar.string, line: line), log: log))
        }
    }

    private func scalar(_ expected: LocalizedText) -> Node.Scalar? {
        guard let node else {
            fault(Expected.required(expected))
            return nil
        }
        guard case .scalar(let scalar) = node else {
            fault(expected)
            return nil
        }
        return scalar
    }
}

/// YAML's own types, told from a plain scalar's characters (YAML 1.2 core schema) instead of through the resolver of Yams,
/// whose regular expressions take longer than all the rest of the reading.
extension Node.Scalar {
    fileprivate var isNull: Bool { style == .plain && ["", "~", "null", "Null", "NULL"].contains(string) }
    fileprivate var isFlag: Bool { style == .plain && (string == "true" || string == "false") }

    fileprivate var isNumber: Bool {
        guard style == .plain, let first = string.utf8.first, (0x2B...0x39).contains(first) else { return false }
        return Double(string) != nil
    }

    fileprivate var isKey: Bool {
        !string.isEmpty
            && string.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || (0x30...0x39).contains($0)
                    || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
            }
    }
}
