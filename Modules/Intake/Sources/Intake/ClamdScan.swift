internal import Dispatch
public import Foundation

#if canImport(Glibc)
internal import Glibc
#endif

/// Asks clamd, ClamAV's daemon, over its socket: `INSTREAM` of its protocol, one connection for each file.
public struct ClamdScan: MalwareScan {
    private static let chunk = 64 * 1024
    /// No answer of clamd is longer.
    private static let longestAnswer = 4096
    private static let queue = DispatchQueue(label: "mpp.intake.clamd", attributes: .concurrent)

    private let socket: String
    private let milliseconds: Int

    /// - Parameters:
    ///   - socket: the path of its Unix socket, as `LocalSocket` of `clamd.conf` names it.
    ///   - milliseconds: how long one file may take.
    public init(socket: String, milliseconds: Int = 20_000) {
        self.socket = socket
        self.milliseconds = milliseconds
    }

    public func malware(in content: Data) async throws(FileFault) -> String? {
        let outcome: Result<String?, FileFault> = await withCheckedContinuation { continuation in
            ClamdScan.queue.async {
                continuation.resume(returning: Result { () throws(FileFault) in try ClamdScan.verdict(answer(to: content)) })
            }
        }
        return try outcome.get()
    }

    /// `stream: OK`, or `stream: Eicar-Test-Signature FOUND`; anything else is no verdict.
    private static func verdict(_ answer: String) throws(FileFault) -> String? {
        guard let verdict = answer.wholeMatch(of: /stream: (?:(OK)|(.+) FOUND)/) else { throw .unreadable }
        return verdict.2.map(String.init)
    }

    private func answer(to content: Data) throws(FileFault) -> String {
        let deadline = DispatchTime.now() + .milliseconds(milliseconds)
        let connection = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard connection >= 0 else { throw .unreadable }
        defer { close(connection) }
        try wait(on: connection, until: deadline)
        try connect(connection)
        var isWhole = try send(Data("zINSTREAM\0".utf8), to: connection, until: deadline)
        var rest = content[...]
        while isWhole, !rest.isEmpty {
            let part = rest.prefix(ClamdScan.chunk)
            let length = withUnsafeBytes(of: UInt32(part.count).bigEndian) { Data($0) }
            isWhole = try send(length + part, to: connection, until: deadline)
            rest = rest.dropFirst(part.count)
        }
        // What ends early has an answer too: that it was too long for clamd.
        if isWhole { _ = try send(Data(count: 4), to: connection, until: deadline) }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: ClamdScan.longestAnswer)
        while !answer.contains(0), answer.count < ClamdScan.longestAnswer, DispatchTime.now() < deadline {
            try wait(on: connection, until: deadline)
            let count = recv(connection, &buffer, buffer.count, 0)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            answer += buffer.prefix(count)
        }
        guard let end = answer.firstIndex(of: 0), let text = String(validating: answer[..<end], as: UTF8.self) else { throw .unreadable }
        return text
    }

    private func connect(_ connection: Int32) throws(FileFault) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = Array(socket.utf8)
        // One byte is the NUL behind it.
        guard !path.isEmpty, path.count < MemoryLayout.size(ofValue: address.sun_path) else { throw .unreadable }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        let outcome = withUnsafePointer(to: address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(connection, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard outcome == 0 else { throw .unreadable }
    }

    /// Whether all of it went out. A closed connection is an answer, not a signal.
    /// - Throws: `unreadable` when the time is up, also for whoever takes a few bytes now and then.
    private func send(_ data: Data, to connection: Int32, until deadline: DispatchTime) throws(FileFault) -> Bool {
        var rest = [UInt8](data)[...]
        while !rest.isEmpty {
            try wait(on: connection, until: deadline)
            let count = rest.withUnsafeBytes { Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Lets the connection wait for the rest of the time and no longer.
    private func wait(on connection: Int32, until deadline: DispatchTime) throws(FileFault) {
        let (now, end) = (DispatchTime.now().uptimeNanoseconds, deadline.uptimeNanoseconds)
        guard now < end else { throw .unreadable }
        let microseconds = max(1, Int((end - now) / 1000))
        var time = timeval(tv_sec: microseconds / 1_000_000, tv_usec: microseconds % 1_000_000)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(connection, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
        }
    }
}
