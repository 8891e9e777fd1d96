import Kernel

/// What a published service standard says, in the order of the rules: six components of the delivery, then eight of the management behind
/// it (PermenPANRB 15/2014; `Docs/Facts.md` 3).
public enum StandardComponent: String, Sendable, Hashable, CaseIterable {
    case requirements, procedure, time, cost, product, complaints
    case legalBasis = "legal_basis"
    case facilities, competence, supervision, staff, guarantee, security, evaluation

    /// Those that no other field of a service or region says, so that a region's file may.
    static let written: [StandardComponent] = [
        .complaints, .facilities, .competence, .supervision, .staff, .guarantee, .security, .evaluation,
    ]
}

extension Field {
    /// Some of the components, each with its text.
    func standard() -> [StandardComponent: LocalizedText] {
        fields { fields in
            var texts: [StandardComponent: LocalizedText] = [:]
            for component in StandardComponent.written {
                texts[component] = fields[ifPresent: component.rawValue]?.bilingual(englishIsOptional: true)
            }
            if texts.isEmpty { fault(Expected.oneOf(StandardComponent.written.map(\.rawValue))) }
            return texts
        } ?? [:]
    }
}
