/// Whose move something is.
public enum Mover: String, Sendable, Hashable, CaseIterable {
    /// The person whose thing it is: who applied, who pays.
    case owner
    /// An officer of the agency that decides.
    case officer
    /// Whoever answers for the region's settings.
    case administrator
    /// The platform itself, following an event.
    case platform
}

/// Every legal move of something that has a status. A move that is not in its table does not exist, and nothing else
/// changes the status.
public struct MoveTable<Status: Hashable & Sendable, Move: Hashable & Sendable>: Sendable, Hashable {
    /// One legal move.
    public struct Line: Sendable, Hashable {
        public let from: Status
        public let move: Move
        public let to: Status
        public let mover: Mover

        public init(from: Status, _ move: Move, to: Status, by mover: Mover) {
            self.from = from
            self.move = move
            self.to = to
            self.mover = mover
        }
    }

    public let lines: [Line]

    /// Of two lines with the same start and the same move the first counts; ``ambiguousLines`` tells of the others.
    public init(_ lines: [Line]) { self.lines = lines }

    /// The line of this move from this status; `nil` when there is no such move.
    public func line(_ move: Move, from status: Status) -> Line? { lines.first { $0.from == status && $0.move == move } }

    /// Who may make the move at all, wherever it starts; empty for a move that the table does not have.
    public func movers(of move: Move) -> Set<Mover> { Set(lines.filter { $0.move == move }.map(\.mover)) }

    /// What can happen to something with this status.
    public func moves(from status: Status) -> [Line] { lines.filter { $0.from == status } }

    /// Every status that can come after this one, and itself.
    public func reachable(from start: Status) -> Set<Status> {
        var reached: Set<Status> = [start]
        var edge = [start]
        while let status = edge.popLast() {
            for line in moves(from: status) where reached.insert(line.to).inserted { edge.append(line.to) }
        }
        return reached
    }

    /// Lines whose start and move stand in an earlier line already. A sound table has none.
    public var ambiguousLines: [Line] {
        lines.enumerated().filter { position, line in
            lines.prefix(position).contains { $0.from == line.from && $0.move == line.move }
        }.map(\.element)
    }
}
