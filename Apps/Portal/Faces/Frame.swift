/// What stands on every page around its own part: `parts/top` and `parts/bottom`, and what forms on any page need.
struct Frame: Filling {
    let language: String
    let title: String
    let path: String
    /// The token that every form carries.
    let csrf: String
    let stylesheet: String
    let deskScript: String
    let formScript: String
    let checkScript: String
    let payScript: String
    let isDemonstration: Bool
    /// Whether no money moves here though it is no demonstration.
    let hasStubPayments: Bool
    let otherLanguage: OtherLanguage?
    /// `nil` on pages outside the regions.
    let region: RegionFace?
    /// Who is signed in; `nil` for a visitor.
    let person: PersonFace?
    let menu: MenuEntry?
    let crumbs: [Crumb]
    let errors: [ErrorLine]
    let notices: [Notice]

    static let fields: [Field<Frame>] = [
        .text("lang", \.language),
        .text("title", \.title),
        .text("path", \.path),
        .text("csrf", \.csrf),
        .text("front") { _ in Links.front },
        .text("stylesheet", \.stylesheet),
        .text("deskScript", \.deskScript),
        .text("formScript", \.formScript),
        .text("checkScript", \.checkScript),
        .text("payScript", \.payScript),
        .flag("demo", \.isDemonstration),
        .flag("pilot", \.hasStubPayments),
        .optionalPart("otherLanguage", \.otherLanguage),
        .optionalPart("region", \.region),
        .optionalPart("links") { $0.region?.links },
        .optionalPart("signedIn", \.person),
        .flag("visitor") { $0.person == nil },
        .part("here") { Here(menu: $0.menu) },
        .flag("hasCrumbs") { !$0.crumbs.isEmpty },
        .list("crumbs", \.crumbs),
        .flag("hasErrors") { !$0.errors.isEmpty },
        .list("errors", \.errors),
        .list("notices", \.notices),
    ]
}

/// The entries of the menu that a page can stand under.
enum MenuEntry: Sendable {
    case services, requests, inbox, workList, administration, cashDesk, books, verification, signIn
}

/// The menu's marks: at most one is set.
struct Here: Filling {
    let menu: MenuEntry?

    static let fields: [Field<Here>] = [
        .flag("services") { $0.menu == .services },
        .flag("requests") { $0.menu == .requests },
        .flag("inbox") { $0.menu == .inbox },
        .flag("worklist") { $0.menu == .workList },
        .flag("admin") { $0.menu == .administration },
        .flag("cashDesk") { $0.menu == .cashDesk },
        .flag("books") { $0.menu == .books },
        .flag("verification") { $0.menu == .verification },
        .flag("signIn") { $0.menu == .signIn },
    ]
}

/// The way to this page in the other language.
struct OtherLanguage: Filling {
    let tag: String
    let href: String

    static let fields: [Field<OtherLanguage>] = [.text("tag", \.tag), .text("href", \.href)]
}

struct RegionFace: Filling {
    let name: String
    let links: Links
    /// The stylesheet of its colour.
    let accent: String

    static let fields: [Field<RegionFace>] = [.text("name", \.name), .part("links", \.links), .text("accent", \.accent)]
}

extension Links: Filling {
    static let fields: [Field<Links>] = [
        .text("home", \.home),
        .text("services", \.services),
        .text("privacy", \.privacy),
        .text("signIn", \.signIn),
        .text("signOut", \.signOut),
        .text("requests", \.requests),
        .text("inbox", \.inbox),
        .text("verification", \.verification),
        .text("offlineVerification", \.offlineVerification),
        .text("staffSignIn", \.staffSignIn),
        .text("account", \.account),
        .text("staffAccount", \.staffAccount),
        .text("personContact", \.personContact),
        .text("workList", \.workList),
        .text("administration", \.administration),
        .text("cashDesk", \.cashDesk), .text("shiftBeginning", \.shiftBeginning), .text("shiftEnd", \.shiftEnd), .text("books", \.books),
        .text("unpaidBills", \.unpaidBills), .text("refunds", \.refunds), .text("receipts", \.receipts), .text("months", \.months),
        .text("transfers", \.transfers), .text("bankAccount", \.bankAccount), .text("settlementImport", \.settlementImport),
        .text("differences", \.differences),
        .text("keys", \.keys), .text("staff", \.staff), .text("auditTrail", \.auditTrail),
    ]
}

/// Who is signed in.
struct PersonFace: Filling {
    enum Kind: Sendable {
        case citizen(unread: Int)
        case officer, administrator, cashier, finance
    }

    let name: String
    let kind: Kind

    static let fields: [Field<PersonFace>] = [
        .text("name", \.name),
        .flag("isCitizen") { if case .citizen = $0.kind { true } else { false } },
        .flag("isOfficer") { if case .officer = $0.kind { true } else { false } },
        .flag("isAdministrator") { if case .administrator = $0.kind { true } else { false } },
        .flag("isCashier") { if case .cashier = $0.kind { true } else { false } },
        .flag("isFinance") { if case .finance = $0.kind { true } else { false } },
        .optional("unread") { if case .citizen(let unread) = $0.kind, unread > 0 { String(unread) } else { nil } },
    ]
}

/// One step of the path above a page's title.
struct Crumb: Filling {
    let label: String
    /// `nil` for the page itself.
    let href: String?

    init(_ label: String, _ href: String? = nil) {
        self.label = label
        self.href = href
    }

    static let fields: [Field<Crumb>] = [.text("label", \.label), .optional("href", \.href)]
}

/// One fault in the summary above a form.
struct ErrorLine: Filling {
    let message: String
    /// `#` and the id of the input.
    let href: String

    static let fields: [Field<ErrorLine>] = [.text("message", \.message), .text("href", \.href)]
}

/// Something to be told above the page's own part.
struct Notice: Filling {
    /// Good, warning, bad or info: the name of its colour.
    let kind: String
    let title: String

    static let fields: [Field<Notice>] = [.text("kind", \.kind), .text("title", \.title)]
}
