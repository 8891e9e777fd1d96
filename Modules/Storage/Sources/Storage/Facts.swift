extension ReadTransaction {
    /// What the database remembers about itself under that name; `nil` when it remembers nothing. No personal values.
    public func fact(_ name: String) throws -> String? {
        try row("SELECT value FROM facts WHERE name = :name", ["name": name])?.text("value")
    }
}

extension WriteTransaction {
    /// Remembers one thing about the database as a whole, in the place of what stood there.
    public func setFact(_ name: String, _ value: String) throws {
        try execute(
            "INSERT INTO facts (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            ["name": name, "value": value])
    }
}
