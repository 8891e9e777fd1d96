internal import CZlib
internal import HTTPTypes
internal import NIOCore

/// Makes answers small for slow networks (RFC 1952), where the browser says that it reads them.
enum Gzip {
    /// A smaller answer fits into one packet anyway.
    static let shortestBytes = 1024
    /// Zlib's own middle: higher levels take twice the time for a hundredth.
    private static let level: Int32 = 6

    /// Whether an answer of that type grows smaller. Pictures and PDF are packed already.
    static func shrinks(_ contentType: String) -> Bool {
        let type = contentType.prefix { $0 != ";" }.lowercased()
        return type.hasPrefix("text/") || type.hasSuffix("json") || type == "image/svg+xml"
    }

    /// Whether an `Accept-Encoding` takes it (RFC 9110, 12.5.3): named with a weight above 0, or else under `*` with one.
    static func isTaken(_ accepted: String?) -> Bool {
        var weights: [String: Double] = [:]
        for part in (accepted ?? "").split(separator: ",") {
            let pieces = part.split(separator: ";").map { $0.trimmingWhitespace().lowercased() }
            guard let coding = pieces.first else { continue }
            // What is no number is no yes.
            let weight = pieces.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            weights[coding] = max(weights[coding] ?? 0, weight)
        }
        return (weights["gzip"] ?? weights["x-gzip"] ?? weights["*"] ?? 0) > 0
    }

    /// The same bytes packed; `nil` when zlib has no memory left, and the answer goes as it is.
    static func packed(_ bytes: ByteBuffer) -> ByteBuffer? {
        var stream = z_stream()
        guard czlib_start_gzip(&stream, level) == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        let room = Int(deflateBound(&stream, UInt(bytes.readableBytes)))
        var packed = ByteBufferAllocator().buffer(capacity: room)
        var isWhole = false
        bytes.withUnsafeReadableBytes { input in
            _ = packed.writeWithUnsafeMutableBytes(minimumWritableBytes: room) { output in
                // Zlib reads its input and does not write to it.
                stream.next_in = UnsafeMutablePointer(mutating: input.bindMemory(to: UInt8.self).baseAddress)
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.bindMemory(to: UInt8.self).baseAddress
                stream.avail_out = UInt32(output.count)
                isWhole = deflate(&stream, Z_FINISH) == Z_STREAM_END
                return output.count - Int(stream.avail_out)
            }
        }
        return isWhole ? packed : nil
    }
}

extension Substring {
    fileprivate func trimmingWhitespace() -> Substring {
        var text = drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text = text.dropLast() }
        return text
    }
}

extension Reply {
    /// The answer as it goes to somebody who takes gzip, or does not; with the mark for caches that it depends on this.
    func packed(if isTaken: Bool) -> Reply {
        guard status == .ok, case .whole(let bytes) = body, bytes.readableBytes >= Gzip.shortestBytes, Gzip.shrinks(contentType) else {
            return self
        }
        var reply = self
        reply.headers.append((.vary, "Accept-Encoding"))
        guard isTaken, let packed = Gzip.packed(bytes) else { return reply }
        reply.body = .whole(packed)
        reply.headers.append((.contentEncoding, "gzip"))
        return reply
    }
}
