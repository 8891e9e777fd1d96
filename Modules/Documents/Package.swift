// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
    name: "Documents",
    products: [.library(name: "Documents", targets: ["Documents"])],
    dependencies: [
        .package(path: "../Kernel"),
        .package(path: "../Storage"),
        .package(path: "../Catalogue"),
        .package(path: "../Intake"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    ],
    targets: [
        .target(
            name: "Documents",
            dependencies: [
                "Kernel", "Storage", "Catalogue", "Intake",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "DocumentsTests",
            dependencies: ["Documents", "Kernel", "Storage", .product(name: "StorageTesting", package: "Storage"), "Catalogue"],
            swiftSettings: strict),
    ]
)
