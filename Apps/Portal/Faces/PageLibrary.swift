internal import Catalogue
internal import Foundation
internal import Kernel

/// The pages of `Resources/Pages`, each compiled for the struct that fills it, once per language.
struct PageLibrary: Sendable {
    let home: Template<HomePage>
    let region: Template<RegionPage>
    let services: Template<ServicesPage>
    let service: Template<ServicePage>
    let standard: Template<StandardPage>
    let privacy: Template<PrivacyPage>
    let signIn: Template<SignInPage>
    let code: Template<CodePage>
    let draft: Template<DraftPage>
    let attachments: Template<AttachmentsPage>
    let check: Template<CheckPage>
    let requests: Template<RequestsPage>
    let request: Template<RequestPage>
    let pay: Template<PayPage>
    let inbox: Template<InboxPage>
    let progress: Template<ProgressPage>
    let verificationForm: Template<VerificationFormPage>
    let verification: Template<VerificationPage>
    let offlineVerification: Template<OfflineVerificationPage>
    let staffSignIn: Template<StaffSignInPage>
    let account: Template<AccountPage>
    let contact: Template<ContactPage>
    let workList: Template<WorkListPage>
    let review: Template<ReviewPage>
    let confirm: Template<ConfirmPage>
    let cashDesk: Template<CashDeskPage>
    let cashBill: Template<CashBillPage>
    let shiftEnd: Template<ShiftEndPage>
    let books: Template<BooksPage>
    let bookAccount: Template<AccountBookPage>
    let bookReceipts: Template<ReceiptsPage>
    let bookMonth: Template<MonthPage>
    let payment: Template<PaymentFilePage>
    let unpaidBills: Template<UnpaidBillsPage>
    let refunds: Template<RefundsPage>
    let transfers: Template<TransfersPage>
    let transfer: Template<TransferPage>
    let bankAccount: Template<BankAccountPage>
    let importFile: Template<ImportPage>
    let differences: Template<DifferencesPage>
    let administration: Template<AdministrationPage>
    let audit: Template<AuditPage>
    let keys: Template<KeysPage>
    let newKey: Template<NewKeyPage>
    let hook: Template<HookPage>
    let staff: Template<StaffPage>
    let staffPassword: Template<StaffPasswordPage>
    let stubPay: Template<StubPayPage>
    let demoMailbox: Template<DemoMailboxPage>
    let problem: Template<ProblemPage>
    let parts: Template<PartsPage>
    let reference: Template<ReferencePage>
    /// Fields that no template uses, and files that no page uses; a test holds it empty.
    let leftovers: [String]

    /// - Throws: `unavailable` `problem.page.broken` naming the file and the fault: a tag that is not closed, a name that the
    ///   struct has no field for, a sentence that is missing.
    init(_ folder: URL, words: Words) throws {
        do {
            var press = try TemplatePress(folder, words: words)
            home = try press.template("home")
            region = try press.template("region")
            services = try press.template("services")
            service = try press.template("service")
            standard = try press.template("standard")
            privacy = try press.template("privasi")
            signIn = try press.template("sign-in")
            code = try press.template("code")
            draft = try press.template("draft")
            attachments = try press.template("attachments")
            check = try press.template("check")
            requests = try press.template("requests")
            request = try press.template("request")
            pay = try press.template("pay")
            inbox = try press.template("inbox")
            progress = try press.template("progress")
            verificationForm = try press.template("verification-form")
            verification = try press.template("verification")
            offlineVerification = try press.template("offline-verification")
            staffSignIn = try press.template("staff-sign-in")
            account = try press.template("account")
            contact = try press.template("contact")
            workList = try press.template("work-list")
            review = try press.template("review")
            confirm = try press.template("confirm")
            cashDesk = try press.template("cash-desk")
            cashBill = try press.template("cash-bill")
            shiftEnd = try press.template("shift-end")
            books = try press.template("books")
            payment = try press.template("payment")
            unpaidBills = try press.template("unpaid-bills")
            refunds = try press.template("refunds")
            bookAccount = try press.template("book-account")
            bookReceipts = try press.template("book-receipts")
            bookMonth = try press.template("book-month")
            transfers = try press.template("transfers")
            transfer = try press.template("transfer")
            bankAccount = try press.template("bank-account")
            importFile = try press.template("import")
            differences = try press.template("differences")
            administration = try press.template("admin")
            audit = try press.template("audit")
            keys = try press.template("keys")
            newKey = try press.template("new-key")
            hook = try press.template("hook")
            staff = try press.template("staff")
            staffPassword = try press.template("staff-password")
            stubPay = try press.template("stub-pay")
            demoMailbox = try press.template("demo-mailbox")
            problem = try press.template("problem")
            parts = try press.template("gaya")
            reference = try press.template("api")
            leftovers = press.leftovers
        } catch let fault as TemplateFault {
            let detail = fault.detail
            throw Problem(.unavailable, "problem.page.broken", arguments: ["file": fault.file, "detail": detail], detail: detail)
        }
    }

    /// The page in UTF-8.
    func render<Shown: Page>(_ page: Shown, _ frame: Frame, in language: Language) -> [UInt8] {
        var buffer = PageBuffer()
        Shown.template(self)[language].run(page, frame, into: &buffer)
        return buffer.bytes
    }
}

/// One page's template, compiled for each language.
struct Template<Shown: Page>: Sendable {
    fileprivate let indonesian: Program<Shown>
    fileprivate let english: Program<Shown>

    subscript(language: Language) -> Program<Shown> {
        switch language {
        case .indonesian: indonesian
        case .english: english
        }
    }
}

/// Compiles the templates of a folder, and remembers what was used of it.
private struct TemplatePress {
    private var indonesian: TemplateCompiler
    private var english: TemplateCompiler
    private let files: Set<String>

    init(_ folder: URL, words: Words) throws {
        var templates: [String: [TemplateNode]] = [:]
        let enumerator = FileManager.default.enumerator(atPath: folder.path)
        while let file = enumerator?.nextObject() as? String {
            guard file.hasSuffix(".mustache") else { continue }
            let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
            let name = String(file.dropLast(".mustache".count))
            do { templates[name] = try TemplateReader.read(text) } catch { throw error.inFile(name) }
        }
        files = Set(templates.keys)
        indonesian = TemplateCompiler(templates, words: words.all[.indonesian] ?? [:])
        english = TemplateCompiler(templates, words: words.all[.english] ?? [:])
    }

    mutating func template<Shown: Page>(_ name: String) throws -> Template<Shown> {
        Template(
            indonesian: try indonesian.program(named: name, for: Shown.self), english: try english.program(named: name, for: Shown.self))
    }

    var leftovers: [String] {
        let fields = indonesian.uses.flatMap { subject, use in
            use.fields.filter { !use.used.contains($0) }.map { "\(subject) has a field \($0) that no template uses" }
        }
        return (fields + files.subtracting(indonesian.usedTemplates).map { "no page uses \($0).mustache" }).sorted()
    }
}
