internal import Documents
internal import Kernel

/// Anyone who knows a request's number can ask where it stands.
enum ProgressPages {
    static func add(to table: inout RouteTable) {
        table.page("/lacak", .everyone) { exchange, island in
            let typed = TypedText(exchange.query["nomor"] ?? "").line
            guard !typed.isEmpty else { return try await exchange.show(ProgressPage(exchange, island), of: island) }
            guard let number = RequestNumber(typed) else {
                let page = ProgressPage(exchange, island, typed: typed, fault: "problem.request.numberUnread")
                return try await exchange.show(page, of: island, status: 422)
            }
            guard let progress = try await island.documents.progress(of: number) else {
                let page = ProgressPage(exchange, island, typed: typed, fault: "problem.request.numberUnknown")
                return try await exchange.show(page, of: island, status: 404)
            }
            return try await exchange.show(ProgressPage(exchange, island, typed: typed, progress), of: island)
        }
    }
}
