/// A piece of a template as it stands in its file.
indirect enum TemplateNode: Sendable, Hashable {
    case fixed(String)
    /// `{{t.some.key}}`: a sentence of `Words`.
    case sentence(String)
    /// `{{name}}`
    case text(String)
    /// `{{{name}}}`
    case html(String)
    /// `{{#name}}…{{/name}}`, and with `isInverted` `{{^name}}…{{/name}}`
    case section(String, isInverted: Bool, [TemplateNode])
    /// `{{>parts/name}}`
    case part(String)
}
