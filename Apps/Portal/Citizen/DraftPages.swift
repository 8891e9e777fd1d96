internal import Catalogue
internal import Documents
internal import Hummingbird
internal import Kernel
internal import Payments

/// Filling in a request: the questions, the attachments, a last look.
enum DraftPages {
    static func add(to table: inout RouteTable) {
        table.form("/permohonan", .citizen) { exchange, island in
            let id = try await island.documents.startDraft(
                of: exchange.form["service"], channel: .electronic, after: Identifier(exchange.form["lanjutan"]),
                command: exchange.command(), by: exchange.principal)
            return .seeOther(island.links.request(id).answers)
        }
        table.page("/permohonan/:id/isian", .citizen) { exchange, island in
            try await whileEditable(exchange, island) { request in
                let part = exchange.part(of: request.definition)
                let typed = AnswerForm(exchange.form).answers(to: request.definition.parts[part].questions)
                // What was kept is shown over what was saved: it was typed later.
                let page = DraftPage(
                    exchange, island, request, part: part, typed: exchange.form.fields.isEmpty ? nil : typed, issues: exchange.keptIssues)
                return try await exchange.show(page, of: island)
            }
        }
        table.form("/permohonan/:id/isian", .citizen, saveAnswers)
        table.page("/permohonan/:id/lampiran", .citizen) { exchange, island in
            try await whileEditable(exchange, island) { request in
                try await showAttachments(of: request, exchange, island)
            }
        }
        table.upload("/permohonan/:id/lampiran", .citizen, saveAttachments)
        table.page("/permohonan/:id/periksa", .citizen) { exchange, island in
            try await whileEditable(exchange, island) { request in
                try await exchange.show(CheckPage(exchange, island, request), of: island)
            }
        }
        table.form("/permohonan/:id/pengajuan", .citizen, on: "/permohonan/:id/periksa", submit)
    }

    /// Does something with a request that is with the citizen. When it is no longer, because she came back in her browser or has a
    /// second window, her page of it says that what she sees here was sent, and where it stands now.
    private static func whileEditable(
        _ exchange: Exchange, _ island: Island, _ body: (DocumentRequest) async throws -> Reply
    ) async throws -> Reply {
        let id = try exchange.identifier()
        do {
            let request = try await island.documents.request(id, by: exchange.principal)
            guard request.status.isEditable else { throw Problem(.conflict, "problem.request.moved") }
            return try await body(request)
        } catch let problem as Problem where problem.messageKey == "problem.request.moved" {
            return .seeOther(island.links.request(id).pageAfterSending)
        }
    }

    // MARK: Questions

    @Sendable private static func saveAnswers(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        try await whileEditable(exchange, island) { try await saveAnswers(to: $0, exchange, island) }
    }

    private static func saveAnswers(to earlier: DocumentRequest, _ exchange: Exchange, _ island: Island) async throws -> Reply {
        let (id, definition) = (earlier.id, earlier.definition)
        let links = island.links.request(id)
        let part = exchange.part(of: definition)
        let questions = definition.parts[part].questions
        var typed = AnswerForm(exchange.form).answers(to: questions)
        let removed = AnswerPath(field: exchange.form["hapus"]).flatMap { path in typed.removeRow(at: path) ? path : nil }
        // What was typed is kept first, right or wrong; only then is it looked at, as far as this page asks for it.
        let issues: [FieldIssue]
        let isWhole: Bool
        do {
            let seen = AnswerMarks(exchange.form[DraftPage.seenName])
            let all = try await island.documents.saveAnswers(typed, of: id, seen: seen, by: exchange.principal)
            isWhole = all.isEmpty
            issues = all.filter { issue in
                AnswerPath(field: issue.field).map { path in questions.contains { $0.name == path.question } } ?? true
            }
        } catch let problem as Problem where problem.messageKey == "problem.draft.changedElsewhere" {
            // Another window saved something else meanwhile. What was typed here stays in the fields, with what stands there now beside it;
            // whoever saves again has seen it.
            let saved = try await island.documents.request(id, by: exchange.principal)
            let shown = Dictionary(saved.shownAnswers.map { ($0.question.name, $0) }) { first, _ in first }
            let told = problem.fields.map { issue in
                let answer = AnswerPath(field: issue.field).flatMap { shown[$0.question] }
                return FieldIssue(
                    issue.field, issue.messageKey, arguments: ["saved": answer.map { exchange.say($0) } ?? exchange.say("common.none")])
            }
            let page = DraftPage(exchange, island, saved, part: part, typed: typed, issues: told)
            return try await exchange.show(page, of: island, status: problem.status)
        }
        if let removed {
            return .seeOther(
                "\(links.answers(part: part, fromCheck: exchange.isFromCheck))#\(Exchange.anchor(of: AnswerPath(removed.question).field))")
        }
        if let question = definition.question(exchange.form["tambah"]), question.kind == .rows {
            // One more row: back to the form at its last row, which is empty.
            let last = max(0, typed.rows(question.name).count { !$0.isEmpty })
            let anchor = Exchange.anchor(of: AnswerPath(question.name, row: last).field)
            return .seeOther("\(links.answers(part: part, fromCheck: exchange.isFromCheck))#\(anchor)")
        }
        let request = try await island.documents.request(id, by: exchange.principal)
        let unseen = unseenQuestions(of: request, before: earlier, among: questions, hasScript: !exchange.form["langsung"].isEmpty)
        // Nobody is blamed for not answering what was not on the page.
        let told = issues.filter { issue in !unseen.contains { $0.field == issue.field } }
        guard told.isEmpty else {
            return try await exchange.show(DraftPage(exchange, island, request, part: part, issues: told), of: island, status: 422)
        }
        if let first = unseen.first {
            return .seeOther("\(links.answers(part: part, fromCheck: exchange.isFromCheck))#\(Exchange.anchor(of: first.field))")
        }
        // Who came to change one answer goes back to the last look, unless another question wants an answer now.
        // What an officer named is gone through first, one after the other.
        if exchange.isFromCheck && isWhole && request.missingAttachments.isEmpty {
            return .seeOther(request.nextCorrection(after: part, links) ?? links.check)
        }
        if let next = request.part(after: part) { return .seeOther(links.answers(part: next)) }
        return .seeOther(request.wantedAttachments.isEmpty ? links.check : links.attachments)
    }

    /// The questions without an answer that apply only now, and that the browser has not shown yet: with script it shows by itself what hangs on
    /// one choice.
    private static func unseenQuestions(
        of request: DocumentRequest, before earlier: DocumentRequest, among questions: [Question], hasScript: Bool
    ) -> [AnswerPath] {
        let all = request.definition.questions
        let seen = Set(earlier.answers.dependentPaths(of: all))
        return request.answers.dependentPaths(of: all, leavingChoices: hasScript).filter { path in
            !seen.contains(path) && request.answers[path]?.isEmpty ?? true && questions.contains { $0.name == path.question }
        }
    }

    // MARK: Attachments

    /// Keeps every file that was chosen, each by itself, whatever button was pressed; only then does it look at the button.
    @Sendable private static func saveAttachments(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        try await whileEditable(exchange, island) { try await saveAttachments(of: $0, exchange, island) }
    }

    private static func saveAttachments(of request: DocumentRequest, _ exchange: Exchange, _ island: Island) async throws -> Reply {
        let links = island.links.request(request.id)
        if let refusal = exchange.uploadRefusal {
            let issue = FieldIssue(AttachmentsPage.field, refusal)
            return try await showAttachments(of: request, exchange, island, issues: [issue], status: refusal.status)
        }
        let removed = exchange.form["hapus"]
        var faults: [FieldIssue] = []
        for wanted in request.wantedAttachments where wanted.name != removed {
            guard let file = exchange.form.files[wanted.field] else { continue }
            do {
                try await exchange.portal.uploads.count(by: UploadGate.person(exchange.principal, in: island))
                try await island.documents.attach(
                    Upload(filename: file.filename, content: file.content), as: wanted.name, to: request.id, by: exchange.principal)
            } catch let problem as Problem where problem.messageKey.hasPrefix("problem.upload.") {
                faults.append(FieldIssue(wanted.field, problem))
            }
        }
        if !removed.isEmpty { try await island.documents.detach(removed, from: request.id, by: exchange.principal) }
        let again = exchange.form["pakai"].split(separator: " ").map(String.init)
        if again.count == 2, let source = Identifier(again[1]) {
            do {
                try await island.documents.attachAgain(source, as: again[0], to: request.id, by: exchange.principal)
            } catch let problem as Problem where problem.messageKey == "problem.attachment.paperVoid" {
                faults.append(FieldIssue("attachments.\(again[0])", problem))
            }
        }
        let kept = try await island.documents.request(request.id, by: exchange.principal)
        let stays = !removed.isEmpty || !again.isEmpty
        let goesOn = !stays && exchange.form["kembali"].isEmpty
        if goesOn { faults += kept.missingAttachments }
        // One for each field, in the order of the page: a file that was refused is not missing besides.
        let issues = kept.wantedAttachments.compactMap { wanted in faults.first { $0.field == wanted.field } }
        guard issues.isEmpty else {
            return try await showAttachments(of: kept, exchange, island, issues: issues, status: 422)
        }
        return .seeOther(goesOn ? links.check : stays ? links.attachments : links.answers(part: kept.lastPart))
    }

    private static func showAttachments(
        of request: DocumentRequest, _ exchange: Exchange, _ island: Island, issues: [FieldIssue] = [], status: Int = 200
    ) async throws -> Reply {
        let reusable = try await island.documents.reusable(for: request.id, by: exchange.principal)
        return try await exchange.show(
            AttachmentsPage(exchange, island, request, reusable: reusable, issues: issues), of: island, status: status)
    }

    // MARK: Looking over and sending

    @Sendable private static func submit(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        let id = try exchange.identifier()
        let links = island.links.request(id)
        do {
            let status = try await island.documents.submit(id, command: exchange.command(), by: exchange.principal)
            guard status == .awaitingPayment else { return .seeOther(links.page) }
            try await island.payments.openChosen(for: id)
            return .seeOther(links.payment)
        } catch let problem as Problem where problem.code == .invalid && !problem.fields.isEmpty {
            // Back to the step on which the first fault is, with all faults named.
            return try await whileEditable(exchange, island) { request in
                let answers = problem.fields.filter { $0.field.hasPrefix("answers.") }
                if let first = answers.first {
                    // The page with the first of them, and its own.
                    func part(_ issue: FieldIssue) -> Int {
                        AnswerPath(field: issue.field).flatMap { request.definition.part(of: $0.question) } ?? 0
                    }
                    let page = DraftPage(
                        exchange, island, request, part: part(first), issues: answers.filter { part($0) == part(first) })
                    return try await exchange.show(page, of: island, status: 422)
                }
                return try await showAttachments(of: request, exchange, island, issues: problem.fields, status: 422)
            }
        } catch let problem as Problem where DraftPages.keepsDraft.contains(problem.messageKey) {
            // Nothing is wrong with the draft: it stays, and the page says why it cannot go now.
            return try await whileEditable(exchange, island) { request in
                let service = request.definition.title.text(in: exchange.language)
                let page = CheckPage(exchange, island, request, refusal: exchange.say(problem.messageKey, ["service": service]))
                return try await exchange.show(page, of: island, status: problem.status)
            }
        } catch let problem as Problem where problem.messageKey == "problem.request.moved" {
            return .seeOther(links.pageAfterSending)
        }
    }

    private static let keepsDraft: Set<String> = ["problem.service.off", "problem.payment.noProvider"]
}

extension Exchange {
    /// Whether a page of the questions was opened from the last look.
    var isFromCheck: Bool { query[RequestLinks.fromName] == "periksa" }

    /// Which page of the questions the address means; the first for a number that the form does not have.
    fileprivate func part(of definition: ServiceDefinition) -> Int {
        guard let number = query[RequestLinks.partName].flatMap({ Int($0) }), definition.parts.indices.contains(number - 1) else {
            return 0
        }
        return number - 1
    }
}

extension DocumentRequest {
    /// The next page on which anything is asked; `nil` behind the last.
    func part(after part: Int) -> Int? { partsAsked.first { $0 > part } }

    /// The page before it on which anything is asked.
    func part(before part: Int) -> Int? { partsAsked.last { $0 < part } }

    /// The last page on which anything is asked.
    var lastPart: Int { partsAsked.last ?? 0 }

    private var partsAsked: [Int] {
        let asked = Set(askedQuestions.map(\.name))
        return definition.parts.indices.filter { index in definition.parts[index].questions.contains { asked.contains($0.name) } }
    }
}
