public import Catalogue
public import Kernel
public import Storage

extension DocumentService {
    /// Hands a draft in, or a returned request in again. A draft with a fee waits for its payment and is billed in the
    /// same write; without a fee it goes to the officers at once. A corrected request goes to the officers at once, even
    /// while its service is switched off, and its promised time starts anew.
    ///
    /// All of it is one write with few statements, whose cost does not depend on how many requests there are.
    /// - Returns: where the request stands now.
    /// - Throws: `invalid` `problem.request.incomplete` with fields `answers.<name>` and `attachments.<name>`; `conflict`
    ///   `problem.service.off` (argument `service`) while the service is switched off, `problem.service.feeUnknown` while nobody knows
    ///   what it costs, `problem.request.costsOtherwise` when a correction changes what was billed, `problem.request.moved` when it was
    ///   submitted before; `notFound` for strangers.
    public func submit(_ id: Identifier, command: CommandID, by principal: Principal) async throws -> RequestStatus {
        try await database.write { tx in
            try once(command, "submit", on: id, by: principal, tx) {
                let (standing, answers) = try RequestStore.findWithAnswers(id, tx) { try $0.requireEditable(by: principal) }
                let definition = try definitions.find(standing.digest, tx)
                if standing.status == .draft { try requireSwitchedOn(definition, tx) }
                let (settled, needless) = try complete(answers, of: standing, definition, tx)
                // Files that these answers do not call for are nobody's business; without a row they are swept.
                for name in needless { _ = try AttachmentStore.remove(name, of: id, tx) }
                guard let fee = AnswerSheet(definition.questions, settled).cost(by: definition.fee) else { throw definition.feeUnknown }
                if standing.status == .returned, try fees.billed(id, tx) ?? .zero != fee { throw definition.costsOtherwise }
                let move: RequestMove = standing.status == .returned ? .resubmitted : fee > .zero ? .submittedForPayment : .submitted
                var moved = try standing.after(move, in: definition.workflow, by: principal, at: tx.now)
                if moved.number == nil { moved.number = try RequestStore.nextNumber(in: today(tx).year, tx) }
                // Wherever it goes but to the cashier, it stands in an officer's list, and lists have the order of what was promised.
                if moved.status != .awaitingPayment { moved.dueAt = deadline(of: definition, settled, from: tx.now) }
                let content = settled == answers ? nil : RequestContent(settled, of: definition)
                let facts = moved.facts(definition)
                if standing.status == .returned {
                    let event = RequestResubmitted(facts: facts, dueAt: deadline(of: definition, settled, from: tx.now))
                    try record(move, moved, event, content: content, by: principal, tx)
                } else {
                    let event = RequestSubmitted(facts: facts, fee: fee, dueAt: moved.dueAt)
                    try record(move, moved, event, content: content, by: principal, tx)
                }
                let holder = RequestContent(settled, of: definition).holder
                try SearchStore.keep(SearchWords(holder), of: moved, tx)
                if moved.status == .awaitingPayment {
                    try fees.bill(
                        fee, definition.fee.revenue, for: id, payer: standing.applicant, description: definition.title.indonesian, tx)
                }
                return moved.status
            }
        }
    }

    /// Lets a paid request go to the officers. Harmless when it went before.
    /// - Throws: `conflict` `problem.request.unpaid` when the fee is not settled; `notFound`.
    public func settle(_ id: Identifier) async throws {
        try await database.write { tx in
            let standing = try RequestStore.find(id, tx)
            guard standing.status == .awaitingPayment else { return }
            guard try fees.isSettled(id, tx) else { throw Problem(.conflict, "problem.request.unpaid", detail: "\(id)") }
            let platform = Principal.platform(name: "documents")
            let definition = try definitions.find(standing.digest, tx)
            // Only where the promise asks for a day; and money that came in moves the request on though its applicant's data was erased.
            let answers = definition.promise.start == nil ? nil : try RequestStore.answersUnlessErased(id, tx)
            let due = deadline(of: definition, answers ?? Answers(), from: tx.now)
            var moved = try standing.after(.received, in: definition.workflow, by: platform, at: tx.now)
            moved.dueAt = due
            try record(.received, moved, RequestReceived(facts: moved.facts(definition), dueAt: due), by: platform, tx)
        }
    }

    /// `nil` where nothing is promised. What is promised from a day on that the applicant chose is counted from then.
    func deadline(of definition: ServiceDefinition, _ answers: Answers, from instant: Instant) -> Instant? {
        let day = definition.promise.start.flatMap { answers.text($0) }.flatMap { CivilDate($0) }
        let start = max(instant, day.map { region.zone.instant($0, .midnight) } ?? instant)
        return definition.promise.workingDays.map { calendar.deadline(from: start, workingDays: $0) }
    }

    /// The answers as they are submitted, and the files that they do not call for.
    private func complete(
        _ answers: Answers, of standing: RequestStanding, _ definition: ServiceDefinition, _ tx: ReadTransaction
    ) throws -> (settled: Answers, needless: Set<String>) {
        let sheet = AnswerSheet(definition.questions, answers)
        let attached = try AttachmentStore.names(of: standing.id, tx)
        let wanted = sheet.wanted(definition.attachments)
        let missing = wanted.filter { $0.isRequired && !attached.contains($0.name) }
            .map { FieldIssue("attachments.\($0.name)", "problem.attachment.required") }
        let issues = sheet.issues(for: press, on: today(tx)) + missing
        guard issues.isEmpty else { throw Problem(.invalid, "problem.request.incomplete", fields: issues) }
        return (sheet.settled, attached.subtracting(wanted.map(\.name)))
    }
}

extension ServiceDefinition {
    /// A correction must not be the way to the dear for the price of the cheap.
    fileprivate var costsOtherwise: Problem { Problem(.conflict, "problem.request.costsOtherwise", names: ["service": title]) }

    /// No source says what it costs.
    var feeUnknown: Problem { Problem(.conflict, "problem.service.feeUnknown", names: ["service": title]) }
}
