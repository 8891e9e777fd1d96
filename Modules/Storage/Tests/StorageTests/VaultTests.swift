import Foundation
import Kernel
@testable import Storage
import Testing

@Suite("The vault")
struct VaultTests {
    let island: Island
    let siti: Identifier
    let place: VaultPlace

    init() throws {
        island = try Island()
        siti = island.newID()
        place = VaultPlace(table: "notes", column: "body", row: siti)
    }

    private func seal(_ value: String) async throws -> Data {
        let (siti, place) = (siti, place)
        return try await island.database.write { tx in
            try tx.createVaultKey(for: siti)
            return try tx.vault.seal(value, for: siti, at: place)
        }
    }

    @Test("Nothing is sealed without a key")
    func withoutAKeyNothingIsSealed() async throws {
        let (siti, place) = (siti, place)
        await #expect(throws: Problem(.gone, "problem.erased")) {
            try await island.database.write { tx in try tx.vault.seal("Siti Rahmawati", for: siti, at: place) }
        }
    }

    @Test("A person who has a key is not given a second one")
    func aSecondKeyWouldLoseWhatTheFirstSealed() async throws {
        let siti = siti
        _ = try await seal("Siti Rahmawati")
        await #expect(throws: Problem(.conflict, "problem.duplicate")) {
            try await island.database.write { tx in try tx.createVaultKey(for: siti) }
        }
    }

    @Test("A sealed value that was moved to another place does not open")
    func aValueMovedToAnotherPlaceDoesNotOpen() async throws {
        let (siti, dewi) = (siti, island.newID())
        let sealed = try await seal("Siti Rahmawati")
        try await island.database.write { tx in try tx.createVaultKey(for: dewi) }
        let elsewhere = [
            VaultPlace(table: "notes", column: "body", row: dewi), VaultPlace(table: "notes", column: "title", row: siti),
            VaultPlace(table: "letters", column: "body", row: siti),
        ]
        for other in elsewhere {
            await #expect(throws: Problem(.unexpected, "problem.unexpected")) {
                try await island.database.read { tx in try tx.vault.open(sealed, of: siti, at: other) }
            }
        }
        let place = place
        await #expect(throws: Problem(.unexpected, "problem.unexpected"), "under another person's key") {
            try await island.database.read { tx in try tx.vault.open(sealed, of: dewi, at: place) }
        }
    }

    @Test("A sealed value that was altered does not open", arguments: [0, 12, 20, -1])
    func altered(offset: Int) async throws {
        let (siti, place) = (siti, place)
        var bytes = try await seal("Siti Rahmawati")
        bytes[offset < 0 ? bytes.count + offset : offset] ^= 1
        let altered = bytes
        for broken in [altered, altered.prefix(10), Data()] {
            await #expect(throws: Problem(.unexpected, "problem.unexpected")) {
                try await island.database.read { tx in try tx.vault.open(broken, of: siti, at: place) }
            }
        }
    }

    @Test("A key that is destroyed is gone for good")
    func aDestroyedKeyIsGoneForGood() async throws {
        let (siti, place) = (siti, place)
        let sealed = try await seal("Siti Rahmawati")
        let wrapped = try await island.database.read { tx in
            try #require(try tx.row("SELECT wrapped FROM vault_keys WHERE subject_id = :id", ["id": siti])).blob("wrapped")
        }
        #expect(try island.files(holding: wrapped) != [])
        try await island.database.write { tx in try tx.destroyVaultKey(of: siti) }
        await #expect(throws: Problem(.gone, "problem.erased")) {
            try await island.database.read { tx in try tx.vault.open(sealed, of: siti, at: place) }
        }
        try island.database.close()
        #expect(try island.files(holding: wrapped) == [], "the wrapped key still lies in a free page of the file")
    }

    @Test("Another master key opens nothing, not even in a database whose check value was forged for it")
    func anotherMasterKeyOpensNothing() async throws {
        let (siti, place) = (siti, place)
        let sealed = try await seal("Siti Rahmawati")
        let wrongKey = try #require(MasterKey(MasterKey.random()))
        try await island.database.write { tx in try tx.setFact("key-check", VaultKeys(wrongKey).check) }
        try island.database.close()
        let database = try Island.open(island.folder, key: wrongKey, clock: island.clock)
        await #expect(throws: Problem(.unexpected, "problem.unexpected")) {
            try await database.read { tx in try tx.vault.open(sealed, of: siti, at: place) }
        }
    }

    @Test(
        "What was sealed opens again, after a restart too",
        arguments: ["", "Siti Rahmawati", "Ujian ✓\nbaris kedua\u{0}", String(repeating: "x", count: 100_000)])
    func roundTrip(value: String) async throws {
        let (siti, place) = (siti, place)
        let sealed = try await seal(value)
        let opened = try await island.database.read { tx in try tx.vault.openText(sealed, of: siti, at: place) }
        #expect(opened == value)
        #expect(sealed.range(of: Data("Siti".utf8)) == nil)
        try island.database.close()
        let database = try Island.open(island.folder, key: KeyFile.load(in: island.folder), clock: island.clock)
        #expect(try await database.read { tx in try tx.vault.openText(sealed, of: siti, at: place) } == value)
    }

    @Test("The same value is sealed differently each time")
    func theSameValueIsSealedDifferentlyEachTime() async throws {
        let (siti, place) = (siti, place)
        let first = try await seal("Siti Rahmawati")
        let second = try await island.database.write { tx in try tx.vault.seal("Siti Rahmawati", for: siti, at: place) }
        #expect(first != second)
    }

    @Test("A lookup finds a value without keeping it")
    func aLookupFindsTheValueWithoutKeepingIt() async throws {
        func hash(_ value: String, _ kind: String, in database: PlatformDatabase) async throws -> String {
            try await database.read { tx in tx.vault.lookup(value, kind: kind) }
        }
        let nik = "3510014507909901"
        let first = try await hash(nik, "nik", in: island.database)
        #expect(first.count == 64)
        #expect(first.allSatisfy { $0.isHexDigit })
        #expect(try await hash("3510015402929903", "nik", in: island.database) != first)
        #expect(try await hash(nik, "phone", in: island.database) != first)
        let elsewhere = try Island()
        #expect(try await hash(nik, "nik", in: elsewhere.database) != first, "regions cannot be joined over their hashes")
        try island.database.close()
        let reopened = try Island.open(island.folder, key: island.key, clock: island.clock)
        #expect(try await hash(nik, "nik", in: reopened) == first)
    }

    @Test("Derived keys keep their purposes apart")
    func derivedKeysKeepPurposesApart() throws {
        #expect(island.key.derived(for: "stub") == island.key.derived(for: "stub"))
        #expect(island.key.derived(for: "stub") != island.key.derived(for: "mail"))
        #expect(MasterKey(Data(count: 31)) == nil)
        #expect(MasterKey(Data(count: 33)) == nil)
    }
}

@Suite("The erasure of a person")
struct ErasureTests {
    let island: Island
    let place: VaultPlace
    init() throws {
        island = try Island()
        place = VaultPlace(table: "notes", column: "body", row: island.newID())
    }

    /// Siti's sealed name and Dewi's, both read once, so that their keys are in memory.
    private func sealBoth(_ siti: Identifier, _ dewi: Identifier) async throws -> (siti: Data, dewi: Data) {
        let place = place
        let sealed = try await island.database.write { tx in
            for person in [siti, dewi] { try tx.createVaultKey(for: person) }
            return (siti: try tx.vault.seal("Siti", for: siti, at: place), dewi: try tx.vault.seal("Dewi", for: dewi, at: place))
        }
        #expect(try await island.database.read { tx in try tx.vault.openText(sealed.siti, of: siti, at: place) } == "Siti")
        return sealed
    }

    @Test("Siti is erased at once, though another process did it and this one remembers her key")
    func alsoWhenAnotherProcessErasedHerAndHereHerKeyIsRemembered() async throws {
        let (siti, dewi, place) = (island.newID(), island.newID(), place)
        let sealed = try await sealBoth(siti, dewi)
        let other = try Island.open(island.folder, key: island.key, clock: island.clock)
        try await other.write { tx in try tx.destroyVaultKey(of: siti) }
        await #expect(throws: Problem(.gone, "problem.erased")) {
            try await island.database.read { tx in try tx.vault.openText(sealed.siti, of: siti, at: place) }
        }
        #expect(try await island.database.read { tx in try tx.vault.openText(sealed.dewi, of: dewi, at: place) } == "Dewi")
        try other.close()
    }

    @Test("Siti is erased already within the write that erases her")
    func withinTheWriteThatErasesHer() async throws {
        let (siti, dewi, place) = (island.newID(), island.newID(), place)
        let sealed = try await sealBoth(siti, dewi)
        try await island.database.write { tx in
            #expect(try tx.vault.openText(sealed.siti, of: siti, at: place) == "Siti")
            try tx.destroyVaultKey(of: siti)
            #expect(throws: Problem(.gone, "problem.erased")) { try tx.vault.openText(sealed.siti, of: siti, at: place) }
            #expect(try tx.vault.openText(sealed.dewi, of: dewi, at: place) == "Dewi")
        }
    }

    @Test("A key in another person's place opens nothing")
    func aKeyInAnotherPersonsPlaceOpensNothing() async throws {
        let (siti, dewi, place) = (island.newID(), island.newID(), place)
        let sealed = try await sealBoth(siti, dewi)
        try await island.database.write { tx in
            let wrapped = try #require(try tx.row("SELECT wrapped FROM vault_keys WHERE subject_id = :siti", ["siti": siti])).blob(
                "wrapped")
            try tx.execute("UPDATE vault_keys SET wrapped = :wrapped WHERE subject_id = :dewi", ["wrapped": wrapped, "dewi": dewi])
        }
        await #expect(throws: Problem(.unexpected, "problem.unexpected")) {
            try await island.database.read { tx in try tx.vault.openText(sealed.siti, of: dewi, at: place) }
        }
    }
}
