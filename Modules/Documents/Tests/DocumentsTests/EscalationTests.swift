import Catalogue
import Kernel
import Storage
import Testing

@testable import Documents

/// Siti's family card is promised within three working days; Dewi's request stands beside it. It is Monday, nine o'clock.
@Suite("A promise that runs out")
struct EscalationTests {
    private func handIn(_ office: Office, _ citizen: Principal) async throws -> Identifier {
        let id = try await office.documents.startDraft(
            of: "kartu-keluarga", channel: .electronic, command: office.command(), by: citizen)
        _ = try await office.documents.saveAnswers(["full_name": "Siti Rahmawati"], of: id, by: citizen)
        _ = try await office.documents.submit(id, command: office.command(), by: citizen)
        return id
    }

    private func sendBack(_ office: Office, _ id: Identifier) async throws {
        try await office.documents.returnForCorrection(id, reason: "incomplete", remark: "", command: office.command(), by: office.wati)
    }

    private func time(_ office: Office, _ id: Identifier) async throws -> PromisedTime {
        try #require(try await office.database.read { tx in try ClockStore.find(of: id, tx) })
    }

    private func level(_ office: Office, _ id: Identifier) async throws -> PromiseLevel? {
        try await office.documents.workList(by: office.wati).items.first { $0.id == id }?.level
    }

    /// How often somebody was told that it is nearly over, that it is over, and how often the rest of the platform was.
    private func told(_ office: Office) async throws -> [Int] {
        let audited = try await office.audited()
        let events = try await office.events()
        return [
            audited.count { $0 == "request.near" }, audited.count { $0 == "request.late" }, events.count { $0 == "request.late" },
        ]
    }

    private static func at(_ day: String, _ time: String) throws -> Instant {
        IndonesianZone.western.instant(try #require(CivilDate("2026-\(day)")), try #require(TimeOfDay(time)))
    }

    /// An office with hours, whose family card is promised within that time.
    private static func office(within time: WorkingTime) async throws -> Office {
        func hours(_ texts: String...) throws -> [OpeningHours] { try texts.map { try #require(OpeningHours($0)) } }
        let usual = try hours("08:00-12:00", "13:00-15:00")
        let week: WeeklyHours = try [
            .monday: usual, .tuesday: usual, .wednesday: usual, .thursday: usual, .friday: hours("08:00-11:30", "13:00-15:00"),
        ]
        return try await Office(
            catalogue: CatalogueSample.catalogue(familyCard: CatalogueSample.familyCard(promise: Promise(time: time)), hours: week))
    }

    @Test("Half, four fifths and all of it are shown at their moment; the last two are written down once, and she is told of the last")
    func levels() async throws {
        let office = try await Office()
        let id = try await handIn(office, office.siti)
        office.clock.advance(bySeconds: 86_400)
        let dewis = try await handIn(office, office.dewi)
        let time = try await time(office, id)
        #expect(try await office.documents.request(id, by: office.wati).dueAt == time.ends)
        // 5,216 minutes of working days whose hours are not known.
        #expect(try time.halfAt == Self.at("11-25", "04:30") && time.nearAt == Self.at("11-26", "06:35").advanced(bySeconds: 48))
        for (moment, shown) in [
            (time.halfAt.milliseconds - 1, nil), (time.halfAt.milliseconds, PromiseLevel.half), (time.nearAt.milliseconds - 1, .half),
        ] {
            office.clock.set(Instant(milliseconds: moment))
            #expect(try await office.documents.escalate() == 0)
            #expect(try await level(office, id) == shown)
        }
        office.clock.set(time.nearAt)
        #expect(try await office.documents.escalate() == 1)
        #expect(try await office.documents.escalate() == 0)
        #expect(try await level(office, id) == .near)
        #expect(try await told(office) == [1, 0, 0])
        office.clock.set(time.ends)
        #expect(try await office.documents.escalate() == 0, "the promised moment itself is in time")
        #expect(try await level(office, id) == .near)
        office.clock.set(Instant(milliseconds: time.ends.milliseconds + 1))
        #expect(try await office.documents.escalate() == 1)
        for _ in 0..<2 { #expect(try await office.documents.escalate() == 0) }
        #expect(try await level(office, id) == .late)
        #expect(try await told(office) == [1, 1, 1])
        #expect(try await office.database.read { tx in try ClockStore.told(of: dewis, tx) }.isEmpty)
        #expect(try await office.status(id) == .inReview)
        #expect(try await level(office, dewis) == .half)
    }

    @Test("What nobody looked at for days is told as late alone")
    func asleep() async throws {
        let office = try await Office()
        let id = try await handIn(office, office.siti)
        office.clock.advance(bySeconds: 86_400 * 30)
        #expect(try await office.documents.escalate() == 1)
        #expect(try await office.documents.escalate() == 0)
        #expect(try await told(office) == [0, 1, 1])
        #expect(try await office.database.read { tx in try ClockStore.told(of: id, tx) } == [.near, .late])
    }

    @Test("A few at a time are written down, and none is left out")
    func stretches() async throws {
        let office = try await Office()
        for citizen in [office.siti, office.dewi] { _ = try await handIn(office, citizen) }
        _ = try await handIn(office, office.dewi)
        office.clock.advance(bySeconds: 86_400 * 30)
        #expect(try await office.documents.escalate(limit: 2) == 2)
        #expect(try await office.documents.escalate(limit: 2) == 1)
        #expect(try await office.documents.escalate(limit: 2) == 0)
        #expect(try await told(office) == [0, 3, 3])
    }

    @Test("While the applicant is asked the clock stands still, over a weekend too, and goes on with what was left")
    func stopped() async throws {
        let office = try await Self.office(within: .minutes(60))
        office.clock.set(try Self.at("11-27", "14:30"))
        let id = try await handIn(office, office.siti)
        #expect(try await time(office, id).ends == Self.at("11-30", "08:30"))
        office.clock.set(try Self.at("11-27", "14:45"))
        try await sendBack(office, id)
        #expect(try await office.count("document_clocks") == 0)
        office.clock.set(try Self.at("12-01", "10:00"))
        #expect(try await office.documents.escalate() == 0)
        _ = try await office.documents.submit(id, command: office.command(), by: office.siti)
        // 15 of 60 minutes were used up before.
        let time = try await time(office, id)
        #expect(try time.ends == Self.at("12-01", "10:45"))
        let left = [time.halfAt, time.nearAt].map { $0.seconds(since: office.clock.now) }
        #expect((900...904).contains(left[0]) && (1975...1985).contains(left[1]), "\(left)")
    }

    @Test(
        "Somebody has to look once more: half an hour is left at least, or a working day",
        arguments: [
            (WorkingTime.minutes(60), "11-23", "09:55", "11-24", "10:30"), (.minutes(15), "11-23", "09:10", "11-24", "10:15"),
            (.minutes(60), "11-23", "14:00", "11-24", "10:30"), (.days(3), "11-23", "09:10", "11-27", "15:00"),
            (.days(3), "11-25", "09:10", "11-27", "15:00"), (.days(3), "11-26", "14:59", "11-30", "15:00"),
            (.days(3), "12-01", "09:00", "12-03", "15:00"),
        ])
    func left(promise: WorkingTime, day: String, time: String, dueDay: String, due: String) async throws {
        let office = try await Self.office(within: promise)
        let id = try await handIn(office, office.siti)
        office.clock.set(try Self.at(day, time))
        try await sendBack(office, id)
        let (later, _) = IndonesianZone.western.local(office.clock.now.advanced(byDays: 1))
        office.clock.set(IndonesianZone.western.instant(later, try #require(TimeOfDay("10:00"))))
        _ = try await office.documents.submit(id, command: office.command(), by: office.siti)
        #expect(try await self.time(office, id).ends == Self.at(dueDay, due))
    }

    @Test("Who was told that it is late is told no second time after a correction")
    func again() async throws {
        let office = try await Office()
        let id = try await handIn(office, office.siti)
        for _ in 0..<2 {
            office.clock.advance(bySeconds: 86_400 * 30)
            _ = try await office.documents.escalate()
            #expect(try await level(office, id) == .late)
            try await sendBack(office, id)
            _ = try await office.documents.submit(id, command: office.command(), by: office.siti)
        }
        #expect(try await told(office) == [0, 1, 1])
    }

    @Test("Who was told that it is nearly so is told after a correction that it is over")
    func nearBefore() async throws {
        let office = try await Office()
        let id = try await handIn(office, office.siti)
        office.clock.set(try await time(office, id).nearAt)
        _ = try await office.documents.escalate()
        try await sendBack(office, id)
        _ = try await office.documents.submit(id, command: office.command(), by: office.siti)
        office.clock.advance(bySeconds: 86_400 * 30)
        #expect(try await office.documents.escalate() == 1)
        #expect(try await told(office) == [1, 1, 1])
    }

    @Test("What is decided, withdrawn or promised nothing is never late")
    func ended() async throws {
        let office = try await Office(
            catalogue: CatalogueSample.catalogue(familyCard: CatalogueSample.familyCard(promise: Promise(workingDays: nil))))
        _ = try await handIn(office, office.siti)
        let withdrawn = try await office.requestInReview()
        let refused = try await office.requestInReview()
        let approved = try await office.requestInReview()
        #expect(try await office.count("document_clocks") == 3)
        try await office.documents.withdraw(withdrawn, command: office.command(), by: office.siti)
        try await office.documents.refuse(refused, ground: "PP 76/2020: contoh", command: office.command(), by: office.agus)
        try await office.documents.approve(approved, command: office.command(), by: office.agus)
        office.clock.advance(bySeconds: 86_400 * 30)
        #expect(try await office.documents.escalate() == 0)
        #expect(try await office.count("document_clocks") == 0)
        #expect(try await told(office) == [0, 0, 0])
    }

    @Test("A late request whose applicant was erased is written down like any other")
    func erased() async throws {
        let office = try await Office()
        _ = try await handIn(office, office.siti)
        let siti = try #require(office.siti.personID)
        try await office.database.write { tx in try tx.destroyVaultKey(of: siti) }
        office.clock.advance(bySeconds: 86_400 * 30)
        #expect(try await office.documents.escalate() == 1)
        #expect(try await told(office) == [0, 1, 1])
    }

    @Test("The list is narrowed to what is late or nearly so, page by page, of one service and of one officer, and of no other agency")
    func narrowed() async throws {
        let office = try await Office()
        let first = try await handIn(office, office.siti)
        office.clock.advance(bySeconds: 60)
        let second = try await handIn(office, office.dewi)
        let skck = try await office.requestInReview()
        try await office.documents.claim(second, over: nil, by: office.wati)
        let near = WorkView(.inReview, age: .near)
        func listed(_ view: WorkView, by officer: Principal) async throws -> [Identifier] {
            let items = try await office.documents.workList(by: officer, view).items.map(\.id)
            #expect(try await office.documents.workCount(by: officer, view).number == items.count)
            return items
        }
        #expect(try await listed(near, by: office.wati).isEmpty)
        office.clock.set(try await time(office, first).nearAt)
        #expect(try await listed(near, by: office.wati) == [first])
        office.clock.advance(bySeconds: 3600)
        let page = try await office.documents.workList(by: office.wati, near, limit: 1)
        #expect(page.items.map(\.id) == [first])
        #expect(try await office.documents.workList(by: office.wati, near, after: page.next, limit: 1).items.map(\.id) == [second])
        #expect(try await listed(WorkView(.inReview, service: "kartu-keluarga", age: .near), by: office.wati) == [first, second])
        #expect(try await listed(WorkView(.inReview, service: "skck", age: .near), by: office.wati).isEmpty)
        #expect(try await listed(WorkView(.inReview, age: .near, isMine: true), by: office.wati) == [second])
        #expect(try await listed(near, by: office.agus) == [skck])
        // Other lists take no notice of it.
        #expect(try await listed(WorkView(.returned, age: .near), by: office.wati).isEmpty)
    }

    @Test("Ibu Ratna sees what is late and what is nearly so, the soonest due first; an officer does not see the whole house")
    func overview() async throws {
        let office = try await Office()
        let card = try await handIn(office, office.siti)
        office.clock.advance(bySeconds: 86_400)
        _ = try await handIn(office, office.dewi)
        let skck = try await office.requestInReview()
        office.clock.set(try await time(office, card).nearAt)
        let pressing = try await office.documents.pressing(at: ["disdukcapil", "polri"], by: office.ratna)
        #expect(pressing.map(\.standing.id) == [skck, card] && pressing.map(\.level) == [.late, .near])
        #expect(pressing.map(\.workingDaysLeft) == [-1, 0])
        #expect(try await office.documents.pressing(at: ["disdukcapil", "polri"], limit: 1, by: office.ratna).map(\.standing.id) == [skck])
        let loads = try await office.documents.workloads(of: ["disdukcapil", "polri"], by: office.ratna)
        #expect(loads["disdukcapil"]?.near.number == 1 && loads["disdukcapil"]?.late.number == 0)
        #expect(loads["polri"]?.near.number == 0 && loads["polri"]?.late.number == 1)
        #expect(await problem { try await office.documents.pressing(at: ["polri"], by: office.agus) }?.code == .forbidden)
    }

    @Test("What ran before there were clocks is told when it is over, and not that it is nearly so")
    func before() async throws {
        let office = try await Office()
        let id = try await handIn(office, office.siti)
        let ends = try await time(office, id).ends
        let sql = try #require(DocumentService.migrations.first { $0.name == "documents-0013-promises" }?.sql)
        let filling = try #require(sql.firstRange(of: "INSERT INTO").map { String(sql[$0.lowerBound...]) })
        try await office.database.write { tx in
            try tx.execute("DELETE FROM document_clocks")
            try tx.execute(filling)
        }
        #expect(try await time(office, id) == PromisedTime(ends: ends, halfAt: ends, nearAt: ends))
        office.clock.set(Instant(milliseconds: ends.milliseconds + 1))
        #expect(try await office.documents.escalate() == 1)
        #expect(try await told(office) == [0, 1, 1])
    }
}
