/// Turns the nodes of templates into programs, for one language: each name becomes the field of the struct that it stands
/// for, each sentence its text, each part its nodes.
///
/// A name is looked for in the struct of the innermost section, and then in the frame that every page has; not in between,
/// so that a part says the same wherever it stands.
struct TemplateCompiler {
    /// By the file's name without `.mustache`.
    private let templates: [String: [TemplateNode]]
    /// The sentences of the language, by key.
    private let words: [String: String]
    /// What was compiled against which struct, for the test that no field is left over.
    private(set) var uses: [String: FieldUse] = [:]
    private(set) var usedTemplates: Set<String> = []

    struct FieldUse: Sendable {
        let fields: [String]
        var used: Set<String> = []
    }

    init(_ templates: [String: [TemplateNode]], words: [String: String]) {
        self.templates = templates
        self.words = words
    }

    /// - Throws: `TemplateFault` naming the template and what it asks for in vain.
    mutating func program<Subject: Filling>(named name: String, for subject: Subject.Type) throws -> Program<Subject> {
        let nodes = try nodes(of: name)
        do { return try program(nodes, for: subject) } catch let fault as TemplateFault { throw fault.inFile(name) }
    }

    mutating func program<Subject: Filling>(_ nodes: [TemplateNode], for subject: Subject.Type) throws -> Program<Subject> {
        note(subject)
        var steps = Steps<Subject>()
        try add(nodes, to: &steps)
        return Program(steps.all)
    }

    /// The field of that name, which counts as used from now on.
    mutating func member<Subject: Filling>(_ name: String, of subject: Subject.Type) throws -> Field<Subject> {
        guard let field = own(name, of: subject) else { throw TemplateFault("\(Subject.self) has no field \(name)") }
        return field
    }

    private mutating func add<Subject: Filling>(_ nodes: [TemplateNode], to steps: inout Steps<Subject>) throws {
        for node in nodes {
            switch node {
            case .fixed(let html): steps.add(html)
            case .sentence(let key):
                guard let sentence = words[key] else { throw TemplateFault("no sentence \(key) in Words") }
                steps.add(htmlEscaped(sentence))
            case .part(let name):
                let nodes = try self.nodes(of: name)
                do { try add(nodes, to: &steps) } catch let fault as TemplateFault { throw fault.inFile(name) }
            case .text(let name), .html(let name):
                let isHTML = node == .html(name)
                switch try find(name, from: Subject.self) {
                case .own(let field): steps.add(.own(try write(field, isHTML: isHTML)))
                case .frame(let field): steps.add(.frame(try write(field, isHTML: isHTML)))
                }
            case .section(let name, let isInverted, let inner):
                try add(section: name, isInverted, inner, to: &steps)
            }
        }
    }

    private mutating func add<Subject: Filling>(
        section name: String, _ isInverted: Bool, _ inner: [TemplateNode], to steps: inout Steps<Subject>
    ) throws {
        let holds: @Sendable (Subject, Frame) -> Bool
        var section: Program<Subject>.Section?
        switch try find(name, from: Subject.self) {
        case .own(let field):
            let condition = try condition(field)
            holds = { subject, _ in condition(subject) }
            if case .nested(let nested) = field.kind, !isInverted { section = try nested.section(inner, &self) }
        case .frame(let field):
            let condition = try condition(field)
            holds = { _, frame in condition(frame) }
            if case .nested(let nested) = field.kind, !isInverted {
                let write = try nested.section(inner, &self)
                section = { _, frame, buffer in write(frame, frame, &buffer) }
            }
        }
        if let section {
            steps.add(.section(section))
        } else {
            var body = Steps<Subject>()
            try add(inner, to: &body)
            steps.add(.skip(steps: body.all.count, unless: holds, is: !isInverted))
            steps.add(body)
        }
    }

    // MARK: Names

    private enum Found<Subject: Filling> {
        case own(Field<Subject>)
        case frame(Field<Frame>)
    }

    private mutating func find<Subject: Filling>(_ name: String, from subject: Subject.Type) throws -> Found<Subject> {
        let parts = name == "." ? ["."] : name.split(separator: ".", maxSplits: 1).map(String.init)
        if let field = own(parts[0], of: subject) { return .own(try reach(parts, field)) }
        note(Frame.self)
        if let field = own(parts[0], of: Frame.self) { return .frame(try reach(parts, field)) }
        throw TemplateFault("\(Subject.self) has no field \(name)")
    }

    private mutating func reach<Subject>(_ parts: [String], _ field: Field<Subject>) throws -> Field<Subject> {
        guard parts.count == 2 else { return field }
        guard case .nested(let nested) = field.kind, let member = try nested.member(parts[1], &self) else {
            throw TemplateFault("\(parts.joined(separator: ".")) leads nowhere")
        }
        return member
    }

    private mutating func own<Subject: Filling>(_ name: String, of subject: Subject.Type) -> Field<Subject>? {
        note(subject)
        guard let field = Subject.fields.first(where: { $0.name == name }) else { return nil }
        uses[String(reflecting: Subject.self)]?.used.insert(name)
        return field
    }

    private mutating func note<Subject: Filling>(_ subject: Subject.Type) {
        if uses[String(reflecting: Subject.self)] == nil {
            uses[String(reflecting: Subject.self)] = FieldUse(fields: Subject.fields.map(\.name))
        }
    }

    private mutating func nodes(of name: String) throws -> [TemplateNode] {
        guard let nodes = templates[name] else { throw TemplateFault("no file \(name).mustache") }
        usedTemplates.insert(name)
        return nodes
    }

    // MARK: Values

    private func write<Subject>(_ field: Field<Subject>, isHTML: Bool) throws -> @Sendable (Subject, inout PageBuffer) -> Void {
        switch (field.kind, isHTML) {
        case (.text(let value), false): { $1.add(escaped: value($0)) }
        case (.optional(let value), false): { subject, buffer in if let text = value(subject) { buffer.add(escaped: text) } }
        case (.html(let value), true): { $1.add(html: value($0)) }
        default: throw TemplateFault("\(field.name) is not \(isHTML ? "HTML" : "a text")")
        }
    }

    private func condition<Subject>(_ field: Field<Subject>) throws -> @Sendable (Subject) -> Bool {
        switch field.kind {
        case .optional(let value): { value($0) != nil }
        case .flag(let value): value
        case .nested(let nested): nested.isThere
        case .text, .html: throw TemplateFault("\(field.name) is always there and opens no section")
        }
    }
}

/// Steps as they are gathered: fixed pieces that follow one another become one.
private struct Steps<Subject: Sendable> {
    private(set) var all: [Program<Subject>.Step] = []
    /// A step that a jump may land on must keep its place, so no piece is joined to one before a jump's end.
    private var joinable = false

    mutating func add(_ html: String) {
        if joinable, case .fixed(let before)? = all.last {
            all[all.count - 1] = .fixed(before + Array(html.utf8))
        } else {
            all.append(.fixed(Array(html.utf8)))
        }
        joinable = true
    }

    mutating func add(_ step: Program<Subject>.Step) {
        all.append(step)
        joinable = false
    }

    mutating func add(_ body: Steps<Subject>) {
        all += body.all
        joinable = false
    }
}
