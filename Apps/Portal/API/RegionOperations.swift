internal import Catalogue
internal import Documents
internal import HTTPTypes
internal import Kernel

/// Regions, their services, and whether a paper is genuine: open to every program, as the pages are to everybody.
enum RegionOperations {
    static func add(to table: inout RouteTable) {
        table.nation("/regions", "listRegions", "The regions that this server serves.", regions)
        table.operation(.get, "/services", .everyone, "listServices", "The services that the region offers.", services)
        table.operation(.get, "/services/:service", .everyone, "showService", "One service of the region.", service)
        table.operation(.get, "/services/:service/form", .everyone, "showForm", "What the service asks.", form)
        table.operation(
            .get, "/verifications/:code", .everyone, "verifyPaper", "Whether a paper was issued here and still holds.", verification)
    }

    private struct ServiceAsk: Ask {
        let service: String

        init(_ read: inout AskReader) throws { service = try read.path("service", .name, "The service's code, e.g. `skck`.") }
    }

    private struct VerificationAsk: Ask {
        let code: String

        init(_ read: inout AskReader) throws {
            code = try read.path(
                "code", .text(1...60), "The code on the paper, with or without hyphens, e.g. `ABCD-EFGH-JKMN`.")
        }
    }

    @Sendable private static func regions(_: NoAsk, _ exchange: Exchange, _ islands: [Island]) -> RegionList {
        RegionList(items: islands.map { RegionAnswer(region: $0.region) })
    }

    @Sendable private static func services(_: NoAsk, _ exchange: Exchange, _ island: Island) -> ServiceList {
        let offers = exchange.portal.catalogue.services.filter { island.region.offers($0.code) }
        return ServiceList(
            items: offers.map { ServiceAnswer(service: $0.offered(in: island.region), closure: island.switches.closure(of: $0.code)) })
    }

    @Sendable private static func service(_ asked: ServiceAsk, _ exchange: Exchange, _ island: Island) throws -> ServiceAnswer {
        let offer = try island.offer(asked.service, in: exchange.portal.catalogue)
        return ServiceAnswer(service: offer, closure: island.switches.closure(of: offer.code))
    }

    @Sendable private static func form(_ asked: ServiceAsk, _ exchange: Exchange, _ island: Island) throws -> FormAnswer {
        FormAnswer(definition: try island.offer(asked.service, in: exchange.portal.catalogue))
    }

    @Sendable private static func verification(_ asked: VerificationAsk, _ exchange: Exchange, _ island: Island) async throws
        -> VerificationAnswer
    {
        VerificationAnswer(verification: try await island.documents.verification(of: asked.code))
    }
}
