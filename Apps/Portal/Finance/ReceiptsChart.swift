internal import Kernel
internal import Payments

/// A bar for each day of a month, with a part for each kind of money. Kinds differ in strength and not in hue, and the table beside it says
/// the same: nobody depends on the picture.
struct ReceiptsChart {
    /// In units of the picture: a day's width, the bar in it, the highest bar, and a line of numbers below.
    private static let (day, bar, height, foot) = (16, 12, 120, 22)
    private static let strengths: [RevenueKind: String] = [.state: "1", .regional: ".6", .thirdParty: ".3"]

    private let parts: [Int: [(kind: RevenueKind, rupiah: Int)]]

    init(_ receipts: [DayReceipts]) {
        parts = Dictionary(grouping: receipts, by: \.day.day).mapValues { rows in rows.map { ($0.revenue, $0.amount.rupiah) } }
    }

    /// - Parameters:
    ///   - title: what it shows, without markup.
    ///   - days: how many the month has.
    /// - Returns: nothing when there is nothing to show.
    func svg(title: String, days: Int) -> String {
        let highest = parts.values.map { $0.map(\.rupiah).reduce(0, +) }.max() ?? 0
        guard highest > 0 else { return "" }
        var drawing = ""
        for (day, parts) in parts.sorted(by: { $0.key < $1.key }) {
            var top = ReceiptsChart.height
            for (kind, rupiah) in parts {
                // The least that came in can still be seen.
                let height = max(2, rupiah / max(1, highest / ReceiptsChart.height))
                let cut = min(height, top)
                top -= cut
                drawing += ReceiptsChart.rectangle(
                    kind, x: (day - 1) * ReceiptsChart.day + 2, y: top, width: ReceiptsChart.bar, height: cut)
            }
        }
        for day in stride(from: 1, through: days, by: 5) {
            drawing += """
                <text x="\((day - 1) * ReceiptsChart.day + 2)" y="\(ReceiptsChart.height + 18)" font-size="16" \
                fill="currentColor">\(day)</text>
                """
        }
        let words = title.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
        return """
            <svg viewBox="0 0 \(days * ReceiptsChart.day) \(ReceiptsChart.height + ReceiptsChart.foot)" role="img">\
            <title>\(words)</title>\(drawing)</svg>
            """
    }

    static func swatch(of kind: RevenueKind) -> String {
        "<svg viewBox=\"0 0 12 12\" width=\"12\" height=\"12\" aria-hidden=\"true\">"
            + rectangle(kind, x: 0, y: 0, width: 12, height: 12) + "</svg>"
    }

    private static func rectangle(_ kind: RevenueKind, x: Int, y: Int, width: Int, height: Int) -> String {
        """
        <rect x="\(x)" y="\(y)" width="\(width)" height="\(height)" fill="currentColor" fill-opacity="\(strengths[kind] ?? "1")"/>
        """
    }
}
