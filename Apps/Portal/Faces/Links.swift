internal import Catalogue
internal import Documents
internal import Kernel
internal import Payments

/// Every address of a region's pages, and those outside the regions. Whoever leads somebody to a page asks here, so that an
/// address is written twice only: here, and at the route that answers it. A test follows each of these to its route.
struct Links: Sendable {
    /// The region's first page.
    let home: String
    let services: String
    let privacy: String
    let signIn: String
    let signOut: String
    let requests: String
    let inbox: String
    let verification: String
    /// Where a paper's QR code is checked by its signature alone.
    let offlineVerification: String
    /// Where a request stands, asked by its number.
    let progress: String
    let staffSignIn: String
    /// One's own account: sessions, and for staff the password.
    let account: String
    let staffAccount: String
    let ownPassword: String
    /// Where an officer sets a person's contact.
    let personContact: String
    let workList: String
    let administration: String
    /// Who did what.
    let auditTrail: String
    /// Keys of programs: the list, and where a new one is made.
    let keys: String
    /// Who works for the region, and where somebody is added.
    let staff: String
    /// Where money is taken.
    let cashDesk: String
    /// Where a shift at the cash desk begins, and where it ends.
    let shiftBeginning: String
    let shiftEnd: String
    /// The books of money.
    let books: String
    /// What is given back.
    let unpaidBills: String
    let refunds: String
    let receipts: String
    let months: String
    /// Transfers that wait, and the account into which they go.
    let transfers: String
    let bankAccount: String
    /// Where a statement or settlement file is imported, and where it does not agree with the books.
    let settlementImport: String
    let differences: String
    let demoMailbox: String
    /// The stylesheet with the region's colour.
    let accent: String

    /// The same page in another language, which is kept from then on.
    /// - Parameters:
    ///   - address: with its query, if it has one.
    ///   - keptForm: the key of what was typed into it.
    static func page(_ address: String, in language: Language, keptForm: String? = nil) -> String {
        let kept = keptForm.map { "\(Exchange.keptName)=\($0)&" } ?? ""
        return "\(address)\(address.contains("?") ? "&" : "?")\(kept)bahasa=\(language.rawValue)"
    }

    /// Where a region is chosen.
    static let front = "/"
    /// Leads to a region, and has it remembered.
    static func choice(of region: RegionSlug) -> String { "\(front)?daerah=\(region)" }
    /// The one stylesheet; its version follows as a query.
    static let stylesheet = "/aset/gaya.css"
    /// The one script of the officer's desk; its version follows as a query.
    static let deskScript = "/aset/meja.js"
    /// The one script of a citizen's forms; its version follows as a query.
    static let formScript = "/aset/isian.js"
    /// The one script that reads a paper's QR code; its version follows as a query.
    static let checkScript = "/aset/cek.js"
    /// The one script of the page of a bill; its version follows as a query.
    static let payScript = "/aset/bayar.js"

    init(_ region: RegionSlug) {
        home = "/\(region)"
        services = "\(home)/layanan"
        privacy = "\(home)/privasi"
        signIn = "\(home)/masuk"
        signOut = "\(home)/keluar"
        requests = "\(home)/permohonan"
        inbox = "\(home)/pesan"
        verification = "\(home)/verifikasi"
        offlineVerification = "\(verification)/luring"
        progress = "\(home)/lacak"
        staffSignIn = "\(home)/petugas/masuk"
        account = "\(home)/akun"
        workList = "\(home)/petugas"
        staffAccount = "\(workList)/akun"
        ownPassword = "\(workList)/kata-sandi"
        personContact = "\(workList)/kontak"
        administration = "\(home)/admin"
        auditTrail = "\(administration)/jejak"
        keys = "\(administration)/kunci"
        staff = "\(administration)/petugas"
        cashDesk = "\(home)/kas"
        shiftBeginning = "\(cashDesk)/buka"
        shiftEnd = "\(cashDesk)/tutup"
        books = "\(home)/keuangan"
        unpaidBills = "\(books)/tagihan"
        refunds = "\(books)/pengembalian"
        receipts = "\(books)/penerimaan"
        months = "\(books)/bulan"
        transfers = "\(books)/transfer"
        bankAccount = "\(books)/rekening"
        settlementImport = "\(books)/berkas"
        differences = "\(books)/selisih"
        demoMailbox = "\(home)/kotak-peragaan"
        accent = "\(home)/warna.css"
    }

    /// Whether somebody may go there whose password an administrator has given: to her account, and out.
    func isOpenBeforeNewPassword(_ path: String) -> Bool { [staffAccount, ownPassword, signOut].contains(path) }

    /// Where the work of somebody on the staff begins.
    func work(of principal: Principal) -> String {
        switch principal {
        case .officer: workList
        case .cashier: cashDesk
        case .finance: books
        default: administration
        }
    }

    func service(_ code: String) -> String { "\(services)/\(code)" }
    /// Its standard, and the sheet of that for the wall beside its counter.
    func standard(_ code: String) -> String { "\(service(code))/standar" }
    func standardSheet(_ code: String) -> String { "\(standard(code))/lembar" }
    /// The services that something in a life makes necessary.
    func services(for event: LifeEvent) -> String { "\(services)?peristiwa=\(event.address)" }

    /// A service's page for somebody who came to apply: signing in on the way there starts her draft.
    func application(_ code: String) -> String { "\(service(code))?\(Links.applyName)=ya" }
    /// The service that the address is an ``application(_:)`` for; `nil` for other addresses.
    func serviceToApply(_ address: String) -> String? {
        let parts = address.split(separator: "?", maxSplits: 1)
        guard parts.count == 2, parts[1] == "\(Links.applyName)=ya", parts[0].hasPrefix(services + "/") else { return nil }
        return String(parts[0].dropFirst(services.count + 1))
    }
    private static let applyName = "ajukan"

    /// The query's name for where a sign-in leads.
    static let nextParameter = "lanjut"

    /// The sign-in, which leads on to `next`: a path of this region with its query, or nothing.
    func signIn(next: String) -> String { Links.leadingOn(signIn, to: next) }
    func staffSignIn(next: String) -> String { Links.leadingOn(staffSignIn, to: next) }
    /// Where the code is typed that was sent for this challenge.
    func code(_ challenge: String, next: String = "") -> String { Links.leadingOn("\(signIn)/\(challenge)", to: next) }

    func request(_ id: Identifier) -> RequestLinks { RequestLinks(page: "\(requests)/\(id)") }
    /// - Parameter query: the list from which it is opened; see `DeskView`.
    func review(_ id: Identifier, _ query: [(name: String, value: String)] = []) -> ReviewLinks {
        ReviewLinks(place: "\(workList)/permohonan/\(id)", query: Links.query(query))
    }
    /// A part of the work list; see `DeskView`.
    func workList(_ query: [(name: String, value: String)]) -> String { workList + Links.query(query) }

    /// What the region says about a paper; `code` as it stands on the paper.
    func verification(_ code: String) -> String { "\(verification)/\(code)" }
    /// A part of the audit trail; see `AuditView`.
    func auditTrail(_ query: [(name: String, value: String)]) -> String { auditTrail + Links.query(query) }
    /// The same part as a table to keep.
    func auditFile(_ query: [(name: String, value: String)]) -> String { "\(auditTrail)/tabel" + Links.query(query) }
    func serviceSwitch(_ service: String) -> String { "\(administration)/layanan/\(service)/saklar" }
    func providerSwitch(_ provider: String) -> String { "\(administration)/cara-bayar/\(provider)/saklar" }
    /// Where a key's program is told of payments.
    func keyHook(_ id: Identifier) -> String { "\(keys)/\(id)/kabar" }
    func keyHookPause(_ id: Identifier) -> String { "\(keyHook(id))/jeda" }
    func keyHookResumption(_ id: Identifier) -> String { "\(keyHook(id))/kelanjutan" }
    func keyHookEnd(_ id: Identifier) -> String { "\(keyHook(id))/penghentian" }
    func keyRevocation(_ id: Identifier) -> String { "\(keys)/\(id)/pencabutan" }
    func staffChange(_ change: StaffChange, of id: Identifier) -> String { "\(staff)/\(id)/\(change.rawValue)" }
    /// The bill of a request, as the cash desk sees it.
    func cashBill(_ request: Identifier) -> String { "\(cashDesk)/tagihan/\(request)" }
    /// Where the cash desk gives money back.
    func cashRefund(_ request: Identifier) -> String { "\(cashBill(request))/pengembalian" }
    /// One payment, and what is decided about it: see ``PaymentDecision``.
    func payment(_ id: Identifier) -> String { "\(books)/pembayaran/\(id)" }
    func payment(_ id: Identifier, _ decision: PaymentDecision) -> String { "\(payment(id))/\(decision.rawValue)" }
    /// One transfer, and a proof of one.
    func transfer(_ charge: Identifier) -> String { "\(transfers)/\(charge)" }
    func proof(_ id: Identifier) -> String { "\(books)/bukti/\(id)" }
    /// The entries of one account.
    func account(_ name: String, before position: Int? = nil) -> String {
        "\(books)/akun" + Links.entries(of: name, before: position)
    }
    /// The same as a table, and as JSON, to keep.
    func accountFile(_ name: String, before position: Int? = nil) -> String {
        "\(books)/akun/tabel" + Links.entries(of: name, before: position)
    }
    func accountData(_ name: String, before position: Int? = nil) -> String {
        "\(books)/akun/data" + Links.entries(of: name, before: position)
    }
    private static func entries(of account: String, before position: Int?) -> String {
        query([("nama", account)] + (position.map { [("sebelum", String($0))] } ?? []))
    }
    /// The books with what moved on a day.
    func books(on day: CivilDate) -> String { books + Links.query([("hari", day.iso8601)]) }
    func unpaidBills(after cursor: BillCursor) -> String { unpaidBills + Links.query([("setelah", cursor.text)]) }
    /// What was settled in a month, e.g. `2026-11`.
    func receipts(_ month: String) -> String { receipts + Links.query([("bulan", month)]) }
    func stubPayment(_ reference: String) -> String { "\(home)/simulasi-bayar/\(reference)" }
    func stubPress(_ reference: String) -> String { "\(stubPayment(reference))/tekanan" }
    func stubSettlement(_ reference: String) -> String { "\(stubPayment(reference))/setoran" }

    /// `?name=value&…`, or nothing.
    private static func query(_ parts: [(name: String, value: String)]) -> String {
        parts.isEmpty ? "" : "?" + parts.map { "\($0.name)=\(percentEncoded($0.value))" }.joined(separator: "&")
    }

    private static func leadingOn(_ path: String, to next: String) -> String {
        next.isEmpty ? path : "\(path)?\(nextParameter)=\(percentEncoded(next))"
    }

    /// For a value in a query. A slash may stay as it is there.
    private static func percentEncoded(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            let character = Character(Unicode.Scalar(byte))
            if byte < 0x80, character.isLetter || character.isNumber || "/-._~".contains(character) {
                encoded.append(character)
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return encoded
    }
}

extension LifeEvent {
    /// Its word in an address.
    var address: String {
        switch self {
        case .baby: "kelahiran"
        case .school: "sekolah"
        case .work: "kerja"
        case .marriage: "pernikahan"
        case .moving: "pindah"
        case .business: "usaha"
        case .death: "kematian"
        }
    }
}

/// The addresses of one request, as its applicant sees it.
struct RequestLinks: Sendable {
    let page: String

    /// The page, which says beside all else that the request was sent and can no longer be changed.
    var pageAfterSending: String { "\(page)?\(RequestLinks.sentName)=ya" }
    static let sentName = "terkirim"
    var answers: String { "\(page)/isian" }
    /// One page of the questions, counted from 0.
    func answers(part: Int) -> String { part == 0 ? answers : "\(answers)?\(RequestLinks.partName)=\(part + 1)" }
    static let partName = "bagian"
    /// A page of the questions that leads back to the last look once it is saved.
    func answers(part: Int, fromCheck: Bool) -> String {
        let page = answers(part: part)
        return fromCheck ? "\(page)\(page.contains("?") ? "&" : "?")\(RequestLinks.fromName)=periksa" : page
    }
    static let fromName = "dari"
    var attachments: String { "\(page)/lampiran" }
    func attachment(_ name: String) -> String { "\(attachments)/\(name)" }
    /// Shows a picture small; `nil` for what is no picture. Another file has another address, so that a browser may keep this one.
    func thumbnail(of file: AttachedFile) -> String? { file.type.isPicture ? thumbnail(of: file.name, version: file.version) : nil }
    func thumbnail(of name: String, version: String) -> String { "\(attachment(name))/kecil?v=\(version)" }
    var check: String { "\(page)/periksa" }
    var submission: String { "\(page)/pengajuan" }
    var payment: String { "\(page)/bayar" }
    /// Where the page of a bill hears how it stands.
    var paymentNews: String { "\(payment)/kabar" }
    /// Where a proof of a transfer is sent.
    var transferProof: String { "\(page)/bukti-transfer" }
    /// The receipt of what was paid.
    var receipt: String { "\(page)/kuitansi" }
    var paper: String { "\(page)/surat" }
    /// The receipt of the application, or the letter that refused it.
    var letter: String { "\(page)/tanda-terima" }
    /// Taking a request back, and deleting a draft.
    var withdrawal: String { "\(page)/penarikan" }
    var deletion: String { "\(page)/penghapusan" }

    /// The input of one question on its page.
    func answer(_ question: String, part: Int) -> String {
        "\(answers(part: part, fromCheck: true))#\(Exchange.anchor(of: "answers.\(question)"))"
    }
    /// Where a part of the request is changed.
    func change(_ part: RequestPart, of definition: ServiceDefinition) -> String {
        switch part {
        case .answer(let name): answer(name, part: definition.part(of: name) ?? 0)
        case .attachment: "\(attachments)#\(Exchange.anchor(of: part.field))"
        }
    }
}

/// The addresses of one request, as officers see it.
struct ReviewLinks: Sendable {
    fileprivate let place: String
    /// The list from which it was opened: it goes along from page to page.
    fileprivate let query: String

    var page: String { place + query }
    /// The page after a decision, which leads to the next request.
    var decided: String { place + query + (query.isEmpty ? "?" : "&") + "putusan=1" }
    func attachment(_ name: String) -> String { "\(place)/lampiran/\(name)" }
    var paper: String { "\(place)/surat" }
    var approval: String { "\(place)/persetujuan\(query)" }
    /// Back to the first officer.
    var wayBack: String { "\(place)/pemulangan\(query)" }
    var sendingBack: String { "\(place)/pengembalian\(query)" }
    var claim: String { "\(place)/pengambilan\(query)" }
    var release: String { "\(place)/pelepasan\(query)" }
    var revocation: String { "\(place)/pencabutan\(query)" }
    var reissue: String { "\(place)/penerbitan-ulang\(query)" }
    var refusal: String { "\(place)/penolakan\(query)" }
    var readiness: String { "\(place)/kesiapan\(query)" }
    var handover: String { "\(place)/penyerahan\(query)" }
}
