public import Catalogue
public import Kernel
public import Storage

extension DocumentService {
    /// Starts a request of a service, with what the citizen answered before to questions that are offered again. When she has an open
    /// draft of that service already, that one is returned, even while the service is switched off.
    /// - Parameter expired: a request of hers that ended because she did not answer: its answers are taken over whole.
    /// - Throws: `forbidden` unless a citizen is asking; `notFound` when the region does not offer the service; `invalid`
    ///   `problem.service.channel` when it does not offer it through that channel; `conflict` `problem.service.off` while
    ///   it is switched off, `problem.service.feeUnknown` while nobody knows what it costs, `problem.service.elsewhere` (names `service`
    ///   and `system`) when its errand is done in another system.
    public func startDraft(
        of service: String, channel: ServiceChannel, after expired: Identifier? = nil, command: CommandID, by principal: Principal
    ) async throws -> Identifier {
        guard let person = principal.personID else { throw Problem(.forbidden, "problem.forbidden", detail: "only citizens make requests") }
        guard let definition = offered[service] else { throw Problem.notFound("service \(service)") }
        guard definition.channels[channel] != nil else {
            throw Problem(.invalid, "problem.service.channel", fields: [FieldIssue("channel", "problem.service.channel")])
        }
        if case .handoff(let handoff) = definition.ending {
            throw Problem(.conflict, "problem.service.elsewhere", names: ["service": definition.title, "system": handoff.system])
        }
        let snapshot = try definitions.snapshot(of: definition)
        return try await database.write { tx in
            let outcome = try tx.once(command, by: principal) {
                if let open = try RequestStore.openDraft(of: service, by: person, tx) {
                    return CommandOutcome(action: "start \(service)", request: open, status: .draft)
                }
                try requireSwitchedOn(definition, tx)
                guard definition.fee.isKnown else { throw definition.feeUnknown }
                try definitions.keep(snapshot, tx)
                let draft = RequestStanding(
                    id: Identifier(at: tx.now), applicant: person, service: service, agency: definition.agency, channel: channel,
                    digest: snapshot.digest, status: .draft, version: 1, createdAt: tx.now, updatedAt: tx.now)
                var known = try EarlierAnswers.of(person, to: definition.questions, definitions, today: today(tx), tx)
                if let expired {
                    known = try AnswerSheet(definition.questions, known).merged(with: answers(ofExpired: expired, by: person, tx))
                }
                try RequestStore.insert(draft, RequestContent(known, of: definition), tx)
                return CommandOutcome(action: "start \(service)", request: draft.id, status: .draft)
            }
            guard outcome.action == "start \(service)" else {
                throw Problem(.conflict, "problem.command.foreign", detail: "command id used for \(outcome.action)")
            }
            return outcome.request
        }
    }

    /// - Throws: `notFound` for what is another's, or did not end that way.
    private func answers(ofExpired id: Identifier, by person: Identifier, _ tx: ReadTransaction) throws -> Answers {
        try RequestStore.findWithAnswers(id, tx) {
            guard $0.applicant == person, $0.status == .expired else { throw Problem.notFound("expired request \(id)") }
        }.answers
    }

    /// Keeps what was typed, valid or not, over what was typed before; answers what is wrong with it. Unknown names are
    /// ignored, an empty answer removes the earlier one.
    /// - Parameter seen: what was saved when the typing began; `nil` where nobody looked.
    /// - Throws: `notFound` for strangers, `conflict` `problem.request.moved` when the request is not with the applicant,
    ///   `problem.draft.changedElsewhere` with the questions that were saved otherwise since: nothing is kept then.
    public func saveAnswers(
        _ answers: Answers, of id: Identifier, seen: AnswerMarks? = nil, by principal: Principal
    ) async throws -> [FieldIssue] {
        try await database.write { tx in
            let (standing, earlier) = try RequestStore.findWithAnswers(id, tx) { try $0.requireEditable(by: principal) }
            let definition = try definitions.find(standing.digest, tx)
            let merged = AnswerSheet(definition.questions, earlier).merged(with: answers)
            if merged != earlier {
                let unseen = definition.questions.map(\.name).filter { name in
                    merged[name] != earlier[name] && seen?.isOutdated(name, by: earlier) ?? false
                }
                guard unseen.isEmpty else {
                    let key = "problem.draft.changedElsewhere"
                    throw Problem(.conflict, key, fields: unseen.map { FieldIssue(AnswerPath($0).field, key) })
                }
                try RequestStore.save(standing.edited(at: tx.now), content: RequestContent(merged, of: definition), tx)
            }
            return AnswerSheet(definition.questions, merged).issues(for: press, on: today(tx))
        }
    }

    /// Keeps a file under an attachment's name, in the place of an earlier one. Its content decides what it is; of a photo, the place
    /// where it was taken is not kept, and a large one is made smaller.
    /// - Throws: what ``Upload`` says is wrong with it, for the field `attachments.<name>`; `notFound` for strangers and
    ///   for a name that the definition does not have; `conflict` `problem.request.moved` when the request is not with the
    ///   applicant.
    public func attach(_ upload: Upload, as name: String, to id: Identifier, by principal: Principal) async throws {
        let allowed = try await allowedTypes(of: name, in: id, by: principal)
        let read = try await upload.read(for: name, allowed: allowed, scan)
        try await keep(read, filename: upload.safeFilename(as: read.type), paper: nil, as: name, in: id, by: principal)
    }

    /// Takes an attachment away; one that is not there counts as taken away.
    /// - Throws: `notFound` for strangers, `conflict` `problem.request.moved` when the request is not with the applicant.
    public func detach(_ name: String, from id: Identifier, by principal: Principal) async throws {
        let removed = try await database.write { tx in
            let standing = try RequestStore.find(id, tx)
            try standing.requireEditable(by: principal)
            let removed = try AttachmentStore.remove(name, of: id, tx)
            if removed.isDone { try RequestStore.save(standing.edited(at: tx.now), tx) }
            return removed
        }
        if let removed = removed.rubbish { try? database.files.remove(removed) }
    }

    /// An attachment's content, for the applicant and the agency's officers.
    /// - Throws: `notFound` for everyone else, and when there is none of that name.
    public func attachment(_ name: String, of id: Identifier, by principal: Principal) async throws -> AttachmentContent {
        let files = database.files
        return try await database.read { tx in
            let standing = try RequestStore.find(id, tx)
            try standing.requireFileSight(of: principal)
            guard let content = try AttachmentStore.content(of: name, of: standing, in: files, tx) else {
                throw Problem.notFound("attachment \(name) of \(id)")
            }
            return content
        }
    }
}

extension RequestStanding {
    /// This request after a change of its answers or attachments, which does not move it.
    func edited(at instant: Instant) -> RequestStanding {
        var edited = self
        edited.version += 1
        edited.updatedAt = instant
        return edited
    }
}
