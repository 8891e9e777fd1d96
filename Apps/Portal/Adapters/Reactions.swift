internal import Catalogue
internal import Documents
internal import Identity
internal import Kernel
internal import Notifications
internal import Payments
internal import Storage

/// What the region's reactions work with.
struct ReactionDesk: Sendable {
    let documents: DocumentService
    let citizens: CitizenDesk

    /// What is told of a request on account of which something happened elsewhere.
    /// - Throws: `notFound` for a purpose that is no request.
    func facts(of request: Identifier) async throws -> RequestFacts {
        let request = try await documents.request(request, by: .platform(name: "reactions"))
        return RequestFacts(
            request: request.id, applicant: request.applicant, service: request.definition.code, title: request.definition.title,
            requestNumber: request.number?.text)
    }
}

/// What follows in one domain from what happened in another. The list is a constant, so that a server and a command beside it keep
/// the same deliveries. Names are stored: they never change.
enum Reactions {
    static let all: [Reaction<ReactionDesk>] = [settleFee, issuePaper, tellCitizen]

    /// A paid bill lets the request go to the officer.
    private static let settleFee = Reaction<ReactionDesk>("settle-fee")
        .on(BillPaid.self) { event, _, desk in try await desk.documents.settle(event.bill.purpose) }

    /// An approved request becomes a paper.
    private static let issuePaper = Reaction<ReactionDesk>("issue-paper")
        .on(RequestApproved.self) { event, _, desk in try await desk.documents.issue(event.facts.request) }
        .on(RequestDeemedApproved.self) { event, _, desk in try await desk.documents.issue(event.facts.request) }
        .on(RequestReissued.self) { event, _, desk in try await desk.documents.issue(event.facts.request) }

    /// Each step of a request is told to its applicant, in the words of the event alone.
    private static let tellCitizen = Reaction<ReactionDesk>("tell-citizen")
        .on(RequestSubmitted.self) { event, envelope, desk in
            // A request with a fee is told of by its bill.
            let template = event.fee > .zero ? "payment_requested" : "request_submitted"
            try await desk.citizens.tell(template, of: event, envelope) { desk, language in
                [
                    "amount": desk.fee(event.fee, of: event.facts.service, in: language),
                    "due": desk.due(event.dueAt, of: event.facts.service, in: language),
                ]
            }
        }
        .on(RequestReceived.self) { event, envelope, desk in
            try await desk.citizens.tell("request_received", of: event, envelope) { desk, language in
                ["due": desk.due(event.dueAt, of: event.facts.service, in: language)]
            }
        }
        .on(RequestReturned.self) { event, envelope, desk in
            try await desk.citizens.tell("request_returned", of: event, envelope) { _, language in
                [
                    "reason": event.reasonLabel.text(in: language), "remark": event.remark ?? "",
                    "parts": event.parts.map { $0.text(in: language) }.joined(separator: "; "),
                ]
            }
        }
        .on(RequestResubmitted.self) { event, envelope, desk in
            try await desk.citizens.tell("request_resubmitted", of: event, envelope) { desk, language in
                ["due": desk.due(event.dueAt, of: event.facts.service, in: language)]
            }
        }
        .on(RequestApproved.self) { event, envelope, desk in
            try await desk.citizens.tell("request_approved", of: event, envelope) { _, _ in [:] }
        }
        .on(RequestDeemedApproved.self) { event, envelope, desk in
            try await desk.citizens.tell("request_deemed", of: event, envelope) { _, _ in [:] }
        }
        .on(RequestLate.self) { event, envelope, desk in
            try await desk.citizens.tell("request_late", of: event, envelope) { desk, language in
                ["due": desk.due(event.dueAt, of: event.facts.service, in: language)]
            }
        }
        .on(RequestIssued.self) { event, envelope, desk in
            // A paper that was issued anew is told of once, when it is there, and not when the officer asked for it.
            let first = event.facts.product == nil ? "request_issued" : "request_preparing"
            let template = event.replaces == nil ? first : "request_reissued"
            try await desk.citizens.tell(template, of: event, envelope) { _, _ in
                ["number": event.number, "replaces": event.replaces ?? ""]
            }
        }
        .on(RequestReady.self) { event, envelope, desk in
            try await desk.citizens.tell("request_ready", of: event, envelope) { _, _ in [:] }
        }
        .on(RequestCollected.self) { event, envelope, desk in
            try await desk.citizens.tell("request_collected", of: event, envelope) { _, _ in [:] }
        }
        .on(RequestRefused.self) { event, envelope, desk in
            try await desk.citizens.tell("request_refused", of: event, envelope) { _, _ in ["reason": event.ground] }
        }
        .on(RequestWithdrawn.self) { event, envelope, desk in
            try await desk.citizens.tell("request_withdrawn", of: event, envelope) { _, _ in [:] }
        }
        .on(RequestExpiring.self) { event, envelope, desk in
            try await desk.citizens.tell("request_expiring", of: event, envelope) { desk, language in
                ["due": desk.date(event.expiresAt, in: language), "reason": event.basis]
            }
        }
        .on(RequestExpired.self) { event, envelope, desk in
            try await desk.citizens.tell("request_expired", of: event, envelope) { _, _ in [:] }
        }
        .on(RequestRevoked.self) { event, envelope, desk in
            try await desk.citizens.tell("request_revoked", of: event, envelope) { _, _ in
                ["number": event.number, "reason": event.reason]
            }
        }
        .on(PaymentHeld.self) { event, envelope, desk in
            try await desk.citizens.tell("payment_held", about: desk.facts(of: event.bill.purpose), envelope) { desk, language in
                ["amount": event.held.formatted, "reason": desk.say("trail.standing.\(event.standing.rawValue)", language)]
            }
        }
        .on(ProofRefused.self) { event, envelope, desk in
            try await desk.citizens.tell("proof_refused", about: desk.facts(of: event.bill.purpose), envelope) { _, _ in
                ["amount": event.bill.amount.formatted]
            }
        }
        .on(MoneyGivenBack.self) { event, envelope, desk in
            try await desk.citizens.tell("payment_given_back", about: desk.facts(of: event.bill.purpose), envelope) { desk, language in
                ["amount": event.given.formatted, "reason": desk.say("refund.way.\(event.way.rawValue)", language)]
            }
        }
}
