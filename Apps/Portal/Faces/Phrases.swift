internal import Catalogue
internal import Documents
internal import Kernel

/// How values of the domains are said to people.
extension Exchange {
    func say(_ fee: Money) -> String { fee == .zero ? say("fee.free") : fee.formatted }

    /// What it costs, or from how much to how much when that depends on the answers.
    func say(_ fee: Fee) -> String {
        guard let range = fee.range else { return say("fee.unknown") }
        guard range.lowerBound < range.upperBound else { return say(range.lowerBound) }
        return say("fee.range", ["least": say(range.lowerBound), "most": say(range.upperBound)])
    }

    /// What a request costs, or may cost while its answers do not say it yet.
    func sayFee(of request: DocumentRequest) -> String { request.fee.map { say($0) } ?? say(request.definition.fee) }

    func say(_ promise: Promise, of service: ServiceDefinition) -> String {
        guard promise.isKnown else { return say("promise.unknown") }
        return promise.time.map { say($0, of: service) } ?? say("promise.byAnswer")
    }

    /// A time that the service promises, with the day from which it counts where that is not the day on which the request comes in.
    func say(_ time: WorkingTime, of service: ServiceDefinition) -> String {
        let start = service.promise.start.flatMap { name in service.questions.first { $0.name == name } }.map { question in
            let noun = question.noun.text(in: language)
            return noun.prefix(1).lowercased() + noun.dropFirst()
        }
        if case .days(0) = time { return start.map { say("promise.sameDayFrom", ["start": $0]) } ?? say("promise.sameDay") }
        return start.map { say("promise.from", ["time": say(time), "start": $0]) } ?? say(time)
    }

    private func say(_ time: WorkingTime) -> String {
        switch time {
        case .days(let days): say("promise.days", ["days": String(days)])
        case .minutes(let minutes) where minutes % 60 == 0: say("promise.hours", ["hours": String(minutes / 60)])
        case .minutes(let minutes): say("promise.minutes", ["minutes": String(minutes)])
        }
    }

    /// The first line of a service's page. What nobody knows the price of cannot be asked for here, and is not said to be.
    func sayEnding(of offer: ServiceDefinition, by agency: String) -> String {
        switch offer.ending {
        case .paper: say("ending.paper")
        case .handover(let product):
            say(
                offer.takesRequests ? "ending.handover" : "ending.atCounter",
                ["product": product.text(in: language), "agency": agency])
        case .handoff(let handoff): say("ending.handoff", ["system": handoff.system.text(in: language)])
        }
    }

    /// Where a service is done instead of here; `nil` for what is done here.
    func elsewhere(_ service: ServiceDefinition) -> String? {
        guard case .handoff(let handoff) = service.ending else { return nil }
        return say("ending.elsewhere", ["system": handoff.system.text(in: language)])
    }

    /// `Senin, 23 November 2026, pukul 08.30 WIB`
    func say(_ instant: Instant, in island: Island) -> String {
        portal.wording.dateTime(instant, island.region.zone, in: language)
    }

    func say(_ date: CivilDate) -> String { portal.wording.date(date, in: language) }

    /// `420 KB`, `1,3 MB`
    func say(bytes: Int) -> String {
        guard bytes >= 1_000_000 else { return say("size.kilobytes", ["size": String(max(1, bytes / 1000))]) }
        let tenths = bytes / 100_000
        return say("size.megabytes", ["whole": String(tenths / 10), "tenth": String(tenths % 10)])
    }

    func say(_ hours: [OpeningHours]) -> String { hours.map { portal.wording.hours($0, in: language) }.joined(separator: ", ") }

    func crumbs(_ island: Island, _ more: Crumb...) -> [Crumb] { [Crumb(island.region.name, island.links.home)] + more }
}

extension FileType {
    /// As people call it.
    var face: String { rawValue.uppercased() }
}
