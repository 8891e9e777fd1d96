import Kernel

extension ServiceDefinition {
    static func read(_ stem: String, _ whole: Field, agencies: Set<String>?, codes: Claims) -> ServiceDefinition? {
        whole.fields { fields in
            let codeField = fields["code"]
            let code = codeField.code()
            if !code.isEmpty, code != stem { codeField.fault(Expected.fileName(stem).insteadOf(code)) }
            codes.claim(code, at: codeField)
            let factsCode = fields[ifPresent: "facts_code"]?.text()
            let title = fields["title"].bilingual()
            let summary = fields["summary"].bilingual()
            let agency = fields["agency"].one(of: agencies)
            let legalBasis = fields["legal_basis"].list(notEmpty: true) { $0.text() }
            let channels = fields["channels"].channels()
            let requirements = fields["requirements"].list { $0.bilingual() }
            let ending = fields["ending"].ending()
            // What is done elsewhere asks nothing and gives nothing here: the keys of a form are unknown there.
            let isHere = if case .handoff = ending { false } else { true }
            let questions = isHere ? fields["questions"].questions() : []
            let groups = isHere ? fields[ifPresent: "groups"]?.groups(of: questions) ?? [] : []
            let attachments = isHere ? fields["attachments"].attachments(of: questions) : []
            let fee = fields["fee"].assumable(orUnknown: Fee(amount: nil)) { $0.fee(over: questions) }
            let promise = fields["promise"].assumable(orUnknown: Promise(workingDays: nil)) {
                $0.promise(over: questions)
            }
            let reasons = isHere ? fields["return_reasons"].returnReasons() : []
            let paper = isHere ? fields["paper"].paper(of: questions, with: attachments) : nil
            let front = fields.serviceFront()
            let expiry = isHere ? fields[ifPresent: "expiry"]?.expiry() : nil
            let (moves, fourEyes) = isHere ? fields.workflow(to: ending, isDeemed: front.deemedBasis != nil) : (.standard, [])
            let workflow = expiry == nil ? moves : moves.expiring
            if front.deemedBasis != nil, promise?.value.isKnown != true { fields["deemed_approval"].fault(Expected.promisedTime) }
            let sources = fields["sources"].list { $0.text() }
            var assumed = fields.fieldNames("assumed")
            if fee?.isAssumed == true { assumed.insert("fee") }
            if promise?.isAssumed == true { assumed.insert("promise") }
            guard let fee, let promise, let ending, isHere == (paper != nil) else { return nil }
            return ServiceDefinition(
                code: code, factsCode: factsCode, title: title, summary: summary, agency: agency, legalBasis: legalBasis,
                channels: channels, requirements: requirements, questions: questions, groups: groups, attachments: attachments,
                fee: fee.value, promise: promise.value, returnReasons: reasons, paper: paper, ending: ending, sources: sources,
                assumed: assumed, expiry: expiry, workflow: workflow, fourEyes: fourEyes, front: front)
        }
    }
}

extension FieldReader {
    /// `rupiah`, or a `tariff` over these questions.
    fileprivate func fee(over questions: [Question]) -> Fee {
        let basis = self[ifPresent: "basis"]?.text()
        let revenue = self[ifPresent: "revenue"].flatMap { $0.one(of: RevenueKind.allCases) } ?? .regional
        if let tariff = self[ifPresent: "tariff"] {
            return Fee(amount: nil, tariff: tariff.tariff(over: questions), basis: basis, revenue: revenue)
        }
        return Fee(amount: self["rupiah"].money(), basis: basis, revenue: revenue)
    }
}

extension Field {
    /// Whole rupiah, up to a thousand million.
    func money() -> Money { number(0...1_000_000_000).flatMap { Money(rupiah: $0) } ?? .zero }

    func workingDays() -> Int { number(1...366) ?? 1 }

    /// A mapping that can say of itself that no source confirms it, or the word `unknown`.
    fileprivate func assumable<Value>(
        orUnknown unknown: Value, _ read: (FieldReader) -> Value
    ) -> (value: Value, isAssumed: Bool)? {
        if isWord("unknown") { return (unknown, false) }
        return fields { fields in (read(fields), fields[ifPresent: "assumed"]?.flag() ?? false) }
    }

    fileprivate func channels() -> [ServiceChannel: LocalizedText] {
        fields { fields in
            var channels: [ServiceChannel: LocalizedText] = [:]
            for channel in ServiceChannel.allCases { channels[channel] = fields[ifPresent: channel.rawValue]?.bilingual() }
            if channels.isEmpty { fault(Expected.oneOf(ServiceChannel.allCases.map(\.rawValue))) }
            return channels
        } ?? [:]
    }

    fileprivate func returnReasons() -> [ReturnReason] {
        let claims = Claims()
        return list(notEmpty: true) { item in
            item.fields { fields in
                let code = fields["code"]
                let reason = ReturnReason(code: code.code(), label: fields["label"].bilingual())
                claims.claim(reason.code, at: code)
                return reason
            }
        }
    }

    /// `questions` are the form's; empty when they could not be read.
    fileprivate func paper(of questions: [Question], with attachments: [AttachmentDefinition]) -> PaperDefinition? {
        fields { fields in
            let names = questions.isEmpty ? nil : Set(questions.map(\.name)).subtracting([""])
            let holderField = fields["holder"]
            let holder = holderField.one(of: names)
            if let question = questions.first(where: { $0.name == holder }), question.kind != .text {
                holderField.fault(Expected.filledHolder)
            }
            return PaperDefinition(
                title: fields["title"].singleLine(), titleEnglish: fields["title_en"].singleLine(),
                number: fields["number"].paperNumber(), holder: holder,
                shows: fields["shows"].list { $0.one(of: names) },
                photo: fields[ifPresent: "photo"]?.one(of: Set(attachments.filter { !$0.types.contains(.pdf) }.map(\.name))),
                statement: fields["statement"].text(),
                validity: fields[ifPresent: "validity_months"]?.validity() ?? .unlimited)
        }
    }

    private func validity() -> PaperValidity {
        isWord("unknown") ? .unknown : number(1...1200).map(PaperValidity.months) ?? .unlimited
    }

    /// A number is unique through its sequence, which begins anew each year.
    private func paperNumber() -> String {
        let known = ["sequence", "month", "year", "region"]
        return value(Expected.numberPlaceholders(known)) { text in
            guard let names = Placeholders.names(in: text), names.isSubset(of: known), names.isSuperset(of: ["sequence", "year"])
            else { return nil }
            return text
        } ?? ""
    }
}
