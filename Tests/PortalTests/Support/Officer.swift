import Catalogue
import Foundation
import Kernel
import Notifications
import Storage
import Testing

@testable import Portal

/// What an officer does on the pages, in words.
struct Officer: Sendable {
    let visitor: Visitor
    /// `/{region}`
    let base: String

    private func page(_ request: String) -> String { "\(base)/petugas/permohonan/\(request)" }

    @discardableResult
    func approve(_ request: String) async throws -> Visitor.Answer {
        let review = try await visitor.get(page(request))
        return try await visitor.submit(to: "\(page(request))/persetujuan", from: review)
    }

    @discardableResult
    func sendBack(_ request: String, reason: String, remark: String) async throws -> Visitor.Answer {
        let review = try await visitor.get(page(request))
        return try await visitor.submit(["reason": reason, "remark": remark], to: "\(page(request))/pengembalian", from: review)
    }

    /// Presses the button of a step of handing over, and expects to be where it leads.
    func handOver(_ request: String, _ step: String, _ status: RequestStatus, _ town: Town) async throws {
        let review = try await visitor.get(page(request))
        let done = try await visitor.submit(to: "\(page(request))/\(step)", from: review)
        #expect(done.status == 200 && done.text.contains(town.say("status.\(status.rawValue).label")))
    }

    @discardableResult
    func revoke(_ request: String, reason: String) async throws -> Visitor.Answer {
        let question = try await visitor.get("\(page(request))/pencabutan")
        return try await visitor.submit(["reason": reason], to: "\(page(request))/pencabutan", from: question)
    }
}

extension Officer {
    @discardableResult
    func reissue(_ request: String, _ kind: String, reason: String) async throws -> Visitor.Answer {
        let question = try await visitor.get("\(page(request))/penerbitan-ulang")
        return try await visitor.submit(["kind": kind, "reason": reason], to: "\(page(request))/penerbitan-ulang", from: question)
    }
}

/// The people of the stories (`Docs/Testing.md` 3).
extension Town {
    /// Siti, signed in.
    func siti(in region: String = Town.first) async throws -> Citizen {
        let citizen = Citizen(visitor: visitor(), base: "/\(region)", town: self)
        try await citizen.signIn(nik: "3510014507909901", contact: "siti@contoh.id")
        return citizen
    }

    /// Dewi, signed in: somebody else.
    func dewi(in region: String = Town.first) async throws -> Citizen {
        let citizen = Citizen(visitor: visitor(), base: "/\(region)", town: self)
        try await citizen.signIn(nik: "3510015402929903", contact: "dewi@contoh.id")
        return citizen
    }

    /// Bambang, signed in: somebody else.
    func bambang(in region: String = Town.first) async throws -> Citizen {
        let citizen = Citizen(visitor: visitor(), base: "/\(region)", town: self)
        try await citizen.signIn(nik: "3510010203859902", contact: "bambang@contoh.id")
        return citizen
    }

    /// Bripka Agus of the police, signed in. `DemonstrationStaff.add` comes first.
    func agus(in region: String = Town.first) async throws -> Officer {
        Officer(visitor: try await DemonstrationStaff.signIn("agus", self, "/\(region)"), base: "/\(region)")
    }

    /// Ibu Ratna, the administrator, signed in. `DemonstrationStaff.add` comes first.
    func ratna(in region: String = Town.first) async throws -> Visitor {
        try await DemonstrationStaff.signIn("ratna", self, "/\(region)")
    }

    /// Names of the messages that were told in a region, oldest first.
    func told(in region: String = Town.first) async throws -> [String] {
        try await island(region).notifications.demoMailbox(limit: 200).reversed().map(\.template)
    }

    /// Actions of a region's audit trail, oldest first.
    func audited(in region: String = Town.first, about subject: String? = nil) async throws -> [String] {
        try await island(region).database.read { tx in try tx.auditEntries(about: subject, limit: 500) }.reversed().map(\.action)
    }
}
