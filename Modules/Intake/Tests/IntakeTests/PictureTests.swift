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
        ("sixteen bits", Samples.png(format: PNG_FORMAT_FLAG_LINEAR, channels: 1), .png),
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
        #expect(Orientation(exif: found.segment[4...]) == found)
    }
}
