internal import Documents
internal import Kernel

/// Anyone who holds a paper can ask whether it is genuine.
enum VerificationPages {
    static func add(to table: inout RouteTable) {
        table.page("/verifikasi", .everyone) { exchange, island in
            if let typed = exchange.query["kode"]?.filter({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }), !typed.isEmpty {
                return .seeOther(island.links.verification(String(typed.prefix(40))))
            }
            return try await exchange.show(VerificationFormPage(exchange, island), of: island)
        }
        table.page("/verifikasi/:code", .everyone) { exchange, island in
            let verification = try await island.documents.verification(of: exchange.parameters["code"] ?? "")
            let status = if case .unknown = verification { 404 } else { 200 }
            return try await exchange.show(VerificationPage(exchange, island, verification), of: island, status: status)
        }
    }
}
