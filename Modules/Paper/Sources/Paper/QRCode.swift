internal import CQREncode
public import Kernel

/// A QR code (ISO/IEC 18004) with error correction M: readable with up to 15 % of it dirty or torn.
public struct QRCode: Sendable, Hashable {
    /// The white border that readers need, in modules (ISO/IEC 18004, 9.1).
    public static let quietZone = 4

    /// Modules along one side, without the quiet zone.
    public let side: Int
    private let modules: [Bool]

    /// - Throws: `invalid` `problem.qr.text` when the text is empty, has a NUL in it, or is too long for a code
    ///   (about 2,300 bytes).
    public init(_ text: String) throws(Problem) {
        guard !text.isEmpty, !text.utf8.contains(0), let code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1) else {
            throw Problem(.invalid, "problem.qr.text", detail: "no QR code for \(text.utf8.count) bytes")
        }
        defer { QRcode_free(code) }
        side = Int(code.pointee.width)
        // The lowest bit of each byte is the module's colour.
        modules = UnsafeBufferPointer(start: code.pointee.data, count: side * side).map { $0 & 1 == 1 }
    }

    /// The colour of a module; light outside the code.
    public func isDark(x: Int, y: Int) -> Bool {
        (0..<side).contains(x) && (0..<side).contains(y) && modules[y * side + x]
    }

    /// The dark modules as bars one module high, row by row from the top.
    func darkBars() -> [(x: Int, y: Int, width: Int)] {
        var bars: [(x: Int, y: Int, width: Int)] = []
        for y in 0..<side {
            var x = 0
            while x < side {
                let start = x
                while isDark(x: x, y: y) { x += 1 }
                if x > start { bars.append((start, y, x - start)) } else { x += 1 }
            }
        }
        return bars
    }

    /// The code as an `<svg>` element with its quiet zone, `moduleSize` pixels to a module. It stays black on white in a
    /// dark colour scheme, because many readers do not know inverted codes; `title` is read out by screen readers.
    public func svg(moduleSize: Int = 4, title: String) -> String {
        let zone = QRCode.quietZone
        let units = side + 2 * zone
        let pixels = units * max(1, moduleSize)
        let path = darkBars().map { "M\($0.x + zone) \($0.y + zone)h\($0.width)v1h-\($0.width)z" }.joined()
        return """
            <svg xmlns="http://www.w3.org/2000/svg" role="img" width="\(pixels)" height="\(pixels)" viewBox="0 0 \(units) \(units)" \
            shape-rendering="crispEdges"><title>\(QRCode.escaped(title))</title>\
            <rect width="\(units)" height="\(units)" fill="#fff"/><path fill="#000" d="\(path)"/></svg>
            """
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
