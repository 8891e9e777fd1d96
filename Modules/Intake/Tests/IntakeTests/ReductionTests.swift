import CPNG
import CTurboJPEG
import Foundation
import Testing

@testable import Intake

/// Large pictures are made smaller and upright; what is in them stays.
@Suite("Pictures made smaller")
struct ReductionTests {
    let intake = FileIntake()

    /// Four fields: red and green above, blue and white below.
    static func fields(_ width: Int, _ height: Int) -> Raster {
        let colours: [[UInt8]] = [[220, 20, 20], [20, 200, 20], [20, 20, 220], [250, 250, 250]]
        var pixels: [UInt8] = []
        pixels.reserveCapacity(width * height * 3)
        for y in 0..<height {
            let (left, right) = y < height / 2 ? (colours[0], colours[1]) : (colours[2], colours[3])
            for x in 0..<width { pixels += x < width / 2 ? left : right }
        }
        return Raster(width: width, height: height, channels: 3, pixels: pixels)
    }

    /// The letters of the fields' colours, row by row: `RGBW` for the picture as it was made.
    static func colours(of raster: Raster) -> String {
        let places = [(1, 1), (3, 1), (1, 3), (3, 3)]
        return places.map { x, y in
            let place = (raster.height * y / 4 * raster.width + raster.width * x / 4) * raster.channels
            let bright = raster.pixels[place..<(place + raster.channels)].map { $0 > 128 }
            return switch bright {
            case [true, false, false]: "R"
            case [false, true, false]: "G"
            case [false, false, true]: "B"
            case [true, true, true]: "W"
            default: "?"
            }
        }.joined()
    }

    private func opened(_ picture: Data) throws -> Raster {
        #expect(FileFormat(claimedBy: picture) == .jpeg)
        return try JPEGReader.raster(of: [UInt8](picture), atLeast: .max).raster
    }

    static func png(_ raster: Raster) -> Data {
        var image = png_image()
        image.version = png_uint_32(PNG_IMAGE_VERSION)
        image.width = png_uint_32(raster.width)
        image.height = png_uint_32(raster.height)
        image.format = raster.channels == 1 ? 0 : png_uint_32(PNG_FORMAT_FLAG_COLOR)
        var count = 0
        png_image_write_to_memory(&image, nil, &count, 0, raster.pixels, 0, nil)
        var bytes = [UInt8](repeating: 0, count: count)
        png_image_write_to_memory(&image, &bytes, &count, 0, raster.pixels, 0, nil)
        return Data(bytes.prefix(count))
    }

    @Test("A photo of 2,400 pixels is kept as it is, and one with a pixel more is not", arguments: [2_399, 2_400, 2_401])
    func pixels(side: Int) async throws {
        for (width, height) in [(side, 40), (40, side)] {
            for picture in [try JPEGWriter.write(Self.fields(width, height), quality: 95), Self.png(Self.fields(width, height))] {
                let format = try #require(FileFormat(claimedBy: picture))
                let kept = try await intake.read(picture, as: format)
                let small = try intake.reduced(kept, as: format)
                // A drawing of few colours is smaller than any photo of it.
                guard side > 2_400, format == .jpeg else {
                    #expect(small == nil, "\(width) × \(height)")
                    continue
                }
                let raster = try opened(#require(small))
                #expect(max(raster.width, raster.height) == 2_400)
                #expect(Self.colours(of: raster) == "RGBW")
            }
        }
    }

    @Test("A photo of 1.5 MB is kept as it is, and one with a byte more is not", arguments: [-1, 0, 1])
    func bytes(more: Int) throws {
        let photo = try JPEGWriter.write(Self.fields(400, 300), quality: 90)
        // What a camera fills in counts too: it is the bytes that a desk has to load.
        var filled = photo
        let tables = photo[2..<20]
        while filled.count + 20 <= 1_500_000 + more { filled.insert(contentsOf: tables, at: 2) }
        let rest = 1_500_000 + more - filled.count
        filled.insert(contentsOf: [0xFF, 0xEE, 0, UInt8(rest - 2)] + Data(count: rest - 4), at: 2)
        #expect(filled.count == 1_500_000 + more)
        let small = try intake.reduced(filled, as: .jpeg)
        #expect((small == nil) == (more <= 0))
        if let small { #expect(Self.colours(of: try opened(small)) == "RGBW" && small.count < 20_000) }
    }

    @Test(
        "A large photo lies as its owner held it",
        arguments: [(1, "RGBW"), (3, "WBGR"), (6, "BRWG"), (8, "GWRB"), (2, "GRWB"), (4, "BWRG"), (5, "RBGW"), (7, "WGBR")]
            as [(UInt8, String)])
    func orientation(value: UInt8, colours: String) async throws {
        let photo = Samples.jpeg(
            try JPEGWriter.write(Self.fields(2_600, 200), quality: 90), with: [(0xE1, Samples.exif(orientation: value))])
        let kept = try await intake.read(photo, as: .jpeg)
        let small = try #require(try intake.reduced(kept, as: .jpeg))
        let raster = try opened(small)
        #expect(Self.colours(of: raster) == colours)
        #expect((raster.width > raster.height) == (value < 5), "as tall as it is wide when it lay on its side")
        #expect(small.range(of: Data("Exif".utf8)) == nil, "whoever turned it again would turn it wrongly")
        let thumbnail = try #require(try intake.thumbnail(of: kept, as: .jpeg))
        #expect(Self.colours(of: try opened(thumbnail)) == colours)
    }

    @Test("The profile of the colours goes with a photo, unless it is longer than one segment")
    func profile() throws {
        let photo = try JPEGWriter.write(Self.fields(2_600, 200), quality: 90)
        for (count, isKept) in [(1, true), (2, false)] {
            let profile = Data("ICC_PROFILE\0\u{1}\u{1}".utf8) + Data(count: 40_000)
            let small = try intake.reduced(Samples.jpeg(photo, with: Array(repeating: (0xE2, profile), count: count)), as: .jpeg)
            #expect((try #require(small).range(of: Data("ICC_PROFILE".utf8)) != nil) == isKept)
        }
    }

    @Test("A photo in greys stays grey, one for a printing press becomes one for a screen, and a clear drawing lies on white")
    func kinds() throws {
        let grey = try #require(try intake.reduced(Samples.jpeg(width: 2_500, height: 60, format: TJPF_GRAY), as: .jpeg))
        #expect(try opened(grey).channels == 1)
        let press = try #require(try intake.reduced(Samples.jpeg(width: 2_500, height: 60, format: TJPF_CMYK), as: .jpeg))
        #expect(try opened(press).channels == 3)
        let clear = Samples.png(
            width: 200, height: 200, format: PNG_FORMAT_FLAG_COLOR | PNG_FORMAT_FLAG_ALPHA, channels: 4)
        #expect(try intake.thumbnail(of: clear, as: .png) != nil)
        #expect(try PNGReader.raster(of: [UInt8](Samples.clearPNG(width: 4, height: 4)))?.pixels == [UInt8](repeating: 255, count: 48))
    }

    @Test("A photo of noise comes under 1.5 MB, and its thumbnail under 10 KB")
    func noise() throws {
        var state: UInt32 = 7
        let pixels = (0..<(2_000 * 1_500 * 3)).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return UInt8(state >> 24)
        }
        let picture = Self.png(Raster(width: 2_000, height: 1_500, channels: 3, pixels: pixels))
        let small = try #require(try intake.reduced(picture, as: .png))
        #expect(small.count < picture.count / 3)
        let thumbnail = try #require(try intake.thumbnail(of: picture, as: .png))
        #expect(thumbnail.count <= 10_000)
        #expect(try opened(thumbnail).width == 160)
    }

    @Test("A thumbnail has 160 pixels on its longer side at most", arguments: [1, 159, 160, 161, 1_000])
    func thumbnails(side: Int) throws {
        let photo = try JPEGWriter.write(Self.fields(side, max(1, side / 2)), quality: 90)
        let raster = try opened(#require(try intake.thumbnail(of: photo, as: .jpeg)))
        #expect(max(raster.width, raster.height) == min(side, 160))
    }

    @Test("A drawing of more pixels than memory is given has no thumbnail and is not made smaller")
    func memory() throws {
        // 100,000,000 bytes of pixels are the most, three for each; one colour packs well.
        for (rows, isTaken) in [(3_332, true), (3_333, true), (3_334, false)] {
            let raster = Raster(width: 10_000, height: rows, channels: 3, pixels: [UInt8](repeating: 200, count: 10_000 * rows * 3))
            #expect((try PNGReader.raster(of: [UInt8](Self.png(raster))) != nil) == isTaken, "\(rows)")
            if !isTaken {
                #expect(try intake.thumbnail(of: Self.png(raster), as: .png) == nil && intake.reduced(Self.png(raster), as: .png) == nil)
            }
        }
    }

    @Test("Each pixel of a fitted picture is the mean of what it covers")
    func means() {
        let picture = Raster(width: 4, height: 2, channels: 1, pixels: [0, 100, 200, 40, 100, 200, 40, 0])
        #expect(picture.fitted(to: 4) == picture)
        #expect(picture.fitted(to: 2) == Raster(width: 2, height: 1, channels: 1, pixels: [100, 70]))
        // Three pixels over two: one and a half each.
        let row = Raster(width: 3, height: 1, channels: 1, pixels: [30, 90, 240])
        #expect(row.fitted(to: 2).pixels == [50, 190])
        #expect(
            Raster(width: 1, height: 9, channels: 3, pixels: [UInt8](repeating: 7, count: 27)).fitted(to: 4).pixels.allSatisfy { $0 == 7 })
    }
}
