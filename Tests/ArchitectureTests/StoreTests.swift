import Foundation
import Testing

@Suite("SQL and schema")
struct StoreTests {
    @Test("SQL stands in Store/ folders only")
    func sqlStaysInStores() throws {
        let wrong = try SourceTree.sources().filter { $0.owner != "Storage" && !$0.folders.contains("Store") }.flatMap { file in
            SwiftText(file.content).texts.filter { Self.isSQL($0.text) }.map { "\(file.path):\($0.line): \($0.text)" }
        }
        #expect(
            wrong.isEmpty,
            "Move the statement into a store in the module's Store/ folder and call that.\n\(wrong.joined(separator: "\n"))")
    }

    @Test("A statement counts as SQL, and prose with the same words does not")
    func sqlIsRecognised() {
        for text in [
            "SELECT id FROM bills", "  INSERT INTO bills (id)", "UPDATE bills SET status = 'paid'", "DELETE FROM bills",
            "CREATE TABLE bills (",
        ] { #expect(Self.isSQL(text), "\(text)") }
        for text in ["SELECTED", "Select a region", "UPDATE", "please DELETE it", "creates a table"] {
            #expect(!Self.isSQL(text), "\(text)")
        }
    }

    @Test("Migrations have names of their own, with their module's")
    func migrationNames() throws {
        var owners: [String: String] = [:]
        var wrong: [String] = []
        for file in try SourceTree.sources() {
            for match in file.content.matches(of: /\bMigration\(\s*"([^"]*)"/) {
                let name = String(match.output.1)
                if let earlier = owners[name] { wrong.append("\(file.path): \(name) is also in \(earlier)") }
                owners[name] = file.path
                let module = file.owner?.lowercased() ?? ""
                if (try? Regex("\(module)-[0-9]{4}-[a-z0-9-]+").wholeMatch(in: name)) == nil {
                    wrong.append("\(file.path): \(name) should be \(module)-0001-words")
                }
            }
        }
        #expect(!owners.isEmpty, "The test finds no migration: mend its pattern.")
        #expect(
            wrong.isEmpty,
            "Give each migration the next number of its module and words of its own.\n\(wrong.joined(separator: "\n"))")
    }

    static func isSQL(_ text: String) -> Bool {
        text.contains(/\bSELECT\s|\bINSERT INTO\b|\bUPDATE\s+\w+\s+SET\b|\bDELETE FROM\b|\bCREATE TABLE\b/)
    }
}
