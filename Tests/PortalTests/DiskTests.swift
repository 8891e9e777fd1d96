internal import Storage

import Foundation
import HTTPTypes
import Kernel
import Testing

@testable import Portal

/// A disk that takes no changes any more.
@Suite("A dying disk")
struct DiskTests {
    let disks = WeakDisks()

    @Test("While one region's disk refuses, the server is not ready, counts and says so once, and is ready when it works again")
    func failing() async throws {
        let book = LogBook()
        let town = try await Town.open(regions: [Town.first, Town.other], logger: book.logger, disk: disks.under)
        let siti = try await town.siti()
        #expect(try await town.visitor().get("/ready").status == 200)
        disks.setFailing(true, Town.first)
        for _ in 0..<3 {
            let page = try await siti.visitor.get("\(siti.base)/layanan/skck")
            #expect(try await siti.visitor.submit(to: "\(siti.base)/permohonan", from: page).status == 503)
        }
        let counted = try await town.portal.metricsText()
        #expect(counted.contains("mpp_unavailable_total{region=\"\(Town.first)\"} 3\n"))
        #expect(!counted.contains("mpp_unavailable_total{region=\"\(Town.other)\"}"))
        #expect(book.text.components(separatedBy: "the database refuses").count == 2)
        #expect(try await town.visitor().get("/ready").status == 503, "It is known without another try.")
        for seconds in [1, 4, 60] {
            town.clock.advance(bySeconds: seconds)
            #expect(try await town.visitor().get("/ready").status == 503)
        }
        #expect(try await town.visitor().get("/health").status == 200)
        disks.setFailing(false, Town.first)
        #expect(try await town.visitor().get("/ready").status == 503, "Tried once a second at most.")
        town.clock.advance(bySeconds: 1)
        #expect(try await town.visitor().get("/ready").status == 200)
        _ = try await siti.startDraft("skck")
        try await town.leave()
    }

    @Test("A disk that fails unnoticed is found by the next look that is five seconds after the last")
    func unnoticed() async throws {
        let town = try await Town.open(disk: disks.under)
        #expect(try await town.visitor().get("/ready").status == 200)
        disks.setFailing(true, Town.first)
        town.clock.advance(bySeconds: 4)
        #expect(try await town.visitor().get("/ready").status == 200)
        town.clock.advance(bySeconds: 1)
        #expect(try await town.visitor().get("/ready").status == 503)
        try await town.leave()
    }
}
