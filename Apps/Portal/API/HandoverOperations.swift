internal import Documents
internal import HTTPTypes
internal import Kernel

/// What the key's agency makes and hands over, once it is approved.
enum HandoverOperations {
    static func add(to table: inout RouteTable) {
        table.operation(
            .post, "/requests/:id/readiness", .program(.handOver), "makeReady",
            "Says that what was asked for waits at the counter; its applicant is told.", makeReady)
        table.operation(
            .post, "/requests/:id/collections", .program(.handOver), "handOver",
            "Says that it was handed over, which ends the errand.", handOver)
    }

    private struct HandoverAsk: Ask {
        let id: Identifier
        let version: Int?

        init(_ read: inout AskReader) throws {
            id = try read.path("id", .identifier, "The request's id.")
            version = read.version()
        }
    }

    @Sendable private static func makeReady(_ asked: HandoverAsk, _ exchange: Exchange, _ island: Island) async throws -> HandoverAnswer {
        try await island.documents.makeReady(
            asked.id, version: asked.version, command: exchange.idempotentCommand(), by: exchange.principal)
        return HandoverAnswer(request: asked.id, step: .ready)
    }

    @Sendable private static func handOver(_ asked: HandoverAsk, _ exchange: Exchange, _ island: Island) async throws -> HandoverAnswer {
        try await island.documents.handOver(
            asked.id, version: asked.version, command: exchange.idempotentCommand(), by: exchange.principal)
        return HandoverAnswer(request: asked.id, step: .collected)
    }
}

/// How far a hand-over came. The same call sent again gets the same answer, wherever the request has gone since.
struct HandoverAnswer: Resource {
    enum Step: String, CaseIterable, Sendable {
        case ready, collected
    }

    let request: Identifier
    let step: Step

    static let status = HTTPResponse.Status.created
    static let name = "Handover"
    static let about = "A step of handing over what was asked for."
    static let fields: [ResourceField<HandoverAnswer>] = [
        ResourceField("request", "The request's id.") { $0.request },
        ResourceField("step", "What was said: it waits, or it was handed over.") { Word($0.step) },
    ]
}
