internal import Catalogue
internal import Foundation
internal import HTTPTypes
internal import Identity
internal import Kernel
internal import NIOCore
internal import Notifications

/// A struct that fills one file of `Resources/Pages`: the page's own part by its fields, what stands around it by its heading.
protocol Page: Filling {
    /// Which of the compiled templates it fills.
    static var template: @Sendable (PageLibrary) -> Template<Self> { get }
    var heading: Heading { get }
}

/// What a page gives to the frame around it.
struct Heading: Sendable {
    let title: String
    var crumbs: [Crumb] = []
    /// The entry of the menu that the page stands under.
    var menu: MenuEntry?
    /// What is wrong with the form on this page, for the summary above it.
    var issues: [FieldIssue] = []
    /// What the fields are called, so that the summary can say which one it means.
    var fieldLabels: [String: String] = [:]
    var notices: [Notice] = []
    /// Whether nobody's name stands on it, because browsers keep it and show it to whoever comes.
    var isForEverybody = false
}

extension Exchange {
    /// Shows a page of a region, or with `nil` one outside the regions.
    func show<Shown: Page>(_ page: Shown, of island: Island?, status: Int = 200) async throws -> Reply {
        // A form that could not be done is on the page in the other language too.
        let keptKey = status >= 400 && !form.fields.isEmpty && keptIssues.isEmpty ? keepForm(page.heading.issues) : nil
        let frame = try await frame(page.heading, island, keptKey)
        let html = portal.pages.render(page, frame, in: language)
        var reply = Reply(status: .init(code: status), contentType: "text/html; charset=utf-8", body: .whole(ByteBuffer(bytes: html)))
        if mustSetFormCookie, let island { reply = reply.setting(portal.formCookie(formSecret, island)) }
        return reply
    }

    private func frame(_ heading: Heading, _ island: Island?, _ keptKey: String?) async throws -> Frame {
        let other: Language = language == .indonesian ? .english : .indonesian
        let version = portal.stylesheet.version
        var person: PersonFace?
        if let session, let island, !heading.isForEverybody { person = try await face(of: session, island) }
        return Frame(
            language: language.rawValue, title: heading.title, path: path, csrf: formToken,
            stylesheet: "\(Links.stylesheet)?\(version)", deskScript: "\(Links.deskScript)?\(portal.scripts.desk.version)",
            formScript: "\(Links.formScript)?\(portal.scripts.form.version)",
            checkScript: "\(Links.checkScript)?\(portal.scripts.check.version)",
            payScript: "\(Links.payScript)?\(portal.scripts.pay.version)",
            isDemonstration: portal.settings.isDemonstration,
            hasStubPayments: !portal.settings.isDemonstration && island?.region.hasStubPayments ?? false,
            otherLanguage: island?.region.languages.contains(other) ?? true
                ? OtherLanguage(tag: other.rawValue, href: Links.page(pageWithQuery, in: other, keptForm: keptKey)) : nil,
            region: island.map { RegionFace(name: $0.region.name, links: $0.links, accent: "\($0.links.accent)?\(version)") },
            person: person, menu: heading.menu, crumbs: heading.crumbs,
            errors: heading.issues.map { issue in
                var message = message(of: issue)
                if let label = heading.fieldLabels[issue.field] {
                    // A sentence that names its question names it as the page does, "Anak 2, Nama"; others are told of which they are.
                    var named = issue
                    if named.names["question"] != nil { named.names["question"] = LocalizedText(indonesian: label) }
                    message = named == issue ? "\(label): \(message)" : self.message(of: named)
                }
                return ErrorLine(message: message, href: "#" + Exchange.anchor(of: issue.field))
            },
            notices: heading.notices)
    }

    private func face(of session: Session, _ island: Island) async throws -> PersonFace? {
        let kind: PersonFace.Kind
        switch session.principal {
        case .citizen: kind = .citizen(unread: try await island.notifications.unreadCount(of: session.principal))
        case .officer: kind = .officer
        case .administrator: kind = .administrator
        case .cashier: kind = .cashier
        case .finance: kind = .finance
        default: return nil
        }
        return PersonFace(name: session.displayName ?? say("account.yours"), kind: kind)
    }

    /// The sentence for one fault of a form field.
    func message(of issue: FieldIssue) -> String { portal.catalogue.words.resolve(issue, in: language) }

    /// The message at one field, when that field has a fault.
    func message(at field: String, in issues: [FieldIssue]) -> String? {
        issues.first { $0.field == field }.map(message)
    }

    /// `answers.children[2].name` → `field-answers-children-2-name`: the id of the input, which the summary links to.
    static func anchor(of field: String) -> String {
        "field-" + String(field.compactMap { $0 == "]" ? nil : $0 == "." || $0 == "[" ? "-" : $0 })
    }

    /// A new command id for a form on this page.
    var newCommand: String { Identifier(at: portal.clock.now).text }
}
