// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
    name: "Intake",
    products: [.library(name: "Intake", targets: ["Intake"])],
    dependencies: [],
    targets: [
        .systemLibrary(
            name: "CTurboJPEG", path: "Sources/CTurboJPEG", pkgConfig: "libturbojpeg",
            providers: [.apt(["libturbojpeg0-dev"]), .brew(["jpeg-turbo"])]),
        .systemLibrary(
            name: "CPNG", path: "Sources/CPNG", pkgConfig: "libpng",
            providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
        .systemLibrary(
            name: "CExif", path: "Sources/CExif", pkgConfig: "libexif",
            providers: [.apt(["libexif-dev"]), .brew(["libexif"])]),
        .systemLibrary(name: "CLinux", path: "Sources/CLinux"),
        .target(
            name: "Intake", dependencies: ["CTurboJPEG", "CPNG", "CExif", "CLinux"], swiftSettings: strict),
        .testTarget(name: "IntakeTests", dependencies: ["Intake", "CTurboJPEG", "CPNG"], swiftSettings: strict),
    ]
)
