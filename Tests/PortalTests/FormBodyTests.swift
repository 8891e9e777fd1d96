import Foundation
import Kernel
import Testing

@testable import Portal

/// Reading the bodies of forms, without a portal around them.
@Suite("The bodies of forms")
struct FormBodyTests {
    private let urlEncoded = "application/x-www-form-urlencoded"

    private func problem(_ contentType: String, _ body: Data) -> Problem? {
        do {
            _ = try Form(contentType: contentType, body: body)
            return nil
        } catch { return error as? Problem }
    }

    @Test(
        "A form of another type than browsers send is refused",
        arguments: ["", "application/json", "text/plain", "multipart/mixed; boundary=x", "application/x-www-form-urlencoded2"])
    func anotherTypeThanBrowsersSendIsRefused(type: String) {
        #expect(problem(type, Data("a=b".utf8))?.code == .unsupportedType)
    }

    @Test("A form with broken escapes is refused", arguments: ["a=%", "a=%2", "a=%zz", "a=%FF%FE", "%=b"])
    func brokenEscapesAreRefused(body: String) { #expect(problem(urlEncoded, Data(body.utf8))?.code == .invalid) }

    @Test(
        "A control among the letters of a field is left out, and the form is kept", arguments: ["%00", "%1B", "%7F", "%C2%80", "%E2%80%AE"])
    func controlsAreLeftOut(control: String) throws {
        let form = try Form(contentType: urlEncoded, body: Data("a=Si\(control)ti&b=2".utf8))
        #expect(form["a"] == "Siti" && form["b"] == "2")
    }

    @Test("The fields of a form come out as they were typed")
    func fieldsComeOutAsTyped() throws {
        let form = try Form(contentType: urlEncoded + "; charset=UTF-8", body: Data("a=Siti+R%26+%C3%A9&b=&c&a=twice&&=x".utf8))
        #expect(form["a"] == "Siti R& é")
        #expect(form.fields["b"] == [""] && form.fields["c"] == [""] && form["none"].isEmpty)
    }

    @Test("Blanks at the ends of a field are cut only where that is asked")
    func blanksAtTheEndsAreCutOnlyWhereAsked() throws {
        let form = try Form(contentType: urlEncoded, body: Data("password=+spaces+".utf8))
        #expect(form["password"] == "spaces" && form.typed("password") == " spaces ")
    }

    @Test(
        "A multipart form needs its boundary",
        arguments: ["", ";boundary=", ";boundary=\"\"", ";charset=x", ";boundary=\(String(repeating: "b", count: 71))"])
    func multipartNeedsItsBoundary(rest: String) {
        #expect(problem("multipart/form-data" + rest, Data("--\r\n".utf8))?.code == .invalid)
    }

    /// Wherever the line breaks off, the form says so instead of taking half of it.
    @Test("A form whose body breaks off anywhere is refused")
    func aBodyThatBreaksOffAnywhereIsRefused() throws {
        let whole = Multipart().field("csrf", "abc").file(Data([0, 13, 10, 45, 45, 255]), named: "a.png").closed
        // The last two bytes are the line break after the closing mark, which may be missing.
        for length in 0..<(whole.count - 2) {
            let code = problem(Multipart.contentType, whole.prefix(length))?.code
            #expect(code == .invalid, "cut at \(length) of \(whole.count)")
        }
        let form = try Form(contentType: Multipart.contentType, body: whole)
        #expect(form["csrf"] == "abc")
        #expect(form.files["file"]?.content == Data([0, 13, 10, 45, 45, 255]))
    }

    @Test("A form whose body is a slice reads the same")
    func aBodyThatIsASliceReadsTheSame() throws {
        let whole = Data("xx".utf8) + Multipart().field("a", "b").closed
        #expect(try Form(contentType: Multipart.contentType, body: whole.dropFirst(2))["a"] == "b")
        #expect(try Form(contentType: urlEncoded, body: Data("xxa=b&c=d".utf8).dropFirst(2))["c"] == "d")
    }

    @Test("A thousand parts are too many for a form")
    func aThousandPartsAreTooMany() {
        let body = (0..<1000).reduce(into: Multipart()) { body, number in body = body.field("f\(number)", "x") }.closed
        #expect(problem(Multipart.contentType, body)?.code == .invalid)
    }

    @Test("A form with a part without name is refused")
    func aPartWithoutNameIsRefused() {
        #expect(problem(Multipart.contentType, Multipart().part("Content-Type: text/plain", Data()).closed)?.code == .invalid)
        #expect(problem(Multipart.contentType, Multipart().part("Content-Disposition: form-data", Data()).closed)?.code == .invalid)
    }

    @Test("A file field in which nothing was chosen is no file")
    func nothingChosenIsNoFile() throws {
        let form = try Form(contentType: Multipart.contentType, body: Multipart().file(Data(), named: "").closed)
        #expect(form.files.isEmpty)
        // An empty file that was chosen is one.
        let empty = try Form(contentType: Multipart.contentType, body: Multipart().file(Data(), named: "kosong.png").closed)
        #expect(empty.files["file"]?.content.isEmpty == true)
    }

    @Test("The first field of a name wins")
    func theFirstFieldOfANameWins() throws {
        let body = Multipart().field("csrf", "first").field("csrf", "second").closed
        #expect(try Form(contentType: Multipart.contentType, body: body)["csrf"] == "first")
    }

    @Test("Quotes in file names are read as browsers write them")
    func quotesInFileNamesAreReadAsBrowsersWriteThem() throws {
        let form = try Form(contentType: Multipart.contentType, body: Multipart().file(Data([1]), named: "pas %22foto%22.png").closed)
        #expect(form.files["file"]?.filename == "pas \"foto\".png")
    }

    /// One field and one file, as a program may write them that keeps to the grammar and not to the habits of browsers.
    private func body(
        _ boundary: String = "b", name: String = "name=\"csrf\"", file: String = "name=\"file\"; filename=\"a.png\"", before: String = "",
        padding: String = "", lineBreak: String = "\r\n"
    ) -> Data {
        let lines = [
            "\(before)--\(boundary)\(padding)", "Content-Disposition: form-data; \(name)", "", "abc", "--\(boundary)\(padding)",
            "CONTENT-DISPOSITION : Form-Data;\(file)", "Content-Type: image/png", "", "\u{1}--\(boundary)c", "--\(boundary)--\(padding)",
            "after",
        ]
        return Data(lines.joined(separator: lineBreak).utf8)
    }

    @Test(
        "A form is read by its grammar, however its program writes it",
        arguments: [
            (type: "b", body: ["name=csrf", "name=file;filename=a.png"]), ("\"b\"", ["NAME=\"csrf\"", "filename=a.png;name=file"]),
            ("b; charset=utf-8", ["a=b; name=csrf", "name=\"file\"; filename*=UTF-8''a.png"]),
            ("b", ["name=csrf", "name=file; filename*=iso-8859-1'en'a%2Epng"]),
            ("b", ["name = csrf", "name=file; filename=\"x.png\"; filename*=utf-8''a.png"]),
            ("b", ["name=csrf", "name=file; filename*=unknown''x; filename=a.png"]),
            ("b", ["name=\"csrf\";", "size=\"1;2\"; name=file ; filename=\"a.png\""]),
            ("b", ["x=\"name=no\"; name=csrf", "x=\"\\\"; filename=no\"; name=file; filename=a.png"]),
        ])
    func grammar(type: String, parts: [String]) throws {
        for lineBreak in ["\r\n", "\n"] {
            for before in ["", "A preamble.\(lineBreak)", lineBreak] {
                for padding in ["", " \t"] {
                    let body = body(name: parts[0], file: parts[1], before: before, padding: padding, lineBreak: lineBreak)
                    let form = try Form(contentType: "Multipart/Form-Data ; Boundary=\(type)", body: body)
                    #expect(form["csrf"] == "abc" && form.files.keys.sorted() == ["file"], "\(parts)")
                    #expect(form.files["file"]?.filename == "a.png" && form.files["file"]?.content == Data("\u{1}--bc".utf8), "\(parts)")
                }
            }
        }
    }

    @Test("A semicolon or a quote in a quoted boundary belongs to it", arguments: ["a;b", "a b", "a=b", "a;boundary=x"])
    func quotedBoundary(boundary: String) throws {
        let form = try Form(contentType: "multipart/form-data; boundary=\"\(boundary)\"", body: body(boundary))
        #expect(form["csrf"] == "abc" && form.files["file"]?.filename == "a.png")
    }

    @Test(
        "A name with a semicolon, an escape or letters of another alphabet comes out whole",
        arguments: [
            ("filename=\"a; filename=b.png\"", "a; filename=b.png"), ("filename=\"a\\\"b.png\"", "a\"b.png"),
            ("filename=\"C:\\foto\\a.png\"", "C:\\foto\\a.png"), ("filename*=UTF-8''pas%20foto%20%C3%A9.png", "pas foto é.png"),
            ("filename*=UTF-8'id'%EA%A6%B1.png", "\u{A9B1}.png"), ("filename=\"é.png\"", "é.png"),
        ])
    func names(parameter: String, name: String) throws {
        let form = try Form(contentType: "multipart/form-data; boundary=b", body: body(file: "name=file; \(parameter)"))
        #expect(form.files["file"]?.filename == name)
    }

    @Test(
        "A part that is no field of a form, or is wrapped once more, is refused",
        arguments: [
            "Content-Disposition: attachment; name=csrf", "Content-Disposition: form-data; filename=a", "X: form-data; name=csrf",
            "Content-Disposition: form-data; name=csrf\r\nContent-Transfer-Encoding: base64",
        ])
    func noField(head: String) {
        let body = Multipart().part(head, Data("abc".utf8)).closed
        #expect([.invalid, .unsupportedType].contains(problem(Multipart.contentType, body)?.code))
    }
}

/// The token that proves a form is ours.
@Suite("Form tokens")
struct FormTokenTests {
    @Test("Only a secret's own token is good")
    func onlyTheSecretsOwnTokenIsGood() async throws {
        let town = try await Town.open()
        let token = try town.island(Town.first).formToken
        let good = token.token(for: "secret")
        #expect(token.isValid(good, for: "secret"))
        for bad in ["", "x", String(good.dropLast()), good + "0", String(repeating: "g", count: 64), String(repeating: "é", count: 32)] {
            #expect(!token.isValid(bad, for: "secret"), "\(bad)")
        }
        #expect(!token.isValid(good, for: "other"))
        #expect(FormToken.randomSecret().utf8.count == 64 && FormToken.randomSecret() != FormToken.randomSecret())
        try await town.leave()
    }
}
