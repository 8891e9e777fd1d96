/// A strip of the letter that is not cut: mostly one line of text. A letter is a list of rows, and rows fill pages.
struct Row {
    var height: Double
    /// Left out at the top of a page.
    var spaceBefore = 0.0
    /// Must be on the same page as the row after it, when a page can hold both.
    var keepsWithNext = false
    /// Stands at the bottom of its page instead of right below the row before it.
    var sinks = false
    /// What is no part of the letter's text: lines, and whatever else nobody has read out.
    var draw: (_ sheet: Sheet, _ top: Double) -> Void
    var pieces: [Piece] = []
}

/// A row and where it came to stand.
struct PlacedRow {
    var row: Row
    var top: Double
}

extension [Row] {
    /// Fills pages with the rows in their order.
    /// - Parameter height: what a page holds; a page index is given, because the first page may hold more.
    /// - Returns: for each page its rows with their tops, from 0. At least one page.
    func paginated(height: (_ page: Int) -> Double) -> [[PlacedRow]] {
        var pages: [[PlacedRow]] = [[]]
        var used = 0.0
        var index = startIndex
        while index < endIndex {
            let end = endOfGroup(from: index)
            let group = self[index..<end]
            let free = height(pages.count - 1) - used
            if !pages[pages.count - 1].isEmpty, Self.length(of: group, atTop: false) > free {
                // A group longer than a page is torn where the page ends; a shorter one moves on as a whole.
                if Self.length(of: group, atTop: true) <= height(pages.count) {
                    pages.append([])
                    used = 0
                }
            }
            for row in group {
                var space = pages[pages.count - 1].isEmpty ? 0 : row.spaceBefore
                if !pages[pages.count - 1].isEmpty, used + space + row.height > height(pages.count - 1) {
                    pages.append([])
                    used = 0
                    space = 0
                }
                let top = row.sinks ? Swift.max(used + space, height(pages.count - 1) - row.height) : used + space
                pages[pages.count - 1].append(PlacedRow(row: row, top: top))
                used = top + row.height
            }
            index = end
        }
        return pages
    }

    /// The first row after those that keep together.
    private func endOfGroup(from start: Int) -> Int {
        var end = start
        while end < endIndex - 1, self[end].keepsWithNext { end += 1 }
        return end + 1
    }

    private static func length(of rows: ArraySlice<Row>, atTop: Bool) -> Double {
        let all = rows.reduce(0) { $0 + $1.spaceBefore + $1.height }
        return atTop ? all - (rows.first?.spaceBefore ?? 0) : all
    }
}
