internal import Catalogue
public import Foundation
internal import Intake
public import Kernel
public import Storage

extension DocumentService {
    /// Of a photo on a paper, the pixels of its longer side and its bytes: 300 dots per inch where it is 45 mm high.
    static let photoSide = 530
    static let photoBytes = 60_000

    /// Makes the paper of an approved request. Harmless when it was made before, and safe to run again after a failure at
    /// any point: the request keeps the number and the code of the first try, and has one paper in the end.
    /// - Throws: `conflict` `problem.request.moved` when the request was never approved; what the press throws.
    public func issue(_ id: Identifier) async throws {
        guard let reserved = try await reserve(id) else { return }
        let order = try await illustrated(reserved, id)
        let content = try await press.print(order)
        let files = database.files
        let file = try await database.read { tx in
            let standing = try RequestStore.find(id, tx)
            let file = Identifier(at: tx.now)
            try files.write(try tx.vault.seal(content, for: standing.applicant, at: PaperStore.contentPlace(file)), as: file)
            return file
        }
        let platform = Principal.platform(name: "documents")
        // When this write fails its file stays behind as rubbish: after a failing disk nobody can be sure that no row names it.
        let isOurs = try await database.write { tx in
            let standing = try RequestStore.find(id, tx)
            // While this one was printed another may have been finished, and issued anew under another number.
            guard standing.status == .approved, try PaperStore.find(of: id, tx)?.code == order.code else { return false }
            try PaperStore.setFile(file, of: id, tx)
            let workflow = try definitions.find(standing.digest, tx).workflow
            let moved = try standing.after(.issued, in: workflow, by: platform, at: tx.now)
            let event = RequestIssued(facts: moved.facts(order.definition), number: order.number, replaces: order.replaces)
            try record(.issued, moved, event, by: platform, tx)
            return true
        }
        if !isOurs { try? files.remove(file) }
    }

    /// The paper as PDF, for the applicant and the agency's officers.
    /// - Throws: `notFound` for everyone else, and while there is no paper.
    public func paper(of id: Identifier, by principal: Principal) async throws -> Data {
        let files = database.files
        return try await database.read { tx in
            let standing = try RequestStore.find(id, tx)
            try standing.requireFileSight(of: principal)
            guard let file = try PaperStore.find(of: id, tx)?.file else { throw Problem.notFound("paper of \(id)") }
            return try tx.vault.open(files.read(file), of: standing.applicant, at: PaperStore.contentPlace(file))
        }
    }

    /// Declares an issued paper void.
    /// - Parameter reason: 5 to 500 characters, read by the applicant; sealed, so that it may say what it is about.
    /// - Throws: `invalid` `problem.reason.length` with field `reason`; `conflict` `problem.request.moved` unless the
    ///   request has its paper, and what it asked for was not collected; `notFound` for officers of other agencies.
    public func revoke(_ id: Identifier, reason: String, command: CommandID, by officer: Principal) async throws {
        let reason = try GivenReason(reason).text
        try await decide(.revoked, id, version: nil, command: command, by: officer) { moved, definition, tx in
            let number = try PaperStore.find(of: id, tx)?.number ?? ""
            try PaperStore.setRevoked(id, tx)
            let event = RequestRevoked(facts: moved.facts(definition), number: number, reason: reason)
            try record(.revoked, moved, event, by: officer, remark: reason, tx)
        }
    }

    /// Gives the request its number and code, once, and says what to print; `nil` when it has its paper already.
    private func reserve(_ id: Identifier) async throws -> PaperOrder? {
        let platform = Principal.platform(name: "documents")
        return try await database.write { tx -> PaperOrder? in
            let (standing, answers) = try RequestStore.findWithAnswers(id, tx) { _ in }
            guard !standing.status.hasPaper, standing.status != .revoked else { return nil }
            let definition = try definitions.find(standing.digest, tx)
            _ = try standing.after(.issued, in: definition.workflow, by: platform, at: tx.now)
            guard let printed = definition.paper else { throw Problem(.unexpected, "problem.unexpected", detail: "\(id) has no paper") }
            let holder = answers.holder(of: definition) ?? ""
            let paper = try PaperStore.find(of: id, tx) ?? number(standing, printed, holder: holder, tx)
            let shown = AnswerSheet(definition.questions, answers).shown
            return PaperOrder(
                definition: definition, paper: printed, applicant: standing.applicant, approver: try HistoryStore.approver(of: id, tx),
                deemedBasis: try HistoryStore.wasDeemed(id, tx) ? offered[standing.service]?.front.deemedBasis : nil,
                number: paper.number, code: paper.code, holder: holder,
                shown: printed.shows.compactMap { name in shown.first { $0.question.name == name } },
                photo: nil, issuedAt: paper.issuedAt, validUntil: paper.validUntil, language: .indonesian,
                replaces: try PaperStore.lastReplaced(of: id, tx))
        }
    }

    /// The order with the picture that its paper shows: none when it shows none, none was handed in, or it holds more than memory is given.
    private func illustrated(_ order: PaperOrder, _ id: Identifier) async throws -> PaperOrder {
        guard let name = order.paper.photo else { return order }
        let files = database.files
        let kept = try await database.read { tx in try AttachmentStore.content(of: name, of: RequestStore.find(id, tx), in: files, tx) }
        guard let kept, kept.type.isPicture else { return order }
        var illustrated = order
        illustrated.photo = try? FileIntake().small(
            kept.data, as: kept.type.format, side: DocumentService.photoSide, bytes: DocumentService.photoBytes)
        return illustrated
    }

    private func number(
        _ standing: RequestStanding, _ definition: PaperDefinition, holder: String, _ tx: WriteTransaction
    ) throws -> PaperRecord {
        let paper = try numbered(standing, definition, until: definition.validity.months.map { today(tx).advanced(byMonths: $0) }, tx)
        try PaperStore.insert(paper, initials: HolderName.initials(holder), holder: standing.applicant, tx)
        return paper
    }

    /// A paper with the next number of its service and a code, which is nowhere yet.
    func numbered(
        _ standing: RequestStanding, _ definition: PaperDefinition, until last: CivilDate?, _ tx: WriteTransaction
    ) throws -> PaperRecord {
        let today = today(tx)
        let sequence = try PaperStore.nextSequence(of: standing.service, year: today.year, tx)
        return PaperRecord(
            request: standing.id, service: standing.service, year: today.year, sequence: sequence,
            number: PaperNumber.filled(definition.number, sequence: sequence, date: today, region: region.code),
            code: VerificationCode.random(), issuedAt: tx.now, validUntil: last)
    }
}

/// How a paper's number and last day are worked out.
enum PaperNumber {
    /// Fills `{sequence}` (four digits at least), `{month}` (Roman), `{year}` and `{region}` (the Ministry's code).
    static func filled(_ pattern: String, sequence: Int, date: CivilDate, region: RegionCode) -> String {
        let digits = String(sequence)
        let values = [
            "sequence": String(repeating: "0", count: max(0, 4 - digits.count)) + digits,
            "month": romanMonths[date.month - 1], "year": String(date.year), "region": region.text,
        ]
        return values.reduce(pattern) { $0.replacing("{\($1.key)}", with: $1.value) }
    }

    private static let romanMonths = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]
}
