internal import Catalogue
internal import Documents
internal import Foundation
internal import Kernel
internal import Paper
internal import Payments

/// Writes the receipt of what was paid.
struct PaymentReceipts: Sendable {
    let stationery: Stationery

    /// - Parameter cashier: what whoever took the money is called; `nil` for what came in otherwise.
    /// - Throws: `notFound` for a bill that is not paid, or was paid before receipts had numbers.
    func pdf(of request: DocumentRequest, _ standing: BillStanding, cashier: String?) async throws -> Data {
        let (letter, moment) = try letter(of: request, standing, cashier: cashier)
        return try await stationery.signed.pdf(letter, reason: letter.number, at: moment)
    }

    /// As ``pdf(of:_:cashier:)``, before it is printed, with the moment of which it tells.
    func letter(of request: DocumentRequest, _ standing: BillStanding, cashier: String?) throws -> (letter: Letter, moment: Instant) {
        guard let receipt = standing.receipt, let paidAt = standing.bill.paidAt, let number = request.number else {
            throw Problem.notFound("receipt of \(request.id)")
        }
        let (bill, say, fact) = (standing.bill, { stationery.say($0) }, stationery.fact)
        let known = [("receipt.proof", standing.proof), ("receipt.cashier", cashier)]
        let letter = stationery.letter(
            about: request, number, own: receipt.text, at: paidAt, title: say("receipt.title"), english: say("receipt.english"),
            facts: [
                fact("receipt.for", bill.description), fact("request.own", number.text), fact("receipt.amount", bill.amount.formatted),
                fact("receipt.inWords", bill.amount.inWords), fact("receipt.way", say("way.\(standing.paidBy ?? bill.provider)")),
                fact("receipt.paidAt", stationery.time(of: paidAt)), fact("receipt.revenue", say("revenue.\(bill.revenue.rawValue)")),
            ] + known.compactMap { label, value in value.map { fact(label, $0) } },
            paragraphs: [say("receipt.text")], signers: [stationery.region.name], telling: [.fee])
        return (letter, paidAt)
    }
}
