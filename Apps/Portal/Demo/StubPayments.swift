internal import Catalogue
internal import Foundation
internal import Kernel
internal import Payments
internal import Storage

/// The stubs that stand in for payment providers, each with a secret of its own.
enum StubPayments {
    static func providers(of region: RegionManifest, database: PlatformDatabase, clock: any WallClock) -> [any StubProvider] {
        let gateway = StubGateway(database: database)
        func key(_ name: String) -> Data { database.masterKey.derived(for: "payments/\(name)") }
        return [
            StubQRISProvider(
                signingKey: key(StubQRISProvider.name), merchantName: region.merchant.name, merchantCity: region.merchant.city,
                gateway: gateway, clock: clock),
            StubVAProvider(signingKey: key(StubVAProvider.name), gateway: gateway, clock: clock),
            StubSimponiProvider(signingKey: key(StubSimponiProvider.name), gateway: gateway, clock: clock),
        ]
    }
}
