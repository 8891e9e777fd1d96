import Foundation
import HTTPTypes
import Kernel
import Testing

@testable import Portal

/// Every door of the portal, and who may go through it.
@Suite("Routes and their doors", .timeLimit(.minutes(15)))
struct RouteTests {
    static let routes = Portal.allRoutes(isDemonstration: true)

    /// The route's address with something plausible for each parameter.
    static func address(_ route: Route) -> String {
        let values = [
            "region": Town.first, "service": "skck", "name": "photo", "provider": "stub-qris", "reference": "MPP0000",
            "code": "ABCD-EFGH-JKMN", "id": Identifier(at: Town.morning).text, "challenge": Identifier(at: Town.morning).text,
        ]
        let parts = route.path.split(separator: "/").map { part in
            part.hasPrefix(":") ? values[String(part.dropFirst())] ?? "tidak-ada" : String(part)
        }
        return "/" + parts.joined(separator: "/")
    }

    /// A new door for everybody is opened here on purpose, or not at all.
    @Test("No route is open to everybody but those named here")
    func whatIsOpenToEverybodyIsNamedHere() {
        let open = Self.routes.filter { $0.access == .everyone }.map { "\($0.method) \($0.path)" }.sorted()
        #expect(
            open == [
                "GET /", "GET /:region", "GET /:region/api/v1/services", "GET /:region/api/v1/services/:service",
                "GET /:region/api/v1/services/:service/form",
                "GET /:region/api/v1/verifications/:code", "GET /:region/keluar", "GET /:region/lacak", "GET /:region/layanan",
                "GET /:region/layanan/:service", "GET /:region/layanan/:service/standar", "GET /:region/layanan/:service/standar/lembar",
                "GET /:region/masuk",
                "GET /:region/masuk/:challenge", "GET /:region/petugas/masuk", "GET /:region/privasi", "GET /:region/sertifikat.pem",
                "GET /:region/verifikasi",
                "GET /:region/verifikasi/:code", "GET /:region/verifikasi/dicabut.jws", "GET /:region/verifikasi/kunci.json",
                "GET /:region/verifikasi/luring", "GET /:region/verifikasi/penjaga.js", "GET /:region/warna.css", "GET /api",
                "GET /api/v1/regions", "GET /aset/bayar.js", "GET /aset/cek.js", "GET /aset/gaya.css",
                "GET /aset/isian.js", "GET /aset/meja.js",
                "GET /gaya",
                "GET /health", "GET /openapi.json", "GET /ready", "POST /:region/keluar", "POST /:region/masuk",
                "POST /:region/masuk/:challenge",
                "POST /:region/petugas/masuk",
            ])
    }

    @Test("Each folder of addresses belongs to one kind of person")
    func eachFolderOfAddressesBelongsToOneKindOfPerson() {
        for route in Self.routes where route.access != .everyone && route.operation == nil {
            let expected: Access? =
                switch route.path.split(separator: "/").dropFirst().first {
                case "permohonan", "pesan", "akun": .citizen
                case "petugas": route.path.contains("/akun") || route.path.contains("/kata-sandi") ? .staff : .officer
                case "admin": .administrator
                case "kas": .cashier
                case "keuangan": .finance
                case "api": .provider
                case "simulasi-bayar", "kotak-peragaan": .demonstration
                default: nil
                }
            #expect(route.access == expected, "\(route.method) \(route.path)")
        }
    }

    @Test("No address has two routes")
    func noAddressIsWrittenTwice() {
        #expect(Set(Self.routes.map { "\($0.method) \($0.path)" }).count == Self.routes.count)
    }

    @Test("Each route keeps to the rules of its door")
    func eachRouteKeepsToTheRulesOfItsDoor() {
        for route in Self.routes {
            let rules = route.door.rules
            #expect(rules.methods.contains(route.method), "\(route.method) \(route.path) by \(route.door)")
            #expect(!route.isShared || (route.access == .everyone && route.door == .page), "\(route.path)")
            // What changes something is proven: by a token of our page, a key, or a signature.
            #expect(route.method == .get || rules.proof != .session, "\(route.method) \(route.path) by \(route.door)")
            // What the API says of an agency's people or changes there, it asks a scope for; what is a citizen's own, her session.
            let agencys = ["/requests", "/tasks", "/statistics", "/bills", "/payment-events", "/reconciliation"]
            let isOfAgency = agencys.contains { route.path.contains("/api/v1\($0)") }
            #expect(isOfAgency == ProgramScope.allCases.contains { route.access == .program($0) }, "\(route.path)")
            #expect(route.door != .api || route.method == .get || isOfAgency, "\(route.path)")
            #expect([.own, .ownFile].contains(route.door) == (route.operation != nil && route.access == .citizen), "\(route.path)")
            #expect([.api, .own, .ownFile].contains(route.door) == (route.operation != nil), "\(route.path)")
            #expect((rules.proof == .signature) == (route.access == .provider), "\(route.path)")
            #expect((route.door == .probe) == ["/health", "/ready"].contains(route.path), "\(route.path)")
        }
    }

    @Test("Only doors whose requests have a body read one")
    func onlyDoorsWithABodyReadOne() {
        for door in Door.allCases {
            #expect((door.rules.methods == [.get]) == (door.rules.bodyLimitBytes == 0), "\(door)")
            #expect(door.rules.contentPolicy.hasPrefix("default-src 'none'; "), "\(door)")
        }
    }

    /// What the handler of a region's route is given besides its own island leads to no island, however deep one looks.
    @Test("A region's handler holds no other region")
    func aRegionsHandlerHoldsNoOtherRegion() async throws {
        func islands(in value: Any, depth: Int = 0) -> Int {
            if value is Island { return 1 }
            guard depth < 4 else { return 0 }
            return Mirror(reflecting: value).children.reduce(0) { $0 + islands(in: $1.value, depth: depth + 1) }
        }
        let town = try await Town.open()
        #expect(islands(in: town.portal) > 0, "The search finds an island where there is one.")
        #expect(islands(in: town.portal.commons) == 0)
        try await town.leave()
    }

    @Test("Every address that takes a form answers whoever comes there by reloading, and forms lead to pages that are there")
    func formsHavePages() {
        let pages = Set(Self.routes.filter { $0.door == .page }.map(\.path))
        for route in Self.routes where [.form, .upload].contains(route.door) {
            #expect(pages.contains(route.path), "\(route.path)")
            #expect(route.page.map { pages.contains($0) } ?? true, "\(route.path)")
        }
    }

    @Test("A visitor gets no further than the sign-in")
    func aVisitorGetsNoFurtherThanTheSignIn() async throws {
        let town = try await Town.open()
        let visitor = town.visitor()
        for route in Self.routes where [.citizen, .officer, .administrator, .staff].contains(route.access) && route.operation == nil {
            let answer = try await visitor.send(route.method, Self.address(route), headers: ["content-type": "text/plain"])
            // A page's script cannot sign anybody in: it is refused as a program is.
            if route.door == .stream {
                #expect(answer.status == 401, "\(route.path)")
                continue
            }
            #expect(answer.status == 303, "\(route.path)")
            let door = route.access == .citizen ? "/\(Town.first)/masuk?lanjut=" : "/\(Town.first)/petugas/masuk?lanjut="
            #expect(answer.location?.hasPrefix(door) == true, "\(route.path)")
        }
        try await town.leave()
    }

    @Test("A form without its token is refused, whoever sends it")
    func aFormWithoutItsTokenIsRefusedWhoeverSendsIt() async throws {
        let town = try await Town.open()
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let siti = try await town.siti().visitor
        let agus = try await town.agus().visitor
        let ratna = try await town.ratna()
        let cashier = try await DemonstrationStaff.signIn("kasir", town, "/\(Town.first)")
        let treasurer = try await DemonstrationStaff.signIn("keuangan", town, "/\(Town.first)")
        for route in Self.routes where route.door.rules.proof == .formToken {
            let sender =
                switch route.access {
                case .citizen: siti
                case .officer, .staff: agus
                case .administrator: ratna
                case .cashier: cashier
                case .finance: treasurer
                default: town.visitor()
                }
            let answer = try await sender.post(["command": "x"], to: Self.address(route))
            #expect(answer.status == 403 && answer.text.contains(town.say("problem.csrf")), "\(route.path): \(answer.status)")
        }
        // The provider has no page of ours; it proves itself by its signature.
        let notice = try await town.visitor().post([:], to: "/\(Town.first)/api/v1/pembayaran/stub-qris/pemberitahuan")
        #expect(notice.status == 401)
        try await town.leave()
    }

    @Test("Nobody enters another one's rooms")
    func nobodyEntersAnotherOnesRooms() async throws {
        let town = try await Town.open()
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let people: [(Visitor, Access)] = [
            (try await town.siti().visitor, .citizen), (try await town.agus().visitor, .officer), (try await town.ratna(), .administrator),
        ]
        for (person, own) in people {
            for route in Self.routes where [.citizen, .officer, .administrator].contains(route.access) && route.access != own {
                let answer = try await person.send(route.method, Self.address(route))
                #expect(
                    // Who listens reads no page, also when she is refused.
                    answer.status == 403 && (route.door == .stream || answer.isPage == (route.operation == nil)),
                    "\(own) at \(route.method) \(route.path): \(answer.status)")
            }
        }
        try await town.leave()
    }

    @Test("The doors of the demonstration do not exist without it")
    func withoutDemonstrationItsDoorsDoNotExist() async throws {
        let real = Portal.allRoutes(isDemonstration: false)
        #expect(!real.contains { $0.access == .demonstration })
        #expect(Set(real.map(\.path)).isSubset(of: Self.routes.map(\.path)))

        let town = try await Town.open(isDemonstration: false)
        for route in Self.routes where route.access == .demonstration {
            #expect(try await town.visitor().send(route.method, Self.address(route)).status == 404, "\(route.path)")
        }
        #expect(try await town.visitor().get("/gaya").status == 404)
        #expect(try town.island(Town.first).stubDesk == nil)
        try await town.leave()
    }

    /// Each route, asked by somebody who knows nothing: no answer is a failure of ours, and each carries the headers that
    /// keep a browser from being misled.
    @Test("Every answer is calm and guarded")
    func everyAnswerIsCalmAndGuarded() async throws {
        let town = try await Town.open()
        for route in Self.routes {
            let answer = try await town.visitor().send(route.method, Self.address(route))
            #expect(answer.status < 500, "\(route.path): \(answer.status)")
            #expect(answer.headers["content-security-policy"]?.contains("default-src 'none'") == true, "\(route.path)")
            #expect(answer.headers["x-content-type-options"] == "nosniff", "\(route.path)")
            #expect(answer.headers["cache-control"] != nil, "\(route.path)")
        }
        let metrics = try await town.portal.metricsText()
        #expect(metrics.contains("mpp_responses_total{route=\"/:region/masuk\",status=\"200\"} 1"))
        #expect(!metrics.contains("mpp_unexpected_total"))
        try await town.leave()
    }
}
