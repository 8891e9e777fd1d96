internal import Crypto
internal import Foundation
internal import Kernel
internal import Storage

/// Proof that somebody has signed in to one account with this device before. It signs nobody in; it only keeps the limits of strangers
/// away from her. The account is not in it: whoever finds the device does not learn whose it was.
struct DevicePass: Sendable, Hashable {
    /// 32 hexadecimal digits, by which the tries of this device are counted.
    let serial: String
    let givenAt: Instant
    /// Over serial, time and account, keyed with the region's secret.
    let seal: String

    /// How long a device stays known after a sign-in.
    static let days = 180
    /// A device is shared by so many people at most, as at a counter; the one whose last sign-in is longest ago is forgotten first.
    static let kept = 5

    /// Whom a pass is for, and since when: a new password or a new contact makes all earlier devices strangers.
    struct Account: Sendable {
        let name: String
        let since: Instant
    }

    init(serial: String, givenAt: Instant, seal: String) {
        self.serial = serial
        self.givenAt = givenAt
        self.seal = seal
    }

    /// `nil` unless it has the shape of a pass.
    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, parts[0].utf8.count == 32, parts[2].utf8.count == 64, let milliseconds = Int64(parts[1]) else { return nil }
        self.init(serial: parts[0], givenAt: Instant(milliseconds: milliseconds), seal: parts[2])
    }

    var text: String { "\(serial)-\(givenAt.milliseconds)-\(seal)" }

    /// A new one, with the serial of the pass that it replaces.
    static func new(for account: Account, after earlier: DevicePass?, _ tx: ReadTransaction) -> DevicePass {
        let serial = earlier?.serial ?? SymmetricKey(size: .bits128).withUnsafeBytes { Data($0) }.hexadecimal
        return DevicePass(serial: serial, givenAt: tx.now, seal: seal(serial, tx.now, account, tx.vault))
    }

    func opens(_ account: Account, _ tx: ReadTransaction) -> Bool {
        guard givenAt >= account.since, givenAt <= tx.now, givenAt > tx.now.advanced(byDays: -DevicePass.days) else { return false }
        // Comparing keys takes the same time wherever they differ.
        return SymmetricKey(data: Data(seal.utf8)) == SymmetricKey(data: Data(DevicePass.seal(serial, givenAt, account, tx.vault).utf8))
    }

    private static func seal(_ serial: String, _ givenAt: Instant, _ account: Account, _ vault: Vault) -> String {
        vault.lookup("\(serial)/\(givenAt.milliseconds)/\(account.name)", kind: "identity.device")
    }
}

extension Origin {
    /// The pass by which this device is known to the account; `nil` when it is not.
    func pass(for account: DevicePass.Account?, _ tx: ReadTransaction) -> DevicePass? {
        account.flatMap { account in passes.first { $0.opens(account, tx) } }
    }

    /// What the device shall show from now on: this account's new pass, and those of others who use it.
    func passes(afterSignInTo account: DevicePass.Account, _ tx: ReadTransaction) -> String {
        let known = pass(for: account, tx)
        let others = passes.filter { $0 != known }
        return ([DevicePass.new(for: account, after: known, tx)] + others).prefix(DevicePass.kept).map(\.text).joined(separator: ".")
    }
}

extension Sequence<UInt8> {
    /// Two digits for each byte.
    var hexadecimal: String { map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() }
}
