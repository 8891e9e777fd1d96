// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
    name: "Outbound",
    products: [.library(name: "Outbound", targets: ["Outbound"])],
    dependencies: [.package(path: "../Kernel")],
    targets: [
        .systemLibrary(
            name: "CCurl", path: "Sources/CCurl", pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"])]),
        .target(name: "Outbound", dependencies: ["Kernel", "CCurl"], swiftSettings: strict),
        .testTarget(name: "OutboundTests", dependencies: ["Outbound", "Kernel"], swiftSettings: strict),
    ]
)
