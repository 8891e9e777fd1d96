internal import Catalogue
internal import Kernel
internal import Storage

/// A service's definition in the form in which it is kept beside the requests that were filled against it. What a later
/// version of the program adds to definitions is read with a default, so that an old request opens for ever.
struct StoredDefinition: Stored {
    static let format = 1
    let definition: ServiceDefinition

    init(_ definition: ServiceDefinition) { self.definition = definition }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: StoredKey.self)
        let fee = try fields.object("fee")
        definition = ServiceDefinition(
            code: try fields.text("code"), factsCode: try fields.textIfPresent("factsCode"), title: try fields.words("title"),
            summary: try fields.words("summary"), agency: try fields.text("agency"), legalBasis: try fields.texts("legalBasis"),
            channels: try StoredDefinition.channels(fields.object("channels")),
            requirements: try fields.list("requirements", LocalizedText.init),
            questions: try fields.list("questions", Question.init),
            groups: fields.contains("groups")
                ? try fields.list("groups") { QuestionGroup(title: try $0.words("title"), first: try $0.text("first")) } : [],
            attachments: try fields.list("attachments", AttachmentDefinition.init),
            fee: Fee(
                amount: try fee.decodeIfPresent(Money.self, forKey: "amount"),
                tariff: fee.contains("tariff") ? try fee.list("tariff", TariffRow.init) : [], basis: try fee.textIfPresent("basis"),
                revenue: try fee.decodeIfPresent(RevenueKind.self, forKey: "revenue") ?? .regional),
            promise: try Promise(fields.object("promise")),
            returnReasons: try fields.list("returnReasons", ReturnReason.init), paper: try PaperDefinition(fields.object("paper")),
            ending: try fields.wordsIfPresent("product").map(Ending.handover) ?? .paper, sources: try fields.texts("sources"),
            assumed: Set(try fields.texts("assumed")),
            expiry: fields.contains("expiry") ? try Expiry(fields.object("expiry")) : nil,
            workflow: fields.contains("workflow") ? Workflow(try fields.list("workflow", Workflow.Line.init)) : .standard,
            fourEyes: fields.contains("fourEyes") ? Set(try fields.list("fourEyes", Workflow.Line.init)) : [])
    }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: StoredKey.self)
        try fields.encode(definition.code, forKey: "code")
        try fields.encodeIfPresent(definition.factsCode, forKey: "factsCode")
        try fields.put(definition.title, "title")
        try fields.put(definition.summary, "summary")
        try fields.encode(definition.agency, forKey: "agency")
        try fields.encode(definition.legalBasis, forKey: "legalBasis")
        var channels = fields.nestedContainer(keyedBy: StoredKey.self, forKey: "channels")
        for (channel, words) in definition.channels { try channels.put(words, StoredKey(channel.rawValue)) }
        try fields.put(definition.requirements, "requirements") { try $0.write(to: &$1) }
        try fields.put(definition.questions, "questions") { try $0.write(to: &$1) }
        if !definition.groups.isEmpty {
            try fields.put(definition.groups, "groups") { group, fields in
                try fields.put(group.title, "title")
                try fields.encode(group.first, forKey: "first")
            }
        }
        try fields.put(definition.attachments, "attachments") { try $0.write(to: &$1) }
        var fee = fields.nestedContainer(keyedBy: StoredKey.self, forKey: "fee")
        try fee.encodeIfPresent(definition.fee.amount, forKey: "amount")
        try fee.encodeIfPresent(definition.fee.basis, forKey: "basis")
        if definition.fee.revenue != .regional { try fee.encode(definition.fee.revenue, forKey: "revenue") }
        if !definition.fee.tariff.isEmpty { try fee.put(definition.fee.tariff, "tariff") { try $0.write(to: &$1) } }
        var promise = fields.nestedContainer(keyedBy: StoredKey.self, forKey: "promise")
        try definition.promise.write(to: &promise)
        try fields.put(definition.returnReasons, "returnReasons") { try $0.write(to: &$1) }
        guard let paper = definition.paper else {
            throw EncodingError.invalidValue(
                definition.code, .init(codingPath: [], debugDescription: "a service without a paper has no requests"))
        }
        var paperFields = fields.nestedContainer(keyedBy: StoredKey.self, forKey: "paper")
        try paper.write(to: &paperFields)
        if let product = definition.product { try fields.put(product, "product") }
        try fields.encode(definition.sources, forKey: "sources")
        try fields.encode(definition.assumed.sorted(), forKey: "assumed")
        if let expiry = definition.expiry {
            var expiryFields = fields.nestedContainer(keyedBy: StoredKey.self, forKey: "expiry")
            try expiry.write(to: &expiryFields)
        }
        if definition.workflow != .standard { try fields.put(definition.workflow.lines, "workflow") { try $0.write(to: &$1) } }
        // In the order of the moves: a definition is the same bytes each time.
        let fourEyes = definition.workflow.lines.filter(definition.fourEyes.contains)
        if !fourEyes.isEmpty { try fields.put(fourEyes, "fourEyes") { try $0.write(to: &$1) } }
    }

    private static func channels(_ fields: StoredFields) throws -> [ServiceChannel: LocalizedText] {
        var channels: [ServiceChannel: LocalizedText] = [:]
        for key in fields.allKeys {
            guard let channel = ServiceChannel(rawValue: key.stringValue) else { throw fields.impossible(key) }
            channels[channel] = try fields.words(key)
        }
        return channels
    }
}

typealias StoredFields = KeyedDecodingContainer<StoredKey>
private typealias WrittenFields = KeyedEncodingContainer<StoredKey>

extension StoredFields {
    fileprivate func text(_ key: StoredKey) throws -> String { try decode(String.self, forKey: key) }
    fileprivate func textIfPresent(_ key: StoredKey) throws -> String? { try decodeIfPresent(String.self, forKey: key) }
    fileprivate func texts(_ key: StoredKey) throws -> [String] { try decode([String].self, forKey: key) }
    fileprivate func number(_ key: StoredKey) throws -> Int { try decode(Int.self, forKey: key) }
    fileprivate func flag(_ key: StoredKey) throws -> Bool { try decode(Bool.self, forKey: key) }
    fileprivate func object(_ key: StoredKey) throws -> StoredFields { try nestedContainer(keyedBy: StoredKey.self, forKey: key) }
    fileprivate func words(_ key: StoredKey) throws -> LocalizedText { try LocalizedText(object(key)) }
    fileprivate func wordsIfPresent(_ key: StoredKey) throws -> LocalizedText? { contains(key) ? try words(key) : nil }

    /// A value of an enumeration that this program knows.
    fileprivate func one<Value: RawRepresentable<String>>(_ key: StoredKey) throws -> Value {
        guard let value = Value(rawValue: try text(key)) else { throw impossible(key) }
        return value
    }

    fileprivate func list<Value>(_ key: StoredKey, _ read: (StoredFields) throws -> Value) throws -> [Value] {
        var items = try nestedUnkeyedContainer(forKey: key)
        var list: [Value] = []
        while !items.isAtEnd { list.append(try read(items.nestedContainer(keyedBy: StoredKey.self))) }
        return list
    }

    fileprivate func condition() throws -> Condition? {
        guard contains("condition") else { return nil }
        return try Condition(object("condition"))
    }

    fileprivate func dateBound(_ key: StoredKey) throws -> DateBound? {
        guard let text = try textIfPresent(key) else { return nil }
        guard let bound = DateBound(text) else { throw impossible(key) }
        return bound
    }

    fileprivate func impossible(_ key: StoredKey) -> DecodingError {
        DecodingError.dataCorruptedError(forKey: key, in: self, debugDescription: "unknown value")
    }
}

extension WrittenFields {
    fileprivate mutating func put(_ condition: Condition?) throws {
        guard let condition else { return }
        var fields = nestedContainer(keyedBy: StoredKey.self, forKey: "condition")
        try condition.write(to: &fields)
    }

    fileprivate mutating func put(_ words: LocalizedText, _ key: StoredKey) throws {
        var fields = nestedContainer(keyedBy: StoredKey.self, forKey: key)
        try words.write(to: &fields)
    }

    fileprivate mutating func put<Value>(
        _ list: [Value], _ key: StoredKey, _ write: (Value, inout WrittenFields) throws -> Void
    ) throws {
        var items = nestedUnkeyedContainer(forKey: key)
        for value in list {
            var fields = items.nestedContainer(keyedBy: StoredKey.self)
            try write(value, &fields)
        }
    }
}

extension LocalizedText {
    fileprivate init(_ fields: StoredFields) throws {
        self.init(indonesian: try fields.text("id"), english: try fields.textIfPresent("en"))
    }

    fileprivate func write(to fields: inout WrittenFields) throws {
        try fields.encode(indonesian, forKey: "id")
        try fields.encodeIfPresent(english, forKey: "en")
    }
}

extension Question {
    fileprivate init(_ fields: StoredFields) throws {
        self.init(
            name: try fields.text("name"), kind: try fields.one("kind"), label: try fields.words("label"),
            short: try fields.wordsIfPresent("short"), hint: try fields.wordsIfPresent("hint"), isRequired: try fields.flag("isRequired"),
            isOfferedAgain: try fields.decodeIfPresent(Bool.self, forKey: "isOfferedAgain") ?? false,
            maximumLength: try fields.decodeIfPresent(Int.self, forKey: "maximumLength"),
            options: fields.contains("options")
                ? try fields.list("options") { Choice(value: try $0.text("value"), label: try $0.words("label")) } : [],
            condition: try fields.condition(),
            columns: fields.contains("columns") ? try fields.list("columns", Question.init) : [],
            maximumRows: try fields.decodeIfPresent(Int.self, forKey: "maximumRows"), earliest: try fields.dateBound("earliest"),
            latest: try fields.dateBound("latest"), minimum: try fields.decodeIfPresent(Int.self, forKey: "minimum"),
            maximum: try fields.decodeIfPresent(Int.self, forKey: "maximum"))
    }

    fileprivate func write(to fields: inout WrittenFields) throws {
        try fields.encode(name, forKey: "name")
        try fields.encode(kind.rawValue, forKey: "kind")
        try fields.put(label, "label")
        if let short { try fields.put(short, "short") }
        if let hint { try fields.put(hint, "hint") }
        try fields.encode(isRequired, forKey: "isRequired")
        if isOfferedAgain { try fields.encode(true, forKey: "isOfferedAgain") }
        try fields.encodeIfPresent(maximumLength, forKey: "maximumLength")
        if !options.isEmpty {
            try fields.put(options, "options") { option, fields in
                try fields.encode(option.value, forKey: "value")
                try fields.put(option.label, "label")
            }
        }
        try fields.put(condition)
        if !columns.isEmpty { try fields.put(columns, "columns") { try $0.write(to: &$1) } }
        try fields.encodeIfPresent(maximumRows, forKey: "maximumRows")
        try fields.encodeIfPresent(earliest?.text, forKey: "earliest")
        try fields.encodeIfPresent(latest?.text, forKey: "latest")
        try fields.encodeIfPresent(minimum, forKey: "minimum")
        try fields.encodeIfPresent(maximum, forKey: "maximum")
    }
}

extension AttachmentDefinition {
    fileprivate init(_ fields: StoredFields) throws {
        let types = try fields.texts("types").map { name in
            guard let type = AttachmentType(rawValue: name) else { throw fields.impossible("types") }
            return type
        }
        self.init(
            name: try fields.text("name"), label: try fields.words("label"), hint: try fields.wordsIfPresent("hint"),
            isRequired: try fields.flag("isRequired"), types: types, condition: try fields.condition())
    }

    fileprivate func write(to fields: inout WrittenFields) throws {
        try fields.encode(name, forKey: "name")
        try fields.put(label, "label")
        if let hint { try fields.put(hint, "hint") }
        try fields.encode(isRequired, forKey: "isRequired")
        try fields.encode(types.map(\.rawValue), forKey: "types")
        try fields.put(condition)
    }
}

extension ReturnReason {
    fileprivate init(_ fields: StoredFields) throws { self.init(code: try fields.text("code"), label: try fields.words("label")) }

    fileprivate func write(to fields: inout WrittenFields) throws {
        try fields.encode(code, forKey: "code")
        try fields.put(label, "label")
    }
}

extension PaperDefinition {
    fileprivate init(_ fields: StoredFields) throws {
        self.init(
            title: try fields.text("title"), titleEnglish: try fields.text("titleEnglish"), number: try fields.text("number"),
            holder: try fields.text("holder"), shows: try fields.texts("shows"),
            photo: try fields.decodeIfPresent(String.self, forKey: "photo"), statement: try fields.text("statement"),
            validity: try fields.decodeIfPresent(Bool.self, forKey: "isValidityUnknown") == true
                ? .unknown : try fields.decodeIfPresent(Int.self, forKey: "validityMonths").map(PaperValidity.months) ?? .unlimited)
    }

    fileprivate func write(to fields: inout WrittenFields) throws {
        try fields.encode(title, forKey: "title")
        try fields.encode(titleEnglish, forKey: "titleEnglish")
        try fields.encode(number, forKey: "number")
        try fields.encode(holder, forKey: "holder")
        try fields.encode(shows, forKey: "shows")
        try fields.encodeIfPresent(photo, forKey: "photo")
        try fields.encode(statement, forKey: "statement")
        // An earlier program knows no such key, and reads what it is about as a paper without an end.
        if validity == .unknown { try fields.encode(true, forKey: "isValidityUnknown") }
        try fields.encodeIfPresent(validity.months, forKey: "validityMonths")
    }
}

extension Expiry {
    fileprivate init(_ fields: StoredFields) throws {
        self.init(
            workingDays: try fields.number("workingDays"), warningDays: try fields.number("warningDays"), basis: try fields.text("basis"))
    }

    fileprivate func write(to fields: inout WrittenFields) throws {
        try fields.encode(workingDays, forKey: "workingDays")
        try fields.encode(warningDays, forKey: "warningDays")
        try fields.encode(basis, forKey: "basis")
    }
}

extension Condition {
    /// One answer is kept as `value`, as conditions have always been; several as `values`.
    fileprivate init(_ fields: StoredFields) throws {
        if fields.contains("all") {
            self = .all(try fields.list("all", Condition.init))
        } else if fields.contains("any") {
            self = .any(try fields.list("any", Condition.init))
        } else if fields.contains("not") {
            self = .not(try Condition(fields.object("not")))
        } else if fields.contains("includes") {
            self = .includes(try fields.text("question"), try fields.text("includes"))
        } else if fields.contains("number") {
            self = .compares(try fields.text("question"), try fields.one("compares"), try fields.number("number"))
        } else {
            self = .oneOf(try fields.text("question"), fields.contains("values") ? try fields.texts("values") : [try fields.text("value")])
        }
    }

    fileprivate func write(to fields: inout WrittenFields) throws {
        switch self {
        case .oneOf(let question, let values):
            try fields.encode(question, forKey: "question")
            if values.count == 1 { try fields.encode(values[0], forKey: "value") } else { try fields.encode(values, forKey: "values") }
        case .includes(let question, let value):
            try fields.encode(question, forKey: "question")
            try fields.encode(value, forKey: "includes")
        case .compares(let question, let comparison, let number):
            try fields.encode(question, forKey: "question")
            try fields.encode(comparison.rawValue, forKey: "compares")
            try fields.encode(number, forKey: "number")
        case .all(let parts): try fields.put(parts, "all") { try $0.write(to: &$1) }
        case .any(let parts): try fields.put(parts, "any") { try $0.write(to: &$1) }
        case .not(let part):
            var inside = fields.nestedContainer(keyedBy: StoredKey.self, forKey: "not")
            try part.write(to: &inside)
        }
    }
}

extension TariffRow {
    fileprivate init(_ fields: StoredFields) throws {
        self.init(
            conditions: try fields.list("when", Condition.init),
            amount: try fields.decode(Money.self, forKey: "amount"))
    }

    fileprivate func write(to fields: inout WrittenFields) throws {
        try fields.put(conditions, "when") { try $0.write(to: &$1) }
        try fields.encode(amount, forKey: "amount")
    }
}

extension Promise {
    fileprivate init(_ fields: StoredFields) throws {
        self.init(
            time: try fields.workingTime(),
            rows: fields.contains("rows")
                ? try fields.list("rows") { row in
                    guard let time = try row.workingTime() else { throw row.impossible("workingDays") }
                    return PromiseRow(conditions: try row.list("when", Condition.init), time: time)
                } : [],
            start: try fields.textIfPresent("start"))
    }

    fileprivate func write(to fields: inout WrittenFields) throws {
        try fields.put(time)
        if !rows.isEmpty {
            try fields.put(rows, "rows") { row, fields in
                try fields.put(row.conditions, "when") { try $0.write(to: &$1) }
                try fields.put(row.time)
            }
        }
        try fields.encodeIfPresent(start, forKey: "start")
    }
}

extension StoredFields {
    fileprivate func workingTime() throws -> WorkingTime? {
        if let days = try decodeIfPresent(Int.self, forKey: "workingDays") { return .days(days) }
        return try decodeIfPresent(Int.self, forKey: "workingMinutes").map(WorkingTime.minutes)
    }
}

extension WrittenFields {
    fileprivate mutating func put(_ time: WorkingTime?) throws {
        switch time {
        case .days(let days): try encode(days, forKey: "workingDays")
        case .minutes(let minutes): try encode(minutes, forKey: "workingMinutes")
        case nil: break
        }
    }
}

extension Workflow.Line {
    fileprivate init(_ fields: StoredFields) throws where Status == RequestStatus, Move == RequestMove {
        self.init(from: try fields.one("from"), try fields.one("move"), to: try fields.one("to"), by: try fields.one("by"))
    }

    fileprivate func write(to fields: inout WrittenFields) throws where Status == RequestStatus, Move == RequestMove {
        try fields.encode(from.rawValue, forKey: "from")
        try fields.encode(move.rawValue, forKey: "move")
        try fields.encode(to.rawValue, forKey: "to")
        try fields.encode(mover.rawValue, forKey: "by")
    }
}
