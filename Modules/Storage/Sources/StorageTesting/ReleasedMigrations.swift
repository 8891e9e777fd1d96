internal import Crypto
internal import Foundation
public import Storage

extension Migration {
    /// The beginning of a hash of its text, by which a test notices that a released migration was changed.
    public var fingerprint: String {
        SHA256.hash(data: Data(sql.utf8)).prefix(6).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
