internal import Foundation

/// The network from which somebody sends: the part of an address that one household, office or hall shares, and that its owner cannot
/// change at will. A limit that counted whole addresses would count nothing: one customer of an IPv6 provider has 2^64 of them.
public struct SenderNetwork: Sendable, Hashable {
    /// `203.0.113.0/24`, `2001:0db8:0000:0001::/64`, or what was given when it is no address.
    public let text: String

    /// Reads an address as it stands in a socket or in `X-Forwarded-For`: also in brackets, with a port or a zone.
    public init(of address: String) {
        let bare = SenderNetwork.withoutPort(address)
        if let bytes = SenderNetwork.bytes(bare, AF_INET, count: 4) {
            text = SenderNetwork.ipv4(bytes[...])
        } else if let bytes = SenderNetwork.bytes(bare, AF_INET6, count: 16) {
            // An IPv4 address in IPv6's clothes is the same sender (RFC 4291 section 2.5.5.2).
            let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
            text = isMapped ? SenderNetwork.ipv4(bytes[12...]) : SenderNetwork.ipv6(bytes)
        } else {
            text = address
        }
    }

    private static func ipv4(_ bytes: ArraySlice<UInt8>) -> String {
        bytes.prefix(3).map { String($0) }.joined(separator: ".") + ".0/24"
    }

    private static func ipv6(_ bytes: [UInt8]) -> String {
        stride(from: 0, to: 8, by: 2).map { String(format: "%02x%02x", bytes[$0], bytes[$0 + 1]) }.joined(separator: ":") + "::/64"
    }

    private static func withoutPort(_ address: String) -> String {
        if address.hasPrefix("["), let end = address.firstIndex(of: "]") { return String(address[..<end].dropFirst().prefix { $0 != "%" }) }
        let colons = address.count { $0 == ":" }
        return String(address.prefix { $0 != "%" && (colons != 1 || $0 != ":") })
    }

    private static func bytes(_ text: String, _ family: Int32, count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return inet_pton(family, text, &bytes) == 1 ? bytes : nil
    }
}
