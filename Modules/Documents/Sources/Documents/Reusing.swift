public import Foundation
public import Kernel
internal import Catalogue
internal import Storage

/// What an applicant need not hand in again: a file that she uploaded for another request, or a paper that was issued to her here.
public struct Reusable: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        /// With the name that the file had on her machine.
        case upload(filename: String)
        case paper(title: LocalizedText, number: String)
    }

    /// Of the attachment, or of the request whose paper it is.
    public let id: Identifier
    public let kind: Kind
    public let at: Instant
}

extension DocumentService {
    /// Of each kind, so many are offered for one attachment.
    static let offeredAgain = 3

    /// For each attachment that this request calls for and does not have yet, what its applicant has here already: files that she uploaded
    /// under the same name, and where a PDF is taken the papers that end a service here and still hold. The newest first.
    /// - Throws: `notFound` for strangers.
    public func reusable(for id: Identifier, by principal: Principal) async throws -> [String: [Reusable]] {
        try await database.read { tx in
            let (standing, answers) = try RequestStore.findWithAnswers(id, tx) { try $0.requireEditable(by: principal) }
            let definition = try definitions.find(standing.digest, tx)
            let attached = try AttachmentStore.names(of: id, tx)
            let wanted = AnswerSheet(definition.questions, answers).wanted(definition.attachments).filter { !attached.contains($0.name) }
            guard !wanted.isEmpty else { return [:] }
            let papers = try PaperStore.holding(of: standing.applicant, on: today(tx), tx)
                .compactMap { paper, digest -> Reusable? in
                    let service = try definitions.find(digest, tx)
                    // A note that something may be collected proves nothing to anybody.
                    guard service.product == nil else { return nil }
                    return Reusable(id: paper.request, kind: .paper(title: service.title, number: paper.number), at: paper.issuedAt)
                }
            var offered: [String: [Reusable]] = [:]
            for attachment in wanted {
                var seen: Set<Identifier> = []
                let uploads = try AttachmentStore.earlier(attachment.name, of: standing.applicant, besides: id, tx)
                    .filter { attachment.types.contains($0.type) && seen.insert($0.file).inserted }
                    .map { Reusable(id: $0.id, kind: .upload(filename: $0.type.fitting($0.filename ?? "")), at: $0.addedAt) }
                let known = attachment.types.contains(.pdf) ? papers.prefix(DocumentService.offeredAgain) : []
                let all = known + uploads.prefix(DocumentService.offeredAgain)
                if !all.isEmpty { offered[attachment.name] = Array(all) }
            }
            return offered
        }
    }

    /// Attaches what the applicant has here already, without another upload. A paper is checked by its signature first.
    /// - Parameter source: a ``Reusable/id``.
    /// - Throws: `notFound` for what is not hers, and for a name that the definition does not have; `unsupportedType` `problem.upload.type`;
    ///   `conflict` `problem.attachment.paperVoid` for a paper that does not hold any more or does not bear the region's signature,
    ///   `problem.request.moved` when the request is not with the applicant.
    public func attachAgain(_ source: Identifier, as name: String, to id: Identifier, by principal: Principal) async throws {
        let files = database.files
        let paper = try await database.read { tx -> (record: PaperRecord, content: Data)? in
            let standing = try RequestStore.find(id, tx)
            try standing.requireEditable(by: principal)
            guard let owner = try RequestStore.findIfThere(source, tx), owner.applicant == standing.applicant,
                let record = try PaperStore.find(of: source, tx), let file = record.file
            else { return nil }
            let holds = record.revokedAt == nil && record.validUntil.map { $0 >= today(tx) } ?? true
            guard holds else { throw Problem(.conflict, "problem.attachment.paperVoid", detail: record.number) }
            return (record, try tx.vault.open(files.read(file), of: owner.applicant, at: PaperStore.contentPlace(file)))
        }
        if let paper {
            _ = try await allowedTypes(of: name, in: id, by: principal, including: .pdf)
            guard press.isIntact(paper.content) else {
                throw Problem(.conflict, "problem.attachment.paperVoid", detail: "\(paper.record.number) has no signature that holds")
            }
            let filename = paper.record.number.replacing("/", with: "-")
            try await keep(ReadFile(type: .pdf, content: paper.content), filename: filename, paper: source, as: name, in: id, by: principal)
            return
        }
        let upload = try await database.read { tx in
            let standing = try RequestStore.find(id, tx)
            guard let upload = try AttachmentStore.find(source, of: standing.applicant, tx) else {
                throw Problem.notFound("file \(source)")
            }
            return upload
        }
        _ = try await allowedTypes(of: name, in: id, by: principal, including: upload.type)
        let earlier = try await database.write { tx in
            let standing = try RequestStore.find(id, tx)
            try standing.requireEditable(by: principal)
            // Looked for again: until now it could be taken away.
            guard let upload = try AttachmentStore.find(source, of: standing.applicant, tx) else {
                throw Problem.notFound("file \(source)")
            }
            let file = AttachedFile(
                id: Identifier(at: tx.now), file: upload.file, name: name, type: upload.type, size: upload.size, filename: nil,
                addedAt: tx.now, paper: nil)
            let digest = try AttachmentStore.digest(of: source, tx)
            let earlier = try AttachmentStore.put(
                file, filename: upload.filename ?? "", digest: digest, paper: upload.paper?.request, replaced: upload.paper?.replacedCode,
                of: standing, tx)
            try RequestStore.save(standing.edited(at: tx.now), tx)
            return earlier
        }
        if let earlier { try? files.remove(earlier) }
    }

    /// - Throws: `notFound` for strangers and for a name that the definition does not have; `unsupportedType` `problem.upload.type` when
    ///   `type` is none of them; `conflict` `problem.request.moved` when the request is not with the applicant.
    func allowedTypes(
        of name: String, in id: Identifier, by principal: Principal, including type: FileType? = nil
    ) async throws -> [FileType] {
        let allowed = try await database.read { tx in
            let standing = try RequestStore.find(id, tx)
            try standing.requireEditable(by: principal)
            let definition = try definitions.find(standing.digest, tx)
            guard let attachment = definition.attachments.first(where: { $0.name == name }) else {
                throw Problem.notFound("attachment \(name) of \(id)")
            }
            return attachment.types
        }
        if let type, !allowed.contains(type) {
            let arguments = ["types": allowed.map(\.name).joined(separator: ", ")]
            throw Problem(
                .unsupportedType, "problem.upload.type", arguments: arguments,
                fields: [FieldIssue("attachments.\(name)", "problem.upload.type", arguments: arguments)])
        }
        return allowed
    }

    /// Keeps what was read, once for a person: the same content that she handed in before is the same file.
    func keep(
        _ read: ReadFile, filename: String, paper: Identifier?, as name: String, in id: Identifier, by principal: Principal
    ) async throws {
        // Sealing and writing to the disk happen on the database's reading thread, not on the pool of all tasks.
        let files = database.files
        let (file, digest, isNew) = try await database.read { tx in
            let standing = try RequestStore.find(id, tx)
            let digest = AttachmentStore.digest(of: read.content, by: standing.applicant, tx)
            let known = try AttachmentStore.file(with: digest, tx)
            let row = Identifier(at: tx.now)
            let file = AttachedFile(
                id: row, file: known ?? row, name: name, type: read.type, size: read.content.count, filename: nil, addedAt: tx.now,
                paper: nil)
            if known == nil {
                try files.write(try tx.vault.seal(read.content, for: standing.applicant, at: AttachmentStore.contentPlace(row)), as: row)
            }
            return (file, digest, known == nil)
        }
        do {
            let rubbish = try await database.write { tx -> [Identifier]? in
                let standing = try RequestStore.find(id, tx)
                try standing.requireEditable(by: principal)
                // Two windows that send the same file at once keep the first; what was there before may be gone by now.
                let known = try AttachmentStore.file(with: digest, tx)
                guard isNew || known == file.file else { return nil }
                var kept = file
                kept.file = known ?? file.file
                let earlier = try AttachmentStore.put(kept, filename: filename, digest: digest, paper: paper, of: standing, tx)
                try RequestStore.save(standing.edited(at: tx.now), tx)
                return [earlier, kept.file == file.file ? nil : file.file].compactMap { $0 }
            }
            guard let rubbish else {
                return try await keep(read, filename: filename, paper: paper, as: name, in: id, by: principal)
            }
            for file in rubbish { try? files.remove(file) }
        } catch let problem as Problem where !problem.leavesOutcomeOpen {
            // A rule refused it, so no row names the file. After any other failure nobody can be sure of that: a commit whose sync
            // failed may still be found in the log after the next start. What turns out to be rubbish is swept later.
            if isNew { try? files.remove(file.file) }
            throw problem
        }
    }
}
