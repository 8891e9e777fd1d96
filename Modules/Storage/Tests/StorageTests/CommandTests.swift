import Kernel
import Storage
import Synchronization
import Testing

@Suite("Commands")
struct CommandTests {
    let island: Island
    let siti: Principal
    let command: CommandID

    init() throws {
        island = try Island()
        siti = .citizen(id: island.newID())
        command = CommandID(island.newID())
    }

    @discardableResult
    private func submit(_ body: String, by sender: Principal, fails: Bool = false) async throws -> String? {
        let command = command
        return try await island.database.write { tx in
            try tx.once(command, by: sender) {
                try tx.note(body)
                if fails { throw Mishap() }
                return Answer("outcome of \(body)")
            }
        }.text
    }

    @Test("Nobody else can use Siti's command")
    func someoneElseCannotUseHerCommand() async throws {
        try await submit("hers", by: siti)
        let others: [Principal] = [.visitor, .citizen(id: island.newID()), .administrator(id: island.newID()), .platform(name: "outbox")]
        for other in others {
            await #expect(throws: Problem(.conflict, "problem.command.foreign")) { try await submit("his", by: other) }
        }
        #expect(try await island.notes() == ["hers"])
    }

    @Test("A command that failed may be sent again")
    func aCommandThatFailedMayBeSentAgain() async throws {
        await #expect(throws: Mishap()) { try await submit("first try", by: siti, fails: true) }
        #expect(try await island.notes().isEmpty)
        #expect(try await submit("second try", by: siti) == "outcome of second try")
        #expect(try await island.notes() == ["second try"])
    }

    @Test("A command that is sent a second time answers what it answered the first time")
    func theSecondTimeAnswersWhatTheFirstDid() async throws {
        let first = try await submit("once", by: siti)
        let second = try await submit("twice", by: siti)
        #expect(first == "outcome of once")
        #expect(second == first)
        #expect(try await island.notes() == ["once"])
    }

    @Test("A command that is sent twenty times at the same moment is done once")
    func twentyAtTheSameTimeAreOne() async throws {
        let answers = try await withThrowingTaskGroup(of: String?.self) { group in
            for number in 0..<20 { group.addTask { try await submit("try \(number)", by: siti) } }
            return try await group.reduce(into: Set<String?>()) { $0.insert($1) }
        }
        #expect(answers.count == 1)
        #expect(try await island.notes().count == 1)
    }

    @Test("The outcome of a command outlives the program")
    func theOutcomeOutlivesTheProgram() async throws {
        try await submit("before", by: siti)
        try island.database.close()
        let reopened = try Island.open(island.folder, key: island.key, clock: island.clock)
        let (command, siti) = (command, siti)
        let answer = try await reopened.write { tx in try tx.once(command, by: siti) { Answer("done anew") } }
        #expect(answer == Answer("outcome of before"))
    }

    @Test("A command whose outcome is nothing is done once too")
    func anOutcomeMayBeNothing() async throws {
        let (command, siti) = (command, siti)
        let runs = Mutex(0)
        for _ in 0..<2 {
            let answer = try await island.database.write { tx in
                try tx.once(command, by: siti) {
                    runs.withLock { $0 += 1 }
                    return Answer(nil)
                }
            }
            #expect(answer.text == nil)
        }
        #expect(runs.withLock { $0 } == 1)
    }

    @Test(
        "What is no command id is refused",
        arguments: ["", "1234567", "a b c d e f", "12345678é", "<script>12", String(repeating: "x", count: 65)])
    func refused(text: String) { #expect(CommandID(text) == nil) }

    @Test("Eight to sixty-four plain characters are a command id", arguments: ["12345678", "a_b-c_D9", String(repeating: "x", count: 64)])
    func accepted(text: String) { #expect(CommandID(text)?.text == text) }
}
