internal import Notifications
internal import Storage

import Documents
import Foundation
import Identity
import Kernel
import Testing

@testable import Portal

@Suite("A demonstration's data")
struct DemonstrationTests {
    /// How far a first start had come when it was killed.
    enum Stage: CaseIterable {
        case nothing, oneOfficer, administrator, unsentDraft, unpaid, allButTheMark
    }

    @Test("A first start that was killed is finished by the next one, and nothing is made twice", arguments: Stage.allCases)
    func killed(_ stage: Stage) async throws {
        let whole = try await Town.open()
        try await fill(whole)
        let expected = try await contents(whole)
        #expect(expected.staff.contains(DemonstrationData.administrator) && expected.staff.count > 1)
        #expect(expected.requests.contains { $0.hasSuffix("inReview") })

        let town = try await Town.open()
        try await bring(town, to: stage)
        try await fill(town)
        #expect(try await contents(town) == expected)
        try await fill(town)
        #expect(try await contents(town) == expected)
        try await whole.leave()
        try await town.leave()
    }

    @Test("Each person's code is read from her own mail, whatever has come after it")
    func codes() async throws {
        let town = try await Town.open()
        let island = try town.island(Town.first)
        let people = [("3510014507909901", "siti@contoh.id"), ("3510010203859902", "bambang@contoh.id")]
        var challenges: [Identifier] = []
        for (nik, contact) in people {
            challenges.append(try await island.identity.requestCode(nik: nik, contact: contact, language: .indonesian))
        }
        let mails = try await island.notifications.demoMailbox(limit: 50)
        for (challenge, person) in zip(challenges, people) {
            let code = try #require(DemonstrationData.code(to: person.1, among: mails))
            #expect(try await island.identity.signIn(challenge: challenge, code: code).principal.personID != nil)
        }
        #expect(DemonstrationData.code(to: "dewi@contoh.id", among: mails) == nil)
        try await town.leave()
    }

    @Test("A demonstration's folder is not served for real, and a real one not as a demonstration")
    func mark() async throws {
        let demonstration = try await Town.open()
        try await demonstration.close()
        await #expect(throws: Problem(.unavailable, "problem.data.demonstration")) {
            try await Town.open(isDemonstration: false, data: demonstration.data)
        }
        try await Town.open(data: demonstration.data).leave()

        let real = try await Town.open(isDemonstration: false)
        try await DemonstrationStaff.add(to: real, region: Town.first)
        try await real.close()
        await #expect(throws: Problem(.unavailable, "problem.data.real")) { try await Town.open(data: real.data) }
        try await Town.open(isDemonstration: false, data: real.data).leave()
    }

    private func fill(_ town: Town) async throws {
        try await DemonstrationData(portal: town.portal).fill(town.island(Town.first))
        try await town.settle()
    }

    private func bring(_ town: Town, to stage: Stage) async throws {
        let island = try town.island(Town.first)
        let platform = Principal.platform(name: "demonstration")
        switch stage {
        case .nothing: break
        case .oneOfficer:
            _ = try await island.identity.addStaff(
                username: "polri", displayName: "Petugas POLRI (contoh)", role: .officer, agency: "polri",
                password: DemonstrationData.password, by: platform)
        case .administrator:
            _ = try await island.identity.addStaff(
                username: DemonstrationData.administrator, displayName: "Administrator (contoh)", role: .administrator, agency: nil,
                password: DemonstrationData.password, by: platform)
        case .unsentDraft: _ = try await town.siti().startDraft("skck")
        case .unpaid:
            let siti = try await town.siti()
            let draft = try await siti.startDraft("skck")
            _ = try await siti.answer(draft, Citizen.skckAnswers)
            _ = try await siti.attachPhoto(to: draft)
            _ = try await siti.submit(draft)
        case .allButTheMark:
            try await fill(town)
            try await DemonstrationMark.begun.write(in: island)
        }
    }

    private struct Contents: Equatable {
        let staff: [String]
        let requests: [String]
        let people: Int
    }

    private func contents(_ town: Town) async throws -> Contents {
        let island = try town.island(Town.first)
        return Contents(
            staff: try await island.identity.staff().map(\.username).sorted(),
            requests: try await island.database.read { tx in
                try tx.rows("SELECT service, status FROM document_requests ORDER BY service, status")
                    .map { try "\($0.text("service")) \($0.text("status"))" }
            },
            people: try await island.database.read { tx in try tx.count("SELECT COUNT(*) FROM people") })
    }
}
