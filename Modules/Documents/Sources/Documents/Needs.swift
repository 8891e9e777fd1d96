public import Catalogue
public import Foundation
public import Intake
public import Kernel
public import Storage

/// What this module needs of whoever collects money. The adapter in `Apps/Portal` answers it.
public protocol FeeCollector: Sendable {
    /// Asks the payer for the fee, in the same write as the submission. Asking again for the same request must not make
    /// a second bill.
    /// - Parameter service: what is paid for, with whose money it is and whose agency serves it.
    func bill(_ fee: Money, of service: ServiceDefinition, for request: Identifier, payer: Identifier, _ tx: WriteTransaction) throws
    /// Asks for the fee no more, in the same write as the withdrawal. Harmless where nothing was asked for.
    /// - Throws: `conflict` when it has been paid.
    func cancel(_ request: Identifier, _ tx: WriteTransaction) throws
    /// What was asked for this request; `nil` when nothing was.
    func billed(_ request: Identifier, _ tx: ReadTransaction) throws -> Money?
    /// Whether the fee of this request has been paid in full.
    func isSettled(_ request: Identifier, _ tx: ReadTransaction) throws -> Bool
    /// Whether a sealed file is its own, e.g. a proof of a transfer: then it is no rubbish.
    func keeps(_ file: Identifier, _ tx: ReadTransaction) throws -> Bool
}

/// What this module needs of whoever makes the paper.
public protocol PaperPress: Sendable {
    /// The finished PDF. May be asked again for the same number after a failure, with the same order.
    func print(_ paper: PaperOrder) async throws -> Data
    /// The characters that it cannot print, each once, in their order: an answer that holds one is refused at its field.
    func unsettable(in text: String) -> [Character]
    /// Whether a file is as this region signed it.
    func isIntact(_ paper: Data) -> Bool
}

/// All that goes onto one paper.
public struct PaperOrder: Sendable, Hashable {
    public let definition: ServiceDefinition
    /// The definition's own.
    public let paper: PaperDefinition
    /// Who asked for it; mostly, but not always, the holder.
    public let applicant: Identifier
    /// The officer who approved it; `nil` when somebody else did.
    public let approver: Identifier?
    /// The law by which it was approved because nobody decided in time; `nil` when somebody did.
    public let deemedBasis: String?
    /// The paper's number, e.g. `SKCK/0001/XI/2026/35.10`.
    public let number: String
    /// The code by which anyone can verify the paper, twelve characters without hyphens.
    public let code: String
    /// The holder's name as answered.
    public let holder: String
    /// The answers that the definition wants printed, in its order; questions that were not asked are left out.
    public let shown: [ShownAnswer]
    /// Of the attachment that the definition wants printed, when it was handed in.
    public internal(set) var photo: SmallPicture?
    public let issuedAt: Instant
    /// The last day on which the paper holds; `nil` when it does not expire.
    public let validUntil: CivilDate?
    public let language: Language
    /// The number of the void paper that it takes the place of; `nil` for a first one.
    public internal(set) var replaces: String?

    /// The holder's, e.g. `S. R.`; empty without a name.
    public var initials: String { HolderName.initials(holder) }
}

/// One answer with its question, for people to read.
public struct ShownAnswer: Sendable, Hashable {
    public let question: Question
    /// The answer as stored: a choice's value, a date as `2026-11-23`.
    public let value: Answers.Value
    /// For a question with rows: what was answered in each of them, rows in which nothing stands left out.
    public let rows: [[ShownAnswer]]

    public init(question: Question, value: Answers.Value, rows: [[ShownAnswer]] = []) {
        self.question = question
        self.value = value
        self.rows = rows
    }
}
