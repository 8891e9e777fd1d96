public import Foundation
public import Kernel

/// One official letter: what stands on it, from top to bottom. Texts are plain; nothing in them is markup. A line break
/// begins a new line, other control characters and marks that change the direction of writing are left out, because
/// they could make a name read as another.
public struct Letter: Sendable, Hashable {
    /// Who writes: the first line is set large, the others small below it. The first line is also the PDF's author.
    public var letterhead: [String]
    /// Colour of the line below the letterhead, `#RRGGBB`; anything else is printed black.
    public var accent: String
    public var title: String
    /// Below the title in italics, e.g. its English.
    public var subtitle: String?
    /// The subtitle's language, where it is another one than the letter's.
    public var subtitleLanguage: Language?
    /// Printed as given, with its word: `Nomor: SKCK/1/XI/2026/35.10`.
    public var number: String
    public var facts: [LetterFact]
    /// At the right of the facts.
    public var photo: LetterPhoto?
    public var paragraphs: [String]
    /// Place and date, office, name; printed at the right and never parted from one another.
    public var signature: [String]
    /// What the QR code says: the address where the letter can be checked.
    public var qrText: String
    /// What those hear in the place of the QR code to whom the letter is read out; without it they hear the caption.
    public var codeText = ""
    /// Beside the QR code: what it is for, and the code in letters for those who cannot scan.
    public var qrCaption: String
    /// At the foot of each page.
    public var footer: String
    /// The language of the letter.
    public var language: Language
    /// The PDF's title, shown by readers instead of a file name. No personal value belongs in it.
    public var documentTitle: String
    /// Pale and large across each page, e.g. `CONTOH` where nothing is real.
    public var watermark: String?

    public init(
        letterhead: [String], accent: String, title: String, subtitle: String? = nil, number: String, facts: [LetterFact] = [],
        photo: LetterPhoto? = nil, paragraphs: [String] = [], signature: [String] = [], qrText: String, qrCaption: String, footer: String,
        language: Language = .indonesian, documentTitle: String, watermark: String? = nil
    ) {
        self.letterhead = letterhead
        self.accent = accent
        self.title = title
        self.subtitle = subtitle
        self.number = number
        self.facts = facts
        self.photo = photo
        self.paragraphs = paragraphs
        self.signature = signature
        self.qrText = qrText
        self.qrCaption = qrCaption
        self.footer = footer
        self.language = language
        self.documentTitle = documentTitle
        self.watermark = watermark
    }
}

/// A picture of a person: a JPEG with its size in pixels, printed as high as a passport photo.
public struct LetterPhoto: Sendable, Hashable {
    public var jpeg: Data
    public var width: Int
    public var height: Int
    /// What those hear in its place to whom the letter is read out; without it they hear the document's title.
    public var text: String

    public init(jpeg: Data, width: Int, height: Int, text: String = "") {
        self.jpeg = jpeg
        self.width = width
        self.height = height
        self.text = text
    }
}

/// One line of the letter's list: `Nama lengkap : Siti Rahmawati`.
public struct LetterFact: Sendable, Hashable {
    public var label: String
    public var value: String

    public init(label: String, value: String) {
        self.label = label
        self.value = value
    }
}
