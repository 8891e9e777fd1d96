internal import Catalogue
internal import Documents
internal import Kernel

/// An officer looks at one request and decides.
enum ReviewPages {
    static func add(to table: inout RouteTable) {
        table.page("/petugas/permohonan/:id", .officer) { exchange, island in
            let request = try await island.documents.request(exchange.identifier(), by: exchange.principal)
            return try await exchange.show(page(exchange, island, request), of: island)
        }
        table.page("/petugas/permohonan/:id/lampiran/:name", .officer) { exchange, island in
            try await RequestPages.file(exchange, island)
        }
        table.page("/petugas/permohonan/:id/surat", .officer) { exchange, island in
            let id = try exchange.identifier()
            let paper = try await island.documents.paper(of: id, by: exchange.principal)
            return .file(paper, contentType: "application/pdf", filename: "\(id).pdf", isInline: true)
        }
        table.form("/petugas/permohonan/:id/persetujuan", .officer) { exchange, island in
            let id = try exchange.identifier()
            try await island.documents.approve(
                id, version: Int(exchange.form["version"]), command: exchange.command(), by: exchange.principal)
            return .seeOther("\(exchange.base(island))/petugas/permohonan/\(id)")
        }
        table.form("/petugas/permohonan/:id/pengembalian", .officer, sendBack)
        table.page("/petugas/permohonan/:id/pencabutan", .officer) { exchange, island in
            let request = try await island.documents.request(exchange.identifier(), by: exchange.principal)
            return try await exchange.show(revocation(exchange, island, request), of: island)
        }
        table.form("/petugas/permohonan/:id/pencabutan", .officer, revoke)
    }

    private static func page(_ exchange: Exchange, _ island: Island, _ request: DocumentRequest, issues: [FieldIssue] = []) async throws
        -> Page
    {
        let base = "\(exchange.base(island))/petugas/permohonan/\(request.id)"
        let timeline = try await island.documents.history(of: request.id, by: exchange.principal)
        let service = request.definition.title.text(in: exchange.language)
        var values: PageValues = [
            "service": service, "statusLabel": exchange.label(of: request.status), "statusKind": exchange.kind(of: request.status),
            "summary": RequestPages.summary(of: request, exchange), "timeline": RequestPages.timeline(timeline, request, exchange, island),
            "files": RequestPages.files(of: request, exchange, base: base).filter { $0["filename"] != nil },
        ]
        if request.status == .inReview {
            if let due = request.dueAt {
                let daysLeft = island.calendar.workingDaysLeft(from: exchange.portal.clock.now, until: due)
                (values["dueText"], values["dueKind"]) = exchange.say(due: daysLeft)
            }
            values["canDecide"] = decision(exchange, request, base, issues)
        }
        if let correction = request.correction { values["returned"] = RequestPages.values(of: correction, exchange) }
        if request.status == .issued {
            values["paperHref"] = "\(base)/surat"
            values["revoke"] = ["href": "\(base)/pencabutan"] as PageValues
        }
        return Page(
            name: "review", title: exchange.say("title.review"),
            crumbs: exchange.crumbs(island, Crumb(exchange.say("title.work-list"), "\(exchange.base(island))/petugas"), Crumb(service)),
            values: values, issues: issues, menu: "worklist")
    }

    private static func decision(_ exchange: Exchange, _ request: DocumentRequest, _ base: String, _ issues: [FieldIssue]) -> PageValues {
        var remark: PageValues = ["value": exchange.form["remark"]]
        if let message = exchange.message(at: "remark", in: issues) { remark["error"] = message }
        var values: PageValues = [
            "approveAction": "\(base)/persetujuan", "returnAction": "\(base)/pengembalian", "csrf": exchange.formToken,
            "version": String(request.version), "command1": exchange.newCommand, "command2": exchange.newCommand, "remark": remark,
            "reasons": request.definition.returnReasons.map { reason -> PageValues in
                var option: PageValues = [
                    "id": "field-reason-\(reason.code)", "value": reason.code, "label": reason.label.text(in: exchange.language),
                ]
                if exchange.form["reason"] == reason.code { option["checked"] = true }
                return option
            },
        ]
        if !issues.isEmpty { values["returnOpen"] = true }
        if let message = exchange.message(at: "reason", in: issues) { values["reasonError"] = message }
        return values
    }

    @Sendable private static func sendBack(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        let id = try exchange.identifier()
        do {
            try await island.documents.returnForCorrection(
                id, reason: exchange.form["reason"], remark: exchange.form["remark"], version: Int(exchange.form["version"]),
                command: exchange.command(), by: exchange.principal)
            return .seeOther("\(exchange.base(island))/petugas/permohonan/\(id)")
        } catch let problem as Problem where problem.code == .invalid && !problem.fields.isEmpty {
            let request = try await island.documents.request(id, by: exchange.principal)
            return try await exchange.show(page(exchange, island, request, issues: problem.fields), of: island, status: 422)
        }
    }

    // MARK: Revoking a paper

    private static func revocation(_ exchange: Exchange, _ island: Island, _ request: DocumentRequest, issues: [FieldIssue] = []) -> Page {
        let base = "\(exchange.base(island))/petugas/permohonan/\(request.id)"
        var reason: PageValues = [
            "label": exchange.say("revoke.reason"), "value": exchange.form["reason"], "hint": exchange.say("revoke.reasonHint"),
        ]
        if let message = exchange.message(at: "reason", in: issues) { reason["error"] = message }
        return Page(
            name: "confirm", title: exchange.say("title.revoke"),
            values: [
                "text": exchange.say("revoke.text", ["number": request.paper?.number ?? ""]), "action": "\(base)/pencabutan",
                "command": exchange.newCommand, "buttonLabel": exchange.say("revoke.button"), "dangerous": true, "reason": reason,
                "cancelHref": base,
            ], issues: issues, menu: "worklist")
    }

    @Sendable private static func revoke(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        let id = try exchange.identifier()
        do {
            try await island.documents.revoke(id, reason: exchange.form["reason"], command: exchange.command(), by: exchange.principal)
            return .seeOther("\(exchange.base(island))/petugas/permohonan/\(id)")
        } catch let problem as Problem where problem.code == .invalid && !problem.fields.isEmpty {
            let request = try await island.documents.request(id, by: exchange.principal)
            return try await exchange.show(revocation(exchange, island, request, issues: problem.fields), of: island, status: 422)
        }
    }
}
