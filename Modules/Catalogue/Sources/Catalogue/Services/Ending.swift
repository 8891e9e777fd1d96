public import Kernel

/// How an errand ends: which of the three stands on the first line of a service's page, and in everything that is said of it later.
public enum Ending: Sendable, Hashable {
    /// Here: the platform's paper is what was asked for.
    case paper
    /// At the agency, which hands that product over; the platform's paper is a receipt with which it is collected.
    case handover(LocalizedText)
    /// In a national system. The platform describes the way there, and takes no request.
    case handoff(Handoff)
}

/// The way to a system of others.
public struct Handoff: Sendable, Hashable {
    /// What people call it.
    public let system: LocalizedText
    /// What it asks, in its order; never empty.
    public let steps: [LocalizedText]

    public init(system: LocalizedText, steps: [LocalizedText]) {
        self.system = system
        self.steps = steps
    }
}

extension ServiceDefinition {
    /// Whether its errand is done in another system, so that there is no form and no paper here.
    public var isElsewhere: Bool {
        if case .handoff = ending { true } else { false }
    }

    /// What its agency hands over; `nil` where nothing is.
    public var product: LocalizedText? {
        if case .handover(let product) = ending { product } else { nil }
    }

    /// Whether anybody can hand in a request: there is a form, and it is known what it costs.
    public var takesRequests: Bool { !isElsewhere && fee.isKnown }
}

extension Field {
    /// `paper`, or a mapping with the one key `handover` or `handoff`.
    func ending() -> Ending? {
        if isWord("paper") { return .paper }
        guard isMapping else {
            fault(Expected.ending)
            return nil
        }
        return fields { fields in
            let product = fields[ifPresent: "handover"]?.bilingual()
            let handoff = fields[ifPresent: "handoff"]?.handoff()
            switch (product, handoff) {
            case (let product?, nil): return .handover(product)
            case (nil, let handoff?): return .handoff(handoff)
            default:
                fault(Expected.ending)
                return nil
            }
        }
    }

    private func handoff() -> Handoff? {
        fields { Handoff(system: $0["system"].bilingual(), steps: $0["steps"].list(notEmpty: true) { $0.bilingual() }) }
    }
}
