import Foundation
import Kernel
import Testing

@testable import Portal

/// The server stops and starts between any two steps; nobody has to begin again.
@Suite("A server that stops and starts")
struct RestartTests {
    @Test("An errand goes on where it was when the server stopped")
    func theErrandGoesOnWhereItWas() async throws {
        let clock = HandWallClock(Town.morning)
        var town = try await Town.open(clock: clock)
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let data = town.data
        var siti = try await town.siti()
        let request = try await siti.startDraft("skck")
        try await siti.answer(request, Citizen.skckAnswers)

        func restart() async throws {
            try await town.close()
            town = try await Town.open(data: data, clock: clock)
            siti = Citizen(visitor: town.visitor(like: siti.visitor), base: siti.base, town: town)
        }

        try await restart()
        #expect(try await siti.visitor.get("\(siti.base)/permohonan/\(request)/isian").text.contains("Genteng"))
        try await siti.attachPhoto(to: request)
        try await restart()
        try await siti.submit(request)
        // Stopped before the events of the submission were delivered.
        try await restart()
        try await siti.pay(request)
        try await restart()
        try await town.settle()
        let agus = try await town.agus()
        _ = try await agus.approve(request)
        // Stopped between the decision and the paper.
        try await restart()
        try await town.settle()
        try await town.settle()
        #expect(try await siti.visitor.get("\(siti.base)/permohonan/\(request)").text.contains(town.say("status.preparing.label")))
        #expect(try await town.told().sorted() == ["payment_requested", "request_approved", "request_preparing", "request_received"])
        try await town.leave()
    }
}
