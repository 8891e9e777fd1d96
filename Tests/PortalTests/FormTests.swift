internal import HTTPTypes

import Catalogue
import Foundation
import Kernel
import Testing

@testable import Portal

/// Forms with faults: each is said at its field and in the summary, and nothing that was typed is lost.
@Suite("Forms with faults")
struct FormTests {
    /// What a browser would run, and what would end an attribute or an element, if it came back unescaped.
    private static let nasty = "O'Brien \"><script>alert(1)</script></textarea>&amp;"
    private static let nastyEscaped = "O&#39;Brien &quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;/textarea&gt;&amp;amp;"

    @Test("The sign-in names both faults, and keeps what was typed")
    func theSignInNamesBothFaultsAndKeepsWhatWasTyped() async throws {
        let town = try await Town.open()
        let visitor = town.visitor()
        let entry = try await visitor.get("/\(Town.first)/masuk")
        let answer = try await visitor.submit(["nik": "12345", "contact": Self.nasty], to: "/\(Town.first)/masuk", from: entry)
        #expect(answer.status == 422 && answer.isPage)
        #expect(answer.faults == ["field-nik", "field-contact"])
        #expect(answer.faults.allSatisfy(answer.has(id:)))
        #expect(answer.fault(at: "field-nik") == town.say("problem.nik.invalid"))
        #expect(answer.fault(at: "field-contact") == town.say("problem.contact.invalid"))
        #expect(answer.input("nik") == "12345")
        #expect(answer.input("contact") == Self.nastyEscaped)
        #expect(!answer.text.contains("<script>alert"))
        #expect(answer.title.hasPrefix(town.say("common.errorPrefix")))
        try await town.leave()
    }

    @Test("The draft names every fault, and keeps every word")
    func theDraftNamesEveryFaultAndKeepsEveryWord() async throws {
        let town = try await Town.open()
        let siti = try await town.siti()
        let draft = try await siti.startDraft("skck")
        let answer = try await siti.answer(
            draft,
            [
                "full_name": Self.nasty, "birth_place": String(repeating: "x", count: 61), "birth_date": "kemarin", "address": Self.nasty,
                "purpose": "holiday",
            ])
        #expect(answer.status == 422)
        #expect(
            answer.faults == [
                "field-answers-birth_place", "field-answers-birth_date", "field-answers-occupation", "field-answers-purpose",
            ])
        for field in answer.faults {
            #expect(answer.has(id: field), "\(field)")
            #expect(answer.fault(at: field)?.isEmpty == false, "\(field)")
        }
        // On this answer and when she comes back tomorrow.
        for page in [answer, try await siti.visitor.get("\(siti.base)/permohonan/\(draft)/isian")] {
            #expect(page.input("answers.full_name") == Self.nastyEscaped)
            #expect(page.inputs("answers.birth_date") == ["kemarin", "", ""])
            #expect(page.input("answers.birth_place")?.utf8.count == 61)
            #expect(page.text.contains("\n\(Self.nastyEscaped)</textarea>"))
            #expect(!page.text.contains("<script>alert"))
        }
        try await town.leave()
    }

    @Test("A choice is kept, and its follow-up question is asked")
    func aChoiceIsKeptAndItsFollowUpQuestionIsAsked() async throws {
        let town = try await Town.open()
        let siti = try await town.siti()
        let draft = try await siti.startDraft("skck")
        let question = "data-when=\"answers.purpose\" data-is=\"other\""
        let fresh = try await siti.visitor.get("\(siti.base)/permohonan/\(draft)/isian")
        #expect(fresh.text.contains("\(question) hidden>"), "not there before it applies")

        // A browser without script has not shown it: it stands on the page after, where nobody is blamed for it.
        var answers = Citizen.skckAnswers
        answers["purpose"] = "other"
        let after = try await siti.answer(draft, answers)
        #expect(after.status == 200 && after.path.hasSuffix("/isian") && after.faults == [])
        #expect(after.text.contains("\(question)>") && after.text.contains("value=\"other\" checked"))
        let again = try await siti.answer(draft, answers)
        #expect(again.status == 422 && again.faults == ["field-answers-purpose_other"])
        answers["purpose_other"] = "Adopsi"
        #expect(try await siti.answer(draft, answers).path.hasSuffix("/lampiran"))
        try await town.leave()
    }

    @Test("A question that a script has shown at once is a fault at once; other faults are told beside one that was not shown")
    func followUpAtOnce() async throws {
        let town = try await Town.open()
        let siti = try await town.siti()
        let draft = try await siti.startDraft("skck")
        var answers = Citizen.skckAnswers
        answers["purpose"] = "other"
        answers["occupation"] = ""
        let unseen = try await siti.answer(draft, answers)
        #expect(unseen.status == 422 && unseen.faults == ["field-answers-occupation"])

        let dewi = try await town.dewi()
        let dewis = try await dewi.startDraft("skck")
        let form = "\(dewi.base)/permohonan/\(dewis)/isian"
        var fields = Dictionary(uniqueKeysWithValues: answers.map { ("answers.\($0.key)", $0.value) })
        fields["langsung"] = "1"
        let seen = try await dewi.visitor.submit(fields, to: form, from: dewi.visitor.get(form))
        #expect(seen.status == 422 && seen.faults == ["field-answers-occupation", "field-answers-purpose_other"])
        try await town.leave()
    }

    @Test("What hangs on more than one choice comes on the page after it is known, with script and without, and without blame")
    func expressions() async throws {
        let resources = try OwnResources()
        try resources.change(
            "Services/skck.yaml", "when: {question: purpose, equals: other}", to: "when: purpose != \"work\" and purpose == \"other\"")
        let town = try await Town.open(resources: resources.folder)
        for script in ["", "1"] {
            let citizen = script.isEmpty ? try await town.siti() : try await town.dewi()
            let draft = try await citizen.startDraft("skck")
            let form = "\(citizen.base)/permohonan/\(draft)/isian"
            var answers = Citizen.skckAnswers
            answers["purpose"] = "other"
            var fields = Dictionary(uniqueKeysWithValues: answers.map { ("answers.\($0.key)", $0.value) })
            fields["langsung"] = script
            let first = try await citizen.visitor.get(form)
            #expect(!first.has(id: "field-answers-purpose_other"), "a page cannot show by itself what it cannot work out")
            let then = try await citizen.visitor.submit(fields, to: form, from: first)
            #expect(then.status == 200 && then.faults.isEmpty && then.has(id: "field-answers-purpose_other"), "\(script): \(then.faults)")
            let blamed = try await citizen.visitor.submit(fields, to: form, from: then)
            #expect(blamed.status == 422 && blamed.faults == ["field-answers-purpose_other"])
        }
        try await town.leave()
    }

    @Test("A request that is sent unfinished leads to what is missing")
    func sendingAnUnfinishedRequestLeadsToWhatIsMissing() async throws {
        let town = try await Town.open()
        let siti = try await town.siti()
        let draft = try await siti.startDraft("skck")
        try await siti.answer(draft, ["full_name": "Siti Rahmawati"])
        let questions = try await siti.submit(draft)
        #expect(questions.status == 422 && questions.faults.contains("field-answers-birth_date"))
        #expect(questions.faults.allSatisfy(questions.has(id:)))
        #expect(questions.input("answers.full_name") == "Siti Rahmawati")
        // The answers are there, the photo is not.
        try await siti.answer(draft, Citizen.skckAnswers)
        let files = try await siti.submit(draft)
        #expect(files.status == 422 && files.faults == ["field-attachments-photo"])
        #expect(files.has(id: "field-attachments-photo"))
        #expect(files.fault(at: "field-attachments-photo") == town.say("problem.attachment.required"))
        #expect(try await !town.audited().contains("request.submitted"))
        try await town.leave()
    }

    /// The button was pressed twice, or the answer was lost on its way and the browser sent the form again.
    @Test("A form that is sent twice does its work once")
    func aFormSentTwiceDoesItsWorkOnce() async throws {
        let town = try await Town.open()
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let siti = try await town.siti()

        let service = try await siti.visitor.get("\(siti.base)/layanan/skck")
        let first = try await siti.visitor.submit(to: "\(siti.base)/permohonan", from: service)
        let again = try await siti.visitor.submit(to: "\(siti.base)/permohonan", from: service)
        #expect(first.path == again.path)
        let draft = String(first.path.split(separator: "/")[2])
        try await siti.answer(draft, Citizen.skckAnswers)
        try await siti.attachPhoto(to: draft)

        let check = try await siti.visitor.get("\(siti.base)/permohonan/\(draft)/periksa")
        let one = try await siti.visitor.submit(to: "\(siti.base)/permohonan/\(draft)/pengajuan", from: check)
        let two = try await siti.visitor.submit(to: "\(siti.base)/permohonan/\(draft)/pengajuan", from: check)
        #expect(one.status == 200 && two.status == 200 && one.path == two.path)
        let stub = try await siti.stubPage(of: draft)
        let desk = try await siti.visitor.get(stub)
        for _ in 0..<2 { #expect(try await siti.visitor.submit(to: stub, from: desk).text.contains(town.say("stubPay.paid"))) }
        try await town.settle()

        let agus = try await town.agus()
        let page = "\(siti.base)/petugas/permohonan/\(draft)"
        let review = try await agus.visitor.get(page)
        for _ in 0..<2 {
            let answer = try await agus.visitor.submit(to: "\(page)/persetujuan", from: review)
            #expect(answer.status == 200 && answer.path == page)
        }
        try await town.settle()
        #expect(
            try await town.audited(about: draft) == ["request.submitted", "request.received", "request.approved", "request.issued"])
        #expect(try await town.audited().count { $0 == "bill.opened" || $0 == "bill.paid" } == 2)
        #expect(try await town.told() == ["payment_requested", "request_received", "request_approved", "request_preparing"])
        try await town.leave()
    }

    /// Two browsers, two forms, one request: the second decision is told that it comes too late.
    @Test("A decision that comes second is told so")
    func whoDecidesSecondIsToldSo() async throws {
        let town = try await Town.open()
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let siti = try await town.siti()
        let request = try await siti.submitPaidSKCK()
        let agus = try await town.agus()
        let page = "\(siti.base)/petugas/permohonan/\(request)"
        let (early, late) = (try await agus.visitor.get(page), try await agus.visitor.get(page))
        #expect(try await agus.visitor.submit(to: "\(page)/persetujuan", from: early).status == 200)
        let answer = try await agus.visitor.submit(to: "\(page)/persetujuan", from: late)
        #expect(answer.status == 409 && answer.text.contains("Bripka Agus"), "by whom it was decided")
        try await town.leave()
    }

    @Test("A return without reason keeps the officer's remark")
    func aReturnWithoutReasonKeepsTheOfficersRemark() async throws {
        let town = try await Town.open()
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let request = try await town.siti().submitPaidSKCK()
        let agus = try await town.agus()
        let answer = try await agus.sendBack(request, reason: "", remark: Self.nasty)
        #expect(answer.status == 422)
        #expect(answer.faults == ["field-reason"])
        #expect(answer.fault(at: "field-reason") == town.say("problem.reason.unknown"))
        #expect(answer.text.contains("<details data-key=\"p\" open>"))
        #expect(answer.text.contains("\n\(Self.nastyEscaped)</textarea>"))
        let long = try await agus.sendBack(request, reason: "photo_unclear", remark: String(repeating: "a", count: 1001))
        #expect(long.status == 422 && long.faults == ["field-remark"])
        #expect(long.text.contains("value=\"photo_unclear\" checked"))
        #expect(long.text.contains(String(repeating: "a", count: 1001)))
        try await town.leave()
    }

    @Test("A form without command changes nothing")
    func aFormWithoutCommandChangesNothing() async throws {
        let town = try await Town.open()
        let siti = try await town.siti()
        let page = try await siti.visitor.get("\(siti.base)/layanan/skck")
        let answer = try await siti.visitor.submit(["command": "bukan nomor"], to: "\(siti.base)/permohonan", from: page)
        #expect(answer.status == 422 && answer.isPage)
        #expect(try await siti.visitor.get("\(siti.base)/permohonan").text.contains(town.say("requests.empty")))
        try await town.leave()
    }

    @Test("Ten megabytes are no form")
    func tenMegabytesAreNoForm() async throws {
        let town = try await Town.open()
        let siti = try await town.siti()
        let draft = try await siti.startDraft("skck")
        try await siti.answer(draft, ["full_name": "Siti Rahmawati"])
        let page = try await siti.visitor.get("\(siti.base)/permohonan/\(draft)/isian")
        let body = Data("csrf=\(page.input("csrf") ?? "")&answers.full_name=".utf8) + Data(repeating: 0x61, count: 10 * 1024 * 1024)
        let answer = try await siti.visitor.send(
            .post, "\(siti.base)/permohonan/\(draft)/isian", headers: ["content-type": "application/x-www-form-urlencoded"], body: body)
        #expect(answer.status == 413 && answer.isPage)
        #expect(answer.text.contains(town.say("problem.tooLarge")))
        let after = try await siti.visitor.get("\(siti.base)/permohonan/\(draft)/isian")
        #expect(after.input("answers.full_name") == "Siti Rahmawati")
        try await town.leave()
    }

    @Test("A body of an unknown kind is refused", arguments: ["application/json", "text/plain", "", "multipart/form-data"])
    func aBodyOfAnUnknownKindIsRefused(type: String) async throws {
        let town = try await Town.open()
        let siti = try await town.siti()
        let answer = try await siti.visitor.send(.post, "\(siti.base)/permohonan", headers: ["content-type": type], body: Data("{}".utf8))
        #expect([415, 422].contains(answer.status) && answer.isPage)
        try await town.leave()
    }
}
