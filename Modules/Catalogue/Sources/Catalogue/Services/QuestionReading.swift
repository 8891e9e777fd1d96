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
            let label = fields["label"].bilingual()
            let hint = fields[ifPresent: "hint"]?.bilingual()
            let isRequired = fields["required"].flag()
            // Without a kind it cannot be told whether these belong here.
            let length = kind.isText ? fields[ifPresent: "length_max"]?.number(1...10_000) : nil
            let options = kind.isChoice ? fields.options(isRequired: kind != nil) : []
            let condition = fields[ifPresent: "when"]?.condition(after: earlier)
            let columns = kind == .rows && !inRow ? fields["columns"].questions(inRow: true) : []
            let maximumRows = kind == .rows ? fields[ifPresent: "rows_max"]?.number(1...50) : nil
            return Question(
                name: name, kind: kind ?? .text, label: label, hint: hint, isRequired: isRequired, maximumLength: length,
                options: options, condition: condition, columns: columns, maximumRows: maximumRows)
        }
    }

    private func condition(after earlier: [String: Question]) -> Condition? {
        fields { fields in
            let name = fields["question"].one(of: Set(earlier.values.filter { $0.allowedValues != nil && $0.kind != .choices }.map(\.name)))
            let value = fields["equals"].one(of: earlier[name]?.allowedValues.map { Set($0) })
            return Condition(question: name, value: value)
        }
    }

    func attachments() -> [AttachmentDefinition] {
        let claims = Claims()
        return list { item in
            item.fields { fields in
                let name = fields["name"]
                let attachment = AttachmentDefinition(
                    name: name.code(), label: fields["label"].bilingual(), hint: fields[ifPresent: "hint"]?.bilingual(),
                    isRequired: fields["required"].flag(),
                    types: fields["types"].list(notEmpty: true) { $0.one(of: AttachmentType.allCases) })
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
