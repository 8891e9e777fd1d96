/// What stands for the named parameters (`:name`) of a statement, each name once. Written as a dictionary is.
///
/// A list, because a statement has few parameters: going through them costs less than hashing a name.
public struct SQLArguments: ExpressibleByDictionaryLiteral {
    private(set) var values: [(name: String, value: SQLValue)]

    public init(dictionaryLiteral elements: (String, any SQLConvertible)...) {
        values = elements.map { ($0.0, $0.1.sqlValue) }
    }

    /// The same arguments and more.
    public mutating func append(_ more: SQLArguments) { values += more.values }
}
