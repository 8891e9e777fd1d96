import Catalogue
import Kernel
import Testing

@Suite("Amounts in words")
struct AmountInWordsTests {
    @Test(
        "An amount is said in words, with se- before ten, hundred and thousand",
        arguments: [
            (0, "nol rupiah"), (1, "satu rupiah"), (10, "sepuluh rupiah"), (11, "sebelas rupiah"), (12, "dua belas rupiah"),
            (19, "sembilan belas rupiah"), (20, "dua puluh rupiah"), (21, "dua puluh satu rupiah"), (99, "sembilan puluh sembilan rupiah"),
            (100, "seratus rupiah"), (101, "seratus satu rupiah"), (111, "seratus sebelas rupiah"),
            (999, "sembilan ratus sembilan puluh sembilan rupiah"),
            (1000, "seribu rupiah"), (1001, "seribu satu rupiah"), (2000, "dua ribu rupiah"), (11_000, "sebelas ribu rupiah"),
            (30_000, "tiga puluh ribu rupiah"), (100_000, "seratus ribu rupiah"), (650_000, "enam ratus lima puluh ribu rupiah"),
            (1_000_000, "satu juta rupiah"), (1_650_000, "satu juta enam ratus lima puluh ribu rupiah"),
            (101_001_000, "seratus satu juta seribu rupiah"), (1_000_000_000, "satu miliar rupiah"),
            (2_000_000_000_001, "dua triliun satu rupiah"),
        ])
    func words(rupiah: Int, words: String) throws {
        #expect(try #require(Money(rupiah: rupiah)).inWords == words)
    }
}
