internal import Catalogue
internal import Documents
internal import Identity
internal import Kernel
internal import Notifications
internal import Storage

/// Tells applicants what became of their requests, once: the event's id is the message's key. Of today's rows it reads only where the
/// person is reached and in which language.
struct CitizenDesk: Sendable {
    let region: RegionManifest
    let identity: IdentityService
    let notifications: NotificationService
    let database: PlatformDatabase
    let catalogue: Catalogue
    /// The address in links that leave the portal, without a slash at its end.
    let linkAddress: String

    /// - Parameter arguments: what the template's placeholders stand for in the reader's language, besides service, region, link and request.
    /// - Throws: `gone` when the person was erased.
    func tell(
        _ template: String, of event: some RequestEvent, _ envelope: EventEnvelope,
        _ arguments: @escaping @Sendable (CitizenDesk, Language) -> [String: String]
    ) async throws {
        try await tell(template, about: event.facts, envelope, arguments)
    }

    /// As ``tell(_:of:_:_:)``, for what happened elsewhere on account of a request.
    func tell(
        _ template: String, about facts: RequestFacts, _ envelope: EventEnvelope,
        _ arguments: @escaping @Sendable (CitizenDesk, Language) -> [String: String]
    ) async throws {
        let page = "/\(region.slug)/permohonan/\(facts.request)"
        try await database.write { [self] tx in
            let reader = try identity.person(facts.applicant, tx)
            let language = reader.language
            let common = [
                "service": facts.title.text(in: language), "region": region.name, "link": linkAddress + page,
                "request": facts.requestNumber ?? "-", "product": facts.product?.text(in: language) ?? "",
            ]
            try notifications.tell(
                Telling(
                    key: "event/\(envelope.id)", template: template, recipient: facts.applicant, address: reader.contact,
                    language: language, arguments: common.merging(arguments(self, language)) { _, own in own }, link: page,
                    showsInInbox: true, about: facts.request),
                tx)
        }
    }

    /// Until when a decision is promised, with its mark when no source confirms the promise; empty without an instant.
    func due(_ instant: Instant?, of service: String, in language: Language) -> String {
        marked(instant.map { date($0, in: language) } ?? "", "promise", of: service, in: language)
    }

    func say(_ key: String, _ language: Language) -> String { catalogue.words.sentence(key, in: language) }

    func date(_ instant: Instant, in language: Language) -> String {
        Wording().date(region.zone.local(instant).date, in: language)
    }

    func fee(_ fee: Money, of service: String, in language: Language) -> String {
        marked(fee.formatted, "fee", of: service, in: language)
    }

    private func marked(_ value: String, _ field: String, of service: String, in language: Language) -> String {
        let isAssumed = catalogue.service(service)?.offered(in: region).isAssumed(field) ?? false
        return catalogue.words.marked(value, if: isAssumed, in: language)
    }
}
