import Kernel
import Storage
import Testing

@testable import Identity

/// What staff meet while others' passwords are stretched. The one worker waits at the gate until the test opens it.
@Suite("Staff in the lane", .timeLimit(.minutes(15)))
struct StaffLaneTests {
    let town: Town
    /// Has lanes of its own; the town's identity goes past them.
    let identity: IdentityService
    private let lanes = PasswordLanes(workers: 1)
    private let gate = Gate()
    private var lane: String { identity.passwords.lane }
    private let console = Principal.operatorAtConsole(name: "root")
    private let busy = Problem(.tooMany, "problem.staff.busy")
    private let waiting = Problem(.tooMany, "problem.staff.waiting")
    private let wrong = Problem(.unauthenticated, "problem.staff.wrongPassword")

    init() async throws {
        town = try Town()
        var identity = town.identity
        identity.passwords.lanes = lanes
        self.identity = identity
        try await town.addAgus()
    }

    /// Holds the worker, with so many strangers behind it.
    private func hold(strangers: Int = 0) async -> [Task<Bool, any Error>] {
        let (lanes, lane, gate, begun) = (lanes, lane, gate, Flag(false))
        var tasks = [
            await lanes.lineUp(in: lane, unless: begun) {
                try await lanes.run(lane: lane, isKnown: false) {
                    begun.set(true)
                    gate.pass()
                    return true
                }
            }
        ]
        while !begun.value { await Task.yield() }
        for _ in 0..<strangers {
            tasks.append(await lanes.lineUp(in: lane) { try await lanes.run(lane: lane, isKnown: false) { true } })
        }
        return tasks
    }

    @Test("Whoever sends from a known device, or has shown who she is, is served though the lane is full")
    func fullLane() async throws {
        let agus = try await town.identity.signInStaff(username: "agus", password: agussPassword)
        let known = Origin(address: "", device: agus.device)
        let crowd = await hold(strangers: PasswordLanes.laneLength)
        let (identity, hasher) = (identity, identity.passwords)
        #expect(await problem { try await identity.signInStaff(username: "agus", password: agussPassword) } == busy)
        #expect(
            await problem {
                try await identity.confirm(password: agussPassword, token: agus.token, from: .unknown, by: agus.principal)
            } == busy)
        #expect(await problem { try await hasher.matches(agussPassword, nil) } == busy)
        let entering = await lanes.lineUp(in: lane) {
            _ = try await identity.signInStaff(username: "agus", password: agussPassword, from: known)
        }
        let confirming = await lanes.lineUp(in: lane) {
            try await identity.confirm(password: agussPassword, token: agus.token, from: known, by: agus.principal)
        }
        let hashing = await lanes.lineUp(in: lane) { _ = try await hasher.hash(rinisPassword) }
        #expect(lanes.waiting(in: lane) == PasswordLanes.laneLength + 3)
        gate.open()
        for task in [entering, confirming, hashing] { try await task.value }
        for task in crowd { #expect(try await task.value) }
    }

    @Test("A region that is opened twice has two lanes, and both tell which region it is")
    func twoLanes() throws {
        let other = try Town()
        #expect(other.identity.passwords.lane != lane && [lane, other.identity.passwords.lane].allSatisfy { $0.hasPrefix("kab-contoh/") })
    }

    @Test("Whoever is stopped by a limit costs no work, at the door and when she shows again who she is")
    func stopped() async throws {
        let agus = try await town.identity.signInStaff(username: "agus", password: agussPassword)
        for _ in 0..<10 { _ = await problem { try await town.identity.signInStaff(username: "agus", password: "salah sama sekali") } }
        let worker = await hold()
        let identity = identity
        let entering = await lanes.lineUp(in: lane) { _ = try await identity.signInStaff(username: "agus", password: agussPassword) }
        let confirming = await lanes.lineUp(in: lane) {
            try await identity.confirm(password: agussPassword, token: agus.token, from: .unknown, by: agus.principal)
        }
        #expect(lanes.waiting(in: lane) == 0)
        gate.open()
        for task in [entering, confirming] { #expect(await problem { try await task.value } == waiting) }
        for task in worker { #expect(try await task.value) }
    }

    @Test("A password that was replaced while it was stretched opens nothing, and neither does that of somebody disabled meanwhile")
    func replacedMeanwhile() async throws {
        try await town.addRini()
        let worker = await hold()
        let identity = identity
        let agus = await lanes.lineUp(in: lane) { _ = try await identity.signInStaff(username: "agus", password: agussPassword) }
        let rini = await lanes.lineUp(in: lane) { _ = try await identity.signInStaff(username: "rini", password: rinisPassword) }
        #expect(lanes.waiting(in: lane) == 2)
        let command = try #require(CommandID("sandi-0001"))
        _ = try await town.identity.giveOneTimePassword(username: "agus", reason: "Lupa sandi", command: command, by: console)
        try await town.identity.disableStaff(username: "rini", reason: "pindah tugas", by: console)
        gate.open()
        for task in [agus, rini] { #expect(await problem { try await task.value } == wrong) }
        for task in worker { #expect(try await task.value) }
        #expect(try await town.count("sessions") == 0)
    }

    @Test("Of two who change one password at once the quicker one has changed it")
    func changedAtOnce() async throws {
        let agus = try await town.identity.signInStaff(username: "agus", password: agussPassword)
        let worker = await hold()
        let (identity, new) = (identity, ["tujuh kambing di pasar", "delapan sapi di sawah"])
        var tasks: [Task<Bool, any Error>] = []
        for password in new {
            tasks.append(
                await lanes.lineUp(in: lane) {
                    do {
                        _ = try await identity.changePassword(
                            from: agussPassword, to: password, token: agus.token, from: .unknown, by: agus.principal)
                        return true
                    } catch let problem as Problem {
                        #expect(problem.fields == [FieldIssue("old", "problem.password.wrong")])
                        return false
                    }
                })
        }
        #expect(lanes.waiting(in: lane) == 2)
        gate.open()
        var changed: [Bool] = []
        for task in tasks { changed.append(try await task.value) }
        #expect(changed.filter { $0 }.count == 1)
        for task in worker { #expect(try await task.value) }
        for (password, isChanged) in zip(new, changed) {
            if isChanged { _ = try await town.identity.signInStaff(username: "agus", password: password) }
        }
    }
}
