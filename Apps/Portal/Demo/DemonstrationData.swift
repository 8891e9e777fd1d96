internal import Catalogue
internal import Documents
internal import Foundation
internal import Identity
internal import Kernel
internal import Logging
internal import Notifications
internal import Payments
internal import ServiceLifecycle
internal import Storage

/// Invented people and requests, so that somebody who tries the platform finds it in use. Made through the same services
/// that citizens use, once per region, and only with `--demo`.
struct DemonstrationData: Service, CustomStringConvertible {
    let description = "demonstration data"
    /// The password of every demonstration account; the start of the server prints it.
    static let password = "peragaan-mpp-2026"
    static let administrator = "admin"
    static let moneyStaff: [(username: String, name: String, role: StaffRole)] = [
        ("kasir", "Kasir (contoh)", .cashier), ("keuangan", "Bendahara (contoh)", .finance),
    ]

    let portal: Portal

    func run() async throws {
        await cancelWhenGracefulShutdown {
            for island in portal.sortedIslands {
                if Task.isCancelled { return }
                do { try await fill(island) } catch is CancellationError {
                    return
                } catch {
                    portal.logger.error("demonstration data failed", metadata: ["region": "\(island.region.slug)", "error": "\(error)"])
                }
            }
            try? await gracefulShutdown()
        }
    }

    /// Each piece looks whether it is there already: a first start may have been killed between any two of them.
    func fill(_ island: Island) async throws {
        guard try await DemonstrationMark.read(island) != .filled else { return }
        let platform = Principal.platform(name: "demonstration")
        let known = Set(try await island.identity.staff().map(\.username))
        if !known.contains(DemonstrationData.administrator) {
            _ = try await island.identity.addStaff(
                username: DemonstrationData.administrator, displayName: "Administrator (contoh)", role: .administrator, agency: nil,
                password: DemonstrationData.password, by: platform)
        }
        for (username, name, role) in DemonstrationData.moneyStaff where !known.contains(username) {
            _ = try await island.identity.addStaff(
                username: username, displayName: name, role: role, agency: nil, password: DemonstrationData.password, by: platform)
        }
        for agency in island.agencies where !known.contains(agency) {
            _ = try await island.identity.addStaff(
                username: agency, displayName: "Petugas \(agency.uppercased()) (contoh)", role: .officer, agency: agency,
                password: DemonstrationData.password, by: platform)
        }
        let photo = try Data(contentsOf: portal.settings.resourcesFolder.appendingPathComponent("Demo/pas-foto.png"))
        for applicant in DemonstrationData.applicants {
            let citizen = try await signIn(applicant, island)
            for (service, isSubmitted) in applicant.requests where island.region.offers(service) {
                try await request(service, of: applicant, citizen, photo, isSubmitted, island)
            }
        }
        try await DemonstrationMark.filled.write(in: island)
    }

    private struct Applicant {
        let name: String
        let nik: String
        let contact: String
        let requests: [(service: String, isSubmitted: Bool)]
    }

    /// NIK that cannot belong to anybody: their serial numbers are 99xx and their names are invented.
    private static let applicants = [
        Applicant(
            name: "Siti Rahmawati", nik: "3510014507909901", contact: "siti@contoh.id",
            requests: [("skck", true), ("akta-kelahiran", false)]),
        Applicant(
            name: "Bambang Prasetyo", nik: "3510010203859902", contact: "bambang@contoh.id",
            requests: [("kartu-keluarga", true), ("ktp-el-penggantian", true)]),
    ]

    /// Signs in as a citizen does: the code is read from the demonstration's mailbox.
    private func signIn(_ applicant: Applicant, _ island: Island) async throws -> Principal {
        let challenge = try await island.identity.requestCode(nik: applicant.nik, contact: applicant.contact, language: .indonesian)
        let code = DemonstrationData.code(to: applicant.contact, among: try await island.notifications.demoMailbox(limit: 50))
        return try await island.identity.signIn(challenge: challenge, code: code ?? "").principal
    }

    /// The newest code that was sent there. Other mails come in between: what the first people did is told while the next sign in.
    static func code(to address: String, among mails: [DemoMail]) -> String? {
        let letter = mails.first { $0.template == "sign_in_code" && $0.to == address }
        return letter?.body.split(whereSeparator: { !$0.isNumber }).first { $0.utf8.count == 6 }.map(String.init)
    }

    private func request(
        _ service: String, of applicant: Applicant, _ citizen: Principal, _ photo: Data, _ isSubmitted: Bool, _ island: Island
    ) async throws {
        func command() -> CommandID { CommandID(Identifier(at: portal.clock.now)) }
        let earlier = try await island.documents.requests(by: citizen).first { $0.service == service }
        guard earlier.map({ [.draft, .awaitingPayment].contains($0.status) }) ?? true else { return }
        if earlier?.status != .awaitingPayment {
            let id = try await island.documents.startDraft(of: service, channel: .electronic, command: command(), by: citizen)
            let definition = try await island.documents.definition(of: id, by: citizen)
            let answers = DemonstrationData.answers(to: definition.questions, applicant)
            _ = try await island.documents.saveAnswers(answers, of: id, by: citizen)
            for wanted in try await island.documents.request(id, by: citizen).wantedAttachments where wanted.isRequired {
                try await island.documents.attach(
                    Upload(filename: "\(wanted.name).png", content: photo), as: wanted.name, to: id, by: citizen)
            }
            guard isSubmitted else { return }
            guard try await island.documents.submit(id, command: command(), by: citizen) == .awaitingPayment else { return }
            try await pay(id, by: citizen, island)
        } else if let earlier {
            try await pay(earlier.id, by: citizen, island)
        }
    }

    private func pay(_ request: Identifier, by citizen: Principal, _ island: Island) async throws {
        let charge = try await island.payments.standing(for: request, by: citizen).charge
        if let charge { try await island.stubDesk?.pay(charge.reference) }
    }

    private static func answers(to questions: [Question], _ applicant: Applicant) -> Answers {
        var answers = Answers()
        for question in questions {
            if let condition = question.condition, !condition.holds({ name in answers.text(name).map { [$0] } }) { continue }
            answers[question.name] = answer(to: question, applicant)
        }
        return answers
    }

    private static func answer(to question: Question, _ applicant: Applicant) -> Answers.Value {
        switch question.kind {
        case .text: .text(question.name == "full_name" ? applicant.name : "Contoh isian")
        case .longText: "Jalan Contoh Nomor 1"
        case .choice: .text(question.options.first?.value ?? "")
        case .choices: .list(question.options.prefix(1).map(\.value))
        case .yesNo: "no"
        case .date: "1990-07-05"
        case .time: "09:30"
        case .number, .rupiah: "1"
        case .nik, .familyCard, .taxpayer: .text(applicant.nik)
        case .taxObject: "351001000100100010"
        case .plate: "P 1234 AB"
        case .declaration: "yes"
        case .phone: "081234567890"
        case .email: .text(applicant.contact)
        case .rows: .rows([answers(to: question.columns, applicant)])
        }
    }
}
