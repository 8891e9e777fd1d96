internal import Documents
internal import Kernel
internal import Payments

/// Paying by a transfer into the region's account: `parts/transfer`. What is copied by hand stands once for reading and once for copying.
struct TransferFace: Filling {
    /// Where to and how much; `nil` when her charge does not hold any more, and while no amount is free.
    let account: TransferAccountFace?
    let action: String
    let accept: String
    let typesText: String
    /// What is wrong with the file that she has chosen.
    let error: String?
    let proofs: [ProofLine]
    /// Why her last proof was refused; `nil` when it was not, and while another waits.
    let refusal: String?
    /// Whether a proof waits for somebody to look at it.
    let isWaiting: Bool
    /// Whether another proof may be sent.
    let takesProof: Bool

    /// The input of the file.
    static let field = "attachments.proof"

    static let fields: [Field<TransferFace>] = [
        .optionalPart("account", \.account), .text("action", \.action), .text("accept", \.accept), .text("typesText", \.typesText),
        .optional("error", \.error), .list("proofs", \.proofs), .flag("hasProofs") { !$0.proofs.isEmpty },
        .optional("refusal", \.refusal), .flag("isWaiting", \.isWaiting), .flag("takesProof", \.takesProof),
    ]
}

/// Where a transfer goes, and how much it is.
struct TransferAccountFace: Filling {
    let bank: String
    let number: String
    let groupedNumber: String
    let holder: String
    let amountText: String
    /// Digits only, as a bank's form takes them.
    let amount: String
    /// What of the amount is a mark, and that it is no fee.
    let markText: String
    let reference: String
    let until: String?

    static let fields: [Field<TransferAccountFace>] = [
        .text("bank", \.bank), .text("number", \.number), .text("groupedNumber", \.groupedNumber), .text("holder", \.holder),
        .text("amountText", \.amountText), .text("amount", \.amount), .text("markText", \.markText), .text("reference", \.reference),
        .optional("until", \.until),
    ]
}

/// A proof that she has sent, and what was said of it.
struct ProofLine: Filling {
    let title: String
    let isWaiting: Bool
    let isRefused: Bool
    let reason: String?

    static let fields: [Field<ProofLine>] = [
        .text("title", \.title), .flag("isWaiting", \.isWaiting), .flag("isRefused", \.isRefused), .optional("reason", \.reason),
    ]
}

extension TransferFace {
    /// `nil` unless she means to transfer and still owes.
    init?(
        _ exchange: Exchange, _ island: Island, _ request: DocumentRequest, _ standing: BillStanding, issues: [FieldIssue] = []
    ) async throws {
        guard standing.bill.status == .open, standing.bill.provider == TransferProvider.name else { return nil }
        let sent = try await island.payments.proofs(for: request.id, by: exchange.principal)
        account = try await island.payments.bankAccount().flatMap { TransferAccountFace($0, standing, exchange, island) }
        action = island.links.request(request.id).transferProof
        accept = ProofByIntake.types.map(\.mediaType).joined(separator: ",")
        typesText = exchange.limits(of: ProofByIntake.types)
        error = exchange.message(at: TransferFace.field, in: issues)
        proofs = sent.enumerated().map { ProofLine($1, number: $0 + 1, exchange, island) }
        isWaiting = sent.contains { $0.standing == .waiting }
        refusal = isWaiting ? nil : sent.last?.reason
        takesProof = standing.charge != nil && sent.count < PaymentService.mostProofs
    }
}

extension TransferAccountFace {
    fileprivate init?(_ account: BankAccount, _ standing: BillStanding, _ exchange: Exchange, _ island: Island) {
        guard let charge = standing.charge, !charge.isExpired(at: exchange.portal.clock.now) else { return nil }
        bank = account.bank
        (number, groupedNumber) = (account.number, account.groupedNumber)
        holder = account.holder
        amountText = charge.amount.formatted
        amount = String(charge.amount.rupiah)
        let mark = Money(rupiah: charge.amount.rupiah - standing.bill.amount.rupiah) ?? .zero
        markText = exchange.say("transfer.mark", ["mark": mark.formatted, "fee": standing.bill.amount.formatted])
        reference = charge.reference
        until = charge.expiresAt.map { exchange.say($0, in: island) }
    }
}

extension ProofLine {
    init(_ proof: TransferProof, number: Int, _ exchange: Exchange, _ island: Island) {
        title = exchange.say(
            "transfer.proofNumber",
            ["number": String(number), "size": exchange.say(bytes: proof.size), "at": exchange.say(proof.sentAt, in: island)])
        isWaiting = proof.standing == .waiting
        isRefused = proof.standing == .refused
        reason = proof.reason
    }
}
