internal import Catalogue
public import Kernel
public import Storage

extension DocumentService {
    /// Takes a request back that the officers have not decided on, or whose fee is not paid yet. It stays in the applicant's list and opens no more.
    /// - Throws: `notFound` for strangers; `conflict` `problem.request.moved` when it was decided; what the fee collector throws for a
    ///   fee that has been paid in the meantime.
    public func withdraw(_ id: Identifier, command: CommandID, by principal: Principal) async throws {
        try await database.write { tx in
            _ = try once(command, RequestMove.withdrawn.rawValue, on: id, by: principal, tx) {
                let standing = try RequestStore.find(id, tx)
                _ = try standing.sight(of: principal)
                let definition = try definitions.find(standing.digest, tx)
                let moved = try standing.after(.withdrawn, in: definition.workflow, by: principal, at: tx.now)
                // What waits for its fee owes nothing any more; money that is on its way is kept apart and given back.
                if standing.status == .awaitingPayment { try fees.cancel(id, tx) }
                try record(.withdrawn, moved, RequestWithdrawn(facts: moved.facts(definition)), by: principal, tx)
                try leaveReview(id, for: moved.status, tx)
                try ExpiryStore.remove(of: id, tx)
                return moved.status
            }
        }
    }

    /// Deletes a draft with all that was typed and uploaded. One that is not there any more counts as deleted.
    /// - Throws: `notFound` for a request of somebody else; `conflict` `problem.request.moved` when it was handed in.
    public func deleteDraft(_ id: Identifier, by principal: Principal) async throws {
        guard let person = principal.personID else { throw Problem(.forbidden, "problem.forbidden", detail: "only citizens have drafts") }
        try await database.write { tx in
            guard let standing = try RequestStore.findIfThere(id, tx) else { return }
            guard standing.applicant == person else { throw Problem.notFound("request \(id)") }
            guard standing.status == .draft else { throw Problem(.conflict, "problem.request.moved", detail: "\(id) is no draft") }
            // Files without a row are swept.
            try AttachmentStore.removeAll(of: id, tx)
            try RequestStore.removeDraft(id, tx)
        }
    }

    /// Refuses a request for good.
    /// - Parameters:
    ///   - ground: the law and the reason in the officer's words, 5 to 500 characters, for the applicant.
    ///   - version: the version that the officer has read, when the caller knows it.
    /// - Throws: `invalid` with field `ground`; `conflict` `problem.request.moved` when someone decided or the applicant changed it
    ///   meanwhile; `notFound` for officers of other agencies.
    public func refuse(
        _ id: Identifier, ground: String, version: Int? = nil, command: CommandID, by officer: Principal
    ) async throws {
        let ground = TypedText(ground).prose
        func fault(_ key: String, _ arguments: [String: String] = [:]) -> Problem {
            Problem(.invalid, key, arguments: arguments, fields: [FieldIssue("ground", key, arguments: arguments)])
        }
        switch TextMeasure(ground).fault(within: 5...500) {
        case .tooShort: throw fault("problem.ground.short", ["min": "5"])
        case .tooLong: throw fault("problem.remark.tooLong", ["max": "500"])
        case .tooManyMarks: throw fault("problem.text.marks")
        case nil: break
        }
        try await decide(.refused, id, version: version, command: command, by: officer) { moved, definition, tx in
            let event = RequestRefused(facts: moved.facts(definition), ground: ground)
            try record(.refused, moved, event, by: officer, remark: ground, tx)
        }
    }
}
