internal import Crypto
internal import Glibc
internal import HTTP
internal import HTTPServer
internal import Platform
internal import Storage
internal import StoragePostgres
internal import StorageSQLite
internal import Supervision

/// Options of every command that opens the database.
let databaseOptions: [Option] = [
  .value("data", "文件夹", "数据文件夹，默认 var/mingcha；放导入的原始文件和嵌入式数据库"),
  .value("database", "位置", "数据库：文件路径，或 postgres://用户@主机/库；默认为数据文件夹里的 mingcha.db"),
]

/// The store a command works on, brought up to date, and its surroundings.
struct OpenedStore {
  let store: any Store
  let location: StoreLocation
  let folder: String

  /// - Throws: `UsageFault` for a location that is none, `StoreError` when it cannot be opened.
  init(_ arguments: Arguments, connections: Int = 8, mayCreate: Bool = false) throws {
    folder = arguments["data"] ?? "var/mingcha"
    let text = arguments["database"] ?? "\(folder)/mingcha.db"
    do throws(StoreLocation.Fault) {
      location = try StoreLocation(text)
    } catch {
      throw UsageFault(sentence: "--database“\(text)”不是文件路径，也不是 postgres:// 地址。")
    }
    switch location {
    case .file(let path):
      if mayCreate {
        try Self.makeFolder(folder)
      } else if unsafe access(path, F_OK) != 0 {
        throw UsageFault(sentence: "没有数据库文件 \(path)。请检查 --data 或 --database，或先运行 mingcha setup。")
      }
      store = try SQLiteStore(path: path, readers: connections)
    case .postgres(let url):
      try Self.makeFolder(folder)
      store = try PostgresStore(url: url, connections: connections)
    }
    try House.prepare(store, now: Self.now())
  }

  /// The house on this store, with the machine's clock and entropy.
  func house(metrics: Metrics = Metrics(), isSecure: Bool = false) throws -> House {
    try House(
      store: store,
      surroundings: Surroundings(
        now: Self.now, entropy: SystemEntropy(), dataFolder: folder, isSecure: isSecure,
        log: { note($0) }),
      metrics: metrics, assets: Assets(gzip: { gzip($0) }))
  }

  @Sendable static func now() -> Instant {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }

  /// Makes a folder and those above it.
  private static func makeFolder(_ path: String) throws(UsageFault) {
    var built = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      built += built.isEmpty || built.hasSuffix("/") ? String(part) : "/\(part)"
      guard unsafe mkdir(built, 0o750) != 0, errno != EEXIST else { continue }
      throw UsageFault(sentence: "建不了文件夹 \(built)，请检查路径和权限。")
    }
  }
}
