/// An unpacked picture: its pixels row by row, each of one grey or of red, green and blue.
struct Raster: Equatable {
    let width: Int
    let height: Int
    /// 1 or 3.
    let channels: Int
    let pixels: [UInt8]

    /// The same picture with so many pixels on its longer side, each the mean of what it covers; itself when it has no more.
    func fitted(to side: Int) -> Raster {
        guard max(width, height) > side else { return self }
        let columns = max(1, width * side / max(width, height))
        let rows = max(1, height * side / max(width, height))
        var small = [UInt8](repeating: 0, count: columns * rows * channels)
        // Lengths are counted in parts of a pixel so small that both grids fall on whole numbers: no rounding before the last step.
        let area = UInt64(width) * UInt64(height)
        var sums = [UInt64](repeating: 0, count: columns * channels)
        var line = [UInt64](repeating: 0, count: columns * channels)
        pixels.withUnsafeBufferPointer { pixels in
            small.withUnsafeMutableBufferPointer { small in
                sums.withUnsafeMutableBufferPointer { sums in
                    line.withUnsafeMutableBufferPointer { line in
                        var row = 0
                        for y in 0..<height {
                            squeeze(pixels, y, columns, into: line)
                            let (start, end, edge) = (y * rows, (y + 1) * rows, (row + 1) * height)
                            let before = UInt64(min(end, edge) - start)
                            for place in 0..<line.count { sums[place] += line[place] * before }
                            guard end >= edge else { continue }
                            let after = UInt64(end - edge)
                            for place in 0..<line.count {
                                small[row * line.count + place] = UInt8((sums[place] + area / 2) / area)
                                sums[place] = line[place] * after
                            }
                            row += 1
                        }
                    }
                }
            }
        }
        return Raster(width: columns, height: rows, channels: channels, pixels: small)
    }

    /// Adds the pixels of one row up into fewer columns.
    private func squeeze(
        _ pixels: UnsafeBufferPointer<UInt8>, _ y: Int, _ columns: Int, into line: UnsafeMutableBufferPointer<UInt64>
    ) {
        line.update(repeating: 0)
        var column = 0
        var place = y * width * channels
        for x in 0..<width {
            let (start, end, edge) = (x * columns, (x + 1) * columns, (column + 1) * width)
            let (before, after) = (UInt64(min(end, edge) - start), UInt64(max(0, end - edge)))
            for channel in 0..<channels {
                let value = UInt64(pixels[place + channel])
                line[column * channels + channel] += value * before
                if after > 0 { line[(column + 1) * channels + channel] += value * after }
            }
            if end >= edge { column += 1 }
            place += channels
        }
    }

    /// The picture with its top above, as a viewer that minds the orientation shows it.
    func turned(by orientation: Orientation?) -> Raster {
        guard let value = orientation?.value else { return self }
        let isLying = value >= 5
        let (columns, rows) = isLying ? (height, width) : (width, height)
        var turned = [UInt8](repeating: 0, count: pixels.count)
        pixels.withUnsafeBufferPointer { pixels in
            turned.withUnsafeMutableBufferPointer { turned in
                var target = 0
                for y in 0..<rows {
                    for x in 0..<columns {
                        let (left, top) = (isLying ? y : x, isLying ? x : y)
                        let column = [2, 3, 7, 8].contains(value) ? width - 1 - left : left
                        let row = [3, 4, 6, 7].contains(value) ? height - 1 - top : top
                        let source = (row * width + column) * channels
                        for channel in 0..<channels { turned[target + channel] = pixels[source + channel] }
                        target += channels
                    }
                }
            }
        }
        return Raster(width: columns, height: rows, channels: channels, pixels: turned)
    }
}
