internal import Catalogue
internal import Foundation
internal import HTTPTypes
internal import Identity
internal import Kernel
internal import Notifications

/// One step of the path above a page's title.
struct Crumb: Sendable {
    let label: String
    let href: String?

    init(_ label: String, _ href: String? = nil) {
        self.label = label
        self.href = href
    }
}

/// What stands on every page, and the page's own values.
struct Page: Sendable {
    var name: String
    var title: String
    var crumbs: [Crumb] = []
    var values: PageValues = [:]
    /// What is wrong with the form on this page, for the summary above it and at each field.
    var issues: [FieldIssue] = []
    /// What the fields are called, so that the summary can say which one it means.
    var fieldLabels: [String: String] = [:]
    var notices: [Notice] = []
    /// The entry of the menu that this page stands under, as `parts/top` names it.
    var menu: String?

    struct Notice: Sendable {
        let kind: String
        let title: String
        var text: String?

        var values: PageValues {
            var values: PageValues = ["kind": kind, "is_\(kind)": true, "title": title]
            if let text { values["text"] = text }
            return values
        }
    }
}

extension Exchange {
    /// Shows a page of a region.
    func show(_ page: Page, of island: Island?, status: Int = 200) async throws -> Reply {
        var values = page.values
        values["lang"] = language.rawValue
        values["title"] = page.title
        values["assetVersion"] = portal.stylesheet.version
        values["path"] = path
        values["csrf"] = formToken
        if portal.settings.isDemonstration { values["demo"] = true }
        let other: Language = language == .indonesian ? .english : .indonesian
        let otherName = other == .indonesian ? "Bahasa Indonesia" : "English"
        if island?.region.languages.contains(other) ?? true {
            values["otherLanguage"] = ["name": otherName, "tag": other.rawValue, "href": "\(path)?bahasa=\(other.rawValue)"] as PageValues
        }
        if !page.crumbs.isEmpty {
            let list = page.crumbs.map { crumb -> PageValues in
                crumb.href.map { ["label": crumb.label, "href": $0] } ?? ["label": crumb.label]
            }
            values["crumbs"] = ["list": list] as PageValues
        }
        if let menu = page.menu { values["here"] = [menu: true] as PageValues }
        if !page.notices.isEmpty { values["notices"] = page.notices.map(\.values) }
        if !page.issues.isEmpty {
            values["errors"] =
                [
                    "list": page.issues.map { issue -> PageValues in
                        let label = page.fieldLabels[issue.field].map { "\($0): " } ?? ""
                        return ["message": label + message(of: issue), "href": "#" + Exchange.anchor(of: issue.field)]
                    }
                ] as PageValues
        }
        if let island {
            let region = island.region
            values["region"] =
                ["slug": region.slug.text, "name": region.name, "building": region.building.name, "home": "/\(region.slug)"] as PageValues
        }
        if let session, let island {
            values["signedIn"] = try await person(session, island)
        } else {
            values["visitor"] = true
        }
        let text = try portal.pages.render(page.name, values, in: language)
        var reply = Reply.html(text, status: .init(code: status))
        if mustSetFormCookie, let island { reply = reply.setting(portal.formCookie(formSecret, island)) }
        return reply
    }

    private func person(_ session: Session, _ island: Island) async throws -> PageValues {
        var values: PageValues = ["name": session.displayName ?? say("account.yours"), "csrf": formToken]
        switch session.principal {
        case .citizen:
            values["isCitizen"] = true
            let unread = try await island.notifications.unreadCount(of: session.principal)
            if unread > 0 { values["unread"] = String(unread) }
        case .officer: values["isOfficer"] = true
        case .administrator: values["isAdministrator"] = true
        default: break
        }
        return values
    }

    /// The sentence for one fault of a form field.
    func message(of issue: FieldIssue) -> String { say(issue.messageKey, issue.arguments) }

    /// The message at one field, when that field has a fault.
    func message(at field: String, in issues: [FieldIssue]) -> String? {
        issues.first { $0.field == field }.map(message)
    }

    /// `answers.full_name` → `field-answers-full_name`: the id of the input, which the summary links to.
    static func anchor(of field: String) -> String { "field-" + field.replacing(".", with: "-") }

    /// A new command id for a form on this page.
    var newCommand: String { Identifier(at: portal.clock.now).text }
}
