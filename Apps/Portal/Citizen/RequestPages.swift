internal import Catalogue
internal import Documents
internal import Kernel
internal import Payments

/// A citizen's requests: where each stands, and what she can do next.
enum RequestPages {
    static func add(to table: inout RouteTable) {
        table.page("/permohonan", .citizen, list)
        table.page("/permohonan/:id", .citizen, one)
        table.page("/permohonan/:id/lampiran/:name", .citizen) { exchange, island in
            try await file(exchange, island)
        }
        table.page("/permohonan/:id/surat", .citizen) { exchange, island in
            let request = try await island.documents.request(exchange.identifier(), by: exchange.principal)
            let paper = try await island.documents.paper(of: request.id, by: exchange.principal)
            let name = (request.paper?.number ?? request.service).replacing("/", with: "-")
            return .file(paper, contentType: "application/pdf", filename: "\(name).pdf", isInline: true)
        }
    }

    /// One attachment, for its applicant or an officer: Documents decides who may see it.
    static func file(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        let content = try await island.documents.attachment(
            exchange.parameters["name"] ?? "", of: exchange.identifier(), by: exchange.principal)
        return .file(content.data, contentType: content.type.mediaType, filename: content.filename, isInline: true)
    }

    @Sendable private static func list(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        let requests = try await island.documents.requests(by: exchange.principal)
        let title = exchange.say("title.requests")
        let base = exchange.base(island)
        return try await exchange.show(
            Page(
                name: "requests", title: title, crumbs: exchange.crumbs(island, Crumb(title)),
                values: [
                    "servicesHref": "\(base)/layanan",
                    "items": requests.map { request -> PageValues in
                        [
                            "service": request.title.text(in: exchange.language), "statusLabel": exchange.label(of: request.status),
                            "statusKind": exchange.kind(of: request.status),
                            "at": exchange.say(request.submittedAt ?? request.createdAt, in: island),
                            "href": "\(base)/permohonan/\(request.id)",
                        ]
                    },
                ], menu: "requests"), of: island)
    }

    @Sendable private static func one(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        let request = try await island.documents.request(exchange.identifier(), by: exchange.principal)
        let timeline = try await island.documents.history(of: request.id, by: exchange.principal)
        let base = "\(exchange.base(island))/permohonan/\(request.id)"
        let service = request.definition.title.text(in: exchange.language)
        var values: PageValues = [
            "service": service, "statusLabel": exchange.label(of: request.status), "statusKind": exchange.kind(of: request.status),
            "statusText": exchange.say("status.\(request.status.rawValue).text"), "summary": summary(of: request, exchange),
            "files": files(of: request, exchange, base: base), "timeline": RequestPages.timeline(timeline, request, exchange, island),
        ]
        switch request.status {
        case .draft: values["nextStep"] = ["label": exchange.say("next.continue"), "href": "\(base)/isian"] as PageValues
        case .returned: values["nextStep"] = ["label": exchange.say("next.correct"), "href": "\(base)/isian"] as PageValues
        case .awaitingPayment:
            values["nextStep"] =
                ["label": exchange.say("next.pay", ["amount": exchange.say(request.fee)]), "href": "\(base)/bayar"] as PageValues
        default: break
        }
        if let correction = request.correction { values["returned"] = RequestPages.values(of: correction, exchange) }
        if request.status == .inReview, let due = request.dueAt {
            values["dueText"] = exchange.say(island.region.zone.local(due).date)
        }
        if request.fee > .zero, request.status != .draft {
            let bill = try await island.payments.bill(for: request.id, by: exchange.principal)
            values["bill"] =
                ["amountText": bill.amount.formatted, "statusText": exchange.say("bill.\(bill.status.rawValue)")] as PageValues
        }
        if let paper = request.paper {
            values["number"] = paper.number
            if request.status == .issued {
                var face: PageValues = [
                    "href": "\(base)/surat", "verifyHref": "\(exchange.base(island))/verifikasi/\(VerificationCode.grouped(paper.code))",
                ]
                if let until = paper.validUntil { face["validText"] = exchange.say("paper.validUntil", ["date": exchange.say(until)]) }
                values["paper"] = face
            }
        }
        if values["dueText"] != nil || values["bill"] != nil || values["number"] != nil { values["hasFacts"] = true }
        let title = exchange.say("title.request")
        return try await exchange.show(
            Page(
                name: "request", title: title,
                crumbs: exchange.crumbs(
                    island, Crumb(exchange.say("title.requests"), "\(exchange.base(island))/permohonan"), Crumb(service)),
                values: values, menu: "requests"), of: island)
    }

    // MARK: What the officer's page of a request shows too

    static func summary(of request: DocumentRequest, _ exchange: Exchange) -> [PageValues] {
        request.askedQuestions.map { question in
            var row: PageValues = ["label": question.label.text(in: exchange.language)]
            if let answer = request.shownAnswers.first(where: { $0.question == question }) {
                row["value"] = exchange.say(answer)
            } else {
                row["empty"] = true
            }
            return row
        }
    }

    static func files(of request: DocumentRequest, _ exchange: Exchange, base: String) -> [PageValues] {
        request.definition.attachments.map { wanted in
            var row: PageValues = ["label": wanted.label.text(in: exchange.language)]
            if let file = request.attachments.first(where: { $0.name == wanted.name }) {
                row["filename"] = file.filename ?? file.name
                row["href"] = "\(base)/lampiran/\(file.name)"
                row["sizeText"] = exchange.say(bytes: file.size)
                row["typeText"] = file.type.face
                if file.type != .pdf { row["isImage"] = true }
            }
            return row
        }
    }

    static func values(of correction: Correction, _ exchange: Exchange) -> PageValues {
        var values: PageValues = ["reason": correction.reason.label.text(in: exchange.language)]
        if let remark = correction.remark, !remark.isEmpty { values["remark"] = remark }
        return values
    }

    static func timeline(_ entries: [TimelineEntry], _ request: DocumentRequest, _ exchange: Exchange, _ island: Island) -> [PageValues] {
        entries.enumerated().map { position, entry in
            let isCurrent = position == entries.count - 1
            var values: PageValues = [
                "label": exchange.say("history.\(entry.status.rawValue)"), "at": exchange.say(entry.at, in: island),
                "state": isCurrent ? "current" : "done",
            ]
            if isCurrent { values["isCurrent"] = true }
            let reason = entry.reasonCode.flatMap { code in request.definition.returnReasons.first { $0.code == code } }
            let text = [reason?.label.text(in: exchange.language), entry.remark].compactMap { $0 }.filter { !$0.isEmpty }
            if !text.isEmpty { values["text"] = text.joined(separator: ". ") }
            return values
        }
    }
}
