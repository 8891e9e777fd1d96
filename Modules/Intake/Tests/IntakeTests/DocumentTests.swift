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
        await #expect(throws: FileFault.unreadable, "a folder is no program") {
            try await BoundedProcess(program: "/tmp", bounds: short).run([], Data())
        }
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

    @Test("A reader has the bounds of a document, no core is left of it, and it knows nothing of who started it")
    func told() async throws {
        let limits = try await BoundedProcess(program: "cat", bounds: .document).run(["/proc/self/limits"], Data()).output
        let lines = String(decoding: limits, as: UTF8.self).split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
        for limit in [
            "Max cpu time 5 5 seconds", "Max address space 536870912 536870912 bytes", "Max file size 33554432 33554432 bytes",
            "Max core file size 0 0 bytes",
        ] { #expect(lines.contains(limit), "\(limit)") }
        let environment = try await BoundedProcess(program: "env", bounds: .document).run([], Data()).output
        let names = String(decoding: environment, as: UTF8.self).split(separator: "\n").map { $0.prefix { $0 != "=" } }
        #expect(Set(names) == ["PATH", "LC_ALL"])
    }

    @Test("A document whose page unpacks to gigabytes is refused within the reader's bounds, and one beside it is read")
    func bomb() async throws {
        let small = Samples.pdf(content: Samples.bomb(bytes: 4_000_000), filter: "/Filter /FlateDecode ")
        #expect(small.count < 5 << 20, "small enough to be handed in")
        async let beside = intake.read(Samples.pdf(), as: .pdf)
        await #expect(throws: FileFault.self) { try await intake.read(small, as: .pdf) }
        #expect(try await beside == Samples.pdf())
    }

    @Test("What a reader answers is taken up to its bound, with its own status")
    func answers() async throws {
        let megabyte = BoundedProcess.Bounds(seconds: 5, megabytes: 256, outputMegabytes: 1)
        let shell = BoundedProcess(program: "sh", bounds: megabyte)
        let most = (1 << 20) - 1
        let ending = try await shell.run(["-c", "head -c \(most) /dev/zero"], Data())
        #expect(ending.status == 0 && ending.output.count == most)
        // Also where the program does not mind the signal and goes on.
        for command in ["head -c \(most + 1) /dev/zero", "trap '' XFSZ; head -c \(most + 2) /dev/zero; exit 0"] {
            await #expect(throws: FileFault.tooComplex, "\(command)") { try await shell.run(["-c", command], Data()) }
        }
        for status in [1, 3, 125, 128] as [Int32] {
            #expect(try await shell.run(["-c", "exit \(status)"], Data()).status == status)
        }
        for status in [126, 127] {
            await #expect(throws: FileFault.unreadable) { try await shell.run(["-c", "exit \(status)"], Data()) }
        }
        // The input can be read twice, from its beginning.
        let twice = try await shell.run(["-c", "cat /dev/stdin; cat /dev/stdin"], Data("abc".utf8))
        #expect(twice.output == Data("abcabc".utf8))
        #expect(FileIntake.missingPrograms(path: "/nowhere:/usr/bin:/bin").isEmpty && FileIntake.missingPrograms(path: nil).isEmpty)
    }

    @Test("A document that lost its end is cut off, and one that has it is damaged", arguments: [1023, 1024, 1025, 1030])
    func ends(length: Int) async throws {
        // The mark of the end stands so far from the last byte; readers look for it in the last 1024.
        let file = Data("%PDF-1.7\n%%EOF".utf8) + Data(repeating: 0x20, count: length - 5)
        await #expect(throws: length <= 1024 ? FileFault.malformed : .truncated) { try await intake.read(file, as: .pdf) }
    }

    @Test("A document without a page is refused, also when it had to be mended")
    func noPages() async throws {
        let empty = String(decoding: Samples.pdf(pages: 0), as: UTF8.self).replacingOccurrences(of: "startxref", with: "startxxxx")
        await #expect(throws: FileFault.noPages) { try await intake.read(Data(empty.utf8), as: .pdf) }
    }

    @Test("Few bytes are no file, and the first ones tell which")
    func claims() {
        #expect(FileFormat(claimedBy: Data("%PDF-".utf8)) == .pdf && FileFormat(claimedBy: Data([0xFF, 0xD8, 0xFF])) == .jpeg)
        for few in [
            Data(), Data("%PDF".utf8), Data([0xFF, 0xD8]), Data([0x89, 0x50, 0x4E, 0x47]), Data("\r\n \t".utf8), Data([0xEF, 0xBB, 0xBF]),
        ] {
            #expect(FileFormat(claimedBy: few) == nil)
        }
        #expect(FileFormat(claimedBy: Data("x".utf8) + Samples.jpeg()) == nil, "only blanks and marks are passed over")
        #expect(FileFormat(claimedBy: Data("x".utf8) + Samples.png()) == nil)
    }
}
