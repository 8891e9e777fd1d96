internal import Catalogue
internal import Documents
internal import Kernel

/// Anyone who holds a paper can ask whether it is genuine.
enum VerificationPages {
    static func add(to table: inout RouteTable) {
        table.page("/verifikasi", .everyone) { exchange, island in
            let typed = TypedText(exchange.query["kode"] ?? "").line
            guard !typed.isEmpty else { return try await exchange.show(VerificationFormPage(exchange, island), of: island) }
            guard let scanned = ScannedCode(typed) else {
                return try await exchange.show(
                    VerificationFormPage(exchange, island, typed: typed, fault: "problem.verification.unread"), of: island, status: 422)
            }
            let code = VerificationCode.grouped(scanned.code)
            if let region = scanned.region, region != island.region.slug,
                exchange.portal.catalogue.regions.contains(where: { $0.slug == region })
            {
                return .seeOther(Links(region).verification(code))
            }
            if case .unknown = try await island.documents.verification(of: scanned.code) {
                return try await exchange.show(
                    VerificationFormPage(exchange, island, typed: typed, fault: "problem.verification.unknown"), of: island, status: 404)
            }
            return .seeOther(island.links.verification(code))
        }
        table.page("/verifikasi/:code", .everyone) { exchange, island in
            let typed = TypedText(exchange.parameters["code"] ?? "").line
            let verification = try await island.documents.verification(of: typed)
            guard let page = VerificationPage(exchange, island, verification) else {
                // A code that nobody gave out is a fault of the question, not an answer to it.
                return try await exchange.show(
                    VerificationFormPage(exchange, island, typed: typed, fault: "problem.verification.unknown"), of: island, status: 404)
            }
            return try await exchange.show(page, of: island)
        }
    }
}
