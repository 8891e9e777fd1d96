public import Kernel
internal import Storage

/// Whether a provider is on offer, where that was ever decided at run time.
public struct ProviderSwitch: Sendable, Hashable {
    public let isOn: Bool
    /// Why, in the words of whoever switched it.
    public let reason: String
    public let changedAt: Instant
    /// Rises with each change.
    public let version: Int
}

/// How one of the region's providers stands.
public struct ProviderState: Sendable, Hashable {
    public let name: String
    /// The latest; `nil` for a provider that was never switched, which is on.
    public let latest: ProviderSwitch?
    /// Since when it is hidden from payers because it does not answer; `nil` while it is shown.
    public let hiddenSince: Instant?

    public var isOn: Bool { latest?.isOn ?? true }
}

extension PaymentService {
    /// Puts a provider on offer, or takes it off. What was opened with it before stays payable, and its notices are taken. Live with the
    /// commit of this write, also for other processes on the same database. Nothing happens when it is so already.
    /// - Parameter reason: 5 to 500 characters without anything personal.
    /// - Throws: `forbidden` unless an administrator or the operator is asking; `notFound` for a provider that the region does not have;
    ///   `invalid` `problem.reason.length` or `problem.text.marks` with field `reason`.
    public func setSwitch(_ provider: String, isOn: Bool, reason typed: String, by principal: Principal) async throws {
        switch principal {
        case .administrator, .operatorAtConsole: break
        case .visitor, .citizen, .officer, .cashier, .finance, .program, .platform:
            throw Problem(.forbidden, "problem.forbidden", detail: "switching \(provider)")
        }
        guard providers.contains(where: { $0.name == provider }) else { throw Problem.notFound("provider \(provider)") }
        let reason = TypedText(typed).prose
        switch TextMeasure(reason).fault(within: PaymentService.switchReasonLength) {
        case nil: break
        case .tooManyMarks: throw Problem(.invalid, "problem.text.marks", fields: [FieldIssue("reason", "problem.text.marks")])
        case .tooShort, .tooLong:
            throw Problem(.invalid, "problem.reason.length", fields: [FieldIssue("reason", "problem.reason.length")])
        }
        try await database.write { tx in
            guard try switches.find(provider, tx)?.isOn ?? true != isOn else { return }
            try switches.save(provider, isOn: isOn, reason: reason, tx)
            try tx.audit.append(isOn ? "provider.enabled" : "provider.disabled", provider, by: principal, reason: reason)
        }
    }

    private static let switchReasonLength = 5...500

    /// The region's providers in its order, each with its switch and whether it is hidden because it does not answer.
    /// - Throws: `forbidden` `problem.forbidden` for everyone but administrators, finance, the operator and the platform.
    public func providerStates(by principal: Principal) async throws -> [ProviderState] {
        try principal.requireBooks("providers")
        return try await database.read { tx in
            let (latest, hidden) = (try switches.all(tx), try health.hidden(tx))
            return providers.map { provider in
                ProviderState(name: provider.name, latest: latest[provider.name], hiddenSince: hidden[provider.name])
            }
        }
    }
}
