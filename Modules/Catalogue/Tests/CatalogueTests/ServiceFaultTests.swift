import Testing

@testable import Catalogue

@Suite("A service's file with a slip")
struct ServiceFaultTests {
    @Test(
        "A slip is told with file, line, field and what was expected",
        arguments: [
            Slip("code: skck", "code: sim", "1: code: the same as the file name, that is skck, not \"sim\""),
            Slip("{id: SKCK, en: Police record certificate}", "{id: SKCK}", "3: title.en: required: a text that is not empty"),
            Slip("{id: SKCK, en: Police record certificate}", "SKCK", "3: title: fields with their values (name: value)"),
            Slip(
                "{id: SKCK, en: Police record certificate}", "{id: SKCK, en: Certificate, jv: SKCK}",
                "3: title.jv: unknown field; here only: id, en"),
            Slip("agency: polri", "agency: imigrasi", "5: agency: one of disdukcapil, polri, not \"imigrasi\""),
            Slip("legal_basis: [\"Perpol 6/2023\"]", "legal_basis: Perpol", "6: legal_basis: a list with at least one item"),
            Slip(
                "  electronic: {", "  online: {", "9: channels.online: unknown field; here only: direct, mobile, self_service, electronic"),
            Slip("  - {id: KTP, en: Identity card}", "  - KTP", "11: requirements.0: fields with their values (name: value)"),
            Slip(
                "name: full_name", "name: Full Name",
                "13: questions.0.name: a code of lower-case letters, digits, _ or -, not \"Full Name\"",
                "40: paper.holder: one of purpose, purpose_other, not \"full_name\"",
                "41: paper.shows.0: one of purpose, purpose_other, not \"full_name\""),
            Slip(
                "kind: text", "kind: words",
                "14: questions.0.kind: one of choice, choices, date, declaration, email, kk_number, long_text, nik, nop, npwp, number, phone, plate, rows, rupiah, text, time, yes_no, not \"words\""
            ),
            Slip("required: true", "required: ya", "16: questions.0.required: true or false, not \"ya\""),
            Slip("length_max: 100", "length_max: \"100\"", "17: questions.0.length_max: a whole number from 1 to 10000, not \"100\""),
            Slip("length_max: 100", "length_max: 0", "17: questions.0.length_max: a whole number from 1 to 10000, not \"0\""),
            Slip(
                "kind: text\n    label: {id: Nama", "kind: nik\n    label: {id: Nama",
                "17: questions.0.length_max: unknown field; here only: name, kind, label, short, hint, required, again, when",
                "40: paper.holder: a question of kind text for the holder's name"),
            Slip(
                "name: purpose\n", "name: full_name\n",
                "18: questions.1.name: a value not yet used; it is already at Services/skck.yaml:13, not \"full_name\"",
                "29: questions.2.when.question: one of full_name, not \"purpose\"",
                "41: paper.shows.1: one of full_name, purpose_other, not \"purpose\""),
            Slip(
                "value: other,", "value: work,",
                "24: questions.1.options.1.value: a value not yet used; it is already at Services/skck.yaml:23, not \"work\"",
                "29: questions.2.when.equals: one of work, not \"other\""),
            Slip(
                "label: {id: Keperluan, en", "label: {id: Untuk apa?, en",
                "20: questions.1.label: a short name beside a label that asks (short)"),
            Slip("question: purpose,", "question: purpose_other,", "29: questions.2.when.question: one of purpose, not \"purpose_other\""),
            Slip("equals: other", "equals: study", "29: questions.2.when.equals: one of other, work, not \"study\""),
            Slip("types: [jpeg, png]", "types: [jpeg, docx]", "31: attachments.0.types.1: one of jpeg, pdf, png, not \"docx\""),
            Slip("types: [jpeg, png]", "types: []", "31: attachments.0.types: a list with at least one item"),
            Slip("rupiah: 30000", "rupiah: Rp30.000", "32: fee.rupiah: a whole number from 0 to 1000000000, not \"Rp30.000\""),
            Slip("working_days: 1", "working_days: 0", "33: promise.working_days: a whole number from 1 to 366, not \"0\""),
            Slip(
                "working_days: 1,", "working_days: 1, note: cepat,",
                "33: promise.note: unknown field; here only: from, rows, working_minutes, working_days, assumed"),
            Slip(
                "/{year}/", "/{tahun}/",
                "39: paper.number: a number with {sequence} and {year}; placeholders are: {sequence} {month} {year} {region}, "
                    + "not \"SKCK/{sequence}/{month}/{tahun}/{region}\""),
            Slip("holder: full_name", "holder: nama", "40: paper.holder: one of full_name, purpose, purpose_other, not \"nama\""),
            Slip(
                "shows: [full_name, purpose]", "shows: [full_name, age]",
                "41: paper.shows.1: one of full_name, purpose, purpose_other, not \"age\""),
            Slip(
                "sources: []", workflow("{from: draft, move: approved, to: inReview, by: clerk}"),
                "45: workflow.0.by: one of administrator, officer, owner, platform, not \"clerk\""),
            Slip(
                "sources: []",
                workflow(
                    "{from: draft, move: submitted, to: inReview, by: owner}", "{from: draft, move: submitted, to: approved, by: owner}"),
                "46: workflow.1: one line only for the same from and move"),
            Slip(
                "sources: []",
                workflow(
                    "{from: draft, move: submitted, to: inReview, by: owner}", "{from: approved, move: issued, to: issued, by: platform}"),
                "46: workflow.1: a status that other lines reach from draft, not \"approved\""),
            Slip("sources: []", "workflow: []\nsources: []", "44: workflow: a list with at least one item"),
            Slip(
                "kind: text\n    label: {id: Keperluan", "kind: rows\n    label: {id: Keperluan",
                "25: questions.2.columns: required: a list with at least one item"),
            Slip(
                "validity_months: 6", "photo: foto", "43: paper.photo: one of photo, not \"foto\""),
            Slip("validity_months: 6", "validity_months: enam", "43: paper.validity_months: a whole number from 1 to 1200, not \"enam\""),
        ])
    func slip(_ slip: Slip) throws {
        var resources = SampleResources()
        resources.change(SampleResources.skck, slip.part, to: slip.other)
        #expect(try resources.faultTexts() == slip.expected.map { "\(SampleResources.skck):\($0)" })
    }

    @Test("A promise is counted from a day that everybody is asked for, and from nothing else")
    func promiseStart() throws {
        let skck = SampleResources.skck
        let promise = "promise: {working_days: 1, assumed: true}"
        for wrong in ["full_name", "nobody", "purpose"] {
            #expect(
                try SampleResources.faulty((skck, promise, "promise: {working_days: 1, from: \(wrong), assumed: true}")) == [
                    "promise.from"
                ],
                "\(wrong)")
        }
        var resources = SampleResources()
        resources.change(skck, promise, to: "promise: {working_days: 1, from: born, assumed: true}")
        resources.change(
            skck, "\nattachments:",
            to: """

                  - {name: born, kind: date, label: {id: Lahir, en: Born}, required: true}
                attachments:
                """)
        #expect(try resources.catalogue().service("skck")?.promise == Promise(workingDays: 1, start: "born"))
    }

    @Test("A fee or a promise that no source says is unknown, and no other word is")
    func unknown() throws {
        let skck = SampleResources.skck
        var resources = SampleResources()
        let text = try #require(resources.files[skck])
        let fee = try #require(text.firstMatch(of: /\nfee: .*/)?.0.dropFirst())
        let promise = try #require(text.firstMatch(of: /\npromise: .*/)?.0.dropFirst())
        resources.change(skck, String(fee), to: "fee: unknown")
        resources.change(skck, String(promise), to: "promise: unknown")
        let service = try #require(try resources.catalogue().service("skck"))
        #expect(service.fee == Fee(amount: nil) && service.promise == Promise(workingDays: nil))
        #expect(!service.isAssumed("fee") && !service.isAssumed("promise"), "what is unknown is not shown, and so not marked")
        #expect(try SampleResources.faulty((skck, String(fee), "fee: gratis")) == ["fee"])
    }

    @Test(
        "Groups begin with the first question, in order, each question once",
        arguments: [
            (["full_name"], [String]()), (["full_name", "purpose"], []), (["full_name", "purpose_other"], []),
            (["purpose"], ["groups.0.begins"]), (["full_name", "purpose_other", "purpose"], ["groups.2.begins"]),
            (["full_name", "full_name"], ["groups.1.begins"]), (["full_name", "nama"], ["groups.1.begins"]), ([], ["groups"]),
        ])
    func groups(_ begins: [String], _ faults: [String]) throws {
        let lines = begins.map { "\n  - {begins: \($0), title: {id: Bagian, en: Part}}" }.joined()
        let found = try SampleResources.faulty((SampleResources.skck, "questions:", "groups:\(lines.isEmpty ? " []" : lines)\nquestions:"))
        #expect(found == faults)
    }

    @Test("A paper's photo is an attachment that can only be a picture", arguments: [("png", [String]()), ("pdf", ["paper.photo"])])
    func photo(_ type: String, _ faults: [String]) throws {
        let skck = SampleResources.skck
        let found = try SampleResources.faulty(
            (skck, "validity_months: 6", "photo: photo"), (skck, "types: [jpeg, png]", "types: [jpeg, \(type)]"))
        #expect(found == faults)
    }
}

/// A service's own table of moves, with a line of the file for each, before the field that follows it.
private func workflow(_ lines: String...) -> String { "workflow:\n" + lines.map { "  - \($0)\n" }.joined() + "sources: []" }
