/// What is wrong with a template, for the operator.
struct TemplateFault: Error, Hashable {
    let detail: String
    /// The file's name without `.mustache`; empty until it is known.
    private(set) var file = ""

    init(_ detail: String) { self.detail = detail }

    /// The same fault, found in that file; the innermost file stays.
    func inFile(_ name: String) -> TemplateFault {
        var fault = self
        if fault.file.isEmpty { fault.file = name }
        return fault
    }
}
