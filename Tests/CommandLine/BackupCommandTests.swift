import Foundation
import Storage
import TestSupport
import Testing

@Suite("Backup on the command line")
struct BackupCommandTests {
  private static let key = String(repeating: "0123456789abcdef", count: 4)

  /// A folder with a house in `d` and a backup of it in `a`, encrypted with `key`.
  private func backedUp() throws -> (folder: Folder, manifest: [String]) {
    let folder = Folder()
    _ = try Program.run(
      "setup", "--authority", "上海市市场监督管理局", "--region", "310000", "--data", "d", in: folder)
    try folder.write(Self.key + "\n", "key")
    let made = try Program.run("backup", "a", "--data", "d", "--key-file", "key", in: folder)
    #expect(made.status == 0)
    #expect(made.error.isEmpty)
    let lines = made.output.split(separator: "\n").map(String.init)
    #expect(lines.last?.wholeMatch(of: /sha256\t[0-9a-f]{64}/) != nil)
    return (folder, Array(lines.dropLast()))
  }

  @Test(
    "what was backed up is restored, with the same manifest", arguments: EngineUnderTest.allCases)
  func roundTrip(_ engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let (folder, manifest) = try backedUp()
    let place = ["--data", "r", "--database", database.address]
    let restored = try Program.run(["restore", "a", "--key-file", "key"] + place, in: folder)
    #expect(restored.status == 0, "\(restored.error)")
    #expect(restored.output.split(separator: "\n").map(String.init) == manifest)
    #expect(manifest.contains { $0.hasPrefix("table\taccounts\t3\t") })
    let verified = try Program.run(["journal", "verify"] + place, in: folder)
    #expect(verified.output.hasPrefix("verified 1 "))
    let again = try Program.run(["restore", "a", "--key-file", "key"] + place, in: folder)
    #expect(again.status == 1)
    #expect(again.sentences.count == 1)
    #expect(again.error.contains("没有恢复任何数据"))
  }

  @Test("a backup without a key says what it leaves open and what it leaves out")
  func open() throws {
    let (folder, _) = try backedUp()
    let plain = try Program.run("backup", "b", "--data", "d", in: folder)
    #expect(plain.status == 0)
    #expect(plain.sentences.count == 1 && plain.error.contains("没有加密"))
    try folder.write(Self.key + "\n", "d/secret.key")
    let left = try Program.run("backup", "c", "--data", "d", in: folder)
    #expect(left.status == 0)
    #expect(left.sentences.count == 2 && left.error.contains("不含 secret.key"))
  }

  @Test("checking a backup restores nothing")
  func check() throws {
    let (folder, manifest) = try backedUp()
    let before = folder.names
    let checked = try Program.run("restore", "a", "--check", "--key-file", "key", in: folder)
    #expect(checked.status == 0)
    #expect(checked.output.split(separator: "\n").map(String.init) == manifest)
    #expect(folder.names == before)
  }

  @Test("a refused restore leaves nothing behind")
  func refused() throws {
    let (folder, _) = try backedUp()
    try folder.write(String(Self.key.reversed()), "other")
    try folder.write(Array(folder.bytes("a").dropLast(7)), "cut")
    let cases = [
      (["restore", "a", "--key-file", "other"], "密钥或口令不对"),
      (["restore", "a"], "是加密的"),
      (["restore", "cut", "--key-file", "key"], "不完整"),
      (["restore", "key"], "不是明察的备份文件"),
      (["restore", "none"], "打不开（不存在）"),
    ]
    for (words, sentence) in cases {
      let outcome = try Program.run(words + ["--data", "t"], in: folder)
      #expect(outcome.status == 1)
      #expect(outcome.output.isEmpty)
      #expect(outcome.sentences.count == 1)
      #expect(outcome.error.contains(sentence), "\(outcome.error)")
      #expect(!folder.names.contains { $0.hasPrefix("t/") })
    }
  }

  @Test("a key that is none is refused before anything is written")
  func keys() throws {
    let folder = Folder()
    try folder.write("not a key", "bad")
    try folder.write("short", "short")
    let cases = [
      (["--key-file", "bad"], "64 个十六进制数字"), (["--passphrase-file", "short"], "太短"),
      (["--key-file", "none"], "打不开（不存在）"),
      (["--key-file", "bad", "--passphrase-file", "short"], "只能给一个"),
    ]
    for (words, sentence) in cases {
      let outcome = try Program.run(["backup", "a"] + words, in: folder)
      #expect(outcome.status == 2)
      #expect(outcome.error.contains(sentence), "\(outcome.error)")
    }
    #expect(folder.names == ["bad", "short"])
  }
}
