// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
    name: "Identity",
    products: [.library(name: "Identity", targets: ["Identity"])],
    dependencies: [
        .package(path: "../Kernel"),
        .package(path: "../Storage"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    ],
    targets: [
        .target(
            name: "Identity",
            dependencies: [
                "Kernel",
                "Storage",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "IdentityTests",
            dependencies: ["Identity", "Kernel", "Storage", .product(name: "StorageTesting", package: "Storage")],
            swiftSettings: strict),
    ]
)
