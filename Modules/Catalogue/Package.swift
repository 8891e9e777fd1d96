// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
    name: "Catalogue",
    products: [.library(name: "Catalogue", targets: ["Catalogue"])],
    dependencies: [
        .package(path: "../Kernel"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    ],
    targets: [
        .target(name: "Catalogue", dependencies: ["Kernel", "Yams"], swiftSettings: strict),
        .testTarget(name: "CatalogueTests", dependencies: ["Catalogue", "Kernel"], swiftSettings: strict),
    ]
)
