public import Kernel
internal import Storage

extension IdentityService {
    /// Sends a six-digit code to the contact; answers the challenge that the code will open within ten minutes.
    ///
    /// A NIK that is known with another contact gets a challenge like everybody else, but nobody is told its code.
    /// - Throws: `invalid` with issues at `nik` and `contact`; `tooMany` `problem.code.tooMany` (argument `minutes`) while a limit is
    ///   reached (``Limit/all``).
    public func requestCode(nik: String, contact: String, language: Language, from origin: Origin = .unknown) async throws -> Identifier {
        var issues: [FieldIssue] = []
        let nik = NIK(nik)
        if nik == nil { issues.append(FieldIssue("nik", "problem.nik.invalid")) }
        let contact = Contact(contact)
        if contact == nil { issues.append(FieldIssue("contact", "problem.contact.invalid")) }
        guard let nik, let contact else { throw Problem(.invalid, "problem.invalid", fields: issues) }

        return try await database.write { tx in try promise(nik, contact, language, from: origin, tx) }
    }

    /// Sends another code to where an earlier one was promised, whether or not anybody was told that one; answers the new challenge.
    /// The earlier code stays good for its time: it may still be on its way.
    /// - Throws: `tooMany` `problem.code.early` (argument `seconds`) in the first minute after the earlier one; what ``signIn`` says of a
    ///   challenge that no code opens any more; `tooMany` `problem.code.tooMany` (argument `minutes`) while a limit is reached.
    public func requestCode(after earlier: Identifier, language: Language, from origin: Origin = .unknown) async throws -> Identifier {
        try await database.write { tx in
            guard let challenge = try challenges.find(earlier, tx) else { throw Problem.codeExpired }
            if let refusal = challenge.refusal(at: tx.now) { throw refusal }
            let seconds = challenge.secondsUntilNext(at: tx.now)
            guard seconds == 0 else { throw Problem(.tooMany, "problem.code.early", arguments: ["seconds": String(seconds)]) }
            return try promise(challenges.nik(of: challenge, tx), challenges.contact(of: challenge, tx), language, from: origin, tx)
        }
    }

    /// How many seconds have to pass until another code may be asked for in the place of this one; 0 for an unknown challenge.
    public func secondsUntilNextCode(after challenge: Identifier) async throws -> Int {
        try await database.read { tx in try challenges.find(challenge, tx)?.secondsUntilNext(at: tx.now) ?? 0 }
    }

    private func promise(
        _ nik: NIK, _ contact: Contact, _ language: Language, from origin: Origin, _ tx: WriteTransaction
    ) throws -> Identifier {
        let nikHash = people.hash(nik, tx)
        let registered = try people.registered(nikHash: nikHash, tx)
        let attempt = Attempt.codeAsked(
            nik: nikHash, contact: people.hash(contact, tx), from: origin.network, on: origin.pass(for: registered?.device, tx))
        try attempts.require(attempt, else: "problem.code.tooMany", tx)
        try attempts.add(attempt, tx)
        let id = Identifier(at: tx.now)
        let code = SignInCode()
        try tx.createVaultKey(for: id)
        let challenge = Challenge(
            id: id, nikHash: nikHash, contactHash: people.hash(contact, tx), codeHash: code.hash(for: id, tx.vault),
            nikSealed: try challenges.seal(nik, of: id, tx), contactSealed: try challenges.seal(contact, of: id, tx),
            language: language, createdAt: tx.now, expiresAt: tx.now.advanced(bySeconds: Challenge.validitySeconds))
        try challenges.add(challenge, tx)
        if registered?.isReached(by: challenge) ?? true {
            try codeSender.send(code: code.digits, to: contact, language: language, challenge: id, tx)
        } else {
            // The same work, so that the time of the answer does not tell either who is registered.
            try codeSender.rehearse(code: code.digits, to: contact, language: language, challenge: id, tx)
        }
        return id
    }

    /// Opens a session for the person with the challenge's NIK, who is registered when she is new.
    ///
    /// Each wrong guess is on the disk before it is answered.
    /// - Throws: `invalid` `problem.invalid` with an issue at `code` when it is not six digits (not counted);
    ///   `invalid` `problem.code.wrong` (argument `left`); `gone` `problem.code.exhausted` from the fifth wrong guess on,
    ///   `gone` `problem.code.expired` (also for an unknown challenge); `conflict` `problem.code.used`; `tooMany`
    ///   `problem.code.waiting` (argument `minutes`) while a limit of wrong codes is reached (``Limit/all``).
    ///
    /// - Parameter earlier: the token of the session that this browser has; it ends with the new one.
    public func signIn(
        challenge id: Identifier, code typed: String, from origin: Origin = .unknown, replacing earlier: String? = nil
    ) async throws -> SignedIn {
        guard let code = SignInCode(typed) else {
            throw Problem(.invalid, "problem.invalid", fields: [FieldIssue("code", "problem.code.digits")])
        }
        // The outcome is a value, because an error thrown inside the write would take the counted guess back.
        let outcome: Result<SignedIn, Problem> = try await database.write { tx in
            guard let challenge = try challenges.find(id, tx) else { return .failure(.codeExpired) }
            if let refusal = challenge.refusal(at: tx.now) { return .failure(refusal) }
            let registered = try people.registered(nikHash: challenge.nikHash, tx)
            let wrong = Attempt.codeWrong(
                nik: challenge.nikHash, from: origin.network, on: origin.pass(for: registered?.device, tx))
            try attempts.require(wrong, else: "problem.code.waiting", tx)
            // The person may have been registered with another contact since the code was sent: then it proves nothing.
            guard code.hash(for: id, tx.vault) == challenge.codeHash, registered?.isReached(by: challenge) ?? true else {
                let (missed, answer) = challenge.afterWrongGuess(at: tx.now)
                try challenges.save(missed, over: challenge, tx)
                try attempts.add(wrong, tx)
                if missed.refusal(at: tx.now) != nil { try tx.destroyVaultKey(of: id) }
                return .failure(answer)
            }
            let person = try registered ?? register(challenge, tx)
            try attempts.forget(wrong, tx)
            try challenges.save(challenge.used(at: tx.now), over: challenge, tx)
            try tx.destroyVaultKey(of: id)
            let citizen = Principal.citizen(id: person.id)
            try tx.audit.append("person.signedIn", person.id, by: citizen)
            let token = SessionToken()
            let expiresAt = tx.now.advanced(bySeconds: SessionLifetime.citizen.seconds)
            try sessions.add(token, person: person.id, expiresAt: expiresAt, replacing: earlier.flatMap { SessionToken($0) }, tx)
            let device = origin.passes(afterSignInTo: person.device, tx)
            return .success(SignedIn(token: token.text, principal: citizen, expiresAt: expiresAt, device: device))
        }
        return try outcome.get()
    }

    private func register(_ challenge: Challenge, _ tx: WriteTransaction) throws -> PersonStore.Registered {
        let person = Person(
            id: Identifier(at: tx.now), nik: try challenges.nik(of: challenge, tx), contact: try challenges.contact(of: challenge, tx),
            language: challenge.language)
        try tx.createVaultKey(for: person.id)
        try people.add(person, tx)
        try tx.audit.append("person.registered", person.id, by: .citizen(id: person.id))
        return PersonStore.Registered(id: person.id, contactHash: challenge.contactHash, since: tx.now)
    }
}
