import Kernel
import Testing

@Suite("Networks of senders")
struct SenderNetworkTests {
    @Test(
        "Addresses of one network are one sender, however they are written",
        arguments: [
            ["203.0.113.1", "203.0.113.255", "203.0.113.7:52100", "::ffff:203.0.113.9", "::FFFF:203.0.113.9", "[::ffff:cb00:7109]:443"],
            ["2001:db8:0:1::1", "2001:db8:0:1:ffff:ffff:ffff:ffff", "[2001:DB8:0:1::2]:443", "2001:db8:0:1::3%eth0"],
            ["local"],
        ])
    func one(addresses: [String]) {
        #expect(Set(addresses.map { SenderNetwork(of: $0) }).count == 1)
    }

    @Test("The neighbour below and above is another sender")
    func neighbours() {
        let all = [
            "203.0.112.255", "203.0.113.0", "203.0.114.0", "2001:db8:0:0:ffff::", "2001:db8:0:1::", "2001:db8:0:2::", "::1", "local", "",
            "203.0.113", "203.0.113.256",
        ]
        #expect(Set(all.map { SenderNetwork(of: $0) }).count == all.count)
        // What only looks like an IPv4 address in other clothes.
        for address in ["1::ffff:203.0.113.9", "::1:ffff:203.0.113.9", "::ff00:203.0.113.9", "::ff:203.0.113.9", "::fffe:203.0.113.9"] {
            #expect(SenderNetwork(of: address).text.hasSuffix("::/64"), "\(address)")
        }
        #expect(SenderNetwork(of: "::ffff:203.0.113.9").text == "203.0.113.0/24")
        #expect(SenderNetwork(of: "203.0.113.9").text == "203.0.113.0/24")
        #expect(SenderNetwork(of: "2001:db8:0:1::9").text == "2001:0db8:0000:0001::/64")
    }
}
