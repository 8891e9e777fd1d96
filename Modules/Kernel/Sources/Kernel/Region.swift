/// The short name of a region in addresses and folders, e.g. `kab-contoh`: `kab-` or `kota-`, then lower-case
/// letters, digits and single hyphens. The prefix keeps a kota and
/// a kabupaten of the same name apart.
public struct RegionSlug: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
    public let text: String

    public init?(_ text: some StringProtocol) {
        guard text.hasPrefix("kab-") || text.hasPrefix("kota-"), !text.hasSuffix("-"), text.utf8.count <= 60, !text.contains("--"),
            text.utf8.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") })
        else { return nil }
        self.text = String(text)
    }

    public static func < (one: RegionSlug, other: RegionSlug) -> Bool { one.text < other.text }
    public var description: String { text }
}

/// A region's code in the list of the Ministry of Home Affairs, `PP.KK`: province, then 01–69 for a kabupaten and 71 or
/// more for a kota. Not to be confused with the statistics office's codes (`Docs/Facts.md` 1).
public struct RegionCode: Sendable, Hashable, Codable, CustomStringConvertible {
    public let text: String

    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let province = Int(parts[0]), let region = Int(parts[1]), province >= 11, region >= 1, region != 70
        else { return nil }
        self.text = String(text)
    }

    public var isKota: Bool { (Int(text.suffix(2)) ?? 0) >= 71 }
    public var description: String { text }
}
