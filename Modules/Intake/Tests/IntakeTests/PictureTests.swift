import CPNG
import CTurboJPEG
import Foundation
import Testing

@testable import Intake

@Suite("Pictures")
struct PictureTests {
    let intake = FileIntake()

    static let whole: [(name: String, file: Data, format: FileFormat)] = [
        ("a photo", Samples.jpeg(), .jpeg), ("one pixel", Samples.jpeg(width: 1, height: 1), .jpeg),
        ("progressive", Samples.jpeg(progressive: true), .jpeg), ("grey", Samples.jpeg(format: TJPF_GRAY), .jpeg),
        ("for a printing press", Samples.jpeg(format: TJPF_CMYK), .jpeg), ("a drawing", Samples.png(), .png),
        ("with transparency", Samples.png(format: PNG_FORMAT_FLAG_COLOR | PNG_FORMAT_FLAG_ALPHA, channels: 4), .png),
        ("sixteen bits", Samples.png(format: PNG_FORMAT_FLAG_LINEAR, channels: 1), .png), ("interlaced", Samples.interlacedPNG, .png),
    ]

    @Test("Whole pictures are taken as they are", arguments: whole)
    func taken(_ name: String, _ file: Data, _ format: FileFormat) async throws {
        #expect(FileFormat(claimedBy: file) == format)
        #expect(try await intake.read(file, as: format) == file, "\(name)")
    }

    @Test("A picture cut off anywhere is refused", arguments: whole)
    func truncated(_ name: String, _ file: Data, _ format: FileFormat) async {
        for length in stride(from: 12, to: file.count, by: max(1, file.count / 97)) + [file.count - 2, file.count - 1] {
            await #expect(throws: FileFault.truncated, "\(name), \(length) bytes") {
                try await intake.read(file.prefix(length), as: format)
            }
        }
    }

    @Test("A picture gutted in its middle is refused, its frame being whole", arguments: [false, true])
    func gutted(_ progressive: Bool) async {
        let photo = Samples.jpeg(progressive: progressive)
        let middle = photo.count / 2
        await #expect(throws: FileFault.malformed) {
            try await intake.read(photo.prefix(middle) + Data(count: 200) + photo.dropFirst(middle + 200), as: .jpeg)
        }
        let drawing = Samples.png(width: 40, height: 40)
        // The data of the picture, replaced with right checksums.
        let emptied = drawing.prefix(33) + Samples.chunk("IDAT", Data([0x78, 0x9C, 1, 2, 3])) + Samples.chunk("IEND", Data())
        await #expect(throws: FileFault.malformed) { try await intake.read(emptied, as: .png) }
    }

    @Test("What is no picture behind its first bytes is refused")
    func malformed() async {
        var changed = Samples.png()
        changed[45] ^= 1
        let start = Samples.png().prefix(8)
        let (header, data, end) = (
            Samples.chunk("IHDR", Samples.number(1) + Samples.number(1) + [8, 0, 0, 0, 0]), Samples.chunk("IDAT", Data([1])),
            Samples.chunk("IEND", Data())
        )
        for file in [
            changed, Samples.png(claiming: 0, 5), Samples.png(claiming: 5, 0), start + data + header + end,
            start + header + header + data + end,
            start + header + end, Samples.png(with: [Samples.chunk("ABCD", Data())]),
        ] {
            await #expect(throws: FileFault.malformed) { try await intake.read(file, as: .png) }
        }
        for file in [
            Data([0xFF, 0xD8, 0xFF, 0xD9]), Data([0xFF, 0xD8, 0xFF, 0xE0, 0, 1, 0xFF, 0xD9]), Samples.jpeg().dropLast(60) + [0xFF, 0xD9],
        ] {
            await #expect(throws: FileFault.malformed) { try await intake.read(file, as: .jpeg) }
        }
    }

    @Test("A picture of more than 100 megapixels is refused before it is unpacked")
    func pixels() async {
        await #expect(throws: FileFault.tooManyPixels) { try await intake.read(Samples.png(claiming: 50_000, 50_000), as: .png) }
        await #expect(throws: FileFault.tooManyPixels) { try await intake.read(Samples.png(claiming: 10_001, 10_000), as: .png) }
        // At the limit it is unpacked, and then found to be empty.
        await #expect(throws: FileFault.malformed) { try await intake.read(Samples.png(claiming: 10_000, 10_000), as: .png) }
        for (width, height, fault) in [(50_000, 50_000, FileFault.tooManyPixels), (10_001, 10_000, .tooManyPixels), (0, 5, .malformed)] {
            var photo = [UInt8](Samples.jpeg())
            let frame = photo.indices.first { photo[$0] == 0xFF && photo[$0 + 1] == 0xC0 } ?? 0
            photo.replaceSubrange(
                (frame + 5)..<(frame + 9), with: [height >> 8, height & 0xFF, width >> 8, width & 0xFF].map { UInt8($0) })
            await #expect(throws: fault) { try await intake.read(Data(photo), as: .jpeg) }
        }
    }

    @Test("Strays that every reader passes over are left out")
    func strays() async throws {
        let (mark, photo, drawing) = (Data([0xEF, 0xBB, 0xBF]), Samples.jpeg(), Samples.png())
        let filled = photo.prefix(20) + [0, 0x20, 0xFF, 0xFF] + photo.dropFirst(20)
        for file in [mark + photo, Data("\r\n ".utf8) + photo, filled, photo + [0], photo + photo, filled + Data(count: 4096)] {
            #expect(FileFormat(claimedBy: file) == .jpeg)
            #expect(try await intake.read(file, as: .jpeg) == photo)
        }
        for file in [mark + drawing, drawing + [0], drawing + Data("\r\n<script>".utf8)] {
            #expect(FileFormat(claimedBy: file) == .png)
            #expect(try await intake.read(file, as: .png) == drawing)
        }
    }

    @Test("Where, when and with what a photo was taken is not kept; which way is up, and its colours, are")
    func withoutPlace() async throws {
        let colours = (marker: UInt8(0xE2), content: Data("ICC_PROFILE\0\u{1}\u{1}profile".utf8))
        let photo = Samples.jpeg(with: [
            (0xE1, Samples.exif(orientation: 6)), (0xE1, Data("http://ns.adobe.com/xap/1.0/\0<x exif:GPSLatitude='8,12S'/>".utf8)), colours,
            (0xE2, Data("MPF\0more pictures".utf8)), (0xED, Data("Photoshop 3.0\0Genteng".utf8)), (0xFE, Data("Kamera Siti".utf8)),
        ])
        let kept = try await intake.read(photo, as: .jpeg)
        let turned = try #require(Orientation(exif: [UInt8](Samples.exif(orientation: 6))[...]))
        #expect(kept == Samples.jpeg(with: [(0xE1, Data(turned.segment.dropFirst(4))), colours]))
        for trace in ["GPS", "Genteng", "Kamera", "MPF"] { #expect(kept.range(of: Data(trace.utf8)) == nil, "\(trace)") }
        #expect(try await intake.read(kept, as: .jpeg) == kept)

        let drawing = Samples.png(with: [
            Samples.chunk("tEXt", Data("Author\0Siti".utf8)), Samples.chunk("eXIf", Samples.exif(orientation: 6).dropFirst(6)),
            Samples.chunk("tIME", Data([7, 0xEA, 1, 2, 3, 4, 5])), Samples.chunk("gAMA", Samples.number(45455)),
        ])
        #expect(try await intake.read(drawing, as: .png) == Samples.png(with: [Samples.chunk("gAMA", Samples.number(45455))]))
    }

    @Test("Only an orientation that turns is written down", arguments: 0...10 as ClosedRange<UInt8>)
    func orientation(_ value: UInt8) {
        let found = Orientation(exif: [UInt8](Samples.exif(orientation: value))[...])
        #expect(found?.value == ((2...8).contains(value) ? value : nil))
        guard let found else { return }
        // To the last byte, as Exif 2.3 has it: head, order of bytes, one directory with one entry, and no other behind it.
        let segment: [UInt8] =
            [0xFF, 0xE1, 0x00, 0x22, 0x45, 0x78, 0x69, 0x66, 0x00, 0x00, 0x4D, 0x4D, 0x00, 0x2A, 0x00, 0x00, 0x00, 0x08]
            + [0x00, 0x01, 0x01, 0x12, 0x00, 0x03, 0x00, 0x00, 0x00, 0x01, 0x00, value, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00]
        #expect(found.segment == segment)
        #expect(Orientation(exif: found.segment[4...]) == found)
    }

    @Test("Of what programs write into a photo its picture alone is kept", arguments: Array(0xE0...0xEF as ClosedRange<UInt8>) + [0xFE])
    func segments(_ marker: UInt8) async throws {
        let photo = Samples.jpeg()
        // What no program would take for a picture's own: each kind begins otherwise.
        let noted = Samples.jpeg(photo, with: [(marker, Data("catatan Siti".utf8))])
        let isKept = [0xE0, 0xEE].contains(marker)
        #expect(try await intake.read(noted, as: .jpeg) == (isKept ? noted : photo))
    }

    @Test("A marker that belongs into no picture's frame makes it none", arguments: [0x00, 0x01, 0xD0, 0xD7, 0xD8] as [UInt8])
    func markers(_ marker: UInt8) async {
        let photo = Samples.jpeg()
        await #expect(throws: FileFault.malformed) {
            try await intake.read(photo.prefix(2) + [0xFF, marker] + photo.dropFirst(2), as: .jpeg)
        }
    }

    @Test("A segment is as long as it says, and two bytes at least")
    func lengths() async throws {
        let photo = Samples.jpeg()
        for (length, fault) in [([0, 0], FileFault.malformed), ([0, 1], .malformed), ([0xFF, 0xFF], .truncated)] as [([UInt8], FileFault)] {
            await #expect(throws: fault) {
                try await intake.read(photo.prefix(2) + [0xFF, 0xE5] + length + photo.dropFirst(2), as: .jpeg)
            }
        }
        #expect(try await intake.read(photo.prefix(2) + [0xFF, 0xE5, 0, 2] + photo.dropFirst(2), as: .jpeg) == photo)
        let frame = try #require(photo.range(of: Data([0xFF, 0xC0, 0])))
        for length in [2, 7] as [UInt8] {
            var short = photo
            short[frame.upperBound] = length
            await #expect(throws: FileFault.malformed) { try await intake.read(short, as: .jpeg) }
        }
        // A scan before there is a frame, and a frame without a scan.
        let scan = try #require(photo.range(of: Data([0xFF, 0xDA])))
        await #expect(throws: FileFault.malformed) { try await intake.read(photo.prefix(20) + photo[scan.lowerBound...], as: .jpeg) }
        await #expect(throws: FileFault.malformed) { try await intake.read(photo[..<scan.lowerBound] + [0xFF, 0xD9], as: .jpeg) }
        for few in [Data(), photo.prefix(2), photo.prefix(3)] {
            await #expect(throws: FileFault.self) { try await intake.read(few, as: .jpeg) }
        }
    }

    @Test("A photo whose data ends with a few bytes too many is taken, and one with many is not")
    func surplus() async throws {
        let photo = Samples.jpeg()
        for count in [1, 4, 8, 12] {
            let filled = photo.dropLast(2) + Data(count: count) + [0xFF, 0xD9]
            #expect(try await intake.read(filled, as: .jpeg) == filled, "\(count)")
        }
        for count in [24, 40, 400] {
            await #expect(throws: FileFault.malformed, "\(count)") {
                try await intake.read(photo.dropLast(2) + Data(count: count) + [0xFF, 0xD9], as: .jpeg)
            }
        }
    }

    @Test("A photo of more scans than any program writes is refused as too complex")
    func scans() async throws {
        let photo = Samples.jpeg(width: 8, height: 8, progressive: true)
        let scan = try #require(photo.range(of: Data([0xFF, 0xDA]), options: .backwards))
        let last = photo[scan.lowerBound...].dropLast(2)
        let endless = photo.dropLast(2) + [Data](repeating: Data(last), count: 600).joined() + [0xFF, 0xD9]
        await #expect(throws: FileFault.tooComplex) { try await intake.read(endless, as: .jpeg) }
    }

    @Test("A drawing's header says its size once, in thirteen bytes, and no size is too large to be counted")
    func headers() async {
        await #expect(throws: FileFault.tooManyPixels) { try await intake.read(Samples.png(claiming: .max, .max), as: .png) }
        await #expect(throws: FileFault.tooManyPixels) { try await intake.read(Samples.png(claiming: 0x7FFF_FFFF, 1), as: .png) }
        let start = Samples.png().prefix(8)
        let size = Samples.number(1) + Samples.number(1)
        for header in [size + [8, 0, 0, 0], size + [8, 0, 0, 0, 0, 0]] {
            let file = start + Samples.chunk("IHDR", header) + Samples.chunk("IDAT", Data([1])) + Samples.chunk("IEND", Data())
            await #expect(throws: FileFault.malformed) { try await intake.read(file, as: .png) }
        }
        for (length, fault) in [(0x7FFF_FFFF, FileFault.truncated), (0x8000_0000, .malformed)] as [(UInt32, FileFault)] {
            await #expect(throws: fault) { try await intake.read(start + Samples.number(length) + Data(count: 99), as: .png) }
        }
    }

    @Test("Of a drawing's chunks those that change how it looks are kept")
    func chunks() async throws {
        let header = Samples.png().prefix(33)
        let rest = Samples.png().dropFirst(33)
        for (kind, content, isKept) in [
            ("gAMA", Samples.number(45455), true), ("sRGB", Data([0]), true), ("pHYs", Samples.number(1) + Samples.number(1) + [0], true),
            ("tRNS", Data([0, 1]), true), ("sBIT", Data([8]), true),
            ("cHRM", (0..<8).map { Samples.number(31270 + $0) }.reduce(Data(), +), true),
            ("tEXt", Data("Author\0Siti".utf8), false), ("eXIf", Data("MM".utf8), false), ("zzZz", Data(), false),
            ("oFFs", Data(count: 9), false),
        ] {
            let file = header + Samples.chunk(kind, content) + rest
            let expected = isKept ? file : header + rest
            #expect(try await intake.read(file, as: .png) == expected, "\(kind)")
        }
    }

    @Test("A picture has a width and a height, and a number ends where the file does")
    func numbers() throws {
        for (width, height) in [(0, 5), (5, 0), (0, 0), (-1, 5), (5, -1)] {
            #expect(throws: FileFault.malformed) { try FileIntake.checkPixels(width: width, height: height) }
        }
        for (width, height) in [(1, 1), (1, 100_000_000), (100_000_000, 1), (10_000, 10_000)] {
            try FileIntake.checkPixels(width: width, height: height)
        }
        for (width, height) in [(1, 100_000_001), (10_001, 10_000), (.max, 2), (.max, .max)] {
            #expect(throws: FileFault.tooManyPixels) { try FileIntake.checkPixels(width: width, height: height) }
        }
        let bytes: [UInt8] = [0x01, 0x02, 0xFF, 0x00]
        #expect(try FileIntake.number(bytes, at: 0, count: 4) == 0x0102_FF00)
        #expect(try FileIntake.number(bytes, at: 2, count: 2) == 0xFF00 && FileIntake.number(bytes, at: 3, count: 1) == 0)
        for (place, count) in [(3, 2), (4, 1), (0, 5)] {
            #expect(throws: FileFault.truncated) { try FileIntake.number(bytes, at: place, count: count) }
        }
    }
}
