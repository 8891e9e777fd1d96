public import Foundation

extension Data {
    /// base64url without padding (RFC 4648 section 5), which may stand in addresses and header fields as it is.
    public var base64URL: String {
        base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// `nil` for what ``base64URL`` does not write.
    public init?(base64URL text: some StringProtocol) {
        let plain = String(text).replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: plain + padding), data.base64URL == text
        else { return nil }
        self = data
    }
}
