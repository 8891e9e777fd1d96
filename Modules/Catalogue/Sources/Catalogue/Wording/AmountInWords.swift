public import Kernel

extension Money {
    /// The amount in Indonesian words, as receipts have it beside the figures (*terbilang*): `tiga puluh ribu rupiah`.
    public var inWords: String {
        let words = rupiah == 0 ? ["nol"] : Money.words(rupiah)
        return (words + ["rupiah"]).joined(separator: " ")
    }

    private static let units = [
        "", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas",
    ]

    /// From the largest; whoever stands before a thousand or below as one is *se-*, and *satu* before a million.
    private static let scales: [(size: Int, word: String)] = [
        (1_000_000_000_000_000_000, "kuintiliun"), (1_000_000_000_000_000, "kuadriliun"), (1_000_000_000_000, "triliun"),
        (1_000_000_000, "miliar"), (1_000_000, "juta"), (1000, "ribu"), (100, "ratus"),
    ]

    private static func words(_ number: Int) -> [String] {
        for (size, word) in scales where number >= size {
            let (count, rest) = number.quotientAndRemainder(dividingBy: size)
            let head = count == 1 && size <= 1000 ? ["se" + word] : words(count) + [word]
            return head + words(rest)
        }
        switch number {
        case 0: return []
        case 1...11: return [units[number]]
        case 12...19: return [units[number - 10], "belas"]
        default: return [units[number / 10], "puluh"] + words(number % 10)
        }
    }
}
