// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

/// Bodies of functions do not travel into other targets: a quarter less to optimise, and a target
/// builds as soon as the interfaces of those below are there. Not for `Storage`, whose reading of
/// rows is generic and must become plain code where it is called.
let closed: [SwiftSetting] =
  strict + [.unsafeFlags(["-disable-cmo"], .when(configuration: .release))]

// Tests run on generated entry points that predate strict memory safety.
let tests: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

func library(
  _ name: String, _ dependencies: [Target.Dependency] = [], settings: [SwiftSetting] = closed
) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// What every room stands on.
let roomFloor: [Target.Dependency] = ["Kernel", "Supervision", "Storage", "HTML", "HTTP"]

/// A room: it imports the kernel, the rooms it names and nothing above itself.
func room(
  _ name: String, on lower: [Target.Dependency] = [], libraries: [Target.Dependency] = []
) -> Target {
  .target(
    name: name, dependencies: roomFloor + lower + libraries, path: "Sources/Rooms/\(name)",
    swiftSettings: closed)
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

/// The rooms, lower ones first: arrows go up this list only.
let rooms: [Target] = [
  room("Desk"),
  room("Accounts", libraries: ["Crypto", "Sheets"]),
  room("Codes", on: ["Accounts"]),
  room("Bodies", on: ["Accounts"]),
  room("Capabilities", on: ["Bodies"], libraries: ["Resources"]),
  room("Governance", on: ["Accounts"], libraries: ["Resources", "Sheets"]),
  room("Items", on: ["Accounts", "Governance"], libraries: ["Sheets"]),
  room("People", on: ["Accounts", "Bodies", "Items"], libraries: ["Sheets"]),
  room("Handovers", on: ["Bodies"]),
  room("Search", on: ["Bodies", "Capabilities"]),
  room("Plans", on: ["Items", "People"], libraries: ["Draw", "Resources"]),
  room("Draws", on: ["Bodies", "Items", "Plans"], libraries: ["Archive", "Crypto", "Draw"]),
  room("SelfChecks", on: ["Bodies", "Plans"]),
  room("Visits", on: ["Desk", "Bodies", "People", "Plans", "Draws", "SelfChecks"]),
  room("Findings", on: ["Accounts", "Bodies", "SelfChecks", "Visits"]),
  room(
    "Publication",
    on: [
      "Bodies", "Capabilities", "Governance", "Items", "Search", "Plans", "Draws", "SelfChecks",
      "Visits",
    ], libraries: ["Crypto", "Draw", "DrawWeb", "Resources", "Sheets"]),
  room("Portal", on: ["Desk", "Bodies", "SelfChecks", "Visits", "Findings", "Publication"]),
  room(
    "Fairness", on: ["Draws", "Publication"],
    libraries: ["Draw", "Resources", "Sheets", "Statistics"]),
  room(
    "Dossiers", on: ["Bodies", "Capabilities"],
    libraries: ["Archive", "Documents", "Resources", "Sheets"]),
  room("JournalRoom", libraries: ["Crypto", "Sheets"]),
  room("Backup", libraries: ["Archive", "Crypto"]),
]

/// Whoever puts the whole application together.
let everyRoom = rooms.map { Target.Dependency(stringLiteral: $0.name) }

let package = Package(
  name: "mingcha",
  products: [.executable(name: "mingcha", targets: ["mingcha"])],
  targets: rooms + [
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
    library("Storage", settings: strict),
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
    // Copies files into the program without parsing them.
    .target(
      name: "CResources", path: "Sources/C/CResources",
      cSettings: [.unsafeFlags(["-std=gnu23", "-Wno-c23-extensions"])]),
    .target(
      name: "Resources", dependencies: ["CResources"],
      exclude: ["Migrations", "Reference", "Web", "Rule"], swiftSettings: strict),
    library(
      "Kernel",
      ["Supervision", "Draw", "Storage", "HTML", "HTTP", "Sheets", "Crypto", "QR", "Resources"]),
    // The list of rooms and the demo; nothing below knows all of them.
    .target(
      name: "Composition",
      dependencies: roomFloor + everyRoom + ["Crypto", "Sheets"], swiftSettings: closed),
    .executableTarget(
      name: "mingcha",
      dependencies: everyRoom + [
        "Composition", "Kernel", "Draw", "DrawFolder", "Supervision", "Storage", "StorageSQLite",
        "StoragePostgres", "HTTP", "HTTPServer", "HTTPClient", "Crypto", "Sheets",
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
      "Rooms",
      everyRoom + [
        "Composition", "Kernel", "Resources", "Storage", "StorageSQLite", "HTTP", "Crypto",
        "Supervision", "Draw", "DrawWeb", "Archive", "Sheets", "Statistics", "HTTPClient",
        "TestSupport",
      ], exclude: ["Stored"]),
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
