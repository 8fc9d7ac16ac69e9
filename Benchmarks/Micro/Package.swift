// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who builds alcf builds this. Its folder's name must not be that of the package above.
let package = Package(
    name: "micro",
    dependencies: [.package(name: "alcf", path: "../..")],
    targets: [
        .executableTarget(
            name: "micro",
            dependencies: [
                .product(name: "ALCFAuth", package: "alcf"), .product(name: "ALCFClient", package: "alcf"),
                .product(name: "ALCFBench", package: "alcf"),
            ])
    ],
    swiftLanguageModes: [.v6]
)
