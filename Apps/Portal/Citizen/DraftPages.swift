internal import Catalogue
internal import Documents
internal import Hummingbird
internal import Kernel

/// Filling in a request: the questions, the attachments, a last look.
enum DraftPages {
    static func add(to table: inout RouteTable) {
        table.form("/permohonan", .citizen) { exchange, island in
            let id = try await island.documents.startDraft(
                of: exchange.form["service"], channel: .electronic, command: exchange.command(), by: exchange.principal)
            return .seeOther("\(exchange.base(island))/permohonan/\(id)/isian")
        }
        table.page("/permohonan/:id/isian", .citizen) { exchange, island in
            let request = try await editable(exchange, island)
            return try await exchange.show(questions(exchange, island, request), of: island)
        }
        table.form("/permohonan/:id/isian", .citizen, saveAnswers)
        table.page("/permohonan/:id/lampiran", .citizen) { exchange, island in
            let request = try await editable(exchange, island)
            return try await exchange.show(attachments(exchange, island, request), of: island)
        }
        table.form("/permohonan/:id/lampiran/:name", .citizen, limitBytes: RouteTable.uploadLimitBytes, attach)
        table.form("/permohonan/:id/lampiran/:name/penghapusan", .citizen) { exchange, island in
            let id = try exchange.identifier()
            try await island.documents.detach(exchange.parameters["name"] ?? "", from: id, by: exchange.principal)
            return .seeOther("\(exchange.base(island))/permohonan/\(id)/lampiran")
        }
        table.page("/permohonan/:id/periksa", .citizen) { exchange, island in
            let request = try await editable(exchange, island)
            return try await exchange.show(check(exchange, island, request), of: island)
        }
        table.form("/permohonan/:id/pengajuan", .citizen, submit)
    }

    /// The request, when it is with the citizen; otherwise her page of it says where it is.
    private static func editable(_ exchange: Exchange, _ island: Island) async throws -> DocumentRequest {
        let request = try await island.documents.request(exchange.identifier(), by: exchange.principal)
        guard request.status.isEditable else { throw Problem(.conflict, "problem.request.moved") }
        return request
    }

    private enum Step: Int, CaseIterable {
        case questions, attachments, check

        var path: String {
            switch self {
            case .questions: "isian"
            case .attachments: "lampiran"
            case .check: "periksa"
            }
        }

        var titleKey: String {
            switch self {
            case .questions: "title.draft"
            case .attachments: "title.attachments"
            case .check: "title.check"
            }
        }
    }

    private static func page(
        _ name: String, _ step: Step, _ exchange: Exchange, _ island: Island, _ request: DocumentRequest, _ values: PageValues,
        issues: [FieldIssue] = []
    ) -> Page {
        let base = "\(exchange.base(island))/permohonan/\(request.id)"
        var values = values
        values["service"] = request.definition.title.text(in: exchange.language)
        values["steps"] = Step.allCases.map { other -> PageValues in
            let state = other == step ? "now" : other.rawValue < step.rawValue ? "done" : "todo"
            var entry: PageValues = ["label": exchange.say(other.titleKey), "state": state]
            if state == "done" { entry["isDone"] = true }
            if state == "now" { entry["isNow"] = true }
            if state == "done" { entry["href"] = "\(base)/\(other.path)" }
            return entry
        }
        return Page(
            name: name, title: exchange.say(step.titleKey),
            crumbs: exchange.crumbs(
                island, Crumb(exchange.say("title.requests"), "\(exchange.base(island))/permohonan"),
                Crumb(request.definition.title.text(in: exchange.language), base), Crumb(exchange.say(step.titleKey))),
            values: values, issues: issues, fieldLabels: labels(request.definition, exchange.language), menu: "requests")
    }

    private static func labels(_ definition: ServiceDefinition, _ language: Language) -> [String: String] {
        let questions = definition.questions.map { ("answers.\($0.name)", $0.label.text(in: language)) }
        let attachments = definition.attachments.map { ("attachments.\($0.name)", $0.label.text(in: language)) }
        return Dictionary(uniqueKeysWithValues: questions + attachments)
    }

    // MARK: Questions

    private static func questions(_ exchange: Exchange, _ island: Island, _ request: DocumentRequest, issues: [FieldIssue] = []) -> Page {
        var values: PageValues = [
            "action": "\(exchange.base(island))/permohonan/\(request.id)/isian",
            "questions": request.definition.questions.map {
                QuestionFace(question: $0, definition: request.definition, exchange: exchange)
                    .values(answer: request.answers.text($0.name) ?? "", issues: issues)
            },
        ]
        if let correction = request.correction { values["returned"] = RequestPages.values(of: correction, exchange) }
        return page("draft", .questions, exchange, island, request, values, issues: issues)
    }

    @Sendable private static func saveAnswers(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        let id = try exchange.identifier()
        let definition = try await island.documents.definition(of: id, by: exchange.principal)
        let typed = AnswerForm(exchange.form).answers(to: definition.questions)
        // What was typed is kept first, right or wrong; only then is it looked at.
        let issues = try await island.documents.saveAnswers(typed, of: id, by: exchange.principal)
        guard issues.isEmpty else {
            let request = try await island.documents.request(id, by: exchange.principal)
            return try await exchange.show(questions(exchange, island, request, issues: issues), of: island, status: 422)
        }
        return .seeOther("\(exchange.base(island))/permohonan/\(id)/\(definition.attachments.isEmpty ? "periksa" : "lampiran")")
    }

    // MARK: Attachments

    private static func attachments(_ exchange: Exchange, _ island: Island, _ request: DocumentRequest, issues: [FieldIssue] = []) -> Page {
        let base = "\(exchange.base(island))/permohonan/\(request.id)"
        let items = request.definition.attachments.map { wanted -> PageValues in
            var item: PageValues = [
                "name": wanted.name, "id": Exchange.anchor(of: "attachments.\(wanted.name)"),
                "label": wanted.label.text(in: exchange.language),
                "accept": wanted.types.map(\.mediaType).joined(separator: ","), "uploadAction": "\(base)/lampiran/\(wanted.name)",
                "typesText": exchange.say("upload.limits", ["types": wanted.types.map(\.face).joined(separator: ", ")]),
            ]
            if let hint = wanted.hint { item["hint"] = hint.text(in: exchange.language) }
            if !wanted.isRequired { item["optional"] = true }
            if let message = exchange.message(at: "attachments.\(wanted.name)", in: issues) { item["error"] = message }
            if let file = request.attachments.first(where: { $0.name == wanted.name }) {
                item["file"] =
                    [
                        "filename": file.filename ?? "", "sizeText": exchange.say(bytes: file.size),
                        "href": "\(base)/lampiran/\(wanted.name)",
                        "removeAction": "\(base)/lampiran/\(wanted.name)/penghapusan",
                    ] as PageValues
            }
            return item
        }
        return page(
            "attachments", .attachments, exchange, island, request,
            ["items": items, "nextHref": "\(base)/periksa", "backHref": "\(base)/isian"], issues: issues)
    }

    @Sendable private static func attach(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        let id = try exchange.identifier()
        let name = exchange.parameters["name"] ?? ""
        let file = exchange.form.files["file"]
        do {
            guard !exchange.isUploadTooLarge else { throw Problem(.tooLarge, "problem.upload.size") }
            guard let file else { throw Problem(.invalid, "problem.upload.empty") }
            try await island.documents.attach(
                Upload(filename: file.filename, content: file.content), as: name, to: id, by: exchange.principal)
            return .seeOther("\(exchange.base(island))/permohonan/\(id)/lampiran")
        } catch let problem as Problem where problem.messageKey.hasPrefix("problem.upload.") {
            let request = try await editable(exchange, island)
            let issue = FieldIssue("attachments.\(name)", problem.messageKey, arguments: problem.arguments)
            return try await exchange.show(attachments(exchange, island, request, issues: [issue]), of: island, status: problem.status)
        }
    }

    // MARK: Looking over and sending

    private static func check(_ exchange: Exchange, _ island: Island, _ request: DocumentRequest, issues: [FieldIssue] = []) -> Page {
        let base = "\(exchange.base(island))/permohonan/\(request.id)"
        var values: PageValues = [
            "summary": request.askedQuestions.map { question -> PageValues in
                let href = "\(base)/isian#\(Exchange.anchor(of: "answers.\(question.name)"))"
                var row: PageValues = ["label": question.label.text(in: exchange.language), "changeHref": href]
                if let answer = request.shownAnswers.first(where: { $0.question == question }) {
                    row["value"] = exchange.say(answer)
                } else {
                    row["empty"] = true
                }
                return row
            },
            "files": RequestPages.files(of: request, exchange, base: base).map { row -> PageValues in
                var row = row
                row["changeHref"] = "\(base)/lampiran"
                return row
            },
            "feeText": exchange.say(request.fee), "action": "\(base)/pengajuan", "command": exchange.newCommand,
        ]
        if request.status == .returned { values["isCorrection"] = true }
        return page("check", .check, exchange, island, request, values, issues: issues)
    }

    @Sendable private static func submit(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        let id = try exchange.identifier()
        let base = "\(exchange.base(island))/permohonan/\(id)"
        do {
            let status = try await island.documents.submit(id, command: exchange.command(), by: exchange.principal)
            return .seeOther(status == .awaitingPayment ? "\(base)/bayar" : base)
        } catch let problem as Problem where problem.code == .invalid && !problem.fields.isEmpty {
            // Back to the step on which the first fault is, with all faults named.
            let request = try await editable(exchange, island)
            let isAnswer = problem.fields.contains { $0.field.hasPrefix("answers.") }
            let page =
                isAnswer
                ? questions(exchange, island, request, issues: problem.fields.filter { $0.field.hasPrefix("answers.") })
                : attachments(exchange, island, request, issues: problem.fields)
            return try await exchange.show(page, of: island, status: 422)
        } catch let problem as Problem where DraftPages.keepsDraft.contains(problem.messageKey) {
            // Nothing is wrong with the draft: it stays, and the page says why it cannot go now.
            let request = try await editable(exchange, island)
            var page = check(exchange, island, request)
            let service = request.definition.title.text(in: exchange.language)
            page.notices.append(Page.Notice(kind: "bad", title: exchange.say(problem.messageKey, ["service": service])))
            return try await exchange.show(page, of: island, status: problem.status)
        }
    }

    private static let keepsDraft: Set<String> = ["problem.service.off", "problem.payment.noProvider"]
}
