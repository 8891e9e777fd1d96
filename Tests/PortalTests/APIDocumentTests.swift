import Catalogue
import Documents
import Foundation
import HTTPTypes
import Kernel
import Testing

@testable import Portal

/// What the API says of itself, and what everybody may ask it.
@Suite("The API's own description")
struct APIDocumentTests {
    static let operations = RouteTests.routes.filter { $0.operation != nil }

    /// Every `$ref` in the value.
    private static func references(in json: JSON) -> [String] {
        switch json {
        case .object(let fields):
            fields.flatMap { name, value in name == "$ref" ? [value.word] : references(in: value) }
        case .list(let values): values.flatMap(references)
        default: []
        }
    }

    private static func value(at reference: String, in document: JSON) -> JSON? {
        reference.dropFirst(2).split(separator: "/").reduce(document) { json, name in json?[String(name)] }
    }

    @Test("The API's document tells every operation, and nothing else")
    func theDocumentTellsEveryOperationAndNothingElse() async throws {
        let town = try await Town.open()
        let answer = try await town.visitor().get("/openapi.json")
        #expect(answer.status == 200 && answer.headers["content-type"] == "application/json")
        guard case .object(let paths)? = answer.json["paths"] else { return try #require(Bool(false), "no paths") }
        let told = paths.flatMap { path, methods -> [String] in
            guard case .object(let methods) = methods else { return [] }
            return methods.keys.map { "\($0.uppercased()) \(path)" }
        }
        #expect(Set(told) == Set(Self.operations.map { "\($0.method) \($0.documentPath)" }) && told.count >= 9)
        for reference in Self.references(in: answer.json) {
            #expect(Self.value(at: reference, in: answer.json) != nil, "\(reference) leads nowhere")
        }
        try await town.leave()
    }

    @Test("Every part of an API's path is read, and every name is its own")
    func everyPartOfAPathIsReadAndEveryNameIsItsOwn() {
        #expect(Set(Self.operations.compactMap(\.operation?.id)).count == Self.operations.count)
        for route in Self.operations {
            let inPath = route.path.split(separator: "/").filter { $0.hasPrefix(":") && $0 != ":region" }.map { String($0.dropFirst()) }
            let read = route.operation?.asked.filter { $0.place == .path }.map(\.name) ?? []
            #expect(inPath == read, "\(route.path)")
            let names = route.operation?.asked.map(\.name) ?? []
            #expect(Set(names).count == names.count, "\(route.path) asks for something twice")
        }
        let resources = APIDocument(routes: Self.operations, regions: []).resources
        for resource in resources {
            let names = resource.fieldNames
            #expect(Set(names).count == names.count, "\(resource.name) has a field twice")
        }
    }

    /// A resource is told under its name once, so two must not share one.
    @Test("No two resources of the API share a name")
    func noTwoResourcesShareAName() {
        var types: [String: Set<ObjectIdentifier>] = [:]
        var waiting: [any Resource.Type] = Self.operations.flatMap { $0.operation?.parts ?? [] }
        while let next = waiting.popLast() {
            if types[next.name, default: []].insert(ObjectIdentifier(next)).inserted { waiting += next.fieldParts }
        }
        for (name, sharing) in types { #expect(sharing.count == 1, "\(name)") }
    }

    @Test("The API's reference tells each operation without script")
    func theReferenceTellsEachOperationWithoutScript() async throws {
        let town = try await Town.open()
        let page = try await town.visitor().get("/api")
        #expect(page.isPage && page.status == 200 && !page.text.contains("<script"))
        for route in Self.operations {
            #expect(page.text.contains(htmlEscaped("\(route.method) \(route.documentPath)")), "\(route.path)")
        }
        try await town.leave()
    }

    @Test("Everybody may ask the API for regions and services")
    func everybodyMayAskForRegionsAndServices() async throws {
        let town = try await Town.open(regions: [Town.first, Town.other])
        let regions = try await town.visitor().get("/api/v1/regions")
        #expect(regions.items.compactMap { $0["slug"]?.word } == [Town.first, Town.other].sorted())

        let skck = "/\(Town.first)/api/v1/services/skck"
        let open = try await town.visitor().get(skck).json
        let definition = try town.island(Town.first).offer("skck", in: town.portal.catalogue)
        let fee = try #require(definition.fee.amount)
        #expect(open["isOpen"] == true && open["fee"] == .integer(fee.rupiah) && open["closedBecause"] == .null)
        try await town.island(Town.first).documents.setSwitch(
            "skck", isOn: false, reason: "Alat sidik jari rusak", by: .operatorAtConsole(name: "root"))
        try await town.settle()
        let closed = try await town.visitor().get(skck).json
        #expect(closed["isOpen"] == false && closed["closedBecause"] == "Alat sidik jari rusak")
        // The neighbours go on.
        #expect(try await town.visitor().get("/\(Town.other)/api/v1/services/skck").json["isOpen"] == true)

        #expect(try await town.visitor().get("/\(Town.first)/api/v1/services").items.count == town.island(Town.first).region.services.count)
        #expect(try await town.visitor().get("/\(Town.first)/api/v1/services/sulap").isProblem(404, "problem.service.notOffered"))
        #expect(try await town.visitor().get("/kab-tidak-ada/api/v1/services").isProblem(404, "problem.region.unknown"))
        let unknown = try await town.visitor().get("/\(Town.first)/api/v1/verifications/ABCD-EFGH-JKMN").json
        #expect(unknown["outcome"] == "unknown" && unknown["number"] == .null)
        try await town.leave()
    }

    @Test("A program that calls too often waits, and the others do not")
    func whoeverCallsTooOftenWaitsAndTheOthersDoNot() async throws {
        let town = try await Town.open()
        let (busy, calm) = (try await town.program(), try await town.program())
        for _ in 0..<600 { _ = try await busy.get("/services") }
        #expect(try await busy.get("/requests").isProblem(429, "problem.tooMany"))
        #expect(try await calm.get("/requests").status == 200)
        town.clock.advance(bySeconds: 1)
        #expect(try await busy.get("/requests").status == 200)
        try await town.leave()
    }
}

extension Resource {
    fileprivate static var fieldNames: [String] { fields.map(\.name) }
}
