import Foundation
import Kernel
import Signing
import Storage
import Testing

@testable import Portal

@Suite("Papers that somebody brings", .timeLimit(.minutes(15)))
struct SignedPaperTests {
    /// Siti's SKCK, approved and made, and the office of the region.
    private struct Made {
        let town: Town
        let siti: Citizen
        let agus: Officer
        let request: String
        let paper: Data

        static func paper() async throws -> Made {
            let town = try await Town.open(regions: [Town.first, Town.other])
            try await DemonstrationStaff.add(to: town, region: Town.first)
            let (siti, agus) = (try await town.siti(), try await town.agus())
            let request = try await siti.submitPaidSKCK()
            try await agus.approve(request)
            try await town.settle()
            let paper = try await siti.visitor.get("\(siti.base)/permohonan/\(request)/surat").body
            return Made(town: town, siti: siti, agus: agus, request: request, paper: paper)
        }

        func office(_ slug: String = Town.first) throws -> RegionOffice {
            try RegionOffice.open(slug, settings: town.portal.settings, clock: town.portal.clock)
        }
    }

    @Test("What the region made is sound and genuine, and both its books and its bytes are asked")
    func verdict() async throws {
        let made = try await Made.paper()
        let office = try made.office()
        let sound = try await office.verdict(on: made.paper)
        #expect(sound.holds && sound.finding == .sound(signer: office.signatory.name, isTest: true) && sound.standing == "genuine")
        #expect(sound.number?.hasPrefix("SKCK/0001/") == true && office.signatory.isTest)

        var changed = made.paper
        changed[100] ^= 0x02
        let altered = try await office.verdict(on: changed)
        #expect(!altered.holds && altered.finding == .altered(signer: office.signatory.name))
        let otherOffice = try made.office(Town.other)
        let elsewhere = try await otherOffice.verdict(on: made.paper)
        try otherOffice.close()
        #expect(!elsewhere.holds && elsewhere.finding == .stranger(signer: office.signatory.name) && elsewhere.standing == "unknown")
        for junk in [Data(), Data("%PDF-1.4".utf8), Citizen.photo] {
            let verdict = try await office.verdict(on: junk)
            #expect(!verdict.holds && verdict.finding == .unsigned && verdict.number == nil)
        }

        try await made.agus.revoke(made.request, reason: "Terbit keliru")
        let revoked = try await office.verdict(on: made.paper)
        #expect(!revoked.holds && revoked.finding == sound.finding && revoked.standing == "revoked", "untouched, and void")
        try office.close()
        try await made.town.leave()
    }

    @Test("Anybody can fetch the certificates, and they are enough to check a paper without the region")
    func certificates() async throws {
        let made = try await Made.paper()
        let office = try made.office()
        let signer = office.signatory.name
        try office.close()
        let answer = try await made.town.visitor().get("/\(Town.first)/sertifikat.pem")
        #expect(answer.headers["content-type"] == "application/x-pem-file")
        let finding = SignatureCheck(trusting: answer.text).finding(on: made.paper)
        #expect(finding == .sound(signer: signer, isTest: true))
        let folder = made.town.portal.settings.dataFolder.appendingPathComponent(Town.first)
        #expect(answer.text == SigningFolder.certificates(in: folder), "with those of before, for the papers of before")
        let other = try await made.town.visitor().get("/\(Town.other)/sertifikat.pem")
        #expect(SignatureCheck(trusting: other.text).finding(on: made.paper) == .stranger(signer: signer))
        try await made.town.leave()
    }

    @Test("An official provider's key signs from the next start on, and earlier papers are still known")
    func official() async throws {
        let made = try await Made.paper()
        let office = try made.office()
        let folder = office.folder
        let foreign = try TestAuthority.signatory(seed: Data(repeating: 9, count: 32), region: "Lain", at: Town.morning)
        await #expect(throws: Problem(.invalid, "problem.signing.unreadable")) {
            try await office.keepSigningKey("x", certificates: try foreign.certificates, by: .operatorAtConsole(name: "root"))
        }
        #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent(SigningFolder.keyName).path))
        let again = try SigningFolder.signatory(
            in: folder, try made.town.island(Town.first).database.masterKey, region: "Nama lain", at: Town.morning)
        #expect(again.name == office.signatory.name, "a second start makes no second certificate")
        try office.close()
        try await made.town.leave()
    }

    @Test(
        "A provider's PKCS#12, unpacked as operators are told to, signs from the next start on; papers of before and of the neighbour stay",
        arguments: [["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"], ["-newkey", "rsa:2048"]])
    func taken(_ kind: [String]) async throws {
        let openssl = try OpenSSL()
        defer { openssl.leave() }
        try openssl.run(
            ["req", "-x509", "-nodes", "-subj", "/CN=Penyelenggara Resmi", "-days", "3650", "-keyout", "own.pem", "-out", "own.crt"] + kind)
        try openssl.run(["pkcs12", "-export", "-inkey", "own.pem", "-in", "own.crt", "-passout", "pass:rahasia", "-out", "provider.p12"])
        try openssl.run(["pkcs12", "-in", "provider.p12", "-nocerts", "-nodes", "-passin", "pass:rahasia", "-out", "bag.pem"])
        try openssl.run(["pkcs8", "-topk8", "-nocrypt", "-in", "bag.pem", "-out", "key.pem"])
        try openssl.run(["pkcs12", "-in", "provider.p12", "-nokeys", "-passin", "pass:rahasia", "-out", "certificates.pem"])
        let certificates = try openssl.text(of: "certificates.pem")
        try #require(certificates.contains("Bag Attributes"), "what stands around the certificates does no harm")

        let made = try await Made.paper()
        let office = try made.office()
        let (folder, before) = (office.folder, SigningFolder.certificates(in: office.folder))
        let neighbour = made.town.portal.settings.dataFolder.appendingPathComponent(Town.other)
        let neighbours = SigningFolder.certificates(in: neighbour)
        try await office.keepSigningKey(try openssl.text(of: "key.pem"), certificates: certificates, by: .operatorAtConsole(name: "root"))
        #expect(try await made.town.audited(about: Town.first) == ["signing.keyChanged"])
        try office.close()
        let key = folder.appendingPathComponent(SigningFolder.keyName)
        #expect(try FileManager.default.attributesOfItem(atPath: key.path)[.posixPermissions] as? Int == 0o600)
        #expect(SigningFolder.certificates(in: folder).hasSuffix(before), "those of before stand behind")
        #expect(SigningFolder.certificates(in: neighbour) == neighbours)
        #expect(!FileManager.default.fileExists(atPath: neighbour.appendingPathComponent(SigningFolder.keyName).path))

        try await made.town.close()
        let town = try await Town.open(regions: [Town.first, Town.other], data: made.town.data, clock: made.town.clock)
        let siti = Citizen(visitor: town.visitor(like: made.siti.visitor), base: made.siti.base, town: town)
        let request = try await siti.submitPaidSKCK()
        try await town.agus().approve(request)
        try await town.settle()
        let paper = try await siti.visitor.get("\(siti.base)/permohonan/\(request)/surat").body
        let check = SignatureCheck(trusting: try town.island(Town.first).certificates)
        #expect(check.finding(on: paper) == .sound(signer: "Penyelenggara Resmi", isTest: false))
        guard case .sound(_, isTest: true) = check.finding(on: made.paper) else {
            Issue.record("the paper of before is not known any more")
            return
        }
        #expect(try town.island(Town.other).signatory.isTest)
        try await town.leave()
    }
}
