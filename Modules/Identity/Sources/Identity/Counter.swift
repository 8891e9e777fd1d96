public import Kernel
internal import Storage

/// What an officer finds out at the counter, with the person and her KTP-el before him.
public enum ContactChange: Sendable, Hashable {
    /// It is her account, and she is reached elsewhere now.
    case sameOwner
    /// Somebody else has signed in with her NIK. That claim ends, and what was filled in under it stays out of her sight.
    case anotherOwner
}

extension IdentityService {
    /// Sets where the owner of a NIK is reached. Whoever is reached at the old contact is told, her sessions end, her devices are
    /// strangers again, and codes on their way open nothing.
    /// - Parameter reason: 5 to 500 characters; it goes to the audit trail, so nothing personal belongs into it.
    /// - Throws: `forbidden` unless an officer, an administrator or the operator is asking; `invalid` with issues at `nik`
    ///   (`problem.nik.invalid`, or `problem.person.unknown` when nobody has signed in with it), `contact`
    ///   (`problem.contact.invalid`, or `problem.contact.same`), `reason`; `conflict` `problem.person.confirmed` when the claim of
    ///   another owner shall end and a paper was issued under it.
    public func setContact(
        nik: String, contact: String, reason: String, change: ContactChange, by principal: Principal
    ) async throws {
        switch principal {
        case .officer, .administrator, .operatorAtConsole: break
        case .visitor, .citizen, .cashier, .finance, .program, .platform:
            throw Problem(.forbidden, "problem.forbidden", detail: "contact of a person, by \(principal.kind)")
        }
        let reason = TypedText(reason).line
        let (number, reached) = (NIK(nik), Contact(contact))
        let faults: [(isWrong: Bool, issue: FieldIssue)] = [
            (number == nil, FieldIssue("nik", "problem.nik.invalid")), (reached == nil, FieldIssue("contact", "problem.contact.invalid")),
            (TextMeasure(reason).fault(within: 5...500) != nil, FieldIssue("reason", "problem.reason.length")),
        ]
        let issues = faults.filter(\.isWrong).map(\.issue)
        guard let number, let reached, issues.isEmpty else { throw Problem(.invalid, "problem.invalid", fields: issues) }
        try await database.write { tx in
            guard let registered = try people.registered(nikHash: people.hash(number, tx), tx) else {
                throw Problem(.invalid, "problem.invalid", fields: [FieldIssue("nik", "problem.person.unknown")])
            }
            let old = try person(registered.id, tx)
            guard old.contact != reached else {
                throw Problem(.invalid, "problem.invalid", fields: [FieldIssue("contact", "problem.contact.same")])
            }
            switch change {
            case .sameOwner:
                try people.setContact(reached, of: old.id, tx)
                try tx.audit.append("person.contactChanged", old.id, by: principal, reason: reason)
            case .anotherOwner:
                guard try !desk.isConfirmedByPaper(old.id, tx) else { throw Problem(.conflict, "problem.person.confirmed") }
                try people.displace(old.id, tx)
                let owner = Person(id: Identifier(at: tx.now), nik: number, contact: reached, language: old.language)
                try tx.createVaultKey(for: owner.id)
                try people.add(owner, tx)
                try tx.audit.append("person.displaced", old.id, by: principal, reason: reason)
                try tx.audit.append("person.registered", owner.id, by: principal)
            }
            try sessions.removeAll(of: .citizen(id: old.id), tx)
            try desk.tellContactChanged(of: old.id, at: old.contact, language: old.language, change: Identifier(at: tx.now), tx)
        }
    }
}
