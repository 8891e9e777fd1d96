import Foundation
import Glibc
import Kernel
@testable import Storage
import Testing

@Suite("Sealed files")
struct FileFolderTests {
    let island: Island
    let id: Identifier
    let files: FileFolder

    init() throws {
        island = try Island()
        files = try FileFolder(island.folder.appendingPathComponent("files"))
        id = island.newID()
    }

    private func names() -> [String] {
        (FileManager.default.enumerator(atPath: files.url.path)?.allObjects as? [String] ?? []).filter { $0.contains("/") }
    }

    @Test("A file that is not there cannot be read, but counts as removed")
    func whatIsNotThereCannotBeReadButCountsAsRemoved() throws {
        #expect(throws: Problem(.unexpected, "problem.unexpected")) { try files.read(id) }
        try files.remove(id)
    }

    @Test("A file that is half written is not visible")
    func aHalfWrittenFileIsNotVisible() throws {
        let target = files.location(of: id)
        struct PowerCut: Error {}
        var isVisible = true
        try FileManager.default.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        var seen: Data?
        #expect(throws: PowerCut.self) {
            try writeWhole(Data("half".utf8), to: target) { draft, _ in
                seen = try Data(contentsOf: draft)
                isVisible = (try? files.read(id)) != nil
                throw PowerCut()
            }
        }
        #expect(seen == Data("half".utf8))
        #expect(!isVisible)
        #expect(throws: Problem.self) { try files.read(id) }
        #expect(names().isEmpty, "a failed write leaves nothing behind")
    }

    @Test("A folder that cannot be written refuses its files")
    func aFolderThatCannotBeWrittenRefuses() throws {
        try FileManager.default.removeItem(at: files.url)
        try Data("in the way".utf8).write(to: files.url)
        #expect(throws: Problem(.unavailable, "problem.data.unavailable")) { try files.write(Data([1]), as: id) }
    }

    /// What a process may write into one file ends a write in its middle, as a full disk does.
    @Test("A file for which there is no room is refused in the middle, nothing of it stays, and the next one is written")
    func fullDisk() throws {
        let handler = signal(SIGXFSZ, SIG_IGN)
        defer { signal(SIGXFSZ, handler) }
        var before = rlimit()
        #expect(getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &before) == 0)
        // More than any other test writes into a file.
        let room = 64 << 20
        var narrow = rlimit(rlim_cur: rlim_t(room), rlim_max: before.rlim_max)
        #expect(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &narrow) == 0)
        defer { setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &before) }
        #expect(throws: Problem(.unavailable, "problem.data.unavailable")) { try files.write(Data(count: room + 1), as: id) }
        #expect(throws: Problem.self) { try files.read(id) }
        #expect(names().isEmpty, "not even the part for which there was room")
        try files.write(Data("small".utf8), as: id)
        #expect(try files.read(id) == Data("small".utf8))
    }

    @Test("A file that is written again after a crash takes the place of the first")
    func aSecondTryAfterACrashTakesThePlaceOfTheFirst() throws {
        try files.write(Data("without a row".utf8), as: id)
        try files.write(Data("with its row".utf8), as: id)
        #expect(try files.read(id) == Data("with its row".utf8))
        #expect(names().count == 1)
    }

    @Test("A file is read as it was written, by its owner alone, and is gone once it is removed", arguments: [0, 1, 70_000, 5_000_000])
    func roundTrip(size: Int) throws {
        let content = Data((0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        try files.write(content, as: id)
        #expect(try files.read(id) == content)
        let mode = try FileManager.default.attributesOfItem(atPath: files.location(of: id).path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        try files.remove(id)
        #expect(throws: Problem.self) { try files.read(id) }
        #expect(names().isEmpty)
    }

    @Test("Writers of one file never mix their bytes")
    func twoWritersOfOneFileNeverMixTheirBytes() async throws {
        let (files, id) = (files, id)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for letter in UInt8(ascii: "a")...UInt8(ascii: "h") {
                group.addTask { try files.write(Data(repeating: letter, count: 300_000), as: id) }
            }
            try await group.waitForAll()
        }
        #expect(try Set(files.read(id)).count == 1)
        #expect(names().count == 1)
    }
}
