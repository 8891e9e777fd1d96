internal import Catalogue
internal import Identity
internal import Notifications

import Foundation
import Kernel
import Payments
import Testing

@testable import Portal

/// What a citizen does on the pages, in words.
struct Citizen: Sendable {
    let visitor: Visitor
    /// `/{region}`
    let base: String
    let town: Town

    /// Answers that SKCK accepts.
    static let skckAnswers = [
        "full_name": "Siti Rahmawati", "birth_place": "Genteng", "birth_date": "1990-07-05", "address": "Jalan Melati 7, Genteng",
        "occupation": "Perajin batik", "purpose": "work",
    ]

    /// A made-up portrait of nobody.
    static let photo: Data = (try? Data(contentsOf: Town.resources.appendingPathComponent("Demo/pas-foto.png"))) ?? Data()

    /// Signs in at the page of the sign-in, wherever that leads on to.
    @discardableResult
    func signIn(
        nik: String = "3510014507909901", contact: String = "siti@contoh.id", at page: Visitor.Answer? = nil
    ) async throws -> Visitor.Answer {
        let entry = if let page { page } else { try await visitor.get("\(base)/masuk") }
        let codePage = try await visitor.submit(["nik": nik, "contact": contact], to: "\(base)/masuk", from: entry)
        return try await visitor.submit(["code": newestCode()], to: codePage.path, from: codePage)
    }

    /// The newest code in the demonstration's mailbox.
    func newestCode() async throws -> String {
        let mails = try await town.island(String(base.dropFirst())).notifications.demoMailbox(limit: 50)
        let code = mails.first { $0.template == "sign_in_code" }?.body.split(whereSeparator: { !$0.isNumber }).first { $0.count == 6 }
        return String(try #require(code))
    }

    /// - Returns: the draft's id.
    func startDraft(_ service: String) async throws -> String {
        let page = try await visitor.get("\(base)/layanan/\(service)")
        let draft = try await visitor.submit(to: "\(base)/permohonan", from: page)
        #expect(draft.path.hasSuffix("/isian"))
        return String(draft.path.split(separator: "/")[2])
    }

    @discardableResult
    func answer(_ draft: String, part: Int = 1, _ answers: [String: String]) async throws -> Visitor.Answer {
        let form = "\(base)/permohonan/\(draft)/isian" + (part == 1 ? "" : "?bagian=\(part)")
        let page = try await visitor.get(form)
        let fields = Dictionary(uniqueKeysWithValues: answers.map { ("answers.\($0.key)", $0.value) })
        return try await visitor.submit(fields, to: form, from: page)
    }

    @discardableResult
    func attachPhoto(to draft: String, _ content: Data = Citizen.photo, named filename: String = "pas foto.png") async throws
        -> Visitor.Answer
    {
        try await attach(Multipart().file(content, named: filename, as: "attachments.photo"), to: draft)
    }

    /// Sends the form of the attachments with these files and buttons.
    @discardableResult
    func attach(_ form: Multipart, to draft: String) async throws -> Visitor.Answer {
        let address = "\(base)/permohonan/\(draft)/lampiran"
        return try await visitor.upload(form, to: address, from: visitor.get(address))
    }

    @discardableResult
    func submit(_ draft: String) async throws -> Visitor.Answer {
        let page = try await visitor.get("\(base)/permohonan/\(draft)/periksa")
        return try await visitor.submit(to: "\(base)/permohonan/\(draft)/pengajuan", from: page)
    }

    /// Address of the stub provider's page for the open bill.
    func stubPage(of draft: String) async throws -> String {
        let pay = try await visitor.get("\(base)/permohonan/\(draft)/bayar")
        return try #require(pay.text.firstMatch(of: /href="([^"]*\/simulasi-bayar\/[^"]+)"/).map { String($0.1) })
    }

    /// Presses the stub's button.
    func pay(_ draft: String) async throws {
        let stub = try await stubPage(of: draft)
        let desk = try await visitor.get(stub)
        _ = try await visitor.submit(to: stub, from: desk)
    }

    /// A submission of SKCK whose fee is to be transferred, with a proof; the region's account is set for it.
    func submitForTransfer() async throws -> String {
        try await town.island(String(base.dropFirst())).payments.setBankAccount(
            bank: "Bank Uji", number: "1234567890", holder: "Kas Uji", by: .operatorAtConsole(name: "tests"))
        let draft = try await startDraft("skck")
        try await answer(draft, Citizen.skckAnswers)
        try await attachPhoto(to: draft)
        try await submit(draft)
        let page = "\(base)/permohonan/\(draft)/bayar"
        _ = try await visitor.submit(["way": "transfer"], to: page, from: visitor.get(page))
        _ = try await sendProof(of: draft)
        return draft
    }

    /// Sends a proof of a transfer on the page on which she pays.
    func sendProof(of draft: String, _ content: Data = Citizen.photo) async throws -> Visitor.Answer {
        let page = try await visitor.get("\(base)/permohonan/\(draft)/bayar")
        let form = Multipart().file(content, named: "bukti.png", as: "attachments.proof")
        return try await visitor.upload(form, to: "\(base)/permohonan/\(draft)/bukti-transfer", from: page)
    }

    /// A finished submission of SKCK that an officer can decide on.
    func submitPaidSKCK() async throws -> String {
        let draft = try await startDraft("skck")
        try await answer(draft, Citizen.skckAnswers)
        try await attachPhoto(to: draft)
        try await submit(draft)
        try await pay(draft)
        try await town.settle()
        return draft
    }
}

/// Staff for tests.
enum DemonstrationStaff {
    static func add(to town: Town, region: String) async throws {
        let island = try town.island(region)
        let platform = Principal.platform(name: "tests")
        _ = try await island.identity.addStaff(
            username: "agus", displayName: "Bripka Agus", role: .officer, agency: "polri", password: DemonstrationData.password,
            by: platform)
        _ = try await island.identity.addStaff(
            username: "ratna", displayName: "Ibu Ratna", role: .administrator, agency: nil, password: DemonstrationData.password,
            by: platform)
        for (username, name, role) in [("kasir", "Kasir Wayan", StaffRole.cashier), ("keuangan", "Ibu Lestari", .finance)] {
            _ = try await island.identity.addStaff(
                username: username, displayName: name, role: role, agency: nil, password: DemonstrationData.password, by: platform)
        }
    }

    static func signIn(_ username: String, _ town: Town, _ base: String) async throws -> Visitor {
        let visitor = town.visitor()
        let page = try await visitor.get("\(base)/petugas/masuk")
        let answer = try await visitor.submit(
            ["username": username, "password": DemonstrationData.password], to: "\(base)/petugas/masuk", from: page)
        #expect(answer.status == 200)
        return visitor
    }
}

extension Town {
    /// A sentence of `Words/` as it stands on an Indonesian page.
    func say(_ key: String, _ arguments: [String: String] = [:]) -> String {
        htmlEscaped(portal.catalogue.words.sentence(key, in: .indonesian, arguments))
    }
}
