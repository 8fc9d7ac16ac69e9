// swift-tools-version: 6.2
import PackageDescription

/// What every target is compiled with.
let common: [SwiftSetting] =
    [
        // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
        .enableUpcomingFeature("ExistentialAny"),
        // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
        .enableUpcomingFeature("MemberImportVisibility"),
        // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
        .enableUpcomingFeature("InternalImportsByDefault"),
        // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0461-async-function-isolation.md
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0470-isolated-conformances.md
        .enableUpcomingFeature("InferIsolatedConformances"),
    ] + (Context.environment["ALCF_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)])

/// Asked for by `make portable`, which gives the paths: libcurl is a part of the program, with the libraries that it
/// needs, and OpenSSL reads no configuration, since the one on the machine is for another OpenSSL.
let isPortable = Context.environment["ALCF_PORTABLE"] != nil

/// The portable program is compiled for size; targets that requests and events pass through are not.
let quick: [SwiftSetting] = isPortable ? [.unsafeFlags(["-Xfrontend", "-O"])] : []

/// Statistics and reports, which the tests make thousands of times: compiled with optimisation they are made many times as
/// fast in a debug build too, which `make test` asks for. Preconditions and checks of overflow stay.
let heavy: [SwiftSetting] =
    common
    + (Context.environment["ALCF_FAST_TESTS"] == nil ? [] : [.unsafeFlags(["-O"], .when(configuration: .debug))])

/// For the three targets that wrap a C library: unsafe code must say so, or it does not compile.
/// https://github.com/swiftlang/swift-evolution/blob/main/proposals/0458-strict-memory-safety.md
let foreign: [SwiftSetting] = common + [.strictMemorySafety(), .treatWarning("StrictMemorySafety", as: .error)]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let nio = ["NIOCore", "NIOPosix", "NIOHTTP1"].map { Target.Dependency.product(name: $0, package: "swift-nio") }

/// Asked for by `make docs` only, so that nobody else resolves it.
let documentation: [Package.Dependency] =
    Context.environment["ALCF_DOCS"] == nil
    ? [] : [.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.4.3")]

/// Asked for by `make fuzz`: the targets of Fuzz/ read what only this package's own tests can reach otherwise.
let fuzzed: [Product] =
    Context.environment["ALCF_FUZZ"] == nil
    ? []
    : ["ALCFServe", "ALCFCommands", "TestSupport"].map {
        .library(name: $0, targets: [$0])
    }

let package = Package(
    name: "alcf",
    products: [
        .executable(name: "alcf", targets: ["alcf"]),
        // Each vends what its public signatures show.
        .library(name: "ALCFAuth", targets: ["ALCFAuth", "ALCFHTTP", "ALCFJSON", "ALCFCrypto", "ALCFSystem"]),
        .library(
            name: "ALCFClient",
            targets: ["ALCFClient", "ALCFAuth", "ALCFHTTP", "ALCFJSON", "ALCFCrypto", "ALCFSystem"]),
        .library(
            name: "ALCFBench",
            targets: [
                "ALCFLoad", "ALCFReport", "ALCFRecord", "ALCFStatistics", "ALCFClient", "ALCFHTTP", "ALCFJSON",
                "ALCFSystem",
            ]),
    ] + fuzzed,
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    ] + documentation,
    targets: [
        // C libraries. Each is imported by exactly one Swift target.
        // libcurl is loaded when it is first called: see lazy.c.
        .target(
            name: "CCurl", path: "Sources/CCurl", publicHeadersPath: ".",
            cSettings: isPortable ? [.define("ALCF_PORTABLE")] : [],
            linkerSettings: (isPortable ? ["curl", "nghttp2", "ssl", "crypto", "z"] : ["dl"]).map {
                .linkedLibrary($0)
            }),
        .systemLibrary(
            name: "CJansson", pkgConfig: "jansson",
            providers: [.apt(["libjansson-dev"]), .yum(["jansson-devel"]), .brew(["jansson"])]),
        .systemLibrary(
            name: "COpenSSL", pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"]), .yum(["openssl-devel"]), .brew(["openssl@3"])]),
        .systemLibrary(name: "CLinux"),

        // Foundations.
        .target(name: "ALCFSystem", path: "Sources/System", swiftSettings: common),
        .target(
            name: "ALCFJSON", dependencies: ["CJansson", "ALCFSystem"], path: "Sources/JSON",
            swiftSettings: foreign + quick),
        .target(
            name: "ALCFCrypto", dependencies: ["COpenSSL"], path: "Sources/Crypto",
            swiftSettings: foreign + quick + (isPortable ? [.define("ALCF_PORTABLE")] : [])),
        .target(
            name: "ALCFHTTP", dependencies: ["CCurl", "CLinux", "ALCFSystem", "ALCFCrypto"], path: "Sources/HTTP",
            swiftSettings: foreign + quick),

        // The suite.
        .target(
            name: "ALCFAuth", dependencies: ["ALCFHTTP", "ALCFJSON", "ALCFCrypto", "ALCFSystem"], path: "Sources/Auth",
            swiftSettings: common),
        .target(
            name: "ALCFClient", dependencies: ["ALCFAuth", "ALCFHTTP", "ALCFJSON", "ALCFCrypto", "ALCFSystem"],
            path: "Sources/Client", swiftSettings: common + quick),

        // The benchmark, the lower layers first. Only the last one knows a network.
        .target(
            name: "ALCFStatistics", dependencies: ["ALCFSystem"], path: "Sources/Bench/Statistics",
            swiftSettings: heavy + quick),
        .target(
            name: "ALCFRecord", dependencies: ["ALCFStatistics", "ALCFJSON", "ALCFCrypto", "ALCFSystem"],
            path: "Sources/Bench/Record", swiftSettings: heavy),
        .target(
            name: "ALCFReport", dependencies: ["ALCFRecord", "ALCFStatistics", "ALCFJSON", "ALCFSystem"],
            path: "Sources/Bench/Report", swiftSettings: heavy),
        .target(
            name: "ALCFLoad",
            dependencies: [
                "ALCFReport", "ALCFRecord", "ALCFStatistics", "ALCFClient", "ALCFHTTP", "ALCFJSON", "ALCFCrypto",
                "ALCFSystem",
            ],
            path: "Sources/Bench/Load", swiftSettings: common + quick),

        .target(
            name: "ALCFSimulator", dependencies: nio + ["ALCFJSON", "ALCFCrypto", "ALCFSystem"],
            path: "Sources/Simulator", swiftSettings: common),
        // The local server of OpenAI's and Anthropic's APIs.
        .target(
            name: "ALCFServe",
            dependencies: nio + [
                "ALCFPage", "ALCFLoad", "ALCFRecord", "ALCFClient", "ALCFAuth", "ALCFHTTP", "ALCFJSON", "ALCFCrypto",
                "ALCFSystem",
            ],
            path: "Sources/Serve", exclude: ["Page"], swiftSettings: common),
        // Its page: files for a browser, compiled into the program.
        .target(
            name: "ALCFPage", path: "Sources/Serve/Page",
            resources: [
                "index.html", "style.css", "main.js", "dom.js", "server.js", "stream.js", "figures.js",
                "conversation.js", "compare.js", "side.js", "models.js", "settings.js", "votes.js", "export.js",
                "markdown.js", "blocks.js", "inline.js", "formula.js", "formula-names.js", "requests.js",
            ].map { .embedInCode($0) }, swiftSettings: common),
        .target(
            name: "ALCFCommands",
            dependencies: [
                argumentParser, "ALCFServe", "ALCFAuth", "ALCFClient", "ALCFLoad", "ALCFReport", "ALCFRecord",
                "ALCFStatistics",
                "ALCFSimulator", "ALCFHTTP", "ALCFJSON", "ALCFCrypto", "ALCFSystem",
            ],
            path: "Sources/Commands", swiftSettings: common),
        .executableTarget(
            name: "alcf", dependencies: ["ALCFCommands", "ALCFHTTP", "ALCFCrypto"], path: "Sources/alcf",
            swiftSettings: common),

        // Tests.
        .target(
            name: "TestSupport",
            dependencies: ["ALCFSimulator", "ALCFHTTP", "ALCFJSON", "ALCFSystem", "ALCFCrypto"] + nio,
            path: "Tests/TestSupport", swiftSettings: common),
        .testTarget(name: "SystemTests", dependencies: ["ALCFSystem"], swiftSettings: common),
        .testTarget(name: "JSONTests", dependencies: ["ALCFJSON", "TestSupport"], swiftSettings: common),
        .testTarget(name: "CryptoTests", dependencies: ["ALCFCrypto"], swiftSettings: common),
        .testTarget(
            name: "HTTPTests", dependencies: ["ALCFHTTP", "ALCFCrypto", "ALCFSystem", "TestSupport"],
            swiftSettings: common),
        .testTarget(
            name: "AuthTests",
            dependencies: ["ALCFAuth", "ALCFHTTP", "ALCFJSON", "ALCFCrypto", "ALCFSystem", "TestSupport"],
            swiftSettings: common),
        .testTarget(
            name: "ClientTests",
            dependencies: [
                "ALCFClient", "ALCFLoad", "ALCFSimulator", "ALCFAuth", "ALCFHTTP", "ALCFJSON", "ALCFCrypto",
                "ALCFSystem",
                "TestSupport",
            ],
            swiftSettings: common),
        .testTarget(
            name: "BenchTests",
            dependencies: [
                "ALCFLoad", "ALCFReport", "ALCFRecord", "ALCFStatistics", "ALCFClient", "ALCFHTTP", "ALCFJSON",
                "ALCFCrypto",
                "ALCFSystem", "TestSupport",
            ],
            swiftSettings: common),
        .testTarget(
            name: "ServeTests",
            dependencies: [
                "ALCFServe", "ALCFPage", "ALCFRecord", "ALCFSimulator", "ALCFClient", "ALCFAuth", "ALCFHTTP",
                "ALCFJSON", "ALCFCrypto",
                "ALCFSystem",
                "TestSupport", .product(name: "NIOEmbedded", package: "swift-nio"),
            ],
            swiftSettings: common),
        .testTarget(
            name: "SimulatorTests",
            dependencies: ["ALCFSimulator", "ALCFCrypto", "ALCFHTTP", "ALCFJSON", "ALCFSystem", "TestSupport"],
            swiftSettings: common),
        // The targets of the fuzzer, which is a package of its own, with their seeds.
        .testTarget(
            name: "FuzzTests",
            dependencies: [
                "ALCFCommands", "ALCFServe", "ALCFLoad", "ALCFReport", "ALCFRecord", "ALCFClient", "ALCFAuth",
                "ALCFHTTP",
                "ALCFJSON", "ALCFCrypto", "ALCFSystem", "TestSupport",
            ],
            path: "Fuzz", exclude: ["Corpus", "Package.swift", "Runner"], sources: ["Targets", "Tests"],
            swiftSettings: common),
        .testTarget(
            name: "CommandsTests",
            dependencies: [
                argumentParser, "alcf", "ALCFCommands", "ALCFLoad", "ALCFReport", "ALCFRecord", "ALCFStatistics",
                "ALCFClient", "ALCFAuth",
                "ALCFHTTP", "ALCFJSON", "ALCFCrypto", "ALCFSimulator", "ALCFSystem", "TestSupport",
            ],
            swiftSettings: common),
    ],
    swiftLanguageModes: [.v6]
)
