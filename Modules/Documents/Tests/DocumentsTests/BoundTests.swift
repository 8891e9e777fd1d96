import Catalogue
import Foundation
import Intake
import Kernel
import Storage
import Testing

@testable import Documents

/// Each bound of what is typed, sent and read: one below, at it, one above.
@Suite("Bounds")
struct BoundTests {
    private func x(_ count: Int, _ letter: String = "x") -> String { String(repeating: letter, count: count) }

    private func question(
        _ kind: QuestionKind, maximumLength: Int? = nil, options: [String] = [], columns: [Question] = [], maximumRows: Int? = nil
    ) -> Question {
        Question(
            name: "asked", kind: kind, label: LocalizedText(indonesian: "Pertanyaan"), maximumLength: maximumLength,
            options: options.map { Choice(value: $0, label: LocalizedText(indonesian: $0)) }, columns: columns, maximumRows: maximumRows)
    }

    private func kept(_ kind: QuestionKind, _ typed: String) -> String? {
        guard case .accepted(let kept)? = QuestionRules.rule(for: kind)?.check(TypedText(typed), question(kind)) else { return nil }
        return kept
    }

    @Test("A text has the length that its question allows, or the usual one")
    func texts() throws {
        for (kind, maximum, usual) in [(QuestionKind.text, nil, 200), (.longText, nil, 2000), (.text, 7, 7), (.longText, 7, 7)] {
            let asked = question(kind, maximumLength: maximum)
            let rule = try #require(QuestionRules.rule(for: kind))
            #expect(rule.check(TypedText(x(usual)), asked) == .accepted(x(usual)))
            #expect(rule.check(TypedText(x(usual + 1)), asked) == .refused("problem.answer.tooLong", ["max": String(usual)]))
        }
    }

    @Test(
        "A number has whole groups and fifteen digits at most",
        arguments: [
            ("0", "0"), ("9", "9"), ("1.000", "1000"), ("12.000", "12000"), ("123.000", "123000"), ("1.234.567", "1234567"),
            ("1234", "1234"),
            ("12345678", "12345678"), ("999999999999999", "999999999999999"), ("999.999.999.999.999", "999999999999999"),
            ("1000000000000000", nil), ("1234.567", nil), (".123", nil), ("123.", nil), ("1..000", nil), ("1.0000", nil), ("1.00", nil),
            (".", nil),
            ("1/2", nil), ("1:2", nil), ("+1", nil),
        ])
    func numbers(typed: String, expected: String?) { #expect(kept(.number, typed) == expected) }

    @Test(
        "A date lies between 1900 and 2100, the day first or the year",
        arguments: [
            ("1900-01-01", "1900-01-01"), ("2100-12-31", "2100-12-31"), ("1/1/1900", "1900-01-01"), ("31-12-2100", "2100-12-31"),
            ("5 Juli 1990", "1990-07-05"), ("5/jul/1990", "1990-07-05"), ("1 may 1990", "1990-05-01"), ("5.7.1990", "1990-07-05"),
            ("5 7 1990", "1990-07-05"), ("05/07/1990", "1990-07-05"), ("9/9/1999", "1999-09-09"),
            ("1899-12-31", nil), ("2101-01-01", nil), ("31/12/1899", nil), ("1/1/2101", nil), ("5/7/90", nil), ("5/7/19900", nil),
            ("5/7", nil),
            ("5/7/1990/1", nil), ("/5/7/1990", nil), ("5//1990", nil), ("5/7/1990/", nil), ("+5/7/1990", nil), ("5/+7/1990", nil),
            ("5/7/+990", nil),
        ])
    func dates(typed: String, expected: String?) { #expect(kept(.date, typed) == expected) }

    @Test("What was typed is cut where it is too long for any check, and one sign behind what is allowed")
    func cut() {
        for (maximum, kept) in [(nil, 4000), (3999, 4000), (4000, 4001), (5000, 5001)] as [(Int?, Int)] {
            let sheet = AnswerSheet([question(.longText, maximumLength: maximum)], [:])
            #expect(sheet.merged(with: ["asked": .text(x(9000))]).text("asked")?.count == kept)
            #expect(sheet.merged(with: ["asked": .text(x(kept - 1))]).text("asked")?.count == kept - 1)
        }
        let choices = AnswerSheet([question(.choices, options: ["a", "b", "c"])], [:])
        #expect(choices.merged(with: ["asked": .list(["a", "b", "c", "d", "e", "f"])]).list("asked") == ["a", "b", "c", "d"])
        #expect(choices.merged(with: ["asked": .list(["a", "", x(201)])]).list("asked") == ["a", x(200)])
        let column = Question(name: "name", kind: .text, label: LocalizedText(indonesian: "Nama"))
        for (maximum, kept) in [(3, 4), (nil, 21)] as [(Int?, Int)] {
            let rows = AnswerSheet([question(.rows, columns: [column], maximumRows: maximum)], [:])
            let typed = [Answers](repeating: ["name": "Budi"], count: 30)
            #expect(rows.merged(with: ["asked": .rows(typed)]).rows("asked").count == kept)
        }
    }

    @Test("Where nothing is said twenty rows are taken, and not one more", arguments: [(20, 0), (21, 1)])
    func usualRows(count: Int, faults: Int) {
        let column = Question(name: "name", kind: .text, label: LocalizedText(indonesian: "Nama"))
        let rows = [Answers](repeating: ["name": "Budi"], count: count)
        let issues = AnswerSheet([question(.rows, columns: [column])], ["asked": .rows(rows)]).issues()
        #expect(issues.count == faults)
        #expect(issues.allSatisfy { $0 == FieldIssue("answers.asked", "problem.answer.tooManyRows", arguments: ["max": "20"]) })
    }

    @Test("Of characters that cannot be set five are named, of each its first three signs")
    func unsettable() {
        let issue = AnswerSheet([question(.text)], ["asked": .text(x(6, "\u{1F9F5}"))]).issues(for: FakePress()).first
        #expect(issue?.arguments["characters"] == [String](repeating: "\u{1F9F5} (U+1F9F5)", count: 5).joined(separator: ", "))
        let family = "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}"
        let joined = AnswerSheet([question(.text)], ["asked": .text(family)]).issues(for: FakePress()).first
        #expect(joined?.arguments["characters"] == "\u{1F468}\u{200D}\u{1F469} (U+1F468 U+200D U+1F469)")
    }

    @Test("A path has rows of one or two digits and names of letters, digits, hyphens and underscores")
    func paths() {
        for text in ["a", "z09_-", "a[0]", "a[9]", "a[99]", "a[10].z_9-0"] { #expect(AnswerPath(reading: text)?.text == text) }
        for text in [
            "a/", "a:", "a`", "a{", "a@", "A", "a[1:]", "a[/]", "a[1].b/", "a[1].b{", "a[]", "a]", "a[", "a[1", "[1]", "a[1].b[2]",
        ] {
            #expect(AnswerPath(reading: text) == nil, "\(text)")
        }
        #expect(AnswerPath(field: "answers.a[1].b") == AnswerPath("a", row: 1, "b"))
        for field in ["a", "answers", "answers.", "attachments.photo", "answer.a"] { #expect(AnswerPath(field: field) == nil) }
    }

    @Test("A code has twelve signs, with dashes and blanks wherever somebody puts them")
    func codes() {
        let code = "0123456789AB"
        for typed in [
            code, "0123-4567-89AB", "0123–4567—89ab", "0123.4567.89AB", " 0 1 2 3 4 5 6 7 8 9 a b ", "OI23456789AB", "oL23456789AB",
            "ol23456789ab",
        ] { #expect(VerificationCode.read(typed) == code, "\(typed)") }
        for typed in ["0123456789A", "0123456789ABC", "U123456789AB", "0123456789A/", "0123456789A:", "0123456789A@", "0123456789A["] {
            #expect(VerificationCode.read(typed) == nil, "\(typed)")
        }
        #expect(VerificationCode.read(x(88, " ") + code) == code && VerificationCode.read(x(89, " ") + code) == nil)
        #expect(VerificationCode.grouped("") == "" && VerificationCode.grouped("ABCDE") == "ABCD-E")
        let printed = " ABCD-EFGH-JKMN"
        #expect(ScannedCode(x(2000 - printed.utf8.count) + printed)?.code == "ABCDEFGHJKMN")
        #expect(ScannedCode(x(2001 - printed.utf8.count) + printed) == nil)
    }

    @Test("A cursor has 44 hexadecimal digits and leads back to its place")
    func cursors() throws {
        for milliseconds in [0, 1, 0xFFFF, 1_795_404_600_000] as [Int64] {
            let cursor = RequestCursor(submittedAt: Instant(milliseconds: milliseconds), id: Identifier(at: Instant(milliseconds: 7)))
            #expect(cursor.text.utf8.count == 44)
            #expect(RequestCursor(cursor.text) == cursor)
        }
        for letter in ["0", "9", "a", "f"] { #expect(RequestCursor(x(44, letter)) != nil, "\(letter)") }
        for letter in ["/", ":", "`", "g", "A", "F", "-"] {
            #expect(RequestCursor(x(43, "0") + letter) == nil && RequestCursor(letter + x(43, "0")) == nil, "\(letter)")
        }
        for count in [0, 43, 45] { #expect(RequestCursor(x(count, "0")) == nil) }
    }

    @Test("A picture of fifteen megabytes is read and a document of five, and one byte more is not")
    func size() async {
        let kinds: [(content: Data, allowed: [FileType], most: Int)] = [
            (Pictures.jpeg, [.jpeg], Upload.maximumPictureSize), (Pictures.png, [.jpeg, .png, .pdf], Upload.maximumPictureSize),
            (Pictures.pdf, [.pdf], Upload.maximumSize), (Pictures.pdf, [.jpeg, .pdf], Upload.maximumSize),
            // Where no photo is allowed nothing can be made smaller.
            (Pictures.png, [.png, .pdf], Upload.maximumSize),
        ]
        for (content, allowed, most) in kinds {
            for (size, isTaken) in [(most - 1, true), (most, true), (most + 1, false)] {
                // Behind the end of a picture anything may stand, and before a document's bytes that readers pass over.
                let filled = content + Data(repeating: 0x20, count: size - content.count)
                let refused = await problem {
                    try await Upload(filename: "a", content: filled).read(for: "photo", allowed: allowed, TestFileScan())
                }
                #expect((refused?.messageKey != "problem.upload.size") == isTaken, "\(size) of \(allowed)")
                if !isTaken { #expect(refused?.arguments == ["max": String(most >> 20)]) }
            }
        }
        #expect(Upload.maximumPictureSize == 15_728_640 && Upload.maximumSize == 5_242_880)
    }

    @Test(
        "A file's name ends as its type says and has 120 characters at most",
        arguments: [
            (FileType.jpeg, "a.JPG", "a.JPG"), (.jpeg, "a.jpeg", "a.jpeg"), (.jpeg, "a.jpe", "a.jpe"), (.jpeg, "a.jfif", "a.jfif"),
            (.jpeg, "a.png", "a.png.jpg"), (.png, "a.png", "a.png"), (.png, "a.jpg", "a.jpg.png"), (.pdf, "a.Pdf", "a.Pdf"),
            (.pdf, "pdf", "pdf.pdf"),
            (.pdf, "a\u{600}b.pdf", "ab.pdf"), (.pdf, " .a.pdf. ", "a.pdf"), (.pdf, "a\"<>|:*?;b.pdf", "ab.pdf"),
            (.pdf, "a/b\\c.pdf", "c.pdf"),
            (.pdf, "a\nb.pdf", "ab.pdf"), (.pdf, "a/", "a.pdf"),
        ])
    func names(type: FileType, sent: String, kept: String) {
        #expect(Upload(filename: sent, content: Data()).safeFilename(as: type) == kept)
    }

    @Test("A long name of a file keeps its end", arguments: [109, 110, 111, 116, 117, 300])
    func longNames(count: Int) {
        let fitting = Upload(filename: "a" + x(count - 1) + ".pdf", content: Data()).safeFilename(as: .pdf)
        #expect(fitting == String(("a" + x(count - 1) + ".pdf").suffix(120)))
        let other = Upload(filename: "a" + x(count - 1), content: Data()).safeFilename(as: .pdf)
        #expect(other == String(("a" + x(count - 1)).suffix(110)) + ".pdf")
    }

    @Test("A paper's number has its month in Roman figures")
    func months() throws {
        let region = try #require(RegionCode("99.01"))
        let roman = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]
        for (month, figures) in roman.enumerated() {
            let date = try #require(CivilDate(year: 2026, month: month + 1, day: 1))
            #expect(
                PaperNumber.filled("{month} {year} {region} {sequence}", sequence: 12, date: date, region: region)
                    == "\(figures) 2026 99.01 0012")
        }
    }
}
