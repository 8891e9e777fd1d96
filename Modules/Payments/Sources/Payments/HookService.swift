internal import Foundation
public import Kernel
public import Storage

/// An administrator or the operator says where a key's program is told what happens to its agency's money, and whether it is.
extension PaymentService {
    private static let hookAddressLength = 1...500

    /// Sets where a key's program is told, or changes that; it goes on where it stopped then, also after a silence. A first address is told what
    /// happens from now on.
    /// - Parameters:
    ///   - address: begins with `https://`, and holds no name and password.
    ///   - allowsPlain: whether `http://` is taken as well, for this machine: in tests and demonstrations.
    /// - Throws: `forbidden` unless an administrator or the operator is asking; `invalid` `problem.hook.address` at `address`; `conflict`
    ///   `problem.command.foreign`.
    public func setHook(
        _ typed: String, for key: Identifier, of agency: String, allowsPlain: Bool = false, command: CommandID, by principal: Principal
    ) async throws -> HookSetting {
        try principal.requireHooks("set a hook")
        let address = TypedText(typed).line
        guard PaymentService.isHookAddress(address, allowsPlain: allowsPlain) else {
            throw Problem(.invalid, "problem.hook.address", fields: [FieldIssue("address", "problem.hook.address")])
        }
        return try await database.write { tx in
            var secret: Identifier?
            _ = try tx.once(command, by: principal) {
                let new = Identifier(at: tx.now)
                let isFirst = try hooks.find(key, tx) == nil
                try hooks.save(key, of: agency, address, secret: new, from: billEvents.last(tx), tx)
                try tx.audit.append(isFirst ? "hook.set" : "hook.changed", key, by: principal)
                secret = new
                return MoneyOutcome(subject: key)
            }
            guard let secret else { return .setBefore }
            return .set(secret: hookSecret(key, secret))
        }
    }

    /// Tells a key's program nothing for a while. Harmless where nothing is told.
    /// - Throws: `forbidden` unless an administrator or the operator is asking; `notFound` where no address is set.
    public func pauseHook(for key: Identifier, by principal: Principal) async throws {
        try principal.requireHooks("pause a hook")
        try await database.write { tx in
            guard try foundHook(key, tx).silence == nil else { return }
            try hooks.pause(key, tx)
            try tx.audit.append("hook.paused", key, by: principal)
        }
    }

    /// Lets what was silent speak again, from where it stopped, with the secret that it had. Harmless where it speaks.
    /// - Throws: as ``pauseHook(for:by:)``.
    public func resumeHook(for key: Identifier, by principal: Principal) async throws {
        try principal.requireHooks("resume a hook")
        try await database.write { tx in
            guard try foundHook(key, tx).silence != nil else { return }
            try hooks.resume(key, tx)
            try tx.audit.append("hook.resumed", key, by: principal)
        }
    }

    /// Forgets where a key's program was told, and where it stopped. Harmless where nothing is told.
    /// - Throws: `forbidden` unless an administrator or the operator is asking.
    public func removeHook(for key: Identifier, by principal: Principal) async throws {
        try principal.requireHooks("remove a hook")
        try await database.write { tx in
            guard try hooks.remove(key, tx) else { return }
            try tx.audit.append("hook.removed", key, by: principal)
        }
    }

    /// All that are set, by key.
    /// - Throws: `forbidden` unless an administrator or the operator is asking.
    public func allHooks(by principal: Principal) async throws -> [Hook] {
        try principal.requireHooks("hooks")
        return try await database.read { tx in try hooks.all(tx) }
    }

    /// Where that key's program is told, and the newest events that were given up; `nil` when no address is set.
    /// - Throws: `forbidden` unless an administrator or the operator is asking.
    public func hook(of key: Identifier, by principal: Principal) async throws -> (hook: Hook, dead: [DeadEvent])? {
        try principal.requireHooks("hook")
        return try await database.read { tx in
            try hooks.find(key, tx).map { ($0, try hooks.dead(of: key, limit: 20, tx)) }
        }
    }

    private func foundHook(_ key: Identifier, _ tx: ReadTransaction) throws -> Hook {
        guard let hook = try hooks.find(key, tx) else { throw Problem.notFound("hook of \(key)") }
        return hook
    }

    /// From the region's master key, so that it is kept nowhere. Its id is a new one each time, so that none is ever the same as another.
    func hookSecret(_ key: Identifier, _ secret: Identifier) -> String {
        "hook_" + database.masterKey.derived(for: "payments/hooks/\(key)/\(secret)").hexadecimal
    }

    private static func isHookAddress(_ address: String, allowsPlain: Bool) -> Bool {
        guard hookAddressLength.contains(address.utf8.count), address.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            let url = URL(string: address), let host = url.host(), !host.isEmpty, url.user() == nil, url.password() == nil,
            url.fragment() == nil
        else { return false }
        if address.hasPrefix("https://") { return true }
        return allowsPlain && address.hasPrefix("http://") && ["127.0.0.1", "localhost"].contains(host)
    }
}

extension Principal {
    /// - Throws: `forbidden` `problem.forbidden` for everyone who does not look after the region's keys.
    fileprivate func requireHooks(_ what: String) throws {
        switch self {
        case .administrator, .operatorAtConsole: break
        case .visitor, .citizen, .officer, .cashier, .finance, .program, .platform:
            throw Problem(.forbidden, "problem.forbidden", detail: what)
        }
    }
}
