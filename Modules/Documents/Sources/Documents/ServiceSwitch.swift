internal import Catalogue
internal import Foundation
public import Kernel
internal import Storage

/// Whether a service takes new requests, where that was ever decided at run time.
public struct ServiceSwitch: Sendable, Hashable {
    public let isOn: Bool
    /// Why, in the words of whoever switched it.
    public let reason: String
    public let changedAt: Instant
    /// Rises with each change.
    public let version: Int
}

/// A reason in staff's own words, cleaned: 5 to 500 characters.
struct GivenReason {
    let text: String

    /// - Throws: `invalid` `problem.reason.length` or `problem.text.marks`, with field `reason`.
    init(_ typed: String) throws {
        text = TypedText(typed).prose
        let limits = ["min": "5", "max": "500"]
        switch TextMeasure(text).fault(within: 5...500) {
        case nil: break
        case .tooManyMarks: throw Problem(.invalid, "problem.text.marks", fields: [FieldIssue("reason", "problem.text.marks")])
        case .tooShort, .tooLong:
            throw Problem(
                .invalid, "problem.reason.length", arguments: limits,
                fields: [FieldIssue("reason", "problem.reason.length", arguments: limits)])
        }
    }
}

extension DocumentService {
    /// Lets a service take new requests, or stops it from doing so. Requests that were submitted go on. Live with the
    /// commit of this write, also for other processes on the same database. Nothing happens when it is so already.
    /// - Throws: `forbidden` unless an administrator or the operator is asking; `notFound` when the region does not offer
    ///   the service; `invalid` `problem.reason.length` with field `reason`.
    public func setSwitch(_ service: String, isOn: Bool, reason: String, by principal: Principal) async throws {
        switch principal {
        case .administrator, .operatorAtConsole: break
        default: throw Problem(.forbidden, "problem.forbidden", detail: "switching \(service)")
        }
        guard offered[service] != nil else { throw Problem.notFound("service \(service)") }
        let reason = try GivenReason(reason).text
        try await database.write { tx in
            guard try SwitchStore.find(service, tx)?.isOn ?? true != isOn else { return }
            try SwitchStore.save(service, isOn: isOn, reason: reason, tx)
            try tx.audit.append(isOn ? "service.enabled" : "service.disabled", service, by: principal, reason: reason)
        }
    }

    /// The services that were ever switched, by code. A service that is not in it is on.
    public func switches() async throws -> [String: ServiceSwitch] {
        try await database.read { tx in try SwitchStore.all(tx) }
    }

    /// - Throws: `conflict` `problem.service.off`, naming the service.
    func requireSwitchedOn(_ definition: ServiceDefinition, _ tx: ReadTransaction) throws {
        guard try SwitchStore.find(definition.code, tx)?.isOn ?? true else {
            throw Problem(.conflict, "problem.service.off", names: ["service": definition.title])
        }
    }
}
