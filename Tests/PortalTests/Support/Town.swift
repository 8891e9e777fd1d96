internal import Storage

import Catalogue
import Foundation
import Hummingbird
import Kernel
import Logging
import NIOEmbedded
import Notifications
import Payments

@testable import Portal

/// A whole portal for one test: the real resources, a data folder of its own, a clock that stands still, and no socket.
/// The stub provider's notices go through the same router, as they would over HTTP.
struct Town: Sendable {
    let portal: Portal
    let clock: HandWallClock
    let data: URL
    private let logger: Logger
    private let responder: RouterResponder<PortalContext>
    private let post: NoticePost

    static let resources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Apps/Portal/Resources")

    /// Monday, 23 November 2026, 08.30 WIB.
    static let morning = Instant(milliseconds: 1_795_397_400_000)

    /// - Parameter regions: slugs of the real catalogue; each opens a database, so name only what the test needs.
    static func open(
        regions: [String] = [Town.first], isDemonstration: Bool = true, data: URL? = nil, clock: HandWallClock = HandWallClock(morning),
        environment: [String: String] = [:], logger: Logger? = nil, resources: URL = Town.resources,
        disk: @escaping @Sendable (PlatformDatabase) -> PlatformDatabase = { $0 },
        mail: @escaping @Sendable (EmailSender) -> any MessageSender = { $0 }
    ) async throws -> Town {
        let data = data ?? FileManager.default.temporaryDirectory.appendingPathComponent("mpp-test-\(UUID().uuidString)")
        let settings = try PortalSettings(
            regions: regions.compactMap { RegionSlug($0) }, dataFolder: data, resourcesFolder: resources,
            isDemonstration: isDemonstration, environment: environment)
        let post = NoticePost()
        var quiet = Logger(label: "town")
        quiet.logLevel = .critical
        let portal = try await Portal.open(settings, clock: clock, logger: logger ?? quiet, disk: disk, mail: mail) { region in
            NoticeByRouter(region: region, post: post)
        }
        let responder = portal.responder()
        post.connect(responder)
        return Town(portal: portal, clock: clock, data: data, logger: logger ?? quiet, responder: responder, post: post)
    }

    /// Does once for every region what the loops do in a server, until nothing is due.
    func settle() async throws {
        for island in portal.islands.values {
            try await island.switches.refresh()
            _ = try await island.outbox.deliverAll()
            _ = try await island.notifications.deliverAll()
            try await island.stubDesk?.deliverDue()
            _ = try await island.outbox.deliverAll()
        }
    }

    /// Somebody with a browser of her own.
    func visitor() -> Visitor { Visitor(responder: responder, logger: logger) }

    /// The same browser, with its cookies, in front of this town: the one it knew has closed.
    func visitor(like earlier: Visitor) -> Visitor {
        let visitor = visitor()
        visitor.takeCookies(of: earlier)
        return visitor
    }

    /// While the lines are cut, the stub provider's notices do not reach the portal.
    func cutLines() { post.disconnect() }
    func mendLines() { post.connect(responder) }

    func island(_ slug: String) throws -> Island { try portal.island(slug) }

    /// Closes the databases, as the server does when it stops. The data folder stays for another town to open.
    func close() async throws { try await portal.close() }

    /// Closes, and takes the data folder away.
    func leave() async throws {
        try await close()
        try FileManager.default.removeItem(at: data)
    }
}

/// Carries notices through the router instead of a socket.
struct NoticeByRouter: NoticeCarrier {
    let region: RegionSlug
    let post: NoticePost

    func carry(_ notice: ProviderNotice) async throws -> Bool {
        guard let responder = post.responder else { return false }
        let answer = try await Visitor(responder: responder).send(
            .post, "/\(region)/api/v1/pembayaran/\(notice.provider)/pemberitahuan", headers: notice.headers, body: notice.body)
        return answer.status < 300
    }
}
