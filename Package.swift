// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// The modules in the order in which they may know each other; each is a package of its own under `Modules/`.
let modules = [
    "Kernel", "Storage", "Outbound", "Catalogue", "Paper", "Intake",
    "Identity", "Documents", "Payments", "Notifications",
]

func module(_ name: String) -> Target.Dependency { .product(name: name, package: name) }

/// Declares a module's suite a second time, because `swift test` at the root does not run the tests of path dependencies.
func suite(of name: String) -> Target {
    .testTarget(
        name: "\(name)Tests",
        dependencies: [module(name), .product(name: "StorageTesting", package: "Storage")]
            + ["Kernel", "Storage", "Catalogue", "Outbound"].filter { $0 != name }.map(module),
        path: "Modules/\(name)/Tests/\(name)Tests",
        swiftSettings: strict)
}

let package = Package(
    name: "mpp-digital",
    products: [.executable(name: "mpp", targets: ["mpp"])],
    dependencies: modules.map { .package(path: "Modules/\($0)") } + [
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", exact: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CZlib", path: "Apps/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        .target(
            name: "Portal",
            dependencies: modules.map(module) + [
                "CZlib",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            path: "Apps/Portal",
            exclude: ["Resources"],
            swiftSettings: strict),
        .executableTarget(
            name: "mpp",
            dependencies: [
                "Portal", module("Kernel"), module("Catalogue"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Apps/mpp",
            swiftSettings: strict),
        // Scripts/bench measures with it; it is no part of the product.
        .executableTarget(
            name: "bench",
            dependencies: ["Kernel", "Storage", "Catalogue", "Identity", "Documents", "Payments", "Notifications"].map(module) + [
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tests/Bench/Tool",
            swiftSettings: strict),
        .testTarget(name: "ArchitectureTests", path: "Tests/ArchitectureTests", swiftSettings: strict),
        .testTarget(
            name: "PortalTests",
            dependencies: ["Portal"] + modules.map(module) + [
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            path: "Tests/PortalTests",
            exclude: ["Databases"],
            swiftSettings: strict),
    ] + modules.map(suite)
)
