internal import Identity
internal import Kernel

/// The form with which an officer sets a person's contact.
struct ContactPage: Page {
    let heading: Heading
    let nik: InputFace
    let contact: InputFace
    let reason: InputFace
    let choices: [ChoicesFace]
    /// Asked when the officer's own sign-in is a while ago.
    let ownPassword: InputFace?

    static let template: @Sendable (PageLibrary) -> Template<ContactPage> = \.contact
    static let fields: [Field<ContactPage>] = [
        .part("nik", \.nik), .part("contact", \.contact), .part("reason", \.reason), .list("choices", \.choices),
        .optionalPart("ownPassword", \.ownPassword),
    ]

    /// By the value in the form.
    static let changes: [String: ContactChange] = ["same": .sameOwner, "other": .anotherOwner]
}

extension ContactPage {
    init(_ exchange: Exchange, _ island: Island, issues: [FieldIssue] = [], isDone: Bool = false) {
        let title = exchange.say("title.contact")
        heading = Heading(
            title: title, crumbs: exchange.crumbs(island, Crumb(exchange.say("title.work-list"), island.links.workList), Crumb(title)),
            menu: .workList, issues: issues,
            notices: isDone ? [Notice(kind: "good", title: exchange.say("contact.done"))] : [])
        // What was done is not left in the form for the next person at the counter.
        func input(_ field: String) -> InputFace { isDone ? InputFace(value: "", error: nil) : exchange.input(field, issues) }
        (nik, contact, reason) = (input("nik"), input("contact"), input("reason"))
        choices = [
            ChoicesFace(
                id: Exchange.anchor(of: "change"), label: exchange.say("contact.change"), hint: nil,
                error: exchange.message(at: "change", in: issues),
                options: ["same", "other"].map { value in
                    ChoiceFace(
                        id: "\(Exchange.anchor(of: "change"))-\(value)", name: "change", value: value,
                        label: exchange.say("contact.\(value)"), isChecked: !isDone && exchange.form["change"] == value)
                })
        ]
        ownPassword = exchange.ownPassword(issues)
    }
}
