internal import Kernel

/// One input of a form as it was typed, with what is wrong with it: `parts/fault`.
struct InputFace: Filling {
    let value: String
    let error: String?

    static let fields: [Field<InputFace>] = [.text("value", \.value), .optional("error", \.error)]
}

/// One of several answers to choose from.
struct ChoiceFace: Filling {
    let id: String
    /// The field's name, which all choices of a question share.
    let name: String
    let value: String
    let label: String
    let isChecked: Bool
    /// Whether others may be chosen beside it.
    var allowsSeveral = false

    static let fields: [Field<ChoiceFace>] = [
        .text("id", \.id), .text("name", \.name), .text("value", \.value), .text("label", \.label), .flag("checked", \.isChecked),
        .text("inputType") { $0.allowsSeveral ? "checkbox" : "radio" },
    ]
}

extension Exchange {
    /// The input of that name in the form that was sent, empty on a fresh page.
    func input(_ field: String, _ issues: [FieldIssue]) -> InputFace {
        InputFace(value: form[field], error: message(at: field, in: issues))
    }
}
