internal import Catalogue
internal import Documents
internal import Identity
internal import Kernel
internal import Notifications
internal import Payments
internal import Storage

/// A paid bill lets the request go to the officer.
struct SettleFee: Reaction {
    let documents: DocumentService
    let kinds: Set<String> = ["bill.paid"]

    func react(to event: Event) async throws { try await documents.settle(event.subject) }
}

/// An approved request becomes a paper.
struct IssuePaper: Reaction {
    let documents: DocumentService
    let kinds: Set<String> = ["request.approved"]

    func react(to event: Event) async throws { try await documents.issue(event.subject) }
}

/// Each step of a request is told to its applicant, once: the event's id is the message's key.
struct TellCitizen: Reaction {
    let region: RegionManifest
    let catalogue: Catalogue
    let identity: IdentityService
    let documents: DocumentService
    let notifications: NotificationService
    let payments: PaymentService
    let database: PlatformDatabase
    let linkAddress: String

    /// Which message tells of which event. A request with a fee is told of by its bill.
    private static let templates: [String: String] = [
        "request.submitted": "request_submitted",
        "request.received": "request_received",
        "request.returned": "request_returned",
        "request.resubmitted": "request_resubmitted",
        "request.approved": "request_approved",
        "request.issued": "request_issued",
        "request.revoked": "request_revoked",
    ]

    var kinds: Set<String> { Set(TellCitizen.templates.keys) }

    func react(to event: Event) async throws {
        guard let template = TellCitizen.templates[event.kind], let person = event.details["person"].flatMap({ Identifier($0) }) else {
            return
        }
        let request = try await documents.request(event.subject, by: .platform(name: "messages"))
        let isBilled = event.kind == "request.submitted" && request.fee > .zero
        let bill = isBilled ? try await payments.bill(for: event.subject, by: .platform(name: "messages")) : nil
        let link = "\(linkAddress)/\(region.slug)/permohonan/\(event.subject)"
        try await database.write { [self] tx in
            let reader = try identity.person(person, tx)
            let language = reader.language
            var arguments = [
                "service": request.definition.title.text(in: language), "region": region.name, "link": link,
                "number": request.paper?.number ?? "", "remark": request.correction?.remark ?? "-", "reason": event.details["remark"] ?? "",
                "amount": bill?.amount.formatted ?? "", "due": "",
            ]
            if let code = event.details["reason"] {
                arguments["reason"] =
                    request.definition.returnReasons.first { $0.code == code }?.label.text(in: language) ?? code
            }
            if let due = request.dueAt { arguments["due"] = Wording().date(region.zone.local(due).date, in: language) }
            _ = try notifications.tell(
                Telling(
                    key: "event/\(event.id)", template: isBilled ? "payment_requested" : template, recipient: person,
                    address: reader.contact, language: language, arguments: arguments,
                    link: "/\(region.slug)/permohonan/\(event.subject)", showsInInbox: true, about: event.subject),
                tx)
        }
    }
}
