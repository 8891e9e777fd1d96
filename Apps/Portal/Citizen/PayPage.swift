internal import Catalogue
internal import Documents
internal import Kernel
internal import Paper
internal import Payments

/// A bill: what to pay and how, or that it is paid.
struct PayPage: Page {
    let heading: Heading
    let service: String
    let amountText: String
    let statusText: String
    let requestNumber: String?
    let isPaid: Bool
    /// Of what was paid.
    let receiptHref: String?
    let notes: [MoneyNote]
    /// That she has paid, and the provider has not confirmed it.
    let waitingText: String?
    /// Whether her provider is still to be asked for what she needs.
    let isOpening: Bool
    /// With the QRIS picture; `nil` when she means to pay otherwise.
    let picture: QRISFace?
    /// What she types at her bank; `nil` when there is nothing to type.
    let code: CodeFace?
    /// The stubs' page, where stubs are paid.
    let stubHref: String?
    /// Whether she means to pay at the cash desk.
    let isCash: Bool
    /// Where she transfers to, when she means to.
    let transfer: TransferFace?
    /// Her way, when what was opened for it does not hold any more.
    let expired: WayFace?
    /// The other ways on which it can be paid.
    let ways: [WayFace]
    let building: String
    /// Where the page hears that the bill stands otherwise; `nil` when nothing will change.
    let live: LiveFace?
    let requestHref: String
    let unconfirmed: Unconfirmed?

    static let template: @Sendable (PageLibrary) -> Template<PayPage> = \.pay
    static let fields: [Field<PayPage>] = [
        .text("service", \.service), .text("amountText", \.amountText), .text("statusText", \.statusText),
        .optional("requestNumber", \.requestNumber), .flag("paid", \.isPaid), .optional("receiptHref", \.receiptHref),
        .list("notes", \.notes), .optional("waitingText", \.waitingText), .flag("isOpening", \.isOpening),
        .optionalPart("picture", \.picture), .optionalPart("code", \.code), .optional("stubHref", \.stubHref), .flag("isCash", \.isCash),
        .optionalPart("transfer", \.transfer), .optionalPart("expired", \.expired), .list("ways", \.ways),
        .flag("hasWays") { !$0.ways.isEmpty }, .text("building", \.building), .optionalPart("live", \.live),
        .text("requestHref", \.requestHref), .optionalPart("unconfirmedPart", \.unconfirmed),
    ]
}

/// Where the page hears of its bill, and how that stood when the page was made.
struct LiveFace: Filling {
    let from: String
    let word: String

    static let fields: [Field<LiveFace>] = [.text("from", \.from), .text("word", \.word)]
}

/// A QRIS picture with its number.
struct QRISFace: Filling {
    let reference: String
    /// As SVG.
    let code: String
    let until: String?

    static let fields: [Field<QRISFace>] = [
        .text("reference", \.reference), .html("qrSvg", \.code), .optional("until", \.until),
    ]
}

/// A code that is typed at a bank, in groups for the eye and whole for copying.
struct CodeFace: Filling {
    let value: String
    let grouped: String
    let until: String?
    /// A virtual account; otherwise it is a billing code of the state.
    let isAccount: Bool
    /// The provider's way, with its bank: a payer looks for that at her own bank.
    let way: String

    static let fields: [Field<CodeFace>] = [
        .text("value", \.value), .text("grouped", \.grouped), .optional("until", \.until), .flag("isAccount", \.isAccount),
        .text("way", \.way),
    ]

    /// In groups of four, or of five where those come out even: people read and compare digits so.
    static func grouped(_ digits: String) -> String {
        let length = !digits.count.isMultiple(of: 4) && digits.count.isMultiple(of: 5) ? 5 : 4
        var (rest, groups) = (Substring(digits), [Substring]())
        while !rest.isEmpty {
            groups.append(rest.prefix(length))
            rest = rest.dropFirst(length)
        }
        return groups.joined(separator: " ")
    }
}

/// A way on which a bill can be paid, and the button that chooses it.
struct WayFace: Filling {
    let value: String
    let label: String
    let action: String

    static let fields: [Field<WayFace>] = [.text("value", \.value), .text("label", \.label), .text("action", \.action)]
}

extension PayPage {
    /// - Throws: what `QRCode` throws for a text that fits in no code.
    init(
        _ exchange: Exchange, _ island: Island, _ request: DocumentRequest, _ standing: BillStanding, transfer: TransferFace? = nil,
        issues: [FieldIssue] = [], notices: [Notice] = []
    ) throws {
        let title = exchange.say("title.pay")
        let bill = standing.bill
        let isOpen = bill.status == .open
        let links = island.links.request(request.id)
        requestHref = links.page
        service = request.definition.title.text(in: exchange.language)
        heading = Heading(
            title: title,
            crumbs: exchange.crumbs(
                island, Crumb(exchange.say("title.requests"), island.links.requests), Crumb(service, requestHref), Crumb(title)),
            menu: .requests, issues: issues, notices: notices)
        self.transfer = transfer
        // What she is to transfer differs from the fee by its mark: the largest number of the page is the one that she types at her bank.
        amountText = transfer?.account?.amountText ?? bill.amount.formatted
        unconfirmed = exchange.unconfirmed([.fee], of: request)
        statusText = exchange.say("bill.\(bill.status.rawValue)")
        requestNumber = request.number?.text
        isPaid = bill.status == .paid
        receiptHref = standing.receipt.map { _ in links.receipt }
        building = island.region.building.name
        live = isOpen ? LiveFace(from: links.paymentNews, word: standing.word(at: exchange.portal.clock.now)) : nil
        // A transfer for which no amount was free has no charge yet: it is asked for as an expired one is.
        let isExpired = standing.charge?.isExpired(at: exchange.portal.clock.now) ?? (transfer != nil)
        func way(_ provider: String) -> WayFace {
            WayFace(value: provider, label: exchange.say("way.\(provider)"), action: links.payment)
        }
        notes = exchange.moneyNotes(of: standing)
        // Who has paid and waits is shown nothing that could be paid once more.
        let charge = isOpen && !isExpired ? standing.charge : nil
        waitingText = charge?.pendingAt.map { exchange.say("pay.waiting", ["time": exchange.say($0, in: island)]) }
        let payable = waitingText == nil ? charge : nil
        // What is not on offer any more is not renewed either; the other ways are there.
        expired =
            isOpen && isExpired && !standing.isOpening && standing.offered.contains(bill.provider) ? way(bill.provider) : nil
        isOpening = isOpen && standing.isOpening
        isCash = isOpen && bill.provider == CashDesk.name
        picture = try payable.flatMap { try QRISFace($0, of: bill.amount, exchange, island) }
        code = payable.flatMap { CodeFace($0, exchange, island) }
        stubHref = charge.flatMap { charge in
            island.stubDesk?.providers.contains { $0.name == charge.provider } ?? false ? island.links.stubPayment(charge.reference) : nil
        }
        ways = isOpen && waitingText == nil ? standing.offered.filter { $0 != bill.provider }.map(way) : []
    }
}

extension QRISFace {
    /// `nil` for a charge without a picture.
    /// - Throws: what `QRCode` throws for a text that fits in no code.
    init?(_ charge: BillCharge, of amount: Money, _ exchange: Exchange, _ island: Island) throws {
        guard let payload = charge.qrisPayload else { return nil }
        reference = charge.reference
        code = try QRCode(payload).svg(moduleSize: 5, title: exchange.say("pay.qr", ["amount": amount.formatted]))
        until = charge.expiresAt.map { exchange.say($0, in: island) }
    }
}

extension CodeFace {
    /// `nil` for a charge without a code, and for one that is paid by its picture.
    init?(_ charge: BillCharge, _ exchange: Exchange, _ island: Island) {
        guard charge.qrisPayload == nil, let code = charge.code else { return nil }
        value = code
        grouped = CodeFace.grouped(code)
        until = charge.expiresAt.map { exchange.say($0, in: island) }
        isAccount = charge.provider == StubVAProvider.name
        way = exchange.say("way.\(charge.provider)")
    }
}
