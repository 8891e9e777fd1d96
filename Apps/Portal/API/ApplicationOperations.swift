internal import Catalogue
internal import Documents
internal import Foundation
internal import HTTPTypes
internal import Identity
internal import Kernel
internal import Payments

/// A citizen's own requests, by a program that she uses as she would use a browser: with the session of the region's sign-in page.
/// No key opens them, because a key speaks for an agency and nobody has asked an agency to speak for her.
enum ApplicationOperations {
    static func add(to table: inout RouteTable) {
        table.own(.get, "/session", "showSession", "The citizen's session, with the token that each change carries.", session)
        table.own(.get, "/applications", "listApplications", "Her own requests and drafts.", list)
        table.own(
            .post, "/applications", "startApplication",
            "Starts a draft, with what she answered before; her open draft of that service when there is one.", start)
        table.own(
            .get, "/applications/:id", "showApplication", "One of her requests: answers, files, what is missing, where it stands.", show)
        table.own(.delete, "/applications/:id", "deleteDraft", "Deletes a draft; one that is not there counts as deleted.", delete)
        table.own(.get, "/applications/:id/form", "showApplicationForm", "What this request asks: the form as it was begun.", form)
        table.own(
            .put, "/applications/:id/answers", "saveAnswers",
            "Keeps answers, right or wrong, beside those to other questions; `issues` says what is wrong.", saveAnswers)
        table.own(
            .get, "/applications/:id/attachments/:name", "readOwnAttachment", "A file that she attached.", attachment)
        table.own(
            .put, "/applications/:id/attachments/:name", "attachFile",
            "Attaches the file that is the body, in the place of an earlier one. Its content decides what it is.", attach)
        table.own(
            .delete, "/applications/:id/attachments/:name", "detachFile",
            "Takes a file away; one that is not there counts as taken away.", detach)
        table.own(
            .post, "/applications/:id/submissions", "submitApplication",
            "Hands a draft in, or a corrected request in again.", submit)
        table.own(
            .post, "/applications/:id/withdrawals", "withdrawApplication", "Takes a request back on which nobody has decided.", withdraw)
        table.own(.get, "/applications/:id/paper", "readOwnPaper", "The paper as PDF, when it has been issued.", paper)
    }

    private struct StartAsk: Ask {
        let service: String

        init(_ read: inout AskReader) { service = read.body("service", .name, "The service's code, e.g. `skck`.") }
    }

    private struct ApplicationAsk: Ask {
        let id: Identifier

        init(_ read: inout AskReader) throws { id = try read.application() }
    }

    private struct AnswersAsk: Ask {
        let id: Identifier
        let answers: Answers
        let seen: String?

        init(_ read: inout AskReader) throws {
            id = try read.application()
            answers = read.body("answers", .answers, "By question name; those that are not sent stay as they are.")
            seen = read.bodyIfPresent(
                "seen", .text(0...8000), "`seen` of the application as it was read: what was saved elsewhere since is not overwritten.")
        }
    }

    private struct AttachmentAsk: Ask {
        let id: Identifier
        let name: String

        init(_ read: inout AskReader) throws { (id, name) = (try read.application(), try read.attachment()) }
    }

    private struct FileAsk: Ask {
        let id: Identifier
        let name: String
        let filename: String?

        static let takesFile = true

        init(_ read: inout AskReader) throws {
            (id, name) = (try read.application(), try read.attachment())
            filename = read.query("filename", .text(1...200), "The name that the file has with her.")
        }
    }

    @Sendable private static func session(_: NoAsk, _ exchange: Exchange, _ island: Island) throws -> SessionAnswer {
        guard let session = exchange.session else { throw Problem(.unauthenticated, "problem.session.needed") }
        return SessionAnswer(formToken: exchange.formToken, expiresAt: session.expiresAt)
    }

    @Sendable private static func list(_: NoAsk, _ exchange: Exchange, _ island: Island) async throws -> ApplicationList {
        ApplicationList(
            items: try await island.documents.requests(by: exchange.principal).map {
                RequestLineAnswer(standing: $0.standing, title: $0.title)
            })
    }

    @Sendable private static func start(_ asked: StartAsk, _ exchange: Exchange, _ island: Island) async throws -> ApplicationAnswer {
        let id = try await island.documents.startDraft(
            of: asked.service, channel: .electronic, command: exchange.idempotentCommand(), by: exchange.principal)
        return try await exchange.application(id, island)
    }

    @Sendable private static func show(_ asked: ApplicationAsk, _ exchange: Exchange, _ island: Island) async throws -> ApplicationAnswer {
        try await exchange.application(asked.id, island)
    }

    @Sendable private static func delete(_ asked: ApplicationAsk, _ exchange: Exchange, _ island: Island) async throws -> DoneAnswer {
        try await island.documents.deleteDraft(asked.id, by: exchange.principal)
        return DoneAnswer()
    }

    @Sendable private static func form(_ asked: ApplicationAsk, _ exchange: Exchange, _ island: Island) async throws -> FormAnswer {
        FormAnswer(definition: try await island.documents.definition(of: asked.id, by: exchange.principal))
    }

    @Sendable private static func saveAnswers(
        _ asked: AnswersAsk, _ exchange: Exchange, _ island: Island
    ) async throws -> ApplicationAnswer {
        let definition = try await island.documents.definition(of: asked.id, by: exchange.principal)
        let strangers = asked.answers.strangers(to: definition.questions)
        guard strangers.isEmpty else { throw Problem(.invalid, "problem.api.invalid", fields: strangers) }
        _ = try await island.documents.saveAnswers(
            asked.answers, of: asked.id, seen: asked.seen.map { AnswerMarks($0) }, by: exchange.principal)
        return try await exchange.application(asked.id, island)
    }

    @Sendable private static func attachment(_ asked: AttachmentAsk, _ exchange: Exchange, _ island: Island) async throws -> FileAnswer {
        let file = try await island.documents.attachment(asked.name, of: asked.id, by: exchange.principal)
        return FileAnswer(data: file.data, mediaType: file.type.mediaType, filename: file.filename)
    }

    @Sendable private static func attach(_ asked: FileAsk, _ exchange: Exchange, _ island: Island) async throws -> ApplicationAnswer {
        // Whose request it is, is asked first: what does not count as hers must not count against her day.
        _ = try await island.documents.definition(of: asked.id, by: exchange.principal)
        try await exchange.portal.uploads.count(by: UploadGate.person(exchange.principal, in: island))
        try await island.documents.attach(
            Upload(filename: asked.filename ?? asked.name, content: exchange.rawBody), as: asked.name, to: asked.id, by: exchange.principal)
        return try await exchange.application(asked.id, island)
    }

    @Sendable private static func detach(_ asked: AttachmentAsk, _ exchange: Exchange, _ island: Island) async throws -> ApplicationAnswer {
        try await island.documents.detach(asked.name, from: asked.id, by: exchange.principal)
        return try await exchange.application(asked.id, island)
    }

    @Sendable private static func submit(_ asked: ApplicationAsk, _ exchange: Exchange, _ island: Island) async throws -> SubmissionAnswer {
        let status = try await island.documents.submit(asked.id, command: exchange.idempotentCommand(), by: exchange.principal)
        if status == .awaitingPayment { try await island.payments.openChosen(for: asked.id) }
        return SubmissionAnswer(application: asked.id, requestStatus: status, payPage: exchange.payPage(of: asked.id, island))
    }

    @Sendable private static func withdraw(
        _ asked: ApplicationAsk, _ exchange: Exchange, _ island: Island
    ) async throws -> ApplicationAnswer {
        try await island.documents.withdraw(asked.id, command: exchange.idempotentCommand(), by: exchange.principal)
        return try await exchange.application(asked.id, island)
    }

    @Sendable private static func paper(_ asked: ApplicationAsk, _ exchange: Exchange, _ island: Island) async throws -> FileAnswer {
        FileAnswer(
            data: try await island.documents.paper(of: asked.id, by: exchange.principal), mediaType: FileType.pdf.mediaType,
            filename: "\(asked.id).pdf")
    }
}

extension AskReader {
    fileprivate mutating func application() throws -> Identifier { try path("id", .identifier, "The application's id.") }

    fileprivate mutating func attachment() throws -> String { try path("name", .name, "The file's name in the form.") }
}

extension Exchange {
    fileprivate func application(_ id: Identifier, _ island: Island) async throws -> ApplicationAnswer {
        let faults = try await island.documents.faults(of: id, by: principal)
        return ApplicationAnswer(
            request: try await island.documents.request(id, by: principal),
            issues: faults.map { IssueAnswer(issue: $0, sentence: portal.catalogue.words.resolve($0, in: language)) },
            history: try await island.documents.history(of: id, by: principal), payPage: payPage(of: id, island))
    }

    fileprivate func payPage(of id: Identifier, _ island: Island) -> String {
        portal.settings.linkAddress + island.links.request(id).payment
    }
}
