internal import Kernel

extension WriteTransaction {
    /// The next number of a series that has no gaps, beginning with 1. A write that is undone gives its number back.
    ///
    /// Whoever takes a number holds the series until the write has ended, so that numbers follow one another in the order in
    /// which the writes become visible, on every engine. Take it before reading anything that the one before may have written.
    /// - Parameter name: which series, e.g. `audit-trail`. Names are stored and never change.
    public func next(series name: String) throws -> Int {
        let row = try row(
            """
            INSERT INTO series (name, last) VALUES (:name, 1)
            ON CONFLICT (name) DO UPDATE SET last = series.last + 1 RETURNING last
            """, ["name": name])
        guard let row else { throw Problem(.unexpected, "problem.unexpected", detail: "series \(name) gave no number") }
        return try row.integer("last")
    }
}

extension ReadTransaction {
    /// The last number that was given of a series; zero before the first.
    func last(ofSeries name: String) throws -> Int {
        try row("SELECT last FROM series WHERE name = :name", ["name": name])?.integer("last") ?? 0
    }
}
