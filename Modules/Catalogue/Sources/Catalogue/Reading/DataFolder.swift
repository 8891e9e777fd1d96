import Foundation
import Kernel
import Yams

/// The resources folder, read file by file. Whatever is wrong with a file as such is recorded here.
struct DataFolder {
    let root: URL
    let log: FaultLog

    /// The names without `.yaml` of the folder's files, sorted. Hidden files are passed over; others that are not YAML are faults.
    func stems(in folder: String) -> [String] {
        let path = root.appendingPathComponent(folder).path
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).filter { !$0.hasPrefix(".") }.sorted()
        for name in names where !name.hasSuffix(".yaml") {
            log.add(Place(file: "\(folder)/\(name)", line: 1, name: ""), Expected.yamlFile)
        }
        let stems = names.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }
        if stems.isEmpty { log.add(Place(file: folder, line: 1, name: ""), Expected.folder) }
        return stems
    }

    /// The whole file as one field; `nil` with a fault when it cannot be read, is not UTF-8 or is not YAML.
    /// An empty file is a field without a value.
    func field(_ file: String) -> Field? {
        let start = Place(file: file, line: 1, name: "")
        guard let data = try? Data(contentsOf: root.appendingPathComponent(file)) else {
            log.add(start, Expected.readable)
            return nil
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            log.add(start.at(DataFolder.line(ofCharacter: "\u{FFFD}", in: String(decoding: data, as: UTF8.self))), Expected.utf8)
            return nil
        }
        do {
            let node = try compose(yaml: text, .basic, .default, .utf8)
            return Field(node: node, place: start.at(node?.mapping?.mark?.line ?? 1), log: log)
        } catch let error as YamlError {
            let (line, expected) = DataFolder.reading(error)
            log.add(start.at(line), expected)
        } catch {
            log.add(start, Expected.yaml(String(describing: error)))
        }
        return nil
    }

    private static func reading(_ error: YamlError) -> (line: Int, expected: LocalizedText) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            (mark.line, Expected.yaml(problem))
        case .duplicatedKeysInMapping(let keys, let context):
            (context.mark.line, Expected.uniqueKeys(keys))
        case .reader(let problem, let offset, _, let yaml):
            (1 + yaml.prefix(offset ?? 0).count(where: \.isNewline), Expected.yaml(problem))
        default:
            (1, Expected.yaml(String(describing: error)))
        }
    }

    private static func line(ofCharacter character: Character, in text: String) -> Int {
        1 + text.prefix { $0 != character }.count(where: \.isNewline)
    }
}

extension Place {
    fileprivate func at(_ line: Int) -> Place { Place(file: file, line: line, name: name) }
}
