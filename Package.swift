// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

// Tests run on generated entry points that predate strict memory safety.
let tests: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

func library(
  _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []
) -> Target {
  .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

func system(_ name: String, pkgConfig: String? = nil, package: String) -> Target {
  .systemLibrary(
    name: name, path: "Sources/C/\(name)", pkgConfig: pkgConfig, providers: [.apt([package])])
}

func test(
  _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = [],
  resources: [Resource] = []
) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: dependencies, path: "Tests/\(name)", exclude: exclude,
    resources: resources, swiftSettings: tests)
}

let package = Package(
  name: "mingcha",
  products: [.executable(name: "mingcha", targets: ["mingcha"])],
  targets: [
    system("CSQLite", pkgConfig: "sqlite3", package: "libsqlite3-dev"),
    system("CPostgres", pkgConfig: "libpq", package: "libpq-dev"),
    system("CMicrohttpd", pkgConfig: "libmicrohttpd", package: "libmicrohttpd-dev"),
    system("CArgon2", pkgConfig: "libargon2", package: "libargon2-dev"),
    system("COpenSSL", pkgConfig: "libcrypto", package: "libssl-dev"),
    system("CArchive", pkgConfig: "libarchive", package: "libarchive-dev"),
    system("CExpat", pkgConfig: "expat", package: "libexpat1-dev"),
    system("CZlib", pkgConfig: "zlib", package: "zlib1g-dev"),
    system("CCurl", pkgConfig: "libcurl", package: "libcurl4-openssl-dev"),
    system("CQrencode", pkgConfig: "libqrencode", package: "libqrencode-dev"),

    // Beside Draw because C: only what the processor can do faster than Swift.
    .target(name: "DrawKernels", cSettings: [.unsafeFlags(["-O2"])]),
    // Optimised in debug builds too: its tests hash hundreds of millions of blocks.
    .target(
      name: "Draw", dependencies: ["DrawKernels"],
      swiftSettings: strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]),
    library("DrawFolder", ["Draw", "Archive"]),
    .plugin(name: "WebAssembly", capability: .buildTool()),
    .target(
      name: "DrawWeb", exclude: ["Runtime", "build.sh"], swiftSettings: strict,
      plugins: ["WebAssembly"]),
    library("Supervision", ["Draw"]),
    library("Storage"),
    library("StorageSQLite", ["Storage", "CSQLite"]),
    library("StoragePostgres", ["Storage", "CPostgres"]),
    library("HTML"),
    .target(
      name: "Statistics",
      swiftSettings: strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]),
    library("HTTP"),
    library("HTTPServer", ["HTTP", "CMicrohttpd", "CZlib"]),
    library("HTTPClient", ["HTTP", "CCurl"]),
    library("Crypto", ["COpenSSL", "CArgon2"]),
    library("XML", ["CExpat"]),
    library("Sheets", ["Archive", "XML"]),
    library("Archive", ["CArchive"]),
    library("QR", ["CQrencode"]),
    library("Documents"),
    library(
      "Platform",
      [
        "Supervision", "Draw", "DrawWeb", "Storage", "HTML", "HTTP", "Sheets", "Archive", "Crypto",
        "QR", "Statistics", "Documents",
      ],
      resources: [
        .embedInCode("Migrations"), .embedInCode("Reference"), .embedInCode("Web"),
        // Served beside the page that verifies: another way, and the rule itself.
        .embedInCode("Rule"),
      ]),
    .executableTarget(
      name: "mingcha",
      dependencies: [
        "Platform", "Draw", "DrawFolder", "Supervision", "Storage", "StorageSQLite",
        "StoragePostgres",
        "HTTP", "HTTPServer", "HTTPClient", "Crypto", "Sheets",
      ],
      swiftSettings: strict),

    .executableTarget(
      name: "DrawBench", dependencies: ["Draw"], path: "Benchmarks/DrawBench",
      swiftSettings: strict),
    .executableTarget(
      name: "HTTPBench", dependencies: ["HTTP", "HTTPServer"], path: "Benchmarks/HTTPBench",
      swiftSettings: strict),

    test("Draw", ["Draw"], exclude: ["Vectors"]),
    test("DrawFolder", ["Draw", "DrawFolder"]),
    // Optimised: it adds up what a hundred thousand draws give.
    .testTarget(
      name: "FairnessTests", dependencies: ["Draw", "Statistics"], path: "Tests/Fairness",
      exclude: ["Laboratory"], swiftSettings: tests + [.unsafeFlags(["-O"])]),
    .target(
      name: "TestSupport", dependencies: ["Storage", "StorageSQLite", "StoragePostgres"],
      path: "Tests/Support", swiftSettings: tests),
    test("Architecture", []),
    test(
      "CommandLine", ["mingcha", "Archive", "Draw", "Storage", "TestSupport"], exclude: ["Golden"]),
    test(
      "Platform",
      [
        "Platform", "Storage", "StorageSQLite", "HTTP", "Crypto", "Supervision", "Draw", "DrawWeb",
        "Archive", "Sheets", "Statistics", "HTTPClient", "TestSupport",
      ]),
    test("HTML", ["HTML"]),
    test("Crypto", ["Crypto"]),
    test("Sheets", ["Sheets", "Archive"], exclude: ["Workbooks"]),
    test("Archive", ["Archive"]),
    test("QR", ["QR"]),
    test("Documents", ["Documents"]),
    test("Supervision", ["Supervision"]),
    test("Storage", ["Storage", "StorageSQLite", "StoragePostgres", "TestSupport"]),

    test("HTTP", ["HTTP"]),
    test("HTTPServer", ["HTTP", "HTTPServer"]),
  ],
  swiftLanguageModes: [.v6]
)
