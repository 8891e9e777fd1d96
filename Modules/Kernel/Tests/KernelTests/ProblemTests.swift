import Foundation
import Kernel
import Testing

@Suite("Refusals")
struct ProblemTests {
    @Test("Every code has an answer for browsers and for shells", arguments: Problem.Code.allCases)
    func answers(code: Problem.Code) {
        let problem = Problem(code, "problem.example")
        #expect((400...599).contains(problem.status))
        #expect((65...77).contains(problem.exitCode))
    }

    @Test(
        "Every code has its own answer, which programs rely on",
        arguments: [
            (Problem.Code.malformed, 400, 65), (.unauthenticated, 401, 77), (.forbidden, 403, 77), (.notFound, 404, 66),
            (.wrongMethod, 405, 65), (.tooSlow, 408, 75), (.conflict, 409, 75), (.gone, 410, 66), (.tooLarge, 413, 65),
            (.unsupportedType, 415, 65), (.invalid, 422, 65), (.tooMany, 429, 75), (.unexpected, 500, 70), (.unavailable, 503, 75),
        ])
    func numbers(code: Problem.Code, status: Int, exit: Int32) {
        let problem = Problem(code, "problem.example")
        #expect(problem.status == status && problem.exitCode == exit)
        #expect(problem.leavesOutcomeOpen == (status >= 500), "only what failed here leaves open what came of it")
    }

    @Test("No two codes share a status")
    func statuses() {
        #expect(Set(Problem.Code.allCases.map { Problem($0, "").status }).count == Problem.Code.allCases.count)
    }

    @Test("A better detail is still the same problem")
    func equality() {
        let issue = FieldIssue("nik", "problem.nik")
        #expect(
            Problem(.invalid, "problem.invalid", fields: [issue], detail: "one") == Problem(.invalid, "problem.invalid", fields: [issue]))
        #expect(Problem(.invalid, "problem.invalid", fields: [issue]) != Problem(.invalid, "problem.invalid"))
        #expect(Problem(.invalid, "problem.invalid") != Problem(.conflict, "problem.invalid"))
        #expect(Problem(.invalid, "problem.invalid") != Problem(.invalid, "problem.other"))
    }

    @Test("The log reads code, key, fields and detail")
    func logLine() {
        let problem = Problem(.invalid, "problem.invalid", fields: [FieldIssue("nik", "problem.nik")], detail: "15 digits")
        #expect("\(problem)" == "invalid problem.invalid [nik: problem.nik] (15 digits)")
        #expect("\(Problem(.gone, "problem.gone"))" == "gone problem.gone")
        #expect("\(Problem.notFound("request"))" == "notFound problem.notFound (request)")
    }
}

@Suite("Who is asking, in which language")
struct PrincipalTests {
    let id = Identifier(at: Instant(milliseconds: 0))

    @Test("Only a citizen is a person")
    func person() {
        #expect(Principal.citizen(id: id).personID == id)
        for other in [
            Principal.visitor, .officer(id: id, agency: "polri"), .administrator(id: id), .operatorAtConsole(name: "mpp"),
            .platform(name: "outbox"),
        ] { #expect(other.personID == nil) }
    }

    @Test("The audit trail names kind and reference")
    func reference() {
        let agus = Principal.officer(id: id, agency: "polri")
        #expect(agus.kind == "officer")
        #expect(agus.reference == id.text)
        #expect(Principal.platform(name: "outbox").reference == "outbox")
        #expect(Principal.visitor.reference.isEmpty)
    }

    @Test("A principal survives JSON")
    func json() throws {
        let agus = Principal.officer(id: id, agency: "polri")
        #expect(try JSONDecoder().decode(Principal.self, from: JSONEncoder().encode(agus)) == agus)
    }

    @Test("Without a translation Indonesian speaks")
    func translation() {
        let text = LocalizedText(indonesian: "Permohonan")
        #expect(text.text(in: .english) == "Permohonan")
        #expect(LocalizedText(indonesian: "Permohonan", english: "Request").text(in: .english) == "Request")
    }
}
