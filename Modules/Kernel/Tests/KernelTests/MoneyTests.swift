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
