import ArgumentParser
import Foundation

/// Bare SQLite: one connection, two rows in each commit, on the disk before the next begins.
struct Commits: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Commits two rows at a time with synchronous=FULL in WAL mode and prints commits per second.")

    @Option(help: "An existing folder on the disk that the portal's data lie on.") var data: String
    @Option(help: "How long.") var seconds = 3

    func run() throws {
        let path = URL(fileURLWithPath: data).appendingPathComponent("commits-\(UUID().uuidString).sqlite").path
        defer { for ending in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + ending) } }
        let connection = try BareConnection(durable: path)
        try connection.run("CREATE TABLE changes (id TEXT PRIMARY KEY NOT NULL, body TEXT NOT NULL)")
        let insertion = try connection.prepare("INSERT INTO changes (id, body) VALUES (?, ?)")
        let (begin, commit) = (try connection.prepare("BEGIN IMMEDIATE"), try connection.prepare("COMMIT"))
        let body = String(repeating: "x", count: 200)

        let clock = ContinuousClock()
        let start = clock.now
        let end = start + .seconds(seconds)
        var (row, commits) = (0, 0)
        while clock.now < end {
            try begin.run()
            for _ in 0..<2 {
                row += 1
                try insertion.run(String(format: "%012d", row), body)
            }
            try commit.run()
            commits += 1
        }
        let elapsed = (clock.now - start) / .seconds(1)
        print(String(format: "%.1f", Double(commits) / elapsed))
    }
}
