// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
    name: "Paper",
    products: [.library(name: "Paper", targets: ["Paper"])],
    dependencies: [.package(path: "../Kernel")],
    targets: [
        .systemLibrary(
            name: "CPangoCairo", path: "Sources/CPangoCairo", pkgConfig: "pangocairo",
            providers: [.apt(["libpango1.0-dev"]), .brew(["pango"])]),
        .systemLibrary(
            name: "CQREncode", path: "Sources/CQREncode", pkgConfig: "libqrencode",
            providers: [.apt(["libqrencode-dev"]), .brew(["qrencode"])]),
        .target(name: "Paper", dependencies: ["Kernel", "CPangoCairo", "CQREncode"], swiftSettings: strict),
        .testTarget(name: "PaperTests", dependencies: ["Paper", "Kernel"], swiftSettings: strict),
    ]
)
