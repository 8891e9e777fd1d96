public import Kernel
internal import Storage

/// The region's own bank account, as somebody who answers for it has typed it.
public struct BankAccount: Sendable, Hashable {
    public let bank: String
    /// Digits only.
    public let number: String
    public let holder: String
    /// When it was set.
    public let setAt: Instant

    /// In groups of four, for reading it out.
    public var groupedNumber: String {
        stride(from: 0, to: number.count, by: 4).map { start in String(number.dropFirst(start).prefix(4)) }.joined(separator: " ")
    }

    // Bounds against slips of the hand; no bank's own rule is known here.
    static let bankLength = 2...60
    static let numberLength = 6...20
    static let holderLength = 3...100
}

extension PaymentService {
    /// The account into which transfers are paid; `nil` until somebody has set it. Every payer is shown it.
    public func bankAccount() async throws -> BankAccount? { try await database.read { tx in try accounts.newest(tx) } }

    /// Sets the account into which transfers are paid from now on. Setting the same again changes nothing.
    /// - Parameters:
    ///   - bank: its name, 2 to 60 characters.
    ///   - number: 6 to 20 digits; spaces, points and hyphens between them are left out.
    ///   - holder: as it stands at the bank, 3 to 100 characters with a letter.
    /// - Throws: `forbidden` for everyone but finance and the operator; `invalid` with an issue at `bank` (`problem.account.bank`), `number`
    ///   (`problem.account.number`) and `holder` (`problem.account.holder`).
    public func setBankAccount(bank typedBank: String, number typedNumber: String, holder typedHolder: String, by principal: Principal)
        async throws
    {
        try principal.requireFinance("set the bank account")
        let bank = TypedText(typedBank).line
        let number = String(TypedText(typedNumber).line.filter { !" .-".contains($0) })
        let holder = TypedText(typedHolder).line
        func isName(_ text: String, _ length: ClosedRange<Int>) -> Bool {
            length.contains(text.unicodeScalars.count) && text.contains(where: \.isLetter) && TextMeasure(text).fault(within: length) == nil
        }
        var faults: [FieldIssue] = []
        if !isName(bank, BankAccount.bankLength) { faults.append(FieldIssue("bank", "problem.account.bank")) }
        if !BankAccount.numberLength.contains(number.count) || !number.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            faults.append(FieldIssue("number", "problem.account.number"))
        }
        if !isName(holder, BankAccount.holderLength) { faults.append(FieldIssue("holder", "problem.account.holder")) }
        if let first = faults.first { throw Problem(.invalid, first.messageKey, fields: faults) }
        try await database.write { tx in
            if let earlier = try accounts.newest(tx), earlier.bank == bank, earlier.number == number, earlier.holder == holder { return }
            let position = try accounts.add(BankAccount(bank: bank, number: number, holder: holder, setAt: tx.now), tx)
            // The account itself stands in its table, which only grows; the trail says who set which entry.
            try tx.audit.append("account.set", "rekening-\(position)", by: principal)
        }
    }
}
