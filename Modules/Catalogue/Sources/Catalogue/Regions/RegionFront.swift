public import Kernel

/// What a region tells on its first page besides what it offers. Nothing here is filled in without a source.
public struct RegionFront: Sendable, Hashable {
    /// What people call the place, besides its name.
    public let words: [String]
    public let contact: RegionContact?
    public let announcements: [Announcement]
    /// What the published standards of all services here say alike, beyond what the services' own fields do.
    public let standard: [StandardComponent: LocalizedText]
    /// When the facts of the file were last looked up; `nil` when not known.
    public let checkedOn: CivilDate?

    public init(
        words: [String] = [], contact: RegionContact? = nil, announcements: [Announcement] = [],
        standard: [StandardComponent: LocalizedText] = [:], checkedOn: CivilDate? = nil
    ) {
        self.words = words
        self.contact = contact
        self.announcements = announcements
        self.standard = standard
        self.checkedOn = checkedOn
    }
}

/// How the building is reached without going there. At least one of them is known.
public struct RegionContact: Sendable, Hashable {
    /// As it is dialled, with its spaces.
    public let phone: String?
    public let email: String?

    public init(phone: String? = nil, email: String? = nil) {
        self.phone = phone
        self.email = email
    }
}

/// Something that a region tells everybody for some days.
public struct Announcement: Sendable, Hashable {
    public let text: LocalizedText
    public let from: CivilDate
    /// The last day, included.
    public let to: CivilDate

    public init(text: LocalizedText, from: CivilDate, to: CivilDate) {
        self.text = text
        self.from = from
        self.to = to
    }

    public func isShown(on date: CivilDate) -> Bool { from <= date && date <= to }
}

extension FieldReader {
    func regionFront() -> RegionFront {
        RegionFront(
            words: self[ifPresent: "words"]?.everydayWords() ?? [], contact: self[ifPresent: "contact"]?.contact(),
            announcements: self[ifPresent: "announcements"]?.list { $0.announcement() } ?? [],
            standard: self[ifPresent: "standard"]?.standard() ?? [:], checkedOn: self[ifPresent: "checked"]?.date())
    }
}

extension Field {
    fileprivate func contact() -> RegionContact? {
        fields { fields in
            let phone = fields[ifPresent: "phone"]?.value(Expected.phone) { text in
                text.utf8.contains { (0x30...0x39).contains($0) } && text.allSatisfy { $0.isASCII && ($0.isNumber || "+ ()-".contains($0)) }
                    ? text : nil
            }
            let email = fields[ifPresent: "email"]?.value(Expected.email) { text in
                text.split(separator: "@", omittingEmptySubsequences: false).count == 2 && !text.contains(" ") && text.first != "@"
                    && text.last != "@" ? text : nil
            }
            if (entries() ?? []).isEmpty { fault(Expected.oneOf(["phone", "email"])) }
            return RegionContact(phone: phone, email: email)
        }
    }

    fileprivate func announcement() -> Announcement? {
        fields { fields in
            let text = fields["text"].bilingual(englishIsOptional: true)
            let from = fields["from"].date()
            let end = fields["to"]
            let to = end.date()
            guard let from, let to else { return nil }
            if to < from { end.fault(Expected.notBeforeStart.insteadOf(to.iso8601)) }
            return Announcement(text: text, from: from, to: to)
        }
    }
}
