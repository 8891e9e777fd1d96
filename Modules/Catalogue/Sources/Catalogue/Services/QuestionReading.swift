import Kernel

extension Field {
    /// The questions of a form, or of a row in it, each of which may refer to those before it.
    func questions(inRow: Bool = false) -> [Question] {
        let claims = Claims()
        var earlier: [String: Question] = [:]
        return list(notEmpty: true) { item in
            let question = item.question(after: earlier, claims, inRow: inRow)
            if let question { earlier[question.name] = question }
            return question
        }
    }

    private func question(after earlier: [String: Question], _ claims: Claims, inRow: Bool) -> Question? {
        fields { fields in
            let nameField = fields["name"]
            let name = nameField.code()
            claims.claim(name, at: nameField)
            let kindField = fields["kind"]
            let kind = kindField.one(of: QuestionKind.allCases)
            if inRow, kind == .rows { kindField.fault(Expected.flatRows) }
            let labelField = fields["label"]
            let label = labelField.bilingual()
            let short = fields[ifPresent: "short"]?.bilingual()
            if short == nil, label.indonesian.hasSuffix("?") { labelField.fault(Expected.shortName) }
            let hint = fields[ifPresent: "hint"]?.bilingual()
            let isRequired = fields["required"].flag()
            let isOfferedAgain = inRow ? false : fields[ifPresent: "again"]?.flag() ?? false
            // Without a kind it cannot be told whether these belong here.
            let length = kind.isText ? fields[ifPresent: "length_max"]?.number(1...10_000) : nil
            let options = kind.isChoice ? fields.options(isRequired: kind != nil) : []
            let shortest = kind.isText ? fields[ifPresent: "length_min"]?.number(1...(length ?? 10_000)) : nil
            let bounds = fields.bounds(of: kind, after: earlier, options: options.count)
            let condition = fields[ifPresent: "when"]?.condition(on: Array(earlier.values))
            let columns = kind == .rows && !inRow ? fields["columns"].questions(inRow: true) : []
            let maximumRows = kind == .rows ? fields[ifPresent: "rows_max"]?.number(1...50) : nil
            let fewestRows = kind == .rows ? fields[ifPresent: "rows_min"]?.number(1...(maximumRows ?? Question.usualMaximumRows)) : nil
            return Question(
                name: name, kind: kind ?? .text, label: label, short: short, hint: hint, isRequired: isRequired,
                isOfferedAgain: isOfferedAgain,
                maximumLength: length, options: options, condition: condition, columns: columns, maximumRows: maximumRows,
                earliest: bounds.earliest, latest: bounds.latest, minimum: shortest ?? fewestRows ?? bounds.least, maximum: bounds.most)
        }
    }

    /// A condition about these questions: one choice as a mapping, or any other as a text.
    func condition(on questions: [Question]) -> Condition? {
        guard !isMapping, let text = string(Expected.condition) else { return isMapping ? choice(on: questions) : nil }
        do { return try ConditionText.read(text, about: questions) } catch {
            fault(error.expected)
            return nil
        }
    }

    /// `{question: …, equals: …}` or `{question: …, one_of: […]}`, about one of these questions.
    func choice(on questions: [Question]) -> Condition? {
        fields { fields in
            let open = questions.filter { $0.allowedValues != nil && $0.kind != .choices }
            let name = fields["question"].one(of: Set(open.map(\.name)))
            let values = open.first { $0.name == name }?.allowedValues.map { Set($0) }
            if let several = fields[ifPresent: "one_of"] {
                return Condition(question: name, values: several.list(notEmpty: true) { $0.one(of: values) })
            }
            return Condition(question: name, value: fields["equals"].one(of: values))
        }
    }

    /// A day, or one that is counted from today or from the answer to an earlier date question.
    fileprivate func dateBound(after earlier: [String: Question]) -> DateBound? {
        let dates = earlier.values.filter { $0.kind == .date }.map(\.name).sorted()
        return value(Expected.dateBound(dates)) { text in
            guard let bound = DateBound(text) else { return nil }
            if case .answer(let question) = bound.anchor, !dates.contains(question) { return nil }
            return bound
        }
    }

    /// - Parameter questions: the form's, on whose answers a file may hang.
    func attachments(of questions: [Question]) -> [AttachmentDefinition] {
        let claims = Claims()
        return list { item in
            item.fields { fields in
                let name = fields["name"]
                let attachment = AttachmentDefinition(
                    name: name.code(), label: fields["label"].bilingual(), hint: fields[ifPresent: "hint"]?.bilingual(),
                    isRequired: fields["required"].flag(),
                    types: fields["types"].list(notEmpty: true) { $0.one(of: AttachmentType.allCases) },
                    condition: fields[ifPresent: "when"]?.condition(on: questions))
                claims.claim(attachment.name, at: name)
                return attachment
            }
        }
    }
}

extension QuestionKind? {
    fileprivate var isText: Bool { self == nil || self == .text || self == .longText }
    fileprivate var isChoice: Bool { self == nil || self == .choice || self == .choices }
}

extension FieldReader {
    /// What an answer lies within, as far as its kind has it.
    fileprivate func bounds(
        of kind: QuestionKind?, after earlier: [String: Question], options: Int
    ) -> (earliest: DateBound?, latest: DateBound?, least: Int?, most: Int?) {
        switch kind {
        case .date:
            return (
                self[ifPresent: "earliest"]?.dateBound(after: earlier), self[ifPresent: "latest"]?.dateBound(after: earlier), nil, nil
            )
        case .number, .rupiah:
            let least = self[ifPresent: "min"]?.number(0...999_999_999_999_999)
            return (nil, nil, least, self[ifPresent: "max"]?.number((least ?? 0)...999_999_999_999_999))
        case .choices:
            let fewest = self[ifPresent: "choices_min"]?.number(1...max(1, options))
            return (nil, nil, fewest, self[ifPresent: "choices_max"]?.number((fewest ?? 1)...max(fewest ?? 1, options)))
        default: return (nil, nil, nil, nil)
        }
    }

    fileprivate func options(isRequired: Bool) -> [Choice] {
        let claims = Claims()
        return (isRequired ? self["options"] : self[ifPresent: "options"])?.list(notEmpty: true) { item in
            item.fields { fields in
                let value = fields["value"]
                let choice = Choice(value: value.code(), label: fields["label"].bilingual())
                claims.claim(choice.value, at: value)
                return choice
            }
        } ?? []
    }
}
