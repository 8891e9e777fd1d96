import Kernel
import Testing

@Suite("Names and codes of regions")
struct RegionTests {
    @Test(
        "A slug that could be a path or two regions is refused",
        arguments: [
            "", "kab-", "kota-", "contoh", "kab_contoh", "kab-..", "kab-a/b", "kab-contoh/../x", "Kab-contoh", "kab-Contoh", "kab-contoh-",
            "kab--contoh", "kab-contoh/", "kab-contoh:", "kab-contoh`", "kab-contoh{", "kabcontoh", "kab", "ko-contoh", "kab-con toh",
            "kab-cöntoh", "kab-\u{0}", "kab-" + String(repeating: "x", count: 57),
        ])
    func refusedSlug(text: String) { #expect(RegionSlug(text) == nil) }

    @Test(
        "A slug has a prefix, letters, digits and single hyphens",
        arguments: ["kab-contoh", "kota-contoh", "kab-contoh-timur", "kab-50-kota", "kab-az09", "kab-" + String(repeating: "x", count: 56)])
    func slug(text: String) { #expect(RegionSlug(text)?.text == text) }

    @Test(
        "What is no code is refused",
        arguments: [
            "", "35", "3510", "35.1", "35.100", "35.00", "35.70", "10.01", "35-10", "a5.10", "35.10.01", "35..10", ".35.10", "35.10.",
            "5.10", "035.10", "35.010", "3/.10",
            "35.1:", "09.10",
        ])
    func refusedCode(text: String) { #expect(RegionCode(text) == nil) }

    @Test(
        "A kota counts from 71",
        arguments: [
            ("35.10", false), ("11.01", false), ("35.01", false), ("35.69", false), ("35.71", true), ("21.72", true), ("96.99", true),
        ])
    func kind(text: String, isKota: Bool) throws {
        let code = try #require(RegionCode(text))
        #expect(code.isKota == isKota)
    }
}
