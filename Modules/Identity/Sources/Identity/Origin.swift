internal import Kernel

/// Where somebody who wants to sign in sends from: her network, and what her device shows of earlier sign-ins.
public struct Origin: Sendable, Hashable {
    let network: SenderNetwork
    let passes: [DevicePass]

    /// - Parameters:
    ///   - address: the sender's address, as the socket or a trusted proxy tells it.
    ///   - device: what ``SignedIn/device`` gave this device before; empty without.
    public init(address: String, device: String) {
        network = SenderNetwork(of: address)
        passes = device.split(separator: ".").prefix(DevicePass.kept).compactMap { DevicePass(String($0)) }
    }

    /// Somebody of whom nothing is known.
    public static let unknown = Origin(address: "", device: "")
}
