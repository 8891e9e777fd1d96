internal import Catalogue
internal import Documents
internal import Kernel

/// What became of a correction that an officer asked for: a part of `review`.
struct CorrectedFace: Filling {
    /// Why it was returned, in the officer's words.
    let asked: String
    let changes: [ChangeLine]

    static let fields: [Field<CorrectedFace>] = [
        .text("asked", \.asked), .list("changes", \.changes), .flag("hasChanges") { !$0.changes.isEmpty },
    ]
}

/// One part that was changed, or that was named and was not.
struct ChangeLine: Filling {
    let label: String
    let text: String
    /// What was answered before.
    let before: String?
    let wasNamed: Bool

    static let fields: [Field<ChangeLine>] = [
        .text("label", \.label), .text("text", \.text), .optional("before", \.before), .flag("wasNamed", \.wasNamed),
    ]
}

extension CorrectedFace {
    init(_ answer: CorrectionAnswer, _ exchange: Exchange, _ request: DocumentRequest) {
        let reason = answer.correction.reason.label.text(in: exchange.language)
        asked = [reason, answer.correction.remark].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: ". ")
        changes = answer.changes.map { change in
            let label = request.definition.label(of: change.part)?.text(in: exchange.language) ?? ""
            func line(_ text: String, before: String? = nil) -> ChangeLine {
                ChangeLine(label: label, text: text, before: before, wasNamed: change.wasNamed)
            }
            switch change.kind {
            case .unchanged: return line(exchange.say("changed.not"))
            case .fileAdded: return line(exchange.say("changed.fileAdded"))
            case .fileReplaced: return line(exchange.say("changed.fileReplaced"))
            case .fileRemoved: return line(exchange.say("changed.fileRemoved"))
            case .answer(let before, let now):
                let words = [before, now].map { $0.map { exchange.say($0) } ?? exchange.say("summary.empty") }
                return line(words[1], before: exchange.say("changed.before", ["answer": words[0]]))
            }
        }
    }
}
