internal import Synchronization

/// What the process counts, in Prometheus' text format.
final class Metrics: Sendable {
    private struct Key: Hashable {
        let name: String
        let labels: String
    }

    private let counters = Mutex<[Key: Int]>([:])

    func count(_ name: String, _ labels: String = "", by amount: Int = 1) {
        counters.withLock { $0[Key(name: name, labels: labels), default: 0] += amount }
    }

    /// The text of `/metrics`; gauges are values of this moment, given by the caller.
    func text(gauges: [(name: String, labels: String, value: Int)]) -> String {
        let counted = counters.withLock { $0 }.map { (name: $0.key.name, labels: $0.key.labels, value: $0.value) }
        var lines: [String] = []
        for (kind, values) in [("counter", counted), ("gauge", gauges)] {
            for (name, group) in Dictionary(grouping: values, by: \.name).sorted(by: { $0.key < $1.key }) {
                lines.append("# TYPE \(name) \(kind)")
                for value in group.sorted(by: { $0.labels < $1.labels }) {
                    lines.append(value.labels.isEmpty ? "\(name) \(value.value)" : "\(name){\(value.labels)} \(value.value)")
                }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
