import Kernel
import Testing

@Suite("Contacts")
struct ContactTests {
    @Test(
        "A header or a second recipient cannot be slipped in",
        arguments: [
            "a@b.id\r\nBcc:", "a@b.id\r\nBcc: c@d.id", "a@b.id\nBcc", "a@b.id\rx", "a@b.id\u{2028}x", "a@b.id,c@d.id", "a@b.id c@d.id",
            "<a@b.id>", "\"a b\"@b.id", "a@b.id>", "a@b@c.id", "a;b@b.id", "si ti@contoh.id",
            "0812345\n67890", "+62812\r\n34567890",
        ])
    func injection(typed: String) { #expect(Contact(typed) == nil) }

    @Test(
        "What is neither an address nor a mobile number is refused",
        arguments: [
            "", " ", "siti", "siti@", "@contoh.id", "siti@contoh", "siti@contoh..id", "siti@.id", "siti@-contoh.id", "siti@contoh-.id",
            ".siti@contoh.id", "siti.@contoh.id", "si..ti@contoh.id", "sıti@contoh.id", "siti@cöntoh.id", "siti@127.0.0.1",
            "siti@" + String(repeating: "x", count: 64) + ".id", String(repeating: "x", count: 65) + "@contoh.id", "siti@contoh.1", "a@b.i",
            "@siti@contoh.id", "siti@@contoh.id", "siti@contoh.id@", "siti@contoh_.id", "siti@.contoh.id", "siti@contoh.id.", "081234567",
            "08123456789012",
            "021-3456789", "+6221345678", "0812", "08123456", "081234567890123", "+1 202 555 0100", "0812345678x", "+62+81234567890",
            "٠٨١٢٣٤٥٦٧٨٩٠", "8123456789",
        ])
    func refused(typed: String) { #expect(Contact(typed) == nil) }

    @Test(
        "One mobile number has one form",
        arguments: [
            "081234567890", "0812-3456-7890", "+62 812 3456 7890", "+6281234567890", "6281234567890", "(0812) 3456.7890", " 081234567890\n",
        ])
    func phone(typed: String) { #expect(Contact(typed) == .phone("+6281234567890")) }

    @Test("The longest name, the longest label and the longest domain of an address are taken, and not one letter more")
    func addressLengths() {
        func x(_ count: Int) -> String { String(repeating: "x", count: count) }
        for (address, isTaken) in [
            (x(64) + "@contoh.id", true), (x(65) + "@contoh.id", false), ("siti@\(x(63)).id", true), ("siti@\(x(64)).id", false),
            ("siti@\(x(63)).\(x(63)).\(x(62))", true), ("siti@\(x(63)).\(x(63)).\(x(63))", false), ("siti@1.contoh", true),
            ("siti@contoh-2.id", true), ("siti@2-contoh.id9", true), ("s@a.co", true),
        ] { #expect((Contact(address) == .email(address)) == isTaken, "\(address)") }
    }

    @Test("The shortest and the longest mobile number are taken", arguments: ["0812345678", "0812345678901"])
    func phoneLengths(typed: String) { #expect(Contact(typed) == .phone("+62" + typed.dropFirst())) }

    @Test(
        "One address has one form",
        arguments: [
            ("siti@contoh.id", "siti@contoh.id"), ("  Siti@Contoh.ID\r\n", "siti@contoh.id"),
            ("siti+mpp@mail.contoh.id", "siti+mpp@mail.contoh.id"),
            ("o'neill@contoh.id", "o'neill@contoh.id"), ("a@b.id", "a@b.id"),
        ])
    func address(typed: String, kept: String) {
        #expect(Contact(typed) == .email(kept))
        #expect(Contact(typed)?.value == kept)
    }

    @Test(
        "Its owner recognises a masked contact, others learn nothing",
        arguments: [
            ("siti@contoh.id", "s•••@contoh.id"), ("a@b.id", "a•••@b.id"), ("081234567890", "+62•••••7890"),
            ("0812345678", "+62•••••5678"),
        ])
    func masked(typed: String, shown: String) throws {
        let contact = try #require(Contact(typed))
        #expect(contact.masked == shown)
    }
}
