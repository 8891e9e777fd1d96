import Foundation
import Kernel
import Testing

@Suite("Rupiah")
struct MoneyTests {
    @Test("An amount below nothing is refused", arguments: [-1, -30_000, Int.min]) func negative(rupiah: Int) {
        #expect(Money(rupiah: rupiah) == nil)
    }

    @Test(
        "An amount has three digits to a group, a point between them and no blank behind Rp",
        arguments: [
            (0, "Rp0"), (5, "Rp5"), (999, "Rp999"), (1000, "Rp1.000"), (30_000, "Rp30.000"), (100_000, "Rp100.000"),
            (1_000_000, "Rp1.000.000"), (1_234_567_890, "Rp1.234.567.890"), (1_000_001, "Rp1.000.001"),
        ])
    func formatted(rupiah: Int, text: String) throws {
        let money = try #require(Money(rupiah: rupiah))
        #expect(money.formatted == text)
    }

    @Test(
        "An amount is read as people write it",
        arguments: [
            ("0", 0), ("30000", 30_000), ("30.000", 30_000), ("Rp30.000", 30_000), ("Rp 30.000,00", 30_000), ("rp. 30.000,-", 30_000),
            (" 1.000.000 ", 1_000_000), ("999999999999999", 999_999_999_999_999), ("1000000000000000", nil), ("", nil), ("Rp", nil),
            ("30.00", nil), ("3000.000", nil), (".000", nil), ("30.000,50", nil), ("30,000", nil), ("-5", nil), ("+5", nil), ("1e3", nil),
            ("٣", nil), ("30 ribu", nil), ("1.000.", nil),
        ] as [(String, Int?)])
    func typed(text: String, rupiah: Int?) {
        #expect(Money(typed: text)?.rupiah == rupiah)
    }

    @Test("An amount is a number in JSON")
    func json() throws {
        let fee = try #require(Money(rupiah: 30_000))
        #expect(try JSONEncoder().encode([fee]) == Data("[30000]".utf8))
        #expect(try JSONDecoder().decode([Money].self, from: Data("[30000]".utf8)) == [fee])
        #expect(throws: Problem.self) { try JSONDecoder().decode([Money].self, from: Data("[-1]".utf8)) }
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([Money].self, from: Data("[0.5]".utf8)) }
    }

    @Test("A smaller amount is less")
    func order() throws {
        #expect(try Money.zero < #require(Money(rupiah: 1)))
        #expect(Money.zero == Money(rupiah: 0))
    }
}
