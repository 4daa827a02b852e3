internal import Accounts
internal import Composition
internal import Crypto
internal import DrawFolder
internal import Glibc
internal import HTTP
internal import HTTPServer
internal import Kernel
internal import Storage
internal import StoragePostgres
internal import StorageSQLite
internal import Supervision

/// Options of every command that opens the database.
let databaseOptions: [Option] = [
  .value("data", "文件夹", "数据文件夹，默认 var/mingcha；放导入的原始文件和嵌入式数据库"),
  .value("database", "位置", "数据库：文件路径，或 postgres://用户@主机/库；默认为数据文件夹里的 mingcha.db"),
]

/// The store a command works on, and its surroundings.
struct OpenedStore {
  enum Purpose {
    /// An up-to-date database is looked at and not changed.
    case reading
    /// The database is made when there is none, and brought up to date.
    case serving
  }

  let store: any Store
  let location: StoreLocation
  let folder: String

  /// - Throws: `UsageFault` for a location that is none, `BrokenInput` for a folder or file that
  ///   cannot be had, `StoreError` when the database cannot be opened or is of another version.
  init(_ arguments: Arguments, for purpose: Purpose, connections: Int = 8) throws {
    (folder, location) = try Self.place(arguments)
    if purpose == .serving { try Self.makeFolder(folder) }
    switch location {
    case .file(let path):
      if purpose == .reading, unsafe access(path, F_OK) != 0 {
        throw BrokenInput(
          sentence:
            "数据库文件 \(path) 打不开（\(reason(errno))）。请检查 --data 或 --database，或先运行 mingcha setup。")
      }
      // A large import on the command line keeps the server waiting, and the other way round.
      store = try SQLiteStore(path: path, readers: connections, busyMilliseconds: 30_000)
      Self.shut(path)
    case .postgres(let url):
      store = try PostgresStore(url: url, connections: connections)
    }
    do {
      switch purpose {
      case .reading: try House.requirePrepared(store)
      case .serving: try House.prepare(store, now: Self.now())
      }
    } catch {
      store.close()
      throw error
    }
  }

  /// The data folder and the database that the options name.
  static func place(_ arguments: Arguments) throws(UsageFault) -> (
    folder: String, location: StoreLocation
  ) {
    let folder = arguments["data"] ?? "var/mingcha"
    let text = arguments["database"] ?? "\(folder)/mingcha.db"
    do throws(StoreLocation.Fault) {
      return (folder, try StoreLocation(text))
    } catch {
      throw UsageFault(sentence: "--database“\(text)”\(sentence(error))")
    }
  }

  /// Takes a database file made with laxer rights away from others on the machine.
  private static func shut(_ path: String) {
    for file in [path, path + "-wal", path + "-shm"] {
      var status = stat()
      guard unsafe stat(file, &status) == 0, status.st_mode & 0o007 != 0 else { continue }
      _ = unsafe chmod(file, status.st_mode & 0o770)
    }
  }

  private static func sentence(_ fault: StoreLocation.Fault) -> String {
    switch fault {
    case .empty: "是空的，请给出文件路径或 postgres:// 地址。"
    case .unknownScheme(let scheme): "不能用 \(scheme)://，请给出文件路径或 postgres:// 地址。"
    case .inMemory: "不能保存数据，请给出文件路径。"
    case .noDatabase: "没有写明主机和库，应如 postgres://用户@主机/库。"
    }
  }

  /// The house on this store, with the machine's clock and entropy.
  func house(
    metrics: Metrics = Metrics(), isSecure: Bool = false, site: SiteAddress? = nil,
    provider: IdentityProvider? = nil
  ) throws -> House {
    try House(
      store: store,
      surroundings: Surroundings(
        now: Self.now, entropy: SystemEntropy(), dataFolder: folder, isSecure: isSecure,
        site: site, log: { note($0) }),
      metrics: metrics, gzip: { gzip($0) }, given: [SignInProvider(provider)])
  }

  @Sendable static func now() -> Instant {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }

  /// Makes a folder and those above it.
  static func makeFolder(_ path: String) throws(BrokenInput) {
    var built = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      built += built.isEmpty || built.hasSuffix("/") ? String(part) : "/\(part)"
      guard unsafe mkdir(built, 0o750) != 0, errno != EEXIST else { continue }
      throw BrokenInput(sentence: "建不了文件夹 \(built)（\(reason(errno))），请检查路径和权限。")
    }
    var status = stat()
    guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw BrokenInput(sentence: "数据文件夹 \(path) 不是文件夹，请换一个位置。")
    }
  }
}
