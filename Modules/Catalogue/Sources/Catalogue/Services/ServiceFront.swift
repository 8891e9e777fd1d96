public import Kernel

/// What happens in a life and sends people to an agency.
public enum LifeEvent: String, Sendable, Hashable, CaseIterable {
    case baby, school, work, marriage, moving, business, death
}

/// How people find a service, and what its page tells before anybody begins. No part of it belongs to a request: it may
/// change without making a new definition.
public struct ServiceFront: Sendable, Hashable {
    /// Where it stands in lists: the lowest first.
    public let rank: Int
    /// What people call it, besides its title; Indonesian, some of it out of use.
    public let words: [String]
    public let events: [LifeEvent]
    /// `nil` where the file does not say.
    public let outcome: ServiceOutcome?
    /// When the facts of the file were last looked up; `nil` when not known.
    public let checkedOn: CivilDate?
    /// The law by which a request is approved when nobody decides in the promised time; `nil` where there is none.
    public let deemedBasis: String?

    /// A service without a rank stands behind all that have one.
    public static let lastRank = 999

    public init(
        rank: Int = ServiceFront.lastRank, words: [String] = [], events: [LifeEvent] = [], outcome: ServiceOutcome? = nil,
        checkedOn: CivilDate? = nil, deemedBasis: String? = nil
    ) {
        self.rank = rank
        self.words = words
        self.events = events
        self.outcome = outcome
        self.checkedOn = checkedOn
        self.deemedBasis = deemedBasis
    }
}

/// What ends on the portal, and what does not.
public struct ServiceOutcome: Sendable, Hashable {
    public let here: LocalizedText
    /// What is left to do at a counter; `nil` when nothing is.
    public let counter: LocalizedText?
    /// What the document that comes out is, and what it is not.
    public let document: LocalizedText

    public init(here: LocalizedText, counter: LocalizedText? = nil, document: LocalizedText) {
        self.here = here
        self.counter = counter
        self.document = document
    }
}

extension FieldReader {
    func serviceFront() -> ServiceFront {
        ServiceFront(
            rank: self[ifPresent: "rank"]?.number(1...ServiceFront.lastRank) ?? ServiceFront.lastRank,
            words: self[ifPresent: "words"]?.everydayWords() ?? [], events: self[ifPresent: "events"]?.lifeEvents() ?? [],
            outcome: self[ifPresent: "outcome"]?.outcome(), checkedOn: self[ifPresent: "checked"]?.date(),
            deemedBasis: self[ifPresent: "deemed_approval"]?.singleLine())
    }
}

extension Field {
    /// What people call something; each only once.
    func everydayWords() -> [String] {
        let claims = Claims()
        return list(notEmpty: true) { item in
            let words = item.singleLine()
            claims.claim(words.lowercased(), at: item)
            return words
        }
    }

    fileprivate func lifeEvents() -> [LifeEvent] {
        let claims = Claims()
        return list(notEmpty: true) { item in
            let event = item.one(of: LifeEvent.allCases)
            claims.claim(event?.rawValue ?? "", at: item)
            return event
        }
    }

    fileprivate func outcome() -> ServiceOutcome? {
        fields {
            ServiceOutcome(
                here: $0["here"].bilingual(), counter: $0[ifPresent: "counter"]?.bilingual(), document: $0["document"].bilingual())
        }
    }
}
