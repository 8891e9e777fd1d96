internal import Catalogue
internal import Documents
internal import HTTPTypes
internal import Kernel

/// An officer looks at one request and decides.
enum ReviewPages {
    static func add(to table: inout RouteTable) {
        table.page("/petugas/permohonan/:id", .officer) { exchange, island in
            let hasDecided = exchange.query["putusan"] != nil
            let reading = try await island.read(
                exchange.identifier(), from: DeskView(exchange.query), hasDecided: hasDecided, by: exchange.principal)
            return try await exchange.show(
                ReviewPage(exchange, island, reading, hasDecided: hasDecided, issues: exchange.keptIssues), of: island)
        }
        table.page("/petugas/permohonan/:id/lampiran/:name", .officer) { exchange, island in
            var file = try await RequestPages.file(exchange, island)
            // The page of the request shows it in a frame.
            file.headers.append((.contentSecurityPolicy, Door.framedFilePolicy))
            return file
        }
        table.page("/petugas/permohonan/:id/surat", .officer) { exchange, island in
            let id = try exchange.identifier()
            let paper = try await island.documents.paper(of: id, by: exchange.principal)
            return .file(paper, contentType: "application/pdf", filename: "\(id).pdf", isInline: true)
        }
        table.form("/petugas/permohonan/:id/persetujuan", .officer, on: "/petugas/permohonan/:id") { exchange, island in
            try await decide(exchange, island) { id in try await stepForward(id, exchange, island.documents) }
        }
        table.form("/petugas/permohonan/:id/pemulangan", .officer, on: "/petugas/permohonan/:id") { exchange, island in
            try await decide(exchange, island) { id in
                try await island.documents.sendBack(
                    id, version: Int(exchange.form["version"]), command: exchange.command(), by: exchange.principal)
            }
        }
        table.form("/petugas/permohonan/:id/pengembalian", .officer, on: "/petugas/permohonan/:id") { exchange, island in
            try await decide(exchange, island) { id in
                try await island.documents.returnForCorrection(
                    id, reason: exchange.form["reason"], remark: exchange.form["remark"], parts: exchange.namedParts,
                    version: Int(exchange.form["version"]), command: exchange.command(), by: exchange.principal)
            }
        }
        table.form("/petugas/permohonan/:id/kesiapan", .officer, on: "/petugas/permohonan/:id") { exchange, island in
            try await decide(exchange, island) { id in
                try await island.documents.makeReady(
                    id, version: Int(exchange.form["version"]), command: exchange.command(), by: exchange.principal)
            }
        }
        table.form("/petugas/permohonan/:id/penyerahan", .officer, on: "/petugas/permohonan/:id") { exchange, island in
            try await decide(exchange, island) { id in
                try await island.documents.handOver(
                    id, version: Int(exchange.form["version"]), command: exchange.command(), by: exchange.principal)
            }
        }
        table.form("/petugas/permohonan/:id/pengambilan", .officer, on: "/petugas/permohonan/:id") { exchange, island in
            try await take(exchange, island) { id in
                try await island.documents.claim(id, over: Identifier(exchange.form["holder"]), by: exchange.principal)
            }
        }
        table.form("/petugas/permohonan/:id/pelepasan", .officer, on: "/petugas/permohonan/:id") { exchange, island in
            try await take(exchange, island) { id in try await island.documents.release(id, by: exchange.principal) }
        }
        table.page("/petugas/permohonan/:id/pencabutan", .officer) { exchange, island in
            let request = try await island.documents.request(exchange.identifier(), by: exchange.principal)
            return try await exchange.show(ConfirmPage(revoking: request, exchange, island, issues: exchange.keptIssues), of: island)
        }
        table.form("/petugas/permohonan/:id/pencabutan", .officer, revoke)
        table.page("/petugas/permohonan/:id/penerbitan-ulang", .officer) { exchange, island in
            let request = try await island.documents.request(exchange.identifier(), by: exchange.principal)
            let view = DeskView(exchange.query)
            guard request.canMove(.reissued) else { return .seeOther(island.links.review(request.id, view.query).page) }
            let page = ConfirmPage(reissuing: request, from: view, exchange, island, issues: exchange.keptIssues)
            return try await exchange.show(page, of: island)
        }
        table.form("/petugas/permohonan/:id/penerbitan-ulang", .officer, reissue)
        table.page("/petugas/permohonan/:id/penolakan", .officer) { exchange, island in
            let request = try await island.documents.request(exchange.identifier(), by: exchange.principal)
            let view = DeskView(exchange.query)
            guard request.canMove(.refused) else { return .seeOther(island.links.review(request.id, view.query).page) }
            let page = ConfirmPage(refusing: request, from: view, exchange, island, issues: exchange.keptIssues)
            return try await exchange.show(page, of: island)
        }
        table.form("/petugas/permohonan/:id/penolakan", .officer, refuse)
    }

    /// What the button of the page says: the approval, or a step before it where the service has such.
    private static func stepForward(_ id: Identifier, _ exchange: Exchange, _ documents: DocumentService) async throws {
        let (version, command) = (Int(exchange.form["version"]), try exchange.command())
        switch RequestMove(rawValue: exchange.form["step"]) {
        case .checked: try await documents.check(id, version: version, command: command, by: exchange.principal)
        case .validated: try await documents.validate(id, version: version, command: command, by: exchange.principal)
        default: try await documents.approve(id, version: version, command: command, by: exchange.principal)
        }
    }

    // MARK: Refusing

    @Sendable private static func refuse(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        let id = try exchange.identifier()
        let view = DeskView(exchange.query)
        do {
            try await island.documents.refuse(
                id, ground: exchange.form["reason"], version: Int(exchange.form["version"]), command: exchange.command(),
                by: exchange.principal)
            return .seeOther(island.links.review(id, view.query).decided)
        } catch let problem as Problem where problem.code == .invalid && !problem.fields.isEmpty {
            let request = try await island.documents.request(id, by: exchange.principal)
            let issues = problem.fields.map { $0.at("reason") }
            let page = ConfirmPage(refusing: request, from: view, exchange, island, issues: issues)
            return try await exchange.show(page, of: island, status: 422)
        } catch let problem as Problem where problem.messageKey == "problem.request.moved" {
            let reading = try await island.read(id, from: view, isStale: true, by: exchange.principal)
            guard reading.request.canMove(.refused) else {
                let page = ReviewPage(exchange, island, reading, unsent: exchange.form["reason"])
                return try await exchange.show(page, of: island, status: problem.status)
            }
            // It can still be refused, once she has seen what it says now.
            let page = ConfirmPage(refusing: reading.request, from: view, exchange, island, hasChanged: true)
            return try await exchange.show(page, of: island, status: problem.status)
        }
    }

    /// Leads on to the next request. What was decided too late, or with a fault, leads back to the request as it stands now, with all
    /// that was typed.
    private static func decide(
        _ exchange: Exchange, _ island: Island, _ decision: (Identifier) async throws -> Void
    ) async throws -> Reply {
        let id = try exchange.identifier()
        let view = DeskView(exchange.query)
        do {
            try await decision(id)
            return .seeOther(island.links.review(id, view.query).decided)
        } catch let problem as Problem where problem.code == .invalid && !problem.fields.isEmpty {
            let reading = try await island.read(id, from: view, by: exchange.principal)
            return try await exchange.show(ReviewPage(exchange, island, reading, issues: problem.fields), of: island, status: 422)
        } catch let problem as Problem where problem.messageKey == "problem.request.moved" {
            let reading = try await island.read(id, from: view, isStale: true, by: exchange.principal)
            return try await exchange.show(ReviewPage(exchange, island, reading), of: island, status: problem.status)
        } catch let problem as Problem where problem.messageKey == "problem.request.fourEyes" {
            // Its page says so in the place of the button, with the way to the list.
            let reading = try await island.read(id, from: view, by: exchange.principal)
            var page = ReviewPage(exchange, island, reading)
            page.heading.notices = [Notice(kind: "warning", title: exchange.say(problem.messageKey))]
            return try await exchange.show(page, of: island, status: problem.status)
        }
    }

    /// Leads back to the request, also when a colleague was faster: the page says who has it now.
    private static func take(_ exchange: Exchange, _ island: Island, _ change: (Identifier) async throws -> Void) async throws -> Reply {
        let id = try exchange.identifier()
        let view = DeskView(exchange.query)
        do {
            try await change(id)
            return .seeOther(island.links.review(id, view.query).page)
        } catch let problem as Problem where problem.code == .conflict {
            let reading = try await island.read(id, from: view, by: exchange.principal)
            var page = ReviewPage(exchange, island, reading)
            page.heading.notices = [Notice(kind: "warning", title: exchange.say(problem.messageKey))]
            return try await exchange.show(page, of: island, status: problem.status)
        }
    }

    // MARK: Issuing a paper anew

    @Sendable private static func reissue(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        let id = try exchange.identifier()
        let view = DeskView(exchange.query)
        do {
            try await island.documents.reissue(
                id, for: exchange.form["kind"], reason: exchange.form["reason"], version: Int(exchange.form["version"]),
                command: exchange.command(), by: exchange.principal)
            return .seeOther(island.links.review(id, view.query).page)
        } catch let problem as Problem where problem.code == .invalid && !problem.fields.isEmpty {
            let request = try await island.documents.request(id, by: exchange.principal)
            let page = ConfirmPage(reissuing: request, from: view, exchange, island, issues: problem.fields)
            return try await exchange.show(page, of: island, status: 422)
        } catch let problem as Problem where problem.messageKey == "problem.request.moved" {
            let reading = try await island.read(id, from: view, isStale: true, by: exchange.principal)
            guard reading.request.canMove(.reissued) else {
                let page = ReviewPage(exchange, island, reading, unsent: exchange.form["reason"])
                return try await exchange.show(page, of: island, status: problem.status)
            }
            // A colleague was faster: whether it is wanted once more only she can say, who sees what was done meanwhile.
            let page = ConfirmPage(reissuing: reading.request, from: view, exchange, island, hasChanged: true)
            return try await exchange.show(page, of: island, status: problem.status)
        }
    }

    // MARK: Revoking a paper

    @Sendable private static func revoke(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        let id = try exchange.identifier()
        do {
            try await island.documents.revoke(id, reason: exchange.form["reason"], command: exchange.command(), by: exchange.principal)
            return .seeOther(island.links.review(id).page)
        } catch let problem as Problem where problem.code == .invalid && !problem.fields.isEmpty {
            let request = try await island.documents.request(id, by: exchange.principal)
            return try await exchange.show(
                ConfirmPage(revoking: request, exchange, island, issues: problem.fields), of: island, status: 422)
        }
    }
}

extension Exchange {
    /// What was ticked in the form of a return.
    var namedParts: Set<RequestPart> { Set(form.all("part").compactMap { RequestPart(field: $0) }) }
}
