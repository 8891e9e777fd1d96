internal import Catalogue
public import Kernel
public import Storage

extension DocumentService {
    /// Says that what was asked for waits at the counter.
    /// - Parameter version: the version that the officer has read, when the caller knows it.
    /// - Throws: `conflict` `problem.request.moved` unless the agency is making it; `notFound` for officers of other agencies.
    public func makeReady(_ id: Identifier, version: Int? = nil, command: CommandID, by officer: Principal) async throws {
        try await decide(.readied, id, version: version, command: command, by: officer) { moved, definition, tx in
            try record(.readied, moved, RequestReady(facts: moved.facts(definition)), by: officer, tx)
        }
    }

    /// Says that it was handed over, which ends the errand.
    /// - Parameter version: the version that the officer has read, when the caller knows it.
    /// - Throws: `conflict` `problem.request.moved` unless it is being made or waits; `notFound` for officers of other agencies.
    public func handOver(_ id: Identifier, version: Int? = nil, command: CommandID, by officer: Principal) async throws {
        try await decide(.collected, id, version: version, command: command, by: officer) { moved, definition, tx in
            try record(.collected, moved, RequestCollected(facts: moved.facts(definition)), by: officer, tx)
        }
    }
}
