internal import Catalogue
internal import Documents
internal import Kernel
internal import Payments
internal import Storage

/// Answers Documents' need to collect a fee: as a bill, in the same write as the submission.
struct FeesByBill: FeeCollector {
    let region: RegionManifest
    let payments: PaymentService

    func bill(_ fee: Money, of service: ServiceDefinition, for request: Identifier, payer: Identifier, _ tx: WriteTransaction) throws {
        _ = try payments.openBill(
            fee, service.fee.revenue, for: request, payer: payer, description: service.title.indonesian,
            ways: region.services[service.code]?.providers, agency: service.agency, tx)
    }

    func cancel(_ request: Identifier, _ tx: WriteTransaction) throws { try payments.cancelBill(for: request, tx) }

    func billed(_ request: Identifier, _ tx: ReadTransaction) throws -> Money? { try payments.amount(billedFor: request, tx) }

    func isSettled(_ request: Identifier, _ tx: ReadTransaction) throws -> Bool { try payments.isPaid(request, tx) }

    func keeps(_ file: Identifier, _ tx: ReadTransaction) throws -> Bool { try payments.keeps(file, tx) }
}
