import Foundation
import Testing

import Kernel

@Suite("Bytes as base64url")
struct Base64URLTests {
    @Test(
        "Bytes are written without padding and in letters that an address may have (RFC 4648 sections 5 and 10)",
        arguments: [
            ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"), ("foobar", "Zm9vYmFy"),
        ])
    func vectors(plain: String, text: String) {
        #expect(Data(plain.utf8).base64URL == text)
        #expect(Data(base64URL: text) == Data(plain.utf8))
    }

    @Test("The two letters that base64 writes otherwise are read back")
    func otherLetters() {
        let data = Data([0xFB, 0xFF, 0xBF])
        #expect(data.base64URL == "-_-_")
        #expect(Data(base64URL: "-_-_") == data)
    }

    @Test("What is not written so is not read", arguments: ["Zg==", "Zg=", "+/+/", "Z", "Zh", "Zm9v ", "Zm 9v", "Zm9v\n", "Zé", "Zm9vZ"])
    func refused(text: String) {
        #expect(Data(base64URL: text) == nil)
    }
}
