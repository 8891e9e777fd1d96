internal import Catalogue
internal import Documents
internal import Foundation
internal import Kernel
internal import Paper

/// Writes the receipt of an application, and the letter that refuses one.
struct RequestLetters: Sendable {
    let stationery: Stationery

    /// What can be printed of a request now; `nil` while its office has not got it, and when it was taken back.
    static func kind(of request: DocumentRequest) -> Kind? {
        switch request.status {
        case .draft, .awaitingPayment, .withdrawn, .expired: nil
        case .refused: .refusal
        case .inReview, .checked, .validated, .returned, .approved, .issued, .preparing, .ready, .collected, .revoked: .receipt
        }
    }

    enum Kind: String, Sendable { case receipt, refusal }

    /// - Parameters:
    ///   - history: the request's, of which the moment that it came to its office is told, and why it was refused.
    ///   - nik: the applicant's, printed masked.
    ///   - officer: who refused it; `nil` when that is not known.
    ///   - isPaid: `nil` for what costs nothing.
    /// - Throws: `notFound` when there is nothing to print yet.
    func pdf(
        of request: DocumentRequest, _ history: [TimelineEntry], nik: NIK?, officer: String?, isPaid: Bool?
    ) async throws -> Data {
        let (letter, moment) = try letter(of: request, history, nik: nik, officer: officer, isPaid: isPaid)
        return try await stationery.signed.pdf(letter, reason: letter.number, at: moment)
    }

    /// As ``pdf(of:_:nik:officer:isPaid:)``, before it is printed, with the moment of which it tells.
    func letter(
        of request: DocumentRequest, _ history: [TimelineEntry], nik: NIK?, officer: String?, isPaid: Bool?
    ) throws -> (letter: Letter, moment: Instant) {
        guard let kind = RequestLetters.kind(of: request), let number = request.number,
            let came = history.first(where: { $0.status == .inReview }),
            let told = kind == .receipt ? came : history.last(where: { $0.status == .refused })
        else { throw Problem.notFound("letter of \(request.id)") }
        let catalogue = stationery.catalogue
        var facts = [
            fact("letter.service", request.definition.title.indonesian), fact("letter.received", stationery.time(of: came.at)),
            fact("review.channel", say("channel.\(request.channel.rawValue)")),
        ]
        let answers = AnswerWords(words: catalogue.words, wording: stationery.wording, language: .indonesian, isMasked: true)
        if let holder = request.shownAnswers.first(where: { $0.question.name == request.definition.paper?.holder }) {
            facts.insert(LetterFact(label: holder.question.noun.indonesian, value: answers.text(holder)), at: 1)
        }
        if let nik { facts.append(fact("paper.nik", nik.masked)) }
        if kind == .receipt { facts += receiptFacts(of: request, isPaid: isPaid) }
        let agency = catalogue.agencies[request.definition.agency]?.name.indonesian ?? request.definition.agency
        let refusedBy = kind == .refusal ? officer.map { say("letter.refusedBy", ["name": $0]) } : nil
        let letter = stationery.letter(
            about: request, number, from: agency, at: told.at, title: say("letter.\(kind.rawValue)Title"),
            english: say("letter.\(kind.rawValue)English"), facts: facts,
            paragraphs: paragraphs(kind, ground: told.remark, agency: agency), signers: [refusedBy, agency].compactMap(\.self),
            telling: kind == .receipt ? [.agency, .fee, .promise] : [.agency])
        return (letter, told.at)
    }

    private func receiptFacts(of request: DocumentRequest, isPaid: Bool?) -> [LetterFact] {
        var facts: [LetterFact] = []
        if let fee = request.fee {
            let state = isPaid.map { say($0 ? "bill.paid" : "bill.open") }
            facts.append(
                fact("request.bill", fee == .zero ? say("fee.free") : [fee.formatted, state].compactMap { $0 }.joined(separator: ", ")))
        }
        if request.status.isWithOfficers, let due = request.dueAt {
            facts.append(fact("request.due", stationery.day(of: due)))
        }
        let files = request.definition.attachments.filter { wanted in request.attachments.contains { $0.name == wanted.name } }
        if !files.isEmpty { facts.append(fact("check.files", files.map(\.label.indonesian).joined(separator: "; "))) }
        return facts
    }

    private func paragraphs(_ kind: Kind, ground: String?, agency: String) -> [String] {
        switch kind {
        case .receipt: [say("letter.receiptText")]
        case .refusal:
            [
                say("letter.refusalText"), ground ?? "",
                say("letter.refusalHelp", ["agency": agency, "building": stationery.region.building.name]),
            ]
            .filter { !$0.isEmpty }
        }
    }

    private func fact(_ key: String, _ value: String) -> LetterFact { stationery.fact(key, value) }

    private func say(_ key: String, _ arguments: [String: String] = [:]) -> String { stationery.say(key, arguments) }
}
