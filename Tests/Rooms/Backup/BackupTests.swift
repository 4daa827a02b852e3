import Crypto
import Foundation
import Storage
import StorageSQLite
import Supervision
import TestSupport
import Testing

@testable import Accounts
@testable import Backup
@testable import Composition
@testable import Kernel

/// A folder of its own for one test.
private final class Scratch: Sendable {
  let url = FileManager.default.temporaryDirectory
    .appending(path: "mingcha-backup-" + UUID().uuidString)

  init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }
  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appending(path: name).path }
  func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: path(name))))
  }
  func write(_ bytes: [UInt8], _ name: String) throws {
    try Data(bytes).write(to: URL(filePath: path(name)))
  }
  var names: [String] {
    (FileManager.default.enumerator(atPath: url.path)?.compactMap { $0 as? String } ?? []).sorted()
  }
}

/// Copies a database that may be open elsewhere.
func copySQLite(_ from: String, to: String) throws {
  try runPython(
    "import sqlite3,sys; s=sqlite3.connect(sys.argv[1]); d=sqlite3.connect(sys.argv[2]); "
      + "s.backup(d); d.close()", from, to)
}

private func runPython(_ program: String, _ arguments: String...) throws {
  let process = Process()
  process.executableURL = URL(filePath: "/usr/bin/env")
  process.arguments = ["python3", "-c", program] + arguments
  try process.run()
  process.waitUntilExit()
  try #require(process.terminationStatus == 0)
}

@Suite("Backup and restore")
struct BackupTests {
  private static let key = BackupKey.key(Array(0..<32))
  private static let moment = Instant(milliseconds: 1_790_000_000_000)

  @discardableResult
  private func backUp(
    _ store: any Store, _ folder: String, to path: String, key: BackupKey? = nil
  ) throws -> BackupSummary {
    try Backup.make(
      of: store, dataFolder: folder, to: path, key: key, now: Self.moment,
      entropy: SystemEntropy(), progress: { _ in }
    ).summary
  }

  @discardableResult
  private func restore(
    _ path: String, into store: any Store, _ folder: String, key: BackupKey? = nil
  ) throws -> BackupSummary {
    try Backup.restore(path, key: key, into: store, dataFolder: folder, progress: { _ in })
  }

  /// The demo as it is now, apart from the one that other tests go on with.
  private func demo(_ scratch: Scratch) throws -> (store: SQLiteStore, folder: String) {
    let shared = try DemoWorld.shared.get().house.surroundings.dataFolder
    let folder = scratch.path("demo")
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
    try copySQLite(shared + "/mingcha.db", to: folder + "/mingcha.db")
    try FileManager.default.copyItem(atPath: shared + "/files", toPath: folder + "/files")
    return (try SQLiteStore(path: folder + "/mingcha.db"), folder)
  }

  private func refusal(_ body: () throws -> Void) -> String {
    do {
      try body()
      Issue.record("not refused")
      return ""
    } catch Problem.refused(let reasons) {
      return reasons.joined()
    } catch {
      Issue.record("another refusal: \(error)")
      return ""
    }
  }

  @Test(
    "a whole house comes back row for row, also on the other engine",
    arguments: EngineUnderTest.allCases)
  func roundTrip(_ engine: EngineUnderTest) throws {
    let scratch = try Scratch()
    let (source, folder) = try demo(scratch)
    defer { source.close() }
    let made = try backUp(source, folder, to: scratch.path("a"), key: Self.key)
    #expect(made.files > 0)
    #expect(made.damagedFiles.isEmpty)

    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    let restored = try restore(
      scratch.path("a"), into: store, scratch.path("data"), key: Self.key)
    #expect(restored == made)
    let before = try content(of: source)
    let after = try content(of: store)
    #expect(before.count > 40)
    for (table, rows) in before { #expect(after[table] == rows, "\(table)") }
    #expect(after.count == before.count)
    let files = folder + "/files"
    for name in Backup.keptNames(in: files) {
      #expect(try scratch.bytes("data/files/\(name)") == KeptFiles.read("\(files)/\(name)"))
    }
    guard case .success(let chain) = try store.read({ try Journal.verify($0) }) else {
      Issue.record("the chain is broken")
      return
    }
    #expect(chain.count == made.journalNumber)
    #expect(chain.digest == made.journalDigest)

    // And from there back again: the same manifest, whatever the engine between.
    let again = try backUp(store, scratch.path("data"), to: scratch.path("b"))
    #expect(again == made)
    let second = try TestDatabase(on: .sqlite)
    defer { second.remove() }
    try restore(scratch.path("b"), into: try second.open(), scratch.path("data2"))
    #expect(try content(of: try second.open()) == before)
  }

  @Test("the restored house goes on working", arguments: EngineUnderTest.allCases)
  func goesOn(_ engine: EngineUnderTest) throws {
    let source = try TestHouse()
    try source.account("planner", roles: [.planner])
    let scratch = try Scratch()
    try backUp(source.store, source.folder.path, to: scratch.path("a"))
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    try restore(scratch.path("a"), into: store, scratch.path("data"))
    let house = try TestHouse(store)
    // New rows get numbers behind the restored ones, and the chain continues.
    try house.account("second", roles: [.planner])
    _ = try house.client("planner")
    guard case .success(let chain) = try store.read({ try Journal.verify($0) }) else {
      Issue.record("the chain is broken")
      return
    }
    #expect(chain.count == 3)
  }

  @Test("a copy made while others write is of one moment", arguments: EngineUnderTest.allCases)
  func whileWriting(_ engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let test = try TestHouse(try database.open())
    try test.account("first", roles: [.planner])
    let scratch = try Scratch()
    let house = test.house
    try onThreads(3) { number in
      if number == 0 {
        for round in 0..<4 {
          _ = try Backup.make(
            of: house.store, dataFolder: scratch.path("none"), to: scratch.path("copy\(round)"),
            key: nil, now: Self.moment, entropy: SystemEntropy(), progress: { _ in })
        }
      } else {
        for step in 0..<40 {
          try house.perform(by: nil) { transaction in
            try Accounts.insert(
              NewAccount(
                login: "w\(number)-\(step)", name: "w", password: "",
                authority: AuthorityID(1), roles: [.planner]),
              encodedPassword: "-", transaction)
            transaction.journal("account.create", ("account", "w\(number)-\(step)"))
          }
        }
      }
    }
    for round in 0..<4 {
      let target = try TestDatabase(on: .sqlite)
      defer { target.remove() }
      let store = try target.open()
      let summary = try restore(
        scratch.path("copy\(round)"), into: store, scratch.path("data\(round)"))
      guard case .success(let chain) = try store.read({ try Journal.verify($0) }) else {
        Issue.record("the chain is broken")
        return
      }
      // Every account has its entry and every entry its account.
      #expect(chain.count == summary.journalNumber)
      #expect(
        try store.read { try $0.count("SELECT count(*) AS value FROM accounts") } == chain.count)
    }
  }

  // MARK: refusals

  /// A small house and a backup of it.
  private func small(_ scratch: Scratch, key: BackupKey? = nil) throws {
    let source = try TestHouse()
    try source.account("planner", roles: [.planner])
    _ = try KeptFiles(dataFolder: source.folder.path).keep(Array("received".utf8))
    try backUp(source.store, source.folder.path, to: scratch.path("a"), key: key)
  }

  /// That a file is refused, and the target is as empty as before.
  private func expectRefused(
    _ name: String, _ scratch: Scratch, on engine: EngineUnderTest = .sqlite,
    key: BackupKey? = nil, _ sentence: String
  ) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    let said = refusal { try restore(scratch.path(name), into: store, scratch.path("t"), key: key) }
    #expect(said.contains(sentence), "\(said)")
    #expect(try content(of: store).isEmpty)
    #expect(!scratch.names.contains { $0.hasPrefix("t/files") })
  }

  @Test("a wrong key is refused, and an encrypted file without one")
  func wrongKey() throws {
    let scratch = try Scratch()
    try small(scratch, key: Self.key)
    try expectRefused(
      "a", scratch, key: .key([UInt8](repeating: 1, count: 32)), "密钥或口令不对")
    try expectRefused("a", scratch, key: .passphrase("long enough to be"), "密钥文件加密")
    try expectRefused("a", scratch, "是加密的")
    let locked = try Scratch()
    try small(locked, key: .passphrase("correct horse battery"))
    try expectRefused("a", locked, key: .passphrase("correct horse batterz"), "密钥或口令不对")
    let database = try TestDatabase(on: .sqlite)
    defer { database.remove() }
    try restore(
      locked.path("a"), into: try database.open(), locked.path("t"),
      key: .passphrase("correct horse battery"))
  }

  @Test("an encrypted file shows nothing of what is in it")
  func hidden() throws {
    let scratch = try Scratch()
    try small(scratch, key: Self.key)
    let text = String(decoding: try scratch.bytes("a"), as: UTF8.self)
    #expect(text.hasPrefix("mingcha-backup 1\nlock aes-256-gcm key\n"))
    #expect(!text.contains("planner"))
  }

  @Test("a truncated file is refused wherever it ends", arguments: [nil, key])
  func truncated(_ key: BackupKey?) throws {
    let scratch = try Scratch()
    try small(scratch, key: key)
    let whole = try scratch.bytes("a")
    for count in [0, 10, 100, 200, 250, whole.count / 2, whole.count - 17, whole.count - 1] {
      try scratch.write(Array(whole.prefix(count)), "cut")
      let database = try TestDatabase(on: .sqlite)
      defer { database.remove() }
      let store = try database.open()
      let said = refusal {
        try restore(scratch.path("cut"), into: store, scratch.path("t"), key: key)
      }
      #expect(said.contains("不完整") || said.contains("不是明察的备份文件"), "\(count): \(said)")
      #expect(try content(of: store).isEmpty)
    }
  }

  @Test("a changed byte is refused wherever it stands", arguments: [nil, key])
  func tampered(_ key: BackupKey?) throws {
    let scratch = try Scratch()
    try small(scratch, key: key)
    let whole = try scratch.bytes("a")
    for step in 0..<48 {
      var changed = whole
      changed[step * (whole.count - 1) / 47] ^= 1 << (step % 8)
      try scratch.write(changed, "changed")
      let said = refusal {
        _ = try Backup.check(scratch.path("changed"), key: key, progress: { _ in })
      }
      #expect(!said.isEmpty)
    }
    try scratch.write(whole + [0], "longer")
    try expectRefused("longer", scratch, key: key, "末尾多出内容")
    #expect(try Backup.check(scratch.path("a"), key: key, progress: { _ in }).files == 1)
  }

  @Test("a file with several chunks keeps their order")
  func order() throws {
    let scratch = try Scratch()
    let (source, folder) = try demo(scratch)
    defer { source.close() }
    try backUp(source, folder, to: scratch.path("a"), key: Self.key)
    var whole = try scratch.bytes("a")
    let start =
      try #require(
        whole.indices.first { whole[$0] == 0x0A && whole[$0 + 1] == 0x0A }) + 2
    let length = SealedFile.chunkLength + 16 + 4
    try #require(whole.count > start + 2 * length)
    let first = Array(whole[start..<start + length])
    let second = Array(whole[start + length..<start + 2 * length])
    whole.replaceSubrange(start..<start + 2 * length, with: second + first)
    try scratch.write(whole, "swapped")
    try expectRefused("swapped", scratch, key: Self.key, "第 1 段被改动过")
  }

  @Test("a newer program's backup is refused, also one of another structure")
  func newer() throws {
    let changes: [(SQL, String)] = [
      (
        "INSERT INTO schema_migrations(number, name, digest, applied_at) VALUES (999, 'm', 'd', 1)",
        "更新版本的程序做的"
      ),
      ("UPDATE schema_migrations SET digest = 'd' WHERE number = 1", "与本程序不同"),
    ]
    for (change, sentence) in changes {
      let scratch = try Scratch()
      let source = try TestHouse()
      try source.store.write { _ = try $0.execute(change) }
      try backUp(source.store, source.folder.path, to: scratch.path("a"))
      try expectRefused("a", scratch, sentence)
    }
    let scratch = try Scratch()
    try scratch.write(Array("mingcha-backup 2\nlock x\nsalt y\n\n".utf8), "a")
    try expectRefused("a", scratch, "更新版本的程序做的")
    try scratch.write(Array("something else altogether\n\n".utf8), "a")
    try expectRefused("a", scratch, "不是明察的备份文件")
  }

  @Test("a target with data is refused and stays as it is", arguments: EngineUnderTest.allCases)
  func notEmpty(_ engine: EngineUnderTest) throws {
    let scratch = try Scratch()
    try small(scratch)
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let test = try TestHouse(try database.open())
    try test.account("there", roles: [.planner])
    let before = try content(of: test.store)
    let said = refusal { try restore(scratch.path("a"), into: test.store, scratch.path("t")) }
    #expect(said.contains("目标数据库里已有数据"))
    #expect(try content(of: test.store) == before)

    let empty = try TestDatabase(on: engine)
    defer { empty.remove() }
    let digest = try KeptFiles(dataFolder: test.folder.path).keep(Array("mine".utf8))
    let other = refusal {
      try restore(scratch.path("a"), into: try empty.open(), test.folder.path)
    }
    #expect(other.contains("里已有文件"))
    #expect(Backup.keptNames(in: test.folder.path + "/files") == [digest])
  }

  @Test(
    "records that do not fit each other are refused, and nothing is stored",
    arguments: EngineUnderTest.allCases)
  func broken(_ engine: EngineUnderTest) throws {
    let scratch = try Scratch()
    let source = try TestHouse()
    try source.account("planner", roles: [.planner])
    // A copy of a database whose foreign keys somebody switched off.
    source.store.close()
    try runPython(
      "import sqlite3,sys; d=sqlite3.connect(sys.argv[1]); "
        + "d.execute(\"update account_roles set account = 999\"); d.commit()",
      source.folder.appending(path: "mingcha.db").path)
    let store = try SQLiteStore(path: source.folder.appending(path: "mingcha.db").path)
    defer { store.close() }
    try backUp(store, source.folder.path, to: scratch.path("a"))
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let target = try database.open()
    #expect(throws: (any Error).self) {
      try restore(scratch.path("a"), into: target, scratch.path("t"))
    }
    #expect(try content(of: target).isEmpty)
  }

  @Test("the house's own key travels in an encrypted backup only")
  func houseKey() throws {
    let test = try TestHouse()
    let sealed = try test.house.key.seal(Array("a second factor".utf8), for: "test")
    let scratch = try Scratch()
    try backUp(test.store, test.folder.path, to: scratch.path("locked"), key: Self.key)
    try backUp(test.store, test.folder.path, to: scratch.path("open"))
    for (name, key) in [("locked", Self.key), ("open", nil)] {
      let database = try TestDatabase(on: .sqlite)
      defer { database.remove() }
      let folder = scratch.path("of-" + name)
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
      try restore(scratch.path(name), into: try database.open(), folder, key: key)
      let restored = HouseKey(dataFolder: folder, entropy: SystemEntropy())
      let opened = try restored.open(sealed, for: "test")
      #expect((opened == Array("a second factor".utf8)) == (key != nil))
    }
    let other = try TestDatabase(on: .sqlite)
    defer { other.remove() }
    let said = refusal {
      try restore(
        scratch.path("locked"), into: try other.open(), scratch.path("of-open"), key: Self.key)
    }
    #expect(said.contains("里已有 secret.key"))
  }

  @Test("an existing file is not overwritten")
  func exists() throws {
    let scratch = try Scratch()
    try scratch.write([1, 2, 3], "a")
    let test = try TestHouse()
    let said = refusal { try backUp(test.store, test.folder.path, to: scratch.path("a")) }
    #expect(said.contains("已经存在"))
    #expect(try scratch.bytes("a") == [1, 2, 3])
    #expect(scratch.names == ["a"])
  }

  @Test("a received file that was changed is named")
  func damagedFile() throws {
    let test = try TestHouse()
    let digest = try KeptFiles(dataFolder: test.folder.path).keep(Array("as received".utf8))
    try Data("changed".utf8).write(
      to: URL(filePath: test.folder.path + "/files/" + digest))
    let scratch = try Scratch()
    #expect(
      try backUp(test.store, test.folder.path, to: scratch.path("a")).damagedFiles == [digest])
  }
}
