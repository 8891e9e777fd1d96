// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
    name: "Notifications",
    products: [.library(name: "Notifications", targets: ["Notifications"])],
    dependencies: [
        .package(path: "../Kernel"),
        .package(path: "../Storage"),
        .package(path: "../Catalogue"),
        .package(path: "../Outbound"),
    ],
    targets: [
        .target(name: "Notifications", dependencies: ["Kernel", "Storage", "Catalogue", "Outbound"], swiftSettings: strict),
        .testTarget(
            name: "NotificationsTests",
            dependencies: [
                "Notifications", "Kernel", "Storage", .product(name: "StorageTesting", package: "Storage"), "Catalogue", "Outbound",
            ],
            swiftSettings: strict),
    ]
)
