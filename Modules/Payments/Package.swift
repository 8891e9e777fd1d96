// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
    name: "Payments",
    products: [.library(name: "Payments", targets: ["Payments"])],
    dependencies: [
        .package(path: "../Kernel"),
        .package(path: "../Storage"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    ],
    targets: [
        .target(
            name: "Payments",
            dependencies: [
                "Kernel",
                "Storage",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "PaymentsTests",
            dependencies: ["Payments", "Kernel", "Storage", .product(name: "StorageTesting", package: "Storage")],
            swiftSettings: strict),
    ]
)
