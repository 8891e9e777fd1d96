internal import Identity
internal import Kernel

/// A region's administrator says who works for it, ends that, and helps whoever has forgotten a password.
enum StaffPages {
    static func add(to table: inout RouteTable) {
        table.page("/admin/petugas", .administrator) { exchange, island in
            try await exchange.show(page(exchange, island, issues: exchange.keptIssues), of: island)
        }
        table.queuedForm("/admin/petugas", .administrator, addMember)
        for change in StaffChange.allCases {
            table.page("/admin/petugas/:id/\(change.rawValue)", .administrator) { exchange, island in
                let member = try await island.identity.staffMember(exchange.identifier())
                return try await exchange.show(ConfirmPage(change, of: member, exchange, island, issues: exchange.keptIssues), of: island)
            }
            table.queuedForm("/admin/petugas/:id/\(change.rawValue)", .administrator) { exchange, island in
                try await make(change, exchange, island)
            }
        }
    }

    private static func page(_ exchange: Exchange, _ island: Island, issues: [FieldIssue] = []) async throws -> StaffPage {
        StaffPage(exchange, island, try await island.identity.staff(), issues: issues)
    }

    /// The answer itself shows the password, as it does for a key.
    @Sendable private static func addMember(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        do {
            let work = exchange.form["work"]
            guard !work.isEmpty else { throw Problem(.invalid, "problem.invalid", fields: [FieldIssue("work", "problem.answer.choice")]) }
            let role = StaffForm.roles.first { $0.value == work }?.role ?? .officer
            if role == .officer { try island.requireCounter(of: work) }
            try await exchange.confirmOwnPassword(at: island)
            let gift = try await island.identity.addStaff(
                username: exchange.form["username"], displayName: exchange.form["displayName"],
                role: role, agency: role == .officer ? work : nil, command: exchange.command(),
                by: exchange.principal)
            return try await exchange.show(
                StaffPasswordPage(
                    exchange, island, name: exchange.form["displayName"], username: exchange.form["username"].lowercased(), gift),
                of: island)
        } catch let problem as Problem where !problem.fields.isEmpty {
            return try await exchange.show(page(exchange, island, issues: problem.fields), of: island, status: problem.status)
        } catch is CancellationError {
            throw Problem(.tooMany, "problem.staff.busy", detail: "the sender left")
        }
    }

    private static func make(_ change: StaffChange, _ exchange: Exchange, _ island: Island) async throws -> Reply {
        let member = try await island.identity.staffMember(exchange.identifier())
        do {
            try await exchange.confirmOwnPassword(at: island)
            switch change {
            case .password:
                let gift = try await island.identity.giveOneTimePassword(
                    username: member.username, reason: exchange.form["reason"], command: exchange.command(), by: exchange.principal)
                return try await exchange.show(
                    StaffPasswordPage(exchange, island, name: member.displayName, username: member.username, gift), of: island)
            case .disabling:
                try await island.identity.disableStaff(
                    username: member.username, reason: exchange.form["reason"], by: exchange.principal)
                return .seeOther(island.links.staff)
            }
        } catch let problem as Problem where !problem.fields.isEmpty {
            return try await exchange.show(
                ConfirmPage(change, of: member, exchange, island, issues: problem.fields), of: island, status: problem.status)
        } catch is CancellationError {
            throw Problem(.tooMany, "problem.staff.busy", detail: "the sender left")
        }
    }
}

/// What an administrator does to somebody's access, by the last part of its address.
enum StaffChange: String, CaseIterable {
    /// Gives a one-time password, which also lets in again whoever was disabled.
    case password = "kata-sandi"
    case disabling = "penonaktifan"
}

extension Exchange {
    /// Asks again who acts, when the sign-in is a while ago: before something that changes an account.
    /// - Throws: a problem with an issue at `ownPassword`.
    func confirmOwnPassword(at island: Island) async throws {
        guard session?.isFresh != true else { return }
        do {
            try await allow(portal.signInLimiter)
            try await island.identity.confirm(
                password: form.typed("ownPassword"), token: sessionToken, from: origin, by: principal)
        } catch let problem as Problem where problem.code == .tooMany {
            throw Problem(
                .tooMany, problem.messageKey, arguments: problem.arguments, names: problem.names,
                fields: [FieldIssue("ownPassword", problem)])
        }
    }

    /// The field for one's own password; `nil` while the sign-in is fresh.
    func ownPassword(_ issues: [FieldIssue]) -> InputFace? {
        session?.isFresh == true ? nil : InputFace(value: "", error: message(at: "ownPassword", in: issues))
    }
}
