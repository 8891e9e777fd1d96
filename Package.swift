// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// The modules in the order in which they may know each other; each is a package of its own under `Modules/`.
let modules = [
    "Kernel", "Storage", "Outbound", "Catalogue", "Signing", "Paper", "Intake",
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

/// What the packages below bring along, as name, version and a product. Only named so that these versions, too, are exact.
let brought: [(package: String, version: Version, product: String)] = [
    ("apple/swift-algorithms", "1.2.1", "Algorithms"),
    ("apple/swift-asn1", "1.7.4", "SwiftASN1"),
    ("apple/swift-async-algorithms", "1.1.4", "AsyncAlgorithms"),
    ("apple/swift-atomics", "1.3.0", "Atomics"),
    ("apple/swift-certificates", "1.21.1", "X509"),
    ("apple/swift-collections", "1.6.0", "Collections"),
    ("apple/swift-distributed-tracing", "1.7.3", "Tracing"),
    ("apple/swift-http-structured-headers", "1.7.0", "StructuredFieldValues"),
    ("apple/swift-metrics", "2.13.0", "Metrics"),
    ("apple/swift-nio-extras", "1.35.2", "NIOExtras"),
    ("apple/swift-nio-http2", "1.46.0", "NIOHTTP2"),
    ("apple/swift-nio-ssl", "2.37.6", "NIOSSL"),
    ("apple/swift-nio-transport-services", "1.28.0", "NIOTransportServices"),
    ("apple/swift-numerics", "1.1.1", "Numerics"),
    ("apple/swift-service-context", "1.5.1", "ServiceContextModule"),
    ("apple/swift-system", "1.8.1", "SystemPackage"),
    ("swift-server/async-http-client", "1.37.0", "AsyncHTTPClient"),
]

/// A product that is built for no platform of ours: a package of which nobody takes a product would be warned of.
func named(_ package: String, _ product: String) -> Target.Dependency {
    .product(name: product, package: String(package.split(separator: "/")[1]), condition: .when(platforms: [.driverKit]))
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
    ] + brought.map { .package(url: "https://github.com/\($0.package)", exact: $0.version) },
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
            ] + brought.map { named($0.package, $0.product) },
            path: "Apps/Portal",
            exclude: ["Resources"],
            swiftSettings: strict),
        .executableTarget(
            name: "mpp",
            dependencies: [
                "Portal", module("Kernel"), module("Catalogue"), module("Signing"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Apps/mpp",
            swiftSettings: strict),
        // Scripts/bench measures with it; it is no part of the product.
        .executableTarget(
            name: "bench",
            dependencies: [
                "Kernel", "Storage", "Catalogue", "Intake", "Paper", "Signing", "Identity", "Documents", "Payments", "Notifications",
            ].map(module) + [
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
                .product(name: "StorageTesting", package: "Storage"),
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
