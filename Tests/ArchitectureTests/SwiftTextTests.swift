import Testing

@Suite("The reader of Swift sources")
struct SwiftTextTests {
    private func text(_ pieces: [SwiftText.Piece]) -> [String] { pieces.map(\.text) }

    @Test("Comments and texts are not code")
    func commentsAndTextsAreNotCode() {
        let read = SwiftText("let a = \"try! x\" // try! y\n/* try! /* nested */ z */ let b = 1")
        #expect(text(read.code) == ["let a = \"\" ", " let b = 1"])
        #expect(text(read.texts) == ["try! x"])
        #expect(text(read.comments) == ["// try! y", "/* try! /* nested */ z */"])
    }

    @Test("Code inside of a text is code")
    func codeInsideOfATextIsCode() {
        let read = SwiftText(#"print("a \(f("b", (1))) c \"quoted\" //no comment") ; g()"#)
        #expect(text(read.code) == [#"print("\(f("", (1)))") ; g()"#])
        #expect(text(read.texts) == [#"a b c \"quoted\" //no comment"#])
    }

    @Test("Texts of many lines keep their lines")
    func textsOfManyLinesKeepTheirLines() {
        let read = SwiftText("let sql = \"\"\"\n    SELECT \"id\"\n    FROM t\n    \"\"\"\nlet x = 1")
        #expect(read.texts.contains(SwiftText.Piece(line: 2, text: "    SELECT \"id\"")))
        #expect(read.texts.contains(SwiftText.Piece(line: 3, text: "    FROM t")))
        #expect(read.code.last == SwiftText.Piece(line: 5, text: "let x = 1"))
    }

    @Test("Raw texts end at their own sign")
    func rawTextsEndAtTheirOwnSign() {
        let read = SwiftText(##"let a = #"say "\(no)" \#(yes) now"#; b()"##)
        #expect(text(read.texts) == [#"say "\(no)"  now"#])
        #expect(read.code.first?.text.hasSuffix("b()") == true)
        #expect(read.code.first?.text.contains("yes") == true)
    }

    @Test("Imports are read in all their forms")
    func importsAreReadInAllTheirForms() {
        let file = SourceTree.File(
            path: "Modules/Kernel/Sources/Kernel/A.swift",
            content: """
                // import Comment
                import Foundation
                public import struct GRDB.Row
                @testable import Storage
                internal import class Yams.Node
                @preconcurrency public import Crypto // why
                let text = "import Text"
                func `import`() {}
                """)
        #expect(file.imports.map(\.module) == ["Foundation", "GRDB", "Storage", "Yams", "Crypto"])
        #expect(file.imports.map(\.line) == [2, 3, 4, 5, 6])
    }

    @Test("A reason counts only when it stands directly above")
    func aReasonStandsDirectlyAbove() {
        let lines = ["// Reason: the C face", "// has no other way.", "try! a()", "", "try! b()"]
        #expect(HabitTests.hasReason(above: 3, lines))
        #expect(!HabitTests.hasReason(above: 5, lines))
        #expect(!HabitTests.contains("typealias!", "as!"))
        #expect(HabitTests.contains("(x as! Y)", "as!"))
    }
}
