internal import Backup
internal import Crypto
internal import DrawFolder
internal import Glibc
internal import Kernel
internal import Storage
internal import StoragePostgres
internal import StorageSQLite
internal import Supervision

// The commands `backup` and `restore`.

private let keyOptions: [Option] = [
  .value("key-file", "文件", "加密用的密钥：64 个十六进制数字（32 字节），如 openssl rand -hex 32 所写"),
  .value("passphrase-file", "文件", "加密用的口令，取文件第一行；- 为标准输入。经 Argon2id 变成密钥"),
]

let backupCommand = Command(
  name: "backup", summary: "把整个系统备份成一个文件，运行中也可以", positional: ["文件"],
  options: databaseOptions + keyOptions + [progressOption],
  details: """
    备份某一时刻的全部数据表和收到的文件，两种数据库格式相同，可以互相恢复。文件已存在时不覆盖。
    给了密钥或口令就加密（AES-256-GCM）；丢了密钥，谁也恢复不了。
    不加密的备份谁拿到都能读，也不含 secret.key（动态口令的密钥）：请把数据文件夹里的这个文件另行保存。
    输出清单：各表行数和指纹、文件数、日志末条、备份文件的 SHA-256。
    """,
  run: { arguments in
    let key = try backupKey(arguments)
    let opened = try OpenedStore(arguments, for: .reading)
    defer { opened.store.close() }
    let line = ProgressLine(arguments)
    defer { line.end() }
    let made = try Backup.make(
      of: opened.store, dataFolder: opened.folder, to: arguments.positional[0], key: key,
      now: OpenedStore.now(), entropy: SystemEntropy(),
      progress: { progress in line.report("正在备份 \(progress.words)") })
    line.end()
    try say(made.summary.text)
    try say("sha256\t\(made.digest)")
    if key == nil {
      note("没有加密：拿到这个备份的人都能读出其中的密码指纹和个人信息，请妥善保管，或加 --key-file 重新备份。")
      if unsafe access("\(opened.folder)/secret.key", F_OK) == 0 {
        note("不加密的备份不含 secret.key。请另行保存数据文件夹里的这个文件，否则恢复后动态口令都不能用，只能用恢复码登录或重新设置。")
      }
    }
    for name in made.summary.damagedFiles {
      note("收到的文件 \(name) 的内容与它的指纹不符，已照现状备份，请查明原因。")
    }
    return made.summary.damagedFiles.isEmpty ? ExitStatus.fine : ExitStatus.refused
  })

let restoreCommand = Command(
  name: "restore", summary: "把备份恢复到空的数据库和数据文件夹", positional: ["文件"],
  options: databaseOptions + keyOptions + [
    .flag("check", "只核对备份文件是否完好，不恢复"), progressOption,
  ],
  details: """
    要么全部恢复，要么什么也不留下。密钥不对、文件不完整或被改动过、由更新版本的程序做的、目标里已有数据，都拒绝。
    输出与备份时相同的清单，可以逐行比对。
    """,
  run: { arguments in
    let path = arguments.positional[0]
    let key = try backupKey(arguments)
    let line = ProgressLine(arguments)
    defer { line.end() }
    let report: (BackupProgress) -> Void = { line.report("正在恢复 \($0.words)") }
    let summary: BackupSummary
    if arguments.has("check") {
      summary = try Backup.check(
        path, key: key, progress: { line.report("正在核对 \($0.words)") })
    } else {
      summary = try RestoreTarget(arguments).restore(path, key, report)
    }
    line.end()
    try say(summary.text)
    for name in summary.damagedFiles {
      note("收到的文件 \(name) 的内容与它的指纹不符，备份时就是这样。")
    }
    let factors = summary.tables.first { $0.name == "second_factors" }?.rows ?? 0
    if factors > 0, !arguments.has("check") {
      let folder = try OpenedStore.place(arguments).folder
      if unsafe access("\(folder)/secret.key", F_OK) != 0 {
        note(
          "备份里没有 secret.key，\(factors) 个账号的动态口令不能用：请把原来的 secret.key 放进 \(folder) 再启动；"
            + "没有时用恢复码登录，或由安全管理员（管理员自己则用 mingcha account rescue）解除后重新设置。")
      }
    }
    return ExitStatus.fine
  })

/// The key given, or nil when none is.
///
/// - Throws: `UsageFault` for two, `BrokenInput` for a file that holds none.
private func backupKey(_ arguments: Arguments) throws -> BackupKey? {
  switch (arguments["key-file"], arguments["passphrase-file"]) {
  case (nil, nil):
    return nil
  case (let path?, nil):
    guard let key = bytes(hex: try firstLine(of: path)), key.count == 32 else {
      throw BrokenInput(
        sentence: "密钥文件 \(path) 里应是 64 个十六进制数字，可用 openssl rand -hex 32 生成。")
    }
    return .key(key)
  case (nil, let path?):
    let passphrase = try firstLine(of: path)
    guard passphrase.count >= 12 else {
      throw BrokenInput(sentence: "口令文件 \(path) 第一行的口令太短，至少 12 个字符。")
    }
    return .passphrase(passphrase)
  case (_?, _?):
    throw UsageFault(sentence: "--key-file 和 --passphrase-file 只能给一个。")
  }
}

/// The first line of a small file, or of standard input for `-`.
private func firstLine(of path: String) throws(BrokenInput) -> String {
  let descriptor = path == "-" ? STDIN_FILENO : unsafe open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else {
    throw BrokenInput(sentence: "文件 \(path) 打不开（\(reason(errno))），请检查路径和权限。")
  }
  defer { if path != "-" { close(descriptor) } }
  var content: [UInt8] = []
  var byte: UInt8 = 0
  while content.count < 4096, unsafe read(descriptor, &byte, 1) == 1, byte != 0x0A {
    content.append(byte)
  }
  if content.last == 0x0D { content.removeLast() }
  return String(decoding: content, as: UTF8.self)
}

/// Where a backup goes: an empty PostgreSQL database, or a new file that gets its name when whole.
private struct RestoreTarget {
  private let folder: String
  private let location: StoreLocation

  init(_ arguments: Arguments) throws {
    (folder, location) = try OpenedStore.place(arguments)
    try OpenedStore.makeFolder(folder)
  }

  func restore(
    _ path: String, _ key: BackupKey?, _ progress: (BackupProgress) -> Void
  ) throws -> BackupSummary {
    switch location {
    case .postgres(let url):
      let store = try PostgresStore(url: url, connections: 2)
      defer { store.close() }
      return try Backup.restore(
        path, key: key, into: store, dataFolder: folder, progress: progress)
    case .file(let name):
      return try restore(path, key, toFile: name, progress)
    }
  }

  private func restore(
    _ path: String, _ key: BackupKey?, toFile name: String, _ progress: (BackupProgress) -> Void
  ) throws -> BackupSummary {
    guard unsafe access(name, F_OK) != 0 else {
      throw Problem.refused("数据库文件 \(name) 已经存在，没有恢复任何数据。请换一个位置，或先移走它。")
    }
    let part = name + ".restoring"
    let parts = [part, part + "-wal", part + "-shm"]
    for file in parts { unsafe unlink(file) }
    do {
      let store = try SQLiteStore(path: part, readers: 1, sortsOnDisk: true)
      defer { store.close() }
      let summary = try Backup.restore(
        path, key: key, into: store, dataFolder: folder, progress: progress)
      store.close()
      guard unsafe rename(part, name) == 0 else {
        throw BrokenInput(sentence: "数据已恢复到 \(part)，但不能改名为 \(name)（\(reason(errno))）。")
      }
      return summary
    } catch {
      for file in parts { unsafe unlink(file) }
      throw error
    }
  }
}

extension BackupProgress {
  fileprivate var words: String {
    table.isEmpty ? "收到的文件 第\(files)份" : "\(table) 共\(rows)行"
  }
}

extension BackupSummary {
  /// The manifest, a line each, and what it comes to.
  fileprivate var text: String {
    let lines = tables.map { "table\t\($0.name)\t\($0.rows)\t\($0.digest)" }
    return
      (lines + [
        "files\t\(files)\t\(fileBytes)", "journal\t\(journalNumber)\t\(journalDigest)",
        "made\t\(Instant(milliseconds: madeAt).isoUTC)", "rows\t\(rows)",
      ]).joined(separator: "\n")
  }
}
