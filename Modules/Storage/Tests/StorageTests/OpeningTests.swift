import Foundation
import Kernel
import Storage
import Testing

@Suite("The opening of a region's data")
struct OpeningTests {
    let island: Island
    init() throws { island = try Island() }

    private func open(_ folder: URL, migrations: [Migration] = [Island.notes]) throws {
        try Island.open(folder, key: island.key, clock: island.clock, migrations: migrations).close()
    }

    @Test("A database of a newer program is left alone")
    func aDatabaseOfANewerProgramIsLeftAlone() async throws {
        try island.database.close()
        try open(island.folder, migrations: [Island.notes, Migration("notes-0002-colours", "ALTER TABLE notes ADD COLUMN colour TEXT")])
        let problem = #expect(throws: Problem(.unavailable, "problem.data.newer")) { try open(island.folder) }
        #expect(problem?.arguments["path"]?.hasSuffix("mpp.sqlite") == true)
    }

    @Test("A folder that cannot be made is named")
    func aFolderThatCannotBeMadeIsNamed() throws {
        let file = island.folder.appendingPathComponent("a file")
        try Data().write(to: file)
        let below = file.appendingPathComponent("data")
        let problem = #expect(throws: Problem(.unavailable, "problem.data.unwritable")) { try open(below) }
        #expect(problem?.arguments["path"] == below.path)
        #expect(throws: Problem(.unavailable, "problem.data.unwritable")) { try KeyFile.load(in: below) }
    }

    @Test("A database that cannot be opened is refused as unwritable")
    func aDatabaseThatCannotBeOpenedIsNamed() throws {
        let folder = island.folder.appendingPathComponent("other")
        try FileManager.default.createDirectory(at: folder.appendingPathComponent("mpp.sqlite"), withIntermediateDirectories: true)
        #expect(throws: Problem(.unavailable, "problem.data.unwritable")) { try open(folder) }
    }

    @Test("A file that is no database is not overwritten")
    func aFileThatIsNoDatabaseIsNotOverwritten() throws {
        let folder = island.folder.appendingPathComponent("other")
        let file = folder.appendingPathComponent("mpp.sqlite")
        let content = Data(String(repeating: "This is a letter, not a database. ", count: 300).utf8)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try content.write(to: file)
        #expect(throws: Problem(.unavailable, "problem.data.broken")) { try open(folder) }
        #expect(try Data(contentsOf: file) == content)
    }

    @Test("A broken migration leaves the schema as it was")
    func aBrokenMigrationLeavesTheSchemaAsItWas() async throws {
        try island.database.close()
        let faulty = Migration("notes-0002-faulty", "CREATE TABLE first (id TEXT); CREATE TABLE notes (id TEXT)")
        #expect(throws: Problem(.unavailable, "problem.data.broken")) { try open(island.folder, migrations: [Island.notes, faulty]) }
        let database = try Island.open(island.folder, key: island.key, clock: island.clock)
        let tables = try await database.read { tx in
            try tx.count("SELECT count(*) FROM sqlite_master WHERE name = 'first'")
        }
        #expect(tables == 0)
    }

    @Test("Another key than the one that sealed the data keeps the database closed, and the right one opens it afterwards")
    func anotherKey() async throws {
        let subject = island.newID()
        try await island.database.write { tx in try tx.createVaultKey(for: subject) }
        try island.database.close()
        for other in [MasterKey(Data(repeating: 0, count: 32)), MasterKey(MasterKey.random())] {
            let other = try #require(other)
            let problem = #expect(throws: Problem(.unavailable, "problem.key.wrong")) {
                try Island.open(island.folder, key: other, clock: island.clock)
            }
            #expect(problem?.exitCode == 75)
            #expect(problem?.arguments["path"]?.hasSuffix("master.key") == true)
        }
        try open(island.folder)
    }

    @Test("A database from before there was a check value takes no other key either")
    func anotherKeyWithoutCheckValue() async throws {
        let subject = island.newID()
        try await island.database.write { tx in
            try tx.createVaultKey(for: subject)
            try tx.execute("DELETE FROM facts")
        }
        try island.database.close()
        let other = try #require(MasterKey(MasterKey.random()))
        #expect(throws: Problem(.unavailable, "problem.key.wrong")) { try Island.open(island.folder, key: other, clock: island.clock) }
        try open(island.folder)
        #expect(throws: Problem(.unavailable, "problem.key.wrong")) { try Island.open(island.folder, key: other, clock: island.clock) }
    }

    @Test("A key that others may read is refused", arguments: [0o640, 0o604, 0o644, 0o660, 0o777, 0o610])
    func exposedKey(mode: Int) throws {
        let key = island.folder.appendingPathComponent("master.key")
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: key.path)
        let problem = #expect(throws: Problem(.unavailable, "problem.key.exposed")) { try KeyFile.load(in: island.folder) }
        #expect(problem?.arguments["path"] == key.path)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key.path)
        _ = try KeyFile.load(in: island.folder)
    }

    @Test("All that lies in the folder is for its owner alone, also what an earlier program left open")
    func privateFiles() async throws {
        try island.database.close()
        for name in ["mpp.sqlite", "mpp.sqlite-wal"] {
            let path = island.folder.appendingPathComponent(name).path
            guard FileManager.default.fileExists(atPath: path) else { continue }
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        }
        let database = try Island.open(island.folder, key: island.key, clock: island.clock)
        try await database.write { tx in try tx.note("private") }
        try database.files.write(Data([1]), as: island.newID())
        let names = FileManager.default.enumerator(atPath: island.folder.path)?.allObjects as? [String] ?? []
        #expect(names.count >= 5)
        for name in names {
            let mode = try FileManager.default.attributesOfItem(atPath: island.folder.appendingPathComponent(name).path)[.posixPermissions]
            #expect((mode as? Int ?? 0) & 0o077 == 0, "\(name)")
        }
    }

    @Test("A database without its key is not given a new one")
    func aDatabaseWithoutItsKeyIsNotGivenANewOne() throws {
        let key = island.folder.appendingPathComponent("master.key")
        try FileManager.default.removeItem(at: key)
        let problem = #expect(throws: Problem(.unavailable, "problem.key.missing")) { try KeyFile.load(in: island.folder) }
        #expect(problem?.arguments["path"] == key.path)
        #expect(!FileManager.default.fileExists(atPath: key.path))
    }

    @Test("A key of the wrong length is refused", arguments: [0, 31, 33])
    func brokenKey(length: Int) throws {
        try Data(count: length).write(to: island.folder.appendingPathComponent("master.key"))
        #expect(throws: Problem(.unavailable, "problem.key.broken")) { try KeyFile.load(in: island.folder) }
    }

    @Test("The master key is its owner's alone, and the same each time")
    func theKeyIsItsOwnersAlone() throws {
        let path = island.folder.appendingPathComponent("master.key").path
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        #expect(try KeyFile.load(in: island.folder).derived(for: "x") == island.key.derived(for: "x"))
    }

    @Test("Programs that start together agree on one key")
    func programsThatStartTogetherAgreeOnOneKey() async throws {
        let folder = island.folder.appendingPathComponent("new")
        let keys = try await withThrowingTaskGroup(of: Data.self) { group in
            for _ in 0..<16 { group.addTask { try KeyFile.load(in: folder).derived(for: "x") } }
            return try await group.reduce(into: Set<Data>()) { $0.insert($1) }
        }
        #expect(keys.count == 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["master.key"])
    }

    @Test("A database that is opened twice holds what it held")
    func openingTwiceChangesNothing() async throws {
        try await island.database.write { tx in try tx.note("kept") }
        try island.database.close()
        let database = try Island.open(island.folder, key: island.key, clock: island.clock)
        #expect(try await database.read { tx in try tx.count("SELECT count(*) FROM notes") } == 1)
    }
}
