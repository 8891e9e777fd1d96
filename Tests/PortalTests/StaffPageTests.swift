import Foundation
import Identity
import Kernel
import Testing

@testable import Portal

/// Ibu Ratna adds an officer, helps Bripka Agus who forgot his password, and ends somebody's access.
@Suite("Pages of staff")
struct StaffPageTests {
    private let base = "/\(Town.first)"
    private var list: String { "\(base)/admin/petugas" }

    private func open() async throws -> (town: Town, ratna: Visitor) {
        let town = try await Town.open()
        try await DemonstrationStaff.add(to: town, region: Town.first)
        return (town, try await town.ratna())
    }

    private func staff(of town: Town) async throws -> [String: StaffMember] {
        Dictionary(uniqueKeysWithValues: try await town.island(Town.first).identity.staff().map { ($0.username, $0) })
    }

    private func password(on page: Visitor.Answer) -> String? {
        page.text.firstMatch(of: /class="secret">([^<]+)</).map { String($0.1) }
    }

    private func signIn(_ username: String, _ password: String, _ town: Town) async throws -> Visitor.Answer {
        let visitor = town.visitor()
        let page = try await visitor.get("\(base)/petugas/masuk")
        return try await visitor.submit(["username": username, "password": password], to: "\(base)/petugas/masuk", from: page)
    }

    private func isLockedOut(_ username: String, _ password: String, _ town: Town) async throws -> Bool {
        try await signIn(username, password, town).text.contains(town.say("problem.staff.wrongPassword"))
    }

    @Test("Somebody new gets a password that is shown once and must be replaced; what was typed wrong stays in the form")
    func added() async throws {
        let (town, ratna) = try await open()
        #expect(try await ratna.get("\(base)/admin").text.contains("href=\"\(list)\""))
        let form = try await ratna.get(list)
        let wrong = try await ratna.submit(["displayName": "Bripda Rini", "username": "R", "work": "polri"], to: list, from: form)
        #expect(wrong.status == 422 && wrong.faults == ["field-username"] && wrong.input("displayName") == "Bripda Rini")
        let taken = try await ratna.submit(["displayName": "Bripda Rini", "username": "agus", "work": "polri"], to: list, from: form)
        #expect(taken.status == 409 && taken.faults == ["field-username"])
        let nowhere = try await ratna.submit(["displayName": "Bripda Rini", "username": "rini"], to: list, from: form)
        #expect(nowhere.status == 422 && nowhere.faults == ["field-work"])
        #expect(try await staff(of: town)["rini"] == nil)

        let fields = ["displayName": "Bripda Rini", "username": "rini", "work": "polri"]
        let done = try await ratna.submit(fields, to: list, from: form)
        let first = try #require(password(on: done))
        #expect(done.status == 200 && done.headers["cache-control"] == "no-store")
        let again = try await ratna.submit(fields, to: list, from: form)
        #expect(password(on: again) == nil && again.text.contains(town.say("staffPassword.shown")))
        let rini = try #require(try await staff(of: town)["rini"])
        #expect(rini.role == .officer && rini.agency == "polri")
        #expect(try await signIn("rini", first, town).path == "\(base)/petugas/akun", "she chooses a password of her own first")
        #expect(try await town.audited(about: rini.id.text).first == "staff.added")

        for (username, work, role) in [
            ("wati", "-administrator", StaffRole.administrator), ("komang", "-kasir", .cashier), ("putri", "-keuangan", .finance),
        ] {
            let added = try await ratna.submit(
                ["displayName": "Ibu \(username)", "username": username, "work": work], to: list, from: try await ratna.get(list))
            #expect(added.status == 200)
            let member = try await staff(of: town)[username]
            #expect(member?.role == role && member?.agency == nil)
        }
        let unknown = try await ratna.submit(
            ["displayName": "Ibu Sri", "username": "sri", "work": "-raja"], to: list, from: try await ratna.get(list))
        #expect(unknown.status == 422)
        try await town.leave()
    }

    @Test("A forgotten password is replaced, an access ended and given back, each for a reason; Ibu Ratna's own stays")
    func changed() async throws {
        let (town, ratna) = try await open()
        let (agus, own) = (try #require(try await staff(of: town)["agus"]), try #require(try await staff(of: town)["ratna"]))
        let before = try await ratna.get(list)
        #expect(before.text.contains("\(list)/\(agus.id)/kata-sandi") && !before.text.contains("\(list)/\(own.id)/"))
        let reset = "\(list)/\(agus.id)/kata-sandi"
        let question = try await ratna.get(reset)
        #expect(question.text.contains("Bripka Agus"))
        let short = try await ratna.submit(["reason": "ya"], to: reset, from: question)
        #expect(short.status == 422 && short.faults == ["field-reason"] && short.text.contains(">\nya</textarea>"))
        let given = try #require(password(on: try await ratna.submit(["reason": "Lupa kata sandi"], to: reset, from: question)))
        #expect(try await isLockedOut("agus", DemonstrationData.password, town))
        #expect(try await signIn("agus", given, town).status == 200)

        let disabling = "\(list)/\(agus.id)/penonaktifan"
        let ended = try await ratna.submit(["reason": "Pindah tugas"], to: disabling, from: try await ratna.get(disabling))
        #expect(ended.path == list && ended.row(with: "Bripka Agus").contains(town.say("staff.over")))
        #expect(!ended.row(with: "Bripka Agus").contains("penonaktifan"))
        #expect(try await isLockedOut("agus", given, town))
        let back = try await ratna.submit(["reason": "Kembali bertugas"], to: reset, from: try await ratna.get(reset))
        #expect(try await signIn("agus", try #require(password(on: back)), town).status == 200)
        #expect(
            try await town.audited(about: agus.id.text).filter { $0 != "staff.signedIn" }
                == [
                    "staff.added", "staff.passwordReset", "staff.signInFailed", "staff.disabled", "staff.signInFailed", "staff.enabled",
                    "staff.passwordReset",
                ])

        // Her own she ends nowhere, also not by hand.
        for path in ["kata-sandi", "penonaktifan"] {
            let refused = try await ratna.submit(
                ["reason": "Salah tekan"], to: "\(list)/\(own.id)/\(path)", from: try await ratna.get(disabling))
            #expect(refused.status == 409, "\(path)")
        }
        #expect(try await staff(of: town)["ratna"] == own)
        try await town.leave()
    }

    @Test("Nobody but an administrator comes here, and a sign-in of a while ago is confirmed")
    func guarded() async throws {
        let (town, ratna) = try await open()
        let agus = try await town.agus()
        #expect([403, 404].contains(try await agus.visitor.get(list).status))
        #expect(try await town.visitor().get(list).path.hasPrefix("\(base)/petugas/masuk"))
        // Not idle for a quarter of an hour, but signed in that long ago.
        for _ in 0..<2 {
            town.clock.advance(bySeconds: 8 * 60)
            _ = try await ratna.get(list)
        }
        let form = try await ratna.get(list)
        #expect(form.text.contains("name=\"ownPassword\""))
        let fields = ["displayName": "Bripda Rini", "username": "rini", "work": "polri"]
        let unconfirmed = try await ratna.submit(fields, to: list, from: form)
        #expect(unconfirmed.status == 422 && unconfirmed.faults == ["field-ownPassword"])
        #expect(try await staff(of: town)["rini"] == nil)
        let confirmed = try await ratna.submit(fields.merging(["ownPassword": DemonstrationData.password]) { $1 }, to: list, from: form)
        #expect(confirmed.status == 200 && password(on: confirmed) != nil)
        try await town.leave()
    }
}
