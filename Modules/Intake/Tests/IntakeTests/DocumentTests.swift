import Foundation
import Testing

@testable import Intake

@Suite("Documents")
struct DocumentTests {
    let intake = FileIntake()

    @Test("Whole documents are taken as they are")
    func taken() async throws {
        for file in [Samples.pdf(), Samples.pdf(pages: 3), Samples.pdf(content: Data()), Samples.pdf().dropLast(), Samples.pdf() + [0, 0]] {
            #expect(FileFormat(claimedBy: file) == .pdf)
            #expect(try await intake.read(file, as: .pdf) == Data(file))
        }
    }

    @Test("What stands before a document is left out, up to where readers look for its head")
    func strays() async throws {
        for stray in [Data([0xEF, 0xBB, 0xBF]), Data("\r\n".utf8), Data("GIF89a".utf8), Data(count: 1024)] {
            #expect(FileFormat(claimedBy: stray + Samples.pdf()) == .pdf)
            #expect(try await intake.read(stray + Samples.pdf(), as: .pdf) == Samples.pdf())
        }
        #expect(FileFormat(claimedBy: Data(count: 1025) + Samples.pdf()) == nil)
    }

    @Test("A document cut off anywhere, or gutted in its middle, is refused")
    func broken() async throws {
        let whole = Samples.pdf(pages: 2)
        for length in [9, 60, whole.count / 2, whole.count - 40] {
            await #expect(throws: FileFault.self, "\(length) bytes") { try await intake.read(whole.prefix(length), as: .pdf) }
        }
        await #expect(throws: FileFault.truncated) { try await intake.read(whole.prefix(60), as: .pdf) }
        for gutted in [
            // The stream is no stream of its filter, the page is missing, and the list of pages goes in a circle.
            Samples.pdf(content: Data([0x78, 0x9C, 1, 2, 3]) + Data(count: 20), filter: "/Filter /FlateDecode "),
            Data(whole.prefix(70)) + Data(count: 200) + whole.dropFirst(270), circle,
        ] {
            await #expect(throws: FileFault.malformed) { try await intake.read(gutted, as: .pdf) }
        }
    }

    private var circle: Data {
        let text = String(decoding: Samples.pdf(), as: UTF8.self).replacingOccurrences(of: "/Kids [4 0 R]", with: "/Kids [2 0 R]")
        return Data(text.utf8)
    }

    @Test("A wrong table of places is mended, and kept mended")
    func mended() async throws {
        let whole = String(decoding: Samples.pdf(), as: UTF8.self)
        for damaged in [
            whole.replacingOccurrences(of: "0000000009", with: "0000000019"),
            whole.replacingOccurrences(of: "startxref", with: "startxxxx"),
        ] {
            let kept = try await intake.read(Data(damaged.utf8), as: .pdf)
            #expect(kept != Data(damaged.utf8))
            #expect(try await intake.read(kept, as: .pdf) == kept)
        }
    }

    @Test("A document that opens only with a password is refused; one that only forbids printing is taken")
    func locked() async throws {
        let lock = { (user: String) async throws -> Data in
            try await BoundedProcess(program: "qpdf", bounds: .document)
                .run(["--encrypt", user, "pemilik", "256", "--", "/dev/stdin", "-"], Samples.pdf()).output
        }
        await #expect(throws: FileFault.locked) { try await intake.read(try await lock("rahasia"), as: .pdf) }
        let open = try await lock("")
        #expect(try await intake.read(open, as: .pdf) == open)
    }

    @Test("A document has one page at least and 200 at most")
    func pages() async throws {
        await #expect(throws: FileFault.noPages) { try await intake.read(Samples.pdf(pages: 0), as: .pdf) }
        #expect(try await intake.read(Samples.pdf(pages: 200), as: .pdf) == Samples.pdf(pages: 200))
        await #expect(throws: FileFault.tooManyPages) { try await intake.read(Samples.pdf(pages: 201), as: .pdf) }
    }

    @Test("A reader that takes too long, or is not there, says so")
    func bounds() async throws {
        let short = BoundedProcess.Bounds(seconds: 1, megabytes: 256, outputMegabytes: 1)
        let endless = BoundedProcess(program: "sh", bounds: short)
        await #expect(throws: FileFault.tooComplex) { try await endless.run(["-c", "while :; do :; done"], Data()) }
        await #expect(throws: FileFault.tooComplex) { try await endless.run(["-c", "exec cat /dev/zero"], Data()) }
        await #expect(throws: FileFault.unreadable) { try await BoundedProcess(program: "no-such-reader", bounds: short).run([], Data()) }
        #expect(FileIntake.missingPrograms() == [])
        #expect(FileIntake.missingPrograms(path: "/nowhere:/neither") == ["qpdf", "prlimit"])
        await #expect(throws: FileFault.tooComplex) { try await endless.run(["-c", "kill -SEGV $$"], Data()) }
        #expect(
            try await endless.run(["-c", "ls /proc/self/fd | wc -l"], Data()).output.prefix(2) == Data("4\n".utf8),
            "its two files, its errors and the folder it reads")
        let echoed = try await BoundedProcess(program: "cat", bounds: short).run([], Data("abc".utf8))
        #expect(echoed.status == 0 && echoed.output == Data("abc".utf8))
    }

    @Test("Many documents are read side by side, each as it is")
    func sideBySide() async throws {
        let kept = try await withThrowingTaskGroup(of: (Int, Data).self) { group in
            for pages in 1...40 { group.addTask { (pages, try await intake.read(Samples.pdf(pages: pages), as: .pdf)) } }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        for pages in 1...40 { #expect(kept[pages] == Samples.pdf(pages: pages)) }
    }
}
