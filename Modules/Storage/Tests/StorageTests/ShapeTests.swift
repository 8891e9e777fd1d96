import Foundation
import Kernel
import Testing

@testable import Storage

/// What goes into the database and comes out of it has one shape, and each bound is tried one below, at it, one above.
@Suite("Shapes")
struct ShapeTests {
    let island: Island
    init() throws { island = try Island() }

    private func x(_ count: Int, _ letter: String = "x") -> String { String(repeating: letter, count: count) }

    @Test("A command's id has 8 to 64 letters, digits, hyphens and underscores")
    func commands() {
        for text in [x(8), x(64), "azAZ09-_", "--------"] { #expect(CommandID(text)?.text == text) }
        for text in [
            "", x(7), x(65), "kata sandi", "perintah/", "perintah:", "perintah@", "perintah[", "perintah`", "perintah{", "perintäh",
            "perintah.",
        ] {
            #expect(CommandID(text) == nil, "\(text)")
        }
        let id = island.newID()
        #expect(CommandID(id) == CommandID(id.text))
    }

    @Test("A value is read as what it is, and as nothing else")
    func values() async throws {
        let row = try #require(
            try await island.database.read { tx in
                try tx.row(
                    "SELECT 'kata' AS text, 7 AS integer, X'0102' AS blob, NULL AS missing, -1 AS less, 0 AS none, 1 AS one, 2 AS two")
            })
        let wrong = Problem(.unexpected, "problem.unexpected")
        #expect(try row.text("text") == "kata" && row.integer("integer") == 7 && row.blob("blob") == Data([1, 2]))
        #expect(try ["none", "one", "two"].map { try row.bool($0) } == [false, true, true])
        #expect(try row.money("integer") == Money(rupiah: 7) && row.instant("integer") == Instant(milliseconds: 7))
        #expect(try row.textIfPresent("missing") == nil && row.integerIfPresent("missing") == nil && row.blobIfPresent("missing") == nil)
        #expect(try row.identifierIfPresent("missing") == nil && row.instantIfPresent("missing") == nil)
        for column in ["integer", "blob", "missing", "none-such"] { #expect(throws: wrong, "\(column)") { try row.text(column) } }
        for column in ["text", "blob", "missing", "none-such"] { #expect(throws: wrong, "\(column)") { try row.integer(column) } }
        for column in ["text", "integer", "missing", "none-such"] { #expect(throws: wrong, "\(column)") { try row.blob(column) } }
        for column in ["text", "missing"] {
            #expect(throws: wrong) { try row.identifier(column) }
            #expect(throws: wrong) { try row.choice(column, as: Language.self) }
        }
        #expect(throws: wrong) { try row.money("less") }
        #expect(throws: wrong) { try row.identifierIfPresent("text") }
    }

    @Test("Each kind of value comes back as it went in, an empty one too")
    func arguments() async throws {
        let id = island.newID()
        let day = try #require(CivilDate("2026-11-23"))
        let fee = try #require(Money(rupiah: 30_000))
        let row = try #require(
            try await island.database.read { tx in
                try tx.row(
                    """
                    SELECT :text AS text, :empty AS empty, :nul AS nul, :blob AS blob, :bare AS bare, :id AS id, :day AS day, :fee AS fee,
                        :yes AS yes, :off AS off, :language AS language, :missing AS missing, :long AS long
                    """,
                    [
                        "text": "Siti ✓", "empty": "", "nul": "a\u{0}b", "blob": Data([0, 255]), "bare": Data(), "id": id, "day": day,
                        "fee": fee,
                        "yes": true, "off": false, "language": Language.english, "missing": String?.none, "long": Int64.max,
                    ])
            })
        #expect(try row.text("text") == "Siti ✓" && row.text("empty") == "" && row.text("nul") == "a\u{0}b")
        #expect(try row.blob("blob") == Data([0, 255]) && row.blob("bare") == Data())
        #expect(try row.identifier("id") == id && row.text("day") == "2026-11-23" && row.money("fee") == fee)
        #expect(try row.integer("yes") == 1 && row.integer("off") == 0 && row.choice("language") == Language.english)
        #expect(try row.textIfPresent("missing") == nil && row.integer("long") == Int.max)
        await #expect(throws: Problem(.unexpected, "problem.unexpected"), "an argument too few") {
            try await island.database.read { tx in try tx.row("SELECT :a AS a, :b AS b", ["a": 1]) }
        }
        await #expect(throws: Problem(.unexpected, "problem.unexpected"), "an argument of another name") {
            try await island.database.read { tx in try tx.row("SELECT :a AS a", ["b": 1]) }
        }
    }

    @Test("A fact is kept under its name until it is told anew, and the other stays")
    func facts() async throws {
        try await island.database.write { tx in
            try tx.setFact("one", "1")
            try tx.setFact("other", "2")
            try tx.setFact("one", "3")
        }
        let facts = try await island.database.read { tx in try ["one", "other", "none"].map { try tx.fact($0) } }
        #expect(facts == ["3", "2", nil])
    }

    @Test("The audit trail is shown whole, and about one subject alone")
    func audit() async throws {
        try await island.database.write { tx in
            for (action, subject) in [("note.written", "a"), ("note.seen", "a"), ("note.written", "b"), ("note.seen", "b")] {
                try tx.audit.append(action, subject, by: .visitor)
            }
        }
        try await island.database.read { tx throws in
            #expect(try tx.auditEntries().map(\.position) == [4, 3, 2, 1])
            #expect(try tx.auditEntries(about: "a").map(\.position) == [2, 1])
            #expect(try tx.auditEntries(about: "c").isEmpty)
        }
    }

    @Test("A share of the folder names the files that are older, and clears away what was never finished")
    func shares() throws {
        let files = try FileFolder(island.folder.appendingPathComponent("files"))
        let start = island.clock.now
        func id(_ seconds: Int, _ ending: String) throws -> Identifier {
            let text = Identifier(at: start.advanced(bySeconds: seconds)).text
            return try #require(Identifier(text.dropLast(2) + ending))
        }
        let (old, now, new, elsewhere) = (try id(-1, "0a"), try id(0, "0a"), try id(1, "0a"), try id(-1, "a0"))
        for file in [old, now, new, elsewhere] { try files.write(Data([1]), as: file) }
        let folder = files.location(of: old).deletingLastPathComponent()
        #expect(folder.lastPathComponent == "0a")
        let drafts = try [id(-1, "0a"), id(1, "0a")].map { folder.appendingPathComponent("\($0).x.draft") }
        for draft in drafts { try Data([1]).write(to: draft) }
        for stranger in ["notes.txt", "\(old).copy"] { try Data([1]).write(to: folder.appendingPathComponent(stranger)) }
        #expect(try files.identifiers(inShare: 0x0A, before: start) == [old])
        #expect(try Set(files.identifiers(inShare: 0x0A, before: start.advanced(bySeconds: 1))) == [old, now])
        #expect(drafts.map { FileManager.default.fileExists(atPath: $0.path) } == [false, true])
        #expect(try files.identifiers(inShare: 0xA0, before: start) == [elsewhere])
        #expect(try files.identifiers(inShare: 0x0B, before: start).isEmpty, "a share in which nothing lies yet")
        #expect(try Set(FileManager.default.contentsOfDirectory(atPath: folder.path)).isSuperset(of: ["notes.txt", "\(old).copy"]))
    }

    @Test("Each share of the folder is named by two digits", arguments: [0, 1, 15, 16, 255])
    func shareNames(share: Int) throws {
        let files = try FileFolder(island.folder.appendingPathComponent("files"))
        let ending = ([UInt8(share)]).hexadecimal
        let id = try #require(Identifier(Identifier(at: island.clock.now).text.dropLast(2) + ending))
        try files.write(Data([1]), as: id)
        for other in 0...255 {
            #expect(try files.identifiers(inShare: other, before: island.clock.now.advanced(bySeconds: 1)) == (other == share ? [id] : []))
        }
    }

    @Test("What cannot be read of a stored value is said by its place, never by what stands there")
    func places() throws {
        for (text, place) in [
            (#"{"format":1,"value":{"step":1,"words":""}}"#, "no value.subject"), (#"{"format":1,"value":{"subject":7}}"#, "value.subject"),
            (#"{"format":1,"value":{"subject":"x"}}"#, "problem.invalid"), (#"{"format":2,"value":{}}"#, "format"), ("x", "value"),
            ("[]", "cannot be read"),
        ] {
            let problem = #expect(throws: Problem.self) { try NoteWritten(stored: Data(text.utf8)) }
            #expect(
                problem?.code == .unexpected && problem?.detail.contains("NoteWritten") == true && problem?.detail.contains(place) == true,
                "\(text)")
        }
    }

    @Test("A sealed value opens for its own table, column and row alone")
    func vaultPlaces() async throws {
        let (siti, row, other) = (island.newID(), island.newID(), island.newID())
        let places = [
            VaultPlace(table: "a", column: "b", row: row), VaultPlace(table: "x", column: "b", row: row),
            VaultPlace(table: "a", column: "x", row: row),
            VaultPlace(table: "a", column: "b", row: other),
        ]
        let sealed = try await island.database.write { tx in
            try tx.createVaultKey(for: siti)
            return try tx.vault.seal("Siti", for: siti, at: places[0])
        }
        for (number, place) in places.enumerated() {
            let opened = try? await island.database.read { tx in try tx.vault.openText(sealed, of: siti, at: place) }
            #expect(opened == (number == 0 ? "Siti" : nil))
        }
        for length in [0, 11, 27, sealed.count - 1] {
            await #expect(throws: Problem(.unexpected, "problem.unexpected"), "\(length) bytes of it") {
                try await island.database.read { tx in try tx.vault.open(Data(sealed.prefix(length)), of: siti, at: places[0]) }
            }
        }
    }
}
