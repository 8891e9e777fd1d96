internal import Catalogue
internal import Foundation
internal import Kernel
internal import Storage

/// A region's administrator reads who did what, and takes it along as a table.
enum AuditPages {
    /// How many entries one file has at most, and how many are looked at for it.
    static let fileLimit = 10_000

    static func add(to table: inout RouteTable) {
        table.page("/admin/jejak", .administrator) { exchange, island in
            let view = AuditView(exchange.query)
            let filter = view.filter(in: island.region.zone)
            let stretch = try await island.database.read { tx in try tx.auditStretch(filter, before: view.start) }
            return try await exchange.show(AuditPage(exchange, island, view, try await island.auditNames(), stretch), of: island)
        }
        table.page("/admin/jejak/tabel", .administrator) { exchange, island in
            let filter = AuditView(exchange.query).filter(in: island.region.zone)
            let stretch = try await island.database.read { tx in
                try tx.auditStretch(filter, limit: fileLimit, walk: 2 * fileLimit)
            }
            let names = try await island.auditNames()
            let lines = stretch.entries.map { entry in
                CSV.line([
                    String(entry.position), entry.at.iso8601, exchange.sentence(of: entry, names), entry.reason ?? "", entry.actorKind,
                    entry.actor, entry.action, entry.subject,
                ])
            }
            let head = CSV.line(["position", "at", "text", "reason", "actor_kind", "actor", "action", "subject"])
            return .file(
                Data((head + lines.joined()).utf8), contentType: "text/csv; charset=utf-8",
                filename: "jejak-audit-\(island.region.slug).csv", isInline: false)
        }
    }
}

/// A table as text, one line to a row, for programs that count.
enum CSV {
    static func line(_ cells: [String]) -> String { cells.map(cell).joined(separator: ",") + "\r\n" }

    /// A cell in quotes. One that a program would take for a formula begins with an apostrophe, so that it stays words: others than the
    /// reader have written it.
    static func cell(_ text: String) -> String {
        let isFormula = text.unicodeScalars.first.map { "=+-@\t\r\n".unicodeScalars.contains($0) } ?? false
        return "\"\(isFormula ? "'" : "")\(text.replacing("\"", with: "\"\""))\""
    }
}
