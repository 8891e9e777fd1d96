import Foundation

#if canImport(Glibc)
import Glibc
#endif

/// Listens on a free port of this machine and talks to everyone who calls by the same script, on threads of its own.
final class LoopbackServer: Sendable {
    let port: Int
    private let listener: Int32

    /// The script runs once for each caller; the line is hung up when it returns.
    init(_ script: @escaping @Sendable (Caller) -> Void) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 8) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        guard listener >= 0, isListening else { throw POSIXError(.EADDRNOTAVAIL) }
        self.listener = listener
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread { [listener] in
            while true {
                let line = accept(listener, nil, nil)
                guard line >= 0 else {
                    // One caller who has gone before, or a moment without room for one more, is not the end.
                    if [EINTR, ECONNABORTED, EMFILE, ENFILE].contains(errno) { continue }
                    // Closed here and not in deinit: its number could belong to another test's server by then.
                    close(listener)
                    return
                }
                Thread {
                    let caller = Caller(line)
                    script(caller)
                    caller.hangUp()
                }.start()
            }
        }.start()
    }

    deinit { shutdown(listener, Int32(SHUT_RDWR)) }
}

/// One caller's line. Used by one thread at a time.
final class Caller {
    private let line: Int32
    private var waiting: [UInt8] = []

    init(_ line: Int32) {
        self.line = line
        // A test that went wrong ends instead of hanging.
        var limit = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(line, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    /// Up to and without CRLF; `nil` when the caller has hung up.
    func hear() -> String? {
        while true {
            if let end = waiting.firstIndex(of: 0x0A) {
                let bytes = waiting[..<end]
                waiting.removeSubrange(...end)
                let text = String(decoding: bytes.last == 0x0D ? bytes.dropLast() : bytes, as: UTF8.self)
                return text
            }
            guard fetch() else { return nil }
        }
    }

    /// That many bytes, or fewer when the caller hangs up.
    func hear(count: Int) -> [UInt8] {
        while waiting.count < count, fetch() {}
        defer { waiting.removeFirst(min(count, waiting.count)) }
        return Array(waiting.prefix(count))
    }

    /// Everything up to and without the mark, or `nil` when the caller hung up before it.
    func hear(until mark: String) -> [UInt8]? {
        let mark = Array(mark.utf8)
        var from = 0
        while true {
            if waiting.count >= mark.count {
                for start in from...(waiting.count - mark.count) where waiting[start..<(start + mark.count)].elementsEqual(mark) {
                    defer { waiting.removeSubrange(..<(start + mark.count)) }
                    return Array(waiting[..<start])
                }
                from = waiting.count - mark.count + 1
            }
            guard fetch() else { return nil }
        }
    }

    func say(_ text: String) { say(Array(text.utf8)) }

    func say(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { send(line, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard sent > 0 else { return }
            rest = rest.dropFirst(sent)
        }
    }

    func hangUp() { close(line) }

    private func fetch() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        let count = recv(line, &buffer, buffer.count, 0)
        guard count > 0 else { return false }
        waiting.append(contentsOf: buffer[..<count])
        return true
    }
}
