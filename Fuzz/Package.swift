// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who builds alcf builds this; the tests of alcf replay the same targets. Build it by `make fuzz`,
// which sets ALCF_FUZZ: only then the package above has the products that are named here.
let products = ["ALCFAuth", "ALCFClient", "ALCFBench", "ALCFServe", "ALCFCommands", "TestSupport"]

let package = Package(
    name: "fuzz",
    dependencies: [.package(name: "alcf", path: "..")],
    targets: [
        .executableTarget(
            name: "fuzz", dependencies: products.map { .product(name: $0, package: "alcf") }, path: ".",
            exclude: ["Corpus", "Tests"], sources: ["Targets", "Runner"],
            swiftSettings: [
                .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
            ])
    ],
    swiftLanguageModes: [.v6]
)
