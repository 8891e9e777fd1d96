public import Catalogue
public import Kernel
public import Storage

extension DocumentService {
    /// Says that the first officer found a request complete; a second one looks at it next.
    /// - Parameter version: the version that the officer has read, when the caller knows it.
    /// - Throws: as ``approve(_:version:command:by:)``.
    public func check(_ id: Identifier, version: Int? = nil, command: CommandID, by officer: Principal) async throws {
        try await decide(.checked, id, version: version, command: command, by: officer) { moved, definition, tx in
            try record(.checked, moved, RequestChecked(facts: moved.facts(definition)), by: officer, tx)
        }
    }

    /// Says that the second officer found a request right; whoever signs decides next.
    /// - Parameter version: the version that the officer has read, when the caller knows it.
    /// - Throws: as ``approve(_:version:command:by:)``.
    public func validate(_ id: Identifier, version: Int? = nil, command: CommandID, by officer: Principal) async throws {
        try await decide(.validated, id, version: version, command: command, by: officer) { moved, definition, tx in
            try record(.validated, moved, RequestValidated(facts: moved.facts(definition)), by: officer, tx)
        }
    }

    /// Gives a request back to the first officer, without a word to its applicant: its review begins anew.
    /// - Parameter version: the version that the officer has read, when the caller knows it.
    /// - Throws: as ``approve(_:version:command:by:)``.
    public func sendBack(_ id: Identifier, version: Int? = nil, command: CommandID, by officer: Principal) async throws {
        try await decide(.sentBack, id, version: version, command: command, by: officer) { moved, definition, tx in
            try record(.sentBack, moved, RequestSentBack(facts: moved.facts(definition)), by: officer, tx)
        }
    }

    /// Whether this move takes another officer than the one who asks. A program is nobody in particular, so it never is another one.
    func takesAnother(
        than officer: Principal, for move: RequestMove, on standing: RequestStanding, _ definition: ServiceDefinition, _ tx: ReadTransaction
    ) throws -> Bool {
        guard let line = definition.workflow.line(move, from: standing.status), definition.fourEyes.contains(line) else { return false }
        guard let id = officer.officerID else { return true }
        return try HistoryStore.reviewers(of: standing.id, tx).contains(id)
    }
}

extension DocumentRequest {
    /// What leads on from where it waits; `nil` unless it waits for an officer.
    public var stepForward: RequestMove? {
        status.isWithOfficers ? [RequestMove.checked, .validated, .approved].first(where: canMove) : nil
    }
}
