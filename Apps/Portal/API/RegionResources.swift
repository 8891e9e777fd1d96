internal import Catalogue
internal import Documents
internal import Kernel

/// All regions at once: there are few.
struct RegionList: Resource {
    let items: [RegionAnswer]

    static let name = "RegionList"
    static let about = "All regions of this server, by their names in addresses."
    static let fields = [ResourceField<RegionList>("items", "The regions.") { $0.items }]
}

struct RegionAnswer: Resource {
    let region: RegionManifest

    static let name = "Region"
    static let about = "A kabupaten or a kota with its public service mall."
    static let fields: [ResourceField<RegionAnswer>] = [
        ResourceField("slug", "Its name in addresses: `/{slug}/api/v1/…`.") { $0.region.slug.text },
        ResourceField("code", "Its code in the list of the Ministry of Home Affairs.") { $0.region.code.text },
        ResourceField("name", "Its name.") { $0.region.name },
        ResourceField("province", "The province it lies in.") { $0.region.province },
        ResourceField("timeZone", "Its time zone.") { Word($0.region.zone) },
        ResourceField("languages", "The languages of its pages; the first is the default.") { $0.region.languages.map { Word($0) } },
        ResourceField("building", "The name of the mall.") { $0.region.building.name },
        ResourceField("address", "Where the mall stands, when that is known.") { $0.region.building.address },
        ResourceField("unconfirmed", "What no source confirms yet, by the names of the region's file.") { $0.region.assumed.sorted() },
    ]
}

/// All services of a region at once: there are few.
struct ServiceList: Resource {
    let items: [ServiceAnswer]

    static let name = "ServiceList"
    static let about = "All services that a region offers."
    static let fields = [ResourceField<ServiceList>("items", "The services.") { $0.items }]
}

struct ServiceAnswer: Resource {
    let service: ServiceDefinition
    /// The switch of a service that takes no requests now.
    let closure: ServiceSwitch?

    enum Ending: String, CaseIterable, Sendable {
        case paper, handover, handoff
    }

    var ending: Ending {
        switch service.ending {
        case .paper: .paper
        case .handover: .handover
        case .handoff: .handoff
        }
    }

    static let name = "Service"
    static let about = "A service as the region offers it."
    static let fields: [ResourceField<ServiceAnswer>] = [
        ResourceField("code", "Its code.") { $0.service.code },
        ResourceField("title", "Its name.") { $0.service.title },
        ResourceField("summary", "What it is for.") { $0.service.summary },
        ResourceField("agency", "The code of the agency that decides.") { $0.service.agency },
        ResourceField(
            "ending", "How the errand ends: in a paper of the platform, in a thing that the agency hands over, or in another system."
        ) {
            Word($0.ending)
        },
        ResourceField("fee", "In rupiah; `null` when it depends on the answers, and when nobody knows it: then no request is taken.") {
            $0.service.fee.amount
        },
        ResourceField("tariff", "What it costs by what is answered: exactly one row fits. Empty when it costs the same for everybody.") {
            answer in answer.service.fee.tariff.map { TariffRowAnswer(row: $0) }
        },
        ResourceField(
            "promiseWorkingDays",
            "Within how many working days a request is decided; `null` when nothing is promised, when minutes are, and when it depends on the answers."
        ) {
            $0.service.promise.workingDays
        },
        ResourceField("promiseWorkingMinutes", "Within how many minutes of opening hours; `null` where not minutes are promised.") {
            $0.service.promise.workingMinutes
        },
        ResourceField("promises", "What is promised by what is answered: exactly one row fits. Empty when it is the same for everybody.") {
            answer in answer.service.promise.rows.map { PromiseRowAnswer(row: $0) }
        },
        ResourceField("requirements", "What to have ready.") { $0.service.requirements },
        ResourceField("legalBasis", "The laws on which it rests.") { $0.service.legalBasis },
        ResourceField("product", "What its agency hands over; `null` where nothing is.") { $0.service.product },
        ResourceField("elsewhere", "The system in which its errand is done; `null` for what is done here.") { answer -> HandoffAnswer? in
            if case .handoff(let handoff) = answer.service.ending { HandoffAnswer(handoff: handoff) } else { nil }
        },
        ResourceField("outcome", "What ends on the portal and what does not; `null` where that is not written down.") { answer in
            answer.service.front.outcome.map { OutcomeAnswer(outcome: $0) }
        },
        ResourceField("paperValidityMonths", "How long its paper holds; `null` when it does not expire.") {
            $0.service.paper?.validity.months
        },
        ResourceField("deemedApprovalBasis", "The law by which what nobody decides in time is approved; `null` where there is none.") {
            $0.service.front.deemedBasis
        },
        ResourceField("checkedOn", "When these facts were last looked up; `null` when that is not known.") { $0.service.front.checkedOn },
        ResourceField("unconfirmed", "What no source confirms yet, by the names of the service's file.") { $0.service.assumed.sorted() },
        ResourceField("channels", "The ways in which it is offered.") { answer in
            ServiceChannel.allCases.filter { answer.service.channels[$0] != nil }.map { Word($0) }
        },
        ResourceField("isOpen", "Whether it takes new requests now.") { $0.closure == nil },
        ResourceField("closedBecause", "Why it takes none, in the words of whoever closed it.") { $0.closure?.reason },
        ResourceField("closedAt", "Since when it takes none.") { $0.closure?.changedAt },
        ResourceField("returnReasons", "Why a request can be returned to its applicant.") { answer in
            answer.service.returnReasons.map { ReturnReasonAnswer(reason: $0) }
        },
    ]
}

struct PromiseRowAnswer: Resource {
    let row: PromiseRow

    static let name = "PromiseRow"
    static let about = "What is promised when all of its conditions hold: days or minutes."
    static let fields: [ResourceField<PromiseRowAnswer>] = [
        ResourceField("workingDays", "Working days; 0 is the day itself.") { $0.row.time.inDays },
        ResourceField("workingMinutes", "Minutes of opening hours.") { $0.row.time.inMinutes },
        ResourceField("conditions", "All of them hold.") { answer in answer.row.conditions.map { ConditionAnswer(condition: $0) } },
    ]
}

struct HandoffAnswer: Resource {
    let handoff: Handoff

    static let name = "Handoff"
    static let about = "The way to a system of others."
    static let fields: [ResourceField<HandoffAnswer>] = [
        ResourceField("system", "What people call it.") { $0.handoff.system },
        ResourceField("steps", "What it asks, in its order.") { $0.handoff.steps },
    ]
}

struct OutcomeAnswer: Resource {
    let outcome: ServiceOutcome

    static let name = "Outcome"
    static let about = "What ends on the portal, and what does not."
    static let fields: [ResourceField<OutcomeAnswer>] = [
        ResourceField("here", "What is done on the portal.") { $0.outcome.here },
        ResourceField("counter", "What is left to do at a counter; `null` when nothing is.") { $0.outcome.counter },
        ResourceField("document", "What comes out, and what it is not.") { $0.outcome.document },
    ]
}

struct TariffRowAnswer: Resource {
    let row: TariffRow

    static let name = "TariffRow"
    static let about = "What is paid when all of its conditions hold."
    static let fields: [ResourceField<TariffRowAnswer>] = [
        ResourceField("amount", "In rupiah.") { $0.row.amount },
        ResourceField("conditions", "All of them hold.") { answer in answer.row.conditions.map { ConditionAnswer(condition: $0) } },
    ]
}

struct ConditionAnswer: Resource {
    let condition: Condition

    static let name = "Condition"
    static let about = "That a question was answered with one of a few values."
    static let fields: [ResourceField<ConditionAnswer>] = [
        ResourceField("question", "The question's name.") { $0.condition.choice?.question ?? "" },
        ResourceField("values", "Its answer is one of these.") { $0.condition.choice?.values ?? [] },
    ]
}

struct ReturnReasonAnswer: Resource {
    let reason: ReturnReason

    static let name = "ReturnReason"
    static let about = "One of the reasons for which a request of a service can be returned."
    static let fields: [ResourceField<ReturnReasonAnswer>] = [
        ResourceField("code", "The reason, for programs.") { $0.reason.code },
        ResourceField("label", "The reason, for the applicant.") { $0.reason.label },
    ]
}

struct VerificationAnswer: Resource {
    enum Outcome: String, CaseIterable, Sendable {
        case genuine, expired, revoked, unknown
    }

    let verification: Verification

    var outcome: Outcome {
        switch verification {
        case .genuine(let facts): facts.isExpired ? .expired : .genuine
        case .revoked: .revoked
        case .unknown: .unknown
        }
    }

    var facts: PaperFacts? {
        switch verification {
        case .genuine(let facts), .revoked(let facts): facts
        case .unknown: nil
        }
    }

    static let name = "Verification"
    static let about = "What anyone who holds a paper may learn of it."
    static let fields: [ResourceField<VerificationAnswer>] = [
        ResourceField("outcome", "`unknown` when no paper has this code.") { Word($0.outcome) },
        ResourceField("service", "The service's code.") { $0.facts?.service },
        ResourceField("title", "The service's name.") { $0.facts?.title },
        ResourceField("number", "The paper's number.") { $0.facts?.number },
        ResourceField("holderInitials", "The holder's; `null` when the holder's data was erased.") { $0.facts?.initials },
        ResourceField("issuedAt", "When it was issued.") { $0.facts?.issuedAt },
        ResourceField("validUntil", "The last day on which it holds; `null` when it does not expire.") { $0.facts?.validUntil },
        ResourceField("revokedAt", "When it was declared void.") { $0.facts?.revokedAt },
        ResourceField("replacedBy", "The number of the paper that was issued in its place and holds; `null` without one.") {
            $0.facts?.replacement?.number
        },
    ]
}
