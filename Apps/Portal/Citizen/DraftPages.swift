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
            return .seeOther(island.links.request(id).answers)
        }
        table.page("/permohonan/:id/isian", .citizen) { exchange, island in
            let request = try await editable(exchange, island)
            return try await exchange.show(DraftPage(exchange, island, request), of: island)
        }
        table.form("/permohonan/:id/isian", .citizen, saveAnswers)
        table.page("/permohonan/:id/lampiran", .citizen) { exchange, island in
            let request = try await editable(exchange, island)
            return try await exchange.show(AttachmentsPage(exchange, island, request), of: island)
        }
        table.upload("/permohonan/:id/lampiran/:name", .citizen, attach)
        table.form("/permohonan/:id/lampiran/:name/penghapusan", .citizen) { exchange, island in
            let id = try exchange.identifier()
            try await island.documents.detach(exchange.parameters["name"] ?? "", from: id, by: exchange.principal)
            return .seeOther(island.links.request(id).attachments)
        }
        table.page("/permohonan/:id/periksa", .citizen) { exchange, island in
            let request = try await editable(exchange, island)
            return try await exchange.show(CheckPage(exchange, island, request), of: island)
        }
        table.form("/permohonan/:id/pengajuan", .citizen, submit)
    }

    /// The request, when it is with the citizen; otherwise her page of it says where it is.
    private static func editable(_ exchange: Exchange, _ island: Island) async throws -> DocumentRequest {
        let request = try await island.documents.request(exchange.identifier(), by: exchange.principal)
        guard request.status.isEditable else { throw Problem(.conflict, "problem.request.moved") }
        return request
    }

    // MARK: Questions

    @Sendable private static func saveAnswers(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        let id = try exchange.identifier()
        let definition = try await island.documents.definition(of: id, by: exchange.principal)
        let typed = AnswerForm(exchange.form).answers(to: definition.questions)
        // What was typed is kept first, right or wrong; only then is it looked at.
        let issues = try await island.documents.saveAnswers(typed, of: id, by: exchange.principal)
        if let question = definition.question(exchange.form["tambah"]), question.kind == .rows {
            // One more row: back to the form at its last row, which is empty.
            let last = max(0, typed.rows(question.name).count { !$0.isEmpty })
            let anchor = Exchange.anchor(of: AnswerPath(question.name, row: last).field)
            return .seeOther("\(island.links.request(id).answers)#\(anchor)")
        }
        let request = try await island.documents.request(id, by: exchange.principal)
        guard issues.isEmpty else {
            return try await exchange.show(DraftPage(exchange, island, request, issues: issues), of: island, status: 422)
        }
        let links = island.links.request(id)
        return .seeOther(request.wantedAttachments.isEmpty ? links.check : links.attachments)
    }

    // MARK: Attachments

    @Sendable private static func attach(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        let id = try exchange.identifier()
        let name = exchange.parameters["name"] ?? ""
        let file = exchange.form.files["file"]
        do {
            if let refusal = exchange.uploadRefusal { throw refusal }
            guard let file else { throw Problem(.invalid, "problem.upload.empty") }
            try await island.documents.attach(
                Upload(filename: file.filename, content: file.content), as: name, to: id, by: exchange.principal)
            return .seeOther(island.links.request(id).attachments)
        } catch let problem as Problem where problem.messageKey.hasPrefix("problem.upload.") {
            let request = try await editable(exchange, island)
            let issue = FieldIssue("attachments.\(name)", problem.messageKey, arguments: problem.arguments)
            return try await exchange.show(AttachmentsPage(exchange, island, request, issues: [issue]), of: island, status: problem.status)
        }
    }

    // MARK: Looking over and sending

    @Sendable private static func submit(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        let id = try exchange.identifier()
        let links = island.links.request(id)
        do {
            let status = try await island.documents.submit(id, command: exchange.command(), by: exchange.principal)
            return .seeOther(status == .awaitingPayment ? links.payment : links.page)
        } catch let problem as Problem where problem.code == .invalid && !problem.fields.isEmpty {
            // Back to the step on which the first fault is, with all faults named.
            let request = try await editable(exchange, island)
            let answers = problem.fields.filter { $0.field.hasPrefix("answers.") }
            guard answers.isEmpty else {
                return try await exchange.show(DraftPage(exchange, island, request, issues: answers), of: island, status: 422)
            }
            return try await exchange.show(
                AttachmentsPage(exchange, island, request, issues: problem.fields), of: island, status: 422)
        } catch let problem as Problem where DraftPages.keepsDraft.contains(problem.messageKey) {
            // Nothing is wrong with the draft: it stays, and the page says why it cannot go now.
            let request = try await editable(exchange, island)
            let service = request.definition.title.text(in: exchange.language)
            let page = CheckPage(exchange, island, request, refusal: exchange.say(problem.messageKey, ["service": service]))
            return try await exchange.show(page, of: island, status: problem.status)
        }
    }

    private static let keepsDraft: Set<String> = ["problem.service.off", "problem.payment.noProvider"]
}
