public import Kernel
public import Storage

/// The ways of paying a bill: which there are, which one its payer chose, and the charge that was opened for it.
extension PaymentService {
    /// The payer means to pay with that provider from now on: there is a charge with it, unless the provider does not answer just now; then
    /// it is asked again (``openWanted(limit:)``). What was opened before stays payable. Doing it again changes nothing.
    /// - Throws: `notFound` for everyone but the payer, and for a provider that is not on offer; `conflict` `problem.payment.alreadyPaid`
    ///   or `problem.payment.billCancelled` for a bill that is not open.
    public func choose(_ provider: String, for purpose: Identifier, by payer: Principal) async throws {
        let bill = try await database.write { tx in
            guard let bill = try bills.find(purpose: purpose, tx), payer == .citizen(id: bill.payer),
                let provider = try offered(bill.ways, tx).first(where: { $0.name == provider })
            else { throw Problem.notFound("bill for \(purpose), or provider") }
            // The refusal is the one of whoever would pay it.
            _ = try bill.after(.settle, at: tx.now)
            let newest = try charges.newest(of: bill.id, with: provider.name, tx)
            if newest?.isExpired(at: tx.now) ?? true { try wantCharge(for: bill, with: provider, tx) }
            if bill.provider != provider.name {
                var chosen = bill
                chosen.provider = provider.name
                _ = try bills.save(chosen, from: bill.status, tx)
            }
            return bill
        }
        try await openWanted(bill.id, with: provider)
    }

    /// Asks for the charge of a bill that was just opened, so that its payer need not wait for the next round. Harmless for one that has it.
    public func openChosen(for purpose: Identifier) async throws {
        guard let bill = try await database.read({ tx in try bills.find(purpose: purpose, tx) }) else { return }
        try await openWanted(bill.id, with: bill.provider)
    }

    /// Asks the providers for the charges that are still wanted, where the next question is due.
    /// - Returns: how many were asked for.
    @discardableResult
    public func openWanted(limit: Int = 16) async throws -> Int {
        let due = try await database.read { tx in try wanted.due(limit: limit, tx) }
        for (bill, provider) in due { try await openWanted(bill, with: provider) }
        return due.count
    }

    private func openWanted(_ id: Identifier, with name: String) async throws {
        let found: (provider: any PaymentProvider, order: BillOrder)? = try await database.read { tx in
            guard try wanted.contains(id, with: name, tx), let bill = try bills.find(id, tx),
                let provider = providers.first(where: { $0.name == name })
            else { return nil }
            return (provider, try order(for: bill, with: provider, tx))
        }
        guard let (provider, order) = found, case .asked(let ask) = provider.opening else {
            // The charge is there, or the region has parted from that provider: nothing is wanted any more.
            return try await database.write { tx in try wanted.remove(id, with: name, tx) }
        }
        do {
            let offer = try await ask(order)
            try await database.write { tx in
                try health.noteAnswer(of: name, tx)
                guard try wanted.contains(id, with: name, tx), let bill = try bills.find(id, tx) else { return }
                try add(offer, for: bill, of: provider, tx)
                try wanted.remove(id, with: name, tx)
            }
        } catch let cancelled as CancellationError { throw cancelled } catch {
            try await database.write { tx in
                try health.noteFailure(of: name, tx)
                // Nobody pays what is not owed any more: it is not asked for again.
                guard try bills.find(id, tx)?.status == .open else { return try wanted.remove(id, with: name, tx) }
                try wanted.postpone(id, with: name, tx)
            }
        }
    }

    /// The providers by which a bill with these ways can be paid now, in the region's order.
    func offered(_ ways: [String]?, _ tx: ReadTransaction) throws -> [any PaymentProvider] {
        let hidden = try health.hidden(tx)
        return try switchedOn(ways, tx).filter { hidden[$0.name] == nil }
    }

    /// Those with these ways that nobody has switched off, whether or not they answer just now.
    func switchedOn(_ ways: [String]?, _ tx: ReadTransaction) throws -> [any PaymentProvider] {
        let off = try switches.off(tx)
        let hasAccount = try accounts.newest(tx) != nil
        return providers.filter { provider in
            (ways?.contains(provider.name) ?? true) && !off.contains(provider.name) && (hasAccount || !provider.needsAccount)
        }
    }

    /// Opens a charge at once where the provider's are made here, and notes that one is wanted where it must be asked.
    func wantCharge(for bill: Bill, with provider: any PaymentProvider, _ tx: WriteTransaction) throws {
        switch provider.opening {
        case .here(let open): try add(open(order(for: bill, with: provider, tx)), for: bill, of: provider, tx)
        case .asked: try wanted.add(bill.id, with: provider.name, tx)
        case .marked(let most, let open): try markCharge(for: bill, with: provider, most: most, open, tx)
        }
    }

    func order(for bill: Bill, with provider: any PaymentProvider, _ tx: ReadTransaction) throws -> BillOrder {
        BillOrder(
            id: bill.id, amount: bill.amount, description: bill.description,
            attempt: try charges.count(of: bill.id, with: provider.name, tx) + 1, at: tx.now)
    }

    @discardableResult
    func add(_ offer: Charge, for bill: Bill, of provider: any PaymentProvider, _ tx: WriteTransaction) throws -> BillCharge {
        let charge = BillCharge(
            id: Identifier(at: tx.now), bill: bill.id, provider: provider.name, reference: offer.reference,
            qrisPayload: offer.qrisPayload, code: offer.code, amount: offer.amount ?? bill.amount, pendingAt: nil, openedAt: tx.now,
            expiresAt: offer.expiresAt)
        let asksAt = provider.inquiry == nil ? nil : tx.now.advanced(bySeconds: AskingGap.seconds(after: 0))
        try charges.add(charge, asksAt: asksAt, tx)
        return charge
    }
}
