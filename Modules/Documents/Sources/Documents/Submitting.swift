public import Catalogue
public import Kernel
public import Storage

extension DocumentService {
    /// Hands a draft in, or a returned request in again. A draft with a fee waits for its payment and is billed in the
    /// same write; without a fee it goes to the officers at once. A corrected request goes to the officers at once, even
    /// while its service is switched off, and its promised time goes on where it stood.
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
                let promised =
                    standing.status == .returned
                    ? try resumed(standing, definition, settled, tx) : promised(definition, settled, from: tx.now)
                // Wherever it goes but to the cashier, it stands in an officer's list, and lists have the order of what was promised.
                if moved.status != .awaitingPayment { moved.dueAt = promised?.ends }
                let content = settled == answers ? nil : RequestContent(settled, of: definition)
                let facts = moved.facts(definition)
                if standing.status == .returned {
                    try ExpiryStore.remove(of: id, tx)
                    let event = RequestResubmitted(facts: facts, dueAt: promised?.ends)
                    try record(move, moved, event, content: content, by: principal, tx)
                } else {
                    let event = RequestSubmitted(facts: facts, fee: fee, dueAt: moved.dueAt)
                    try record(move, moved, event, content: content, by: principal, tx)
                }
                if moved.status == .inReview, let promised {
                    let told = standing.status == .returned ? try ClockStore.told(of: id, tx) : []
                    try ClockStore.start(promised, of: moved, told: told, tx)
                }
                let holder = RequestContent(settled, of: definition).holder
                try SearchStore.keep(SearchWords(holder), of: moved, tx)
                if moved.status == .awaitingPayment {
                    try fees.bill(fee, of: definition, for: id, payer: standing.applicant, tx)
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
            // Only where the promise asks for them; and money that came in moves the request on though its applicant's data was erased.
            let answers = definition.promise.readsAnswers ? try RequestStore.answersUnlessErased(id, tx) : nil
            let promised = promised(definition, answers ?? Answers(), from: tx.now)
            var moved = try standing.after(.received, in: definition.workflow, by: platform, at: tx.now)
            moved.dueAt = promised?.ends
            try record(.received, moved, RequestReceived(facts: moved.facts(definition), dueAt: promised?.ends), by: platform, tx)
            if let promised { try ClockStore.start(promised, of: moved, tx) }
        }
    }

    /// The answers as they are submitted, and the files that they do not call for.
    private func complete(
        _ answers: Answers, of standing: RequestStanding, _ definition: ServiceDefinition, _ tx: ReadTransaction
    ) throws -> (settled: Answers, needless: Set<String>) {
        let sheet = AnswerSheet(definition.questions, answers)
        let attached = try AttachmentStore.names(of: standing.id, tx)
        let issues = faults(sheet, definition, attached, tx)
        guard issues.isEmpty else { throw Problem(.invalid, "problem.request.incomplete", fields: issues) }
        return (sheet.settled, attached.subtracting(sheet.wanted(definition.attachments).map(\.name)))
    }

    /// What keeps a request that is with its applicant from being handed in: the issues with which ``submit(_:command:by:)`` would refuse
    /// it now. Empty for one that is with somebody else.
    /// - Throws: `notFound` for whoever may not see its answers; `gone` when the applicant's data was erased.
    public func faults(of id: Identifier, by principal: Principal) async throws -> [FieldIssue] {
        try await database.read { tx in
            let (standing, answers) = try RequestStore.findWithAnswers(id, tx) { try $0.requireFullSight(of: principal) }
            guard standing.status.isEditable else { return [] }
            let definition = try definitions.find(standing.digest, tx)
            return faults(
                AnswerSheet(definition.questions, answers), definition, try AttachmentStore.names(of: id, tx), tx)
        }
    }

    private func faults(
        _ sheet: AnswerSheet, _ definition: ServiceDefinition, _ attached: Set<String>, _ tx: ReadTransaction
    ) -> [FieldIssue] {
        let missing = sheet.wanted(definition.attachments).filter { $0.isRequired && !attached.contains($0.name) }
            .map { FieldIssue("attachments.\($0.name)", "problem.attachment.required") }
        return sheet.issues(for: press, on: today(tx)) + missing
    }
}

extension ServiceDefinition {
    /// A correction must not be the way to the dear for the price of the cheap.
    fileprivate var costsOtherwise: Problem { Problem(.conflict, "problem.request.costsOtherwise", names: ["service": title]) }

    /// No source says what it costs.
    var feeUnknown: Problem { Problem(.conflict, "problem.service.feeUnknown", names: ["service": title]) }
}
