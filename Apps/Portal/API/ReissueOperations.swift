internal import Documents
internal import HTTPTypes
internal import Kernel

/// Papers of the key's agency that are issued anew.
enum ReissueOperations {
    static func add(to table: inout RouteTable) {
        table.operation(
            .post, "/requests/:id/reissues", .program(.decideRequests), "reissuePaper",
            "Issues a paper anew, one that was revoked or has a fault. The one before is void from then on; the new one is made next.",
            reissue)
    }

    private struct ReissueAsk: Ask {
        let id: Identifier
        let reason: ReissueReason
        let remark: String
        let version: Int?

        init(_ read: inout AskReader) throws {
            id = try read.path("id", .identifier, "The request's id.")
            reason = read.body("reason", .choice(.revokedByMistake, [.misprinted, .unreadable, .another]), "Why it is issued anew.")
            remark = read.body("remark", .seenWords, "Words for the applicant, at least five characters that are seen.")
            version = read.version()
        }
    }

    @Sendable private static func reissue(_ asked: ReissueAsk, _ exchange: Exchange, _ island: Island) async throws -> ReissueAnswer {
        do {
            try await island.documents.reissue(
                asked.id, for: asked.reason.rawValue, reason: asked.remark, version: asked.version, command: exchange.idempotentCommand(),
                by: exchange.principal)
        } catch var problem as Problem where problem.code == .invalid {
            // Of what is left to be wrong, all is in the words.
            problem.fields = problem.fields.map { $0.at("remark") }
            throw problem
        }
        return ReissueAnswer(request: asked.id, reason: asked.reason)
    }
}

/// That a paper is issued anew. The same call sent again gets the same answer, wherever the request has gone since.
struct ReissueAnswer: Resource {
    let request: Identifier
    let reason: ReissueReason

    static let status = HTTPResponse.Status.created
    static let name = "Reissue"
    static let about = "That a paper is issued anew; the request has the number of the new one."
    static let fields: [ResourceField<ReissueAnswer>] = [
        ResourceField("request", "The request's id.") { $0.request },
        ResourceField("reason", "Why.") { Word($0.reason) },
    ]
}
