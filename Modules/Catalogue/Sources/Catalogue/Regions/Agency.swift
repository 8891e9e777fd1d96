public import Kernel

/// A public body whose officers handle services, such as Polri or Disdukcapil.
public struct Agency: Sendable, Hashable {
    /// Its name in data and in an officer's account, e.g. `polri`.
    public let code: String
    public let name: LocalizedText

    public init(code: String, name: LocalizedText) {
        self.code = code
        self.name = name
    }
}

extension Agency {
    /// The list in `Agencies.yaml`.
    static func readAll(_ whole: Field) -> [String: Agency] {
        let claims = Claims()
        let agencies = whole.list(notEmpty: true) { item in
            item.fields { fields in
                let code = fields["code"]
                let agency = Agency(code: code.code(), name: fields["name"].bilingual(englishIsOptional: true))
                claims.claim(agency.code, at: code)
                return agency
            }
        }
        return Dictionary(agencies.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    }
}
