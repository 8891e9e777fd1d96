internal import Catalogue
internal import Documents
internal import Foundation
internal import Kernel
internal import Signing

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
            // What the paper says for itself goes along in the fragment, as it does when a phone opens the address.
            let code = VerificationCode.grouped(scanned.code) + (scanned.statement.map { "#\($0)" } ?? "")
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
        table.page("/verifikasi/luring", .everyone) { exchange, island in
            try await exchange.show(OfflineVerificationPage(exchange, island), of: island)
        }
        table.page("/verifikasi/penjaga.js", .everyone) { exchange, _ in
            .text(exchange.portal.scripts.keeper.text, contentType: "text/javascript; charset=utf-8")
        }
        table.page("/verifikasi/kunci.json", .everyone) { _, island in
            .json(String(decoding: try JSONEncoder().encode(["keys": [island.statementKey.published]]), as: UTF8.self))
        }
        table.page("/verifikasi/dicabut.jws", .everyone) { exchange, island in
            let list = RevokedPapers(island.region.slug, try await island.documents.revokedCodes(), at: exchange.portal.clock.now)
            return .text(try island.statementKey.sign(JSONEncoder().encode(list)), contentType: "application/jose")
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
