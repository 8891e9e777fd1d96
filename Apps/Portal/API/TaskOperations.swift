internal import Catalogue
internal import Documents
internal import HTTPTypes
internal import Kernel

/// What waits for the key's agency.
enum TaskOperations {
    static func add(to table: inout RouteTable) {
        table.operation(
            .get, "/tasks", .program(.readRequests), "listTasks", "What waits for the agency, the soonest promised first.", list)
        table.operation(
            .get, "/statistics", .program(.readRequests), "showStatistics", "How much waits at the agency, and how much of it is late.",
            statistics)
    }

    private enum Pile: String, CaseIterable, Sendable {
        case decisions, handovers
    }

    private struct TasksAsk: Ask {
        let pile: Pile
        let cursor: WorkCursor?
        let limit: Int

        init(_ read: inout AskReader) {
            pile = read.query(
                "of", .choice(.decisions, [.handovers]), default: .decisions,
                "What is to be decided, or what is to be made and handed over.")
            cursor = read.query("cursor", .workCursor, "Where to go on: `next` of the answer before.")
            limit = read.query("limit", .integer(1...50), default: 50, "How many at most.")
        }
    }

    @Sendable private static func list(_ asked: TasksAsk, _ exchange: Exchange, _ island: Island) async throws -> TaskList {
        let view = WorkView(asked.pile == .decisions ? .inReview : .handover)
        let page = try await island.documents.workList(by: exchange.principal, view, after: asked.cursor, limit: asked.limit)
        return TaskList(items: page.items.map { TaskAnswer(item: $0) }, next: page.next?.text)
    }

    @Sendable private static func statistics(_: NoAsk, _ exchange: Exchange, _ island: Island) async throws -> StatisticsAnswer {
        func count(_ filter: WorkFilter, _ age: WorkAge = .any) async throws -> BoundedCount {
            try await island.documents.workCount(by: exchange.principal, WorkView(filter, age: age))
        }
        return StatisticsAnswer(
            waiting: try await count(.inReview), late: try await count(.inReview, .late), dueToday: try await count(.inReview, .dueToday),
            returned: try await count(.returned), handover: try await count(.handover))
    }
}

extension AskKind where Value == WorkCursor {
    fileprivate static var workCursor: AskKind {
        AskKind(
            schema: ["type": "string", "pattern": "^[0-9a-f]{44}$"], placeholder: WorkCursor.first,
            read: { json in if case .text(let text) = json { WorkCursor(text) } else { nil } }, write: { .text($0.text) })
    }
}

struct TaskList: Resource {
    let items: [TaskAnswer]
    let next: String?

    static let name = "TaskList"
    static let about = "A stretch of what waits for the agency."
    static let fields: [ResourceField<TaskList>] = [
        ResourceField("items", "The tasks.") { $0.items },
        ResourceField("next", "The `cursor` with which the list goes on; `null` at its end.") { $0.next },
    ]
}

/// One thing that the agency has to do about a request.
struct TaskAnswer: Resource {
    enum Duty: String, CaseIterable, Sendable {
        case decide, makeReady, handOver
    }

    let item: WorkItem

    var duty: Duty {
        switch item.status {
        case .preparing: .makeReady
        case .ready: .handOver
        default: .decide
        }
    }

    static let name = "Task"
    static let about = "What the agency has to do about a request. Nothing in it is personal."
    static let fields: [ResourceField<TaskAnswer>] = [
        ResourceField("task", "What is to be done.") { Word($0.duty) },
        ResourceField("request", "The request.") { RequestLineAnswer(standing: $0.item.standing, title: $0.item.title) },
        ResourceField("workingDaysLeft", "Until the promised time of a decision, negative when late; `null` when none is promised.") {
            $0.item.workingDaysLeft
        },
        ResourceField("isTaken", "Whether an officer has taken it at his desk.") { $0.item.claim != nil },
    ]
}

struct StatisticsAnswer: Resource {
    let waiting: BoundedCount
    let late: BoundedCount
    let dueToday: BoundedCount
    let returned: BoundedCount
    let handover: BoundedCount

    static let name = "Statistics"
    static let about = "How much waits at the agency now."
    static let fields: [ResourceField<StatisticsAnswer>] = [
        ResourceField("waiting", "For a decision.") { CountAnswer(count: $0.waiting) },
        ResourceField("late", "Of these, promised for a moment that is over.") { CountAnswer(count: $0.late) },
        ResourceField("dueToday", "Of these, promised for today or earlier.") { CountAnswer(count: $0.dueToday) },
        ResourceField("returned", "With applicants for correction.") { CountAnswer(count: $0.returned) },
        ResourceField("handover", "Approved, and to be made or handed over.") { CountAnswer(count: $0.handover) },
    ]
}

struct CountAnswer: Resource {
    let count: BoundedCount

    static let name = "Count"
    static let about = "How many there are, counted up to 99."
    static let fields: [ResourceField<CountAnswer>] = [
        ResourceField("number", "How many.") { $0.count.number },
        ResourceField("isMore", "Whether there are more than that.") { $0.count.isMore },
    ]
}
