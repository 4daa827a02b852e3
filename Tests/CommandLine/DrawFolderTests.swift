import Draw
import Foundation
import Glibc
import Testing

/// A folder of Tests/Draw/Vectors.
struct VectorFolder: CustomTestStringConvertible, Sendable {
  let name: String
  let path: String
  /// Nil where the draw is refused.
  let transcript: [UInt8]?
  var testDescription: String { name }

  static let all: [VectorFolder] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Draw/Vectors")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().map { name in
      let path = folder.appending(path: name)
      let transcript = try? Data(contentsOf: path.appending(path: FileName.transcript))
      return VectorFolder(name: name, path: path.path, transcript: transcript.map { [UInt8]($0) })
    }
  }()

  static let fine = all.filter { $0.transcript != nil }
  static let refused = all.filter { $0.transcript == nil }

  static func named(_ name: String) throws -> VectorFolder {
    try #require(all.first { $0.name == name })
  }

  /// A copy to be spoilt.
  func copy() throws -> Folder {
    let folder = Folder()
    for name in try FileManager.default.contentsOfDirectory(atPath: path) {
      try folder.write([UInt8](try Data(contentsOf: URL(filePath: "\(path)/\(name)"))), name)
    }
    return folder
  }
}

@Suite("mingcha draw and verify")
struct DrawFolderTests {
  @Test("a draw comes out byte for byte and is verified", arguments: VectorFolder.fine)
  func fine(_ vector: VectorFolder) throws {
    let drawn = try Program.run("draw", vector.path)
    #expect(drawn.status == 0)
    #expect(drawn.error.isEmpty)
    #expect(Array(drawn.output.utf8) == vector.transcript)
    let verified = try Program.run("verify", vector.path)
    #expect(verified.status == 0)
    let digest = try #require(drawn.output.split(whereSeparator: \.isWhitespace).last)
    #expect(verified.output == "verified \(digest)\n")
  }

  @Test(
    "how far it has come is told to nobody who has not asked", arguments: ["draw", "verify"])
  func progress(_ command: String) throws {
    let folder = try VectorFolder.named("01-shanghai-2023").path
    let quiet = try Program.run(command, folder)
    #expect(quiet.status == 0 && quiet.error.isEmpty)
    let told = try Program.run(command, folder, "--progress")
    #expect(told.status == 0 && told.output == quiet.output)
    #expect(told.sentences.first?.hasPrefix("正在") == true, "\(told.error)")
    #expect(told.sentences.allSatisfy { $0.contains(/^正在.* 已用[0-9]+秒$/) }, "\(told.error)")
  }

  @Test(
    "a refused draw gives nothing but one sentence with file, line and reason",
    arguments: VectorFolder.refused)
  func refused(_ vector: VectorFolder) throws {
    let folder = try vector.copy()
    try folder.write("spec\tmingcha-draw-1\n", FileName.transcript)
    for command in ["draw", "verify"] {
      let outcome = try Program.run(command, folder.path)
      #expect(outcome.status == 2)
      #expect(outcome.output.isEmpty)
      #expect(outcome.sentences.count == 1)
      #expect(outcome.error.contains(/^[a-z]+\.tsv(:[1-9][0-9]*)?: .+。\n$/))
    }
  }

  @Test("the line of a refusal is the line of the file")
  func line() throws {
    let outcome = try Program.run("draw", try VectorFolder.named("27-unknown-key").path)
    #expect(outcome.error.hasPrefix("rules.tsv:7: "))
  }

  @Test("a tampered transcript is not verified: line, expected and found are told")
  func tampered() throws {
    let folder = try VectorFolder.named("01-shanghai-2023").copy()
    var lines = folder.text(FileName.transcript).split(
      separator: "\n", omittingEmptySubsequences: false
    ).map(String.init)
    let place = lines.count / 2
    let right = lines[place]
    lines[place] += "x"
    try folder.write(lines.joined(separator: "\n"), FileName.transcript)
    let outcome = try Program.run("verify", folder.path)
    #expect(outcome.status == 1)
    #expect(outcome.error.isEmpty)
    #expect(
      outcome.output == """
        transcript.txt:\(place + 1): 与重新计算的结果不同。
        应为: \(right)
        实为: \(right)x
        改动在: transcript.txt

        """)
  }

  @Test("a file changed after the draw is named", arguments: ["roster.tsv", "inspectors.tsv"])
  func changedFile(name: String) throws {
    let folder = try VectorFolder.named("01-shanghai-2023").copy()
    try folder.write(folder.text(name) + "zzz\tx\tx\tx\tx\n", name)
    let outcome = try Program.run("verify", folder.path)
    #expect(outcome.status == 1)
    #expect(outcome.output.hasSuffix("改动在: \(name)\n"))
  }

  @Test("a transcript of another version is refused")
  func otherVersion() throws {
    let folder = try VectorFolder.named("01-shanghai-2023").copy()
    let text = folder.text(FileName.transcript)
    try folder.write("draw\tmingcha-draw-2" + text.dropFirst(19), FileName.transcript)
    let outcome = try Program.run("verify", folder.path)
    #expect(outcome.status == 2)
    #expect(outcome.error.hasPrefix("transcript.txt:1: "))
  }

  @Test("a transcript that was cut, emptied or made longer is not verified")
  func length() throws {
    let folder = try VectorFolder.named("01-shanghai-2023").copy()
    let whole = folder.bytes(FileName.transcript)
    for changed in [Array(whole.dropLast()), [], whole + Array("more\n".utf8)] {
      try folder.write(changed, FileName.transcript)
      let outcome = try Program.run("verify", folder.path)
      #expect(outcome.status == 1)
      #expect(outcome.output.hasSuffix("改动在: transcript.txt\n"))
    }
  }

  @Test("a changed input is not verified by the old transcript")
  func changedInput() throws {
    let folder = try VectorFolder.named("01-shanghai-2023").copy()
    let seed = folder.text(FileName.seed).replacing("03 07 12", with: "03 07 13")
    try folder.write(seed, FileName.seed)
    #expect(try Program.run("verify", folder.path).status == 1)
  }

  @Test("a missing file is named", arguments: ["roster.tsv", "rules.tsv", "seed.tsv"])
  func missingFile(_ name: String) throws {
    let folder = try VectorFolder.named("01-shanghai-2023").copy()
    try folder.remove(name)
    try expectRefusal("draw", folder.path, "\(name): ", "没有这个文件")
  }

  @Test("without a transcript there is nothing to verify")
  func missingTranscript() throws {
    let folder = try VectorFolder.named("01-shanghai-2023").copy()
    try folder.remove(FileName.transcript)
    try expectRefusal("verify", folder.path, "transcript.txt: ", "没有这个文件")
  }

  @Test("what is no folder of files is refused")
  func noFolder() throws {
    let folder = try VectorFolder.named("01-shanghai-2023").copy()
    try expectRefusal("draw", folder.path("nowhere"), folder.path("nowhere"), "不存在")
    try expectRefusal("draw", folder.path("roster.tsv"), "这不是文件夹")
    try expectRefusal("draw", folder.path("roster.tsv/x"), "路径中有一段不是文件夹")
    try folder.remove("roster.tsv")
    mkdir(folder.path("roster.tsv"), 0o700)
    try expectRefusal("draw", folder.path, "roster.tsv: ", "这不是普通文件")
  }

  @Test("a named pipe is refused instead of waited for")
  func namedPipe() throws {
    let folder = try VectorFolder.named("01-shanghai-2023").copy()
    try folder.remove("seed.tsv")
    mkfifo(folder.path("seed.tsv"), 0o600)
    try expectRefusal("draw", folder.path, "seed.tsv: ", "这不是普通文件")
    try folder.remove("transcript.txt")
    mkfifo(folder.path("transcript.txt"), 0o600)
    try expectRefusal("verify", folder.path, "这不是普通文件")
  }

  @Test("a file that leads nowhere is refused with why")
  func loop() throws {
    let folder = try VectorFolder.named("01-shanghai-2023").copy()
    try folder.remove("rules.tsv")
    symlink("rules.tsv", folder.path("rules.tsv"))
    try expectRefusal("draw", folder.path, "rules.tsv: ", "符号链接循环")
  }

  @Test("a file nobody may read is refused", .enabled(if: geteuid() != 0, "root reads everything"))
  func unreadable() throws {
    let folder = try VectorFolder.named("01-shanghai-2023").copy()
    chmod(folder.path("roster.tsv"), 0)
    try expectRefusal("draw", folder.path, "roster.tsv: ", "没有权限")
  }

  @Test(
    "a result that nobody takes is an error",
    arguments: [["draw"], ["verify"], ["commit"], ["help"], ["draw", "--help"]])
  func outputLost(_ words: [String]) throws {
    let folder = try VectorFolder.named("01-shanghai-2023").path
    let words = words.count == 1 && words != ["help"] ? words + [folder] : words
    for (descriptor, why) in [(try closedPipe(), "接收方已关闭"), (open("/dev/full", O_WRONLY), "磁盘已满")] {
      defer { close(descriptor) }
      let outcome = try Program.run(words, output: descriptor)
      #expect(outcome.status == 2)
      #expect(outcome.sentences == ["标准输出: 写入失败（\(why)），请检查输出位置。"])
    }
  }

  /// The end of a pipe to write to, with nobody at the other; no other process inherits one.
  private func closedPipe() throws -> Int32 {
    let folder = Folder()
    mkfifo(folder.path("pipe"), 0o600)
    let reader = open(folder.path("pipe"), O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    defer { close(reader) }
    let writer = open(folder.path("pipe"), O_WRONLY | O_CLOEXEC)
    try #require(reader >= 0 && writer >= 0)
    return writer
  }

  private func expectRefusal(_ command: String, _ path: String, _ parts: String...) throws {
    let outcome = try Program.run(command, path)
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.sentences.count == 1)
    for part in parts { #expect(outcome.error.contains(part), "\(outcome.error)") }
  }
}

@Suite("mingcha commit")
struct CommitTests {
  @Test("the commitment is the one of the specification", arguments: [Draw.Suite.sha256, .sm3])
  func commitment(_ suite: Draw.Suite) throws {
    let words = ["commit", "上海市公安局", "--suite", suite.rawValue]
    let fields = try Program.run(words).output.split(separator: "\n").map {
      $0.split(separator: "\t").map(String.init)
    }
    try #require(fields.map(\.first) == ["contributor", "commitment", "secret"])
    #expect(fields[0][1] == "上海市公安局")
    let secret = try secret(fields[2][1])
    #expect(secret.count == 32)
    let expected = Draw.commitment(suite, contributor: "上海市公安局", secret: secret)
    #expect(fields[1][1] == hex(expected))
  }

  private func secret(_ text: String) throws -> [UInt8] {
    let digits = Array(text)
    return try stride(from: 0, to: digits.count - 1, by: 2).map {
      try #require(UInt8(String(digits[$0...$0 + 1]), radix: 16))
    }
  }

  @Test("every secret is another, and SHA-256 is the standard")
  func fresh() throws {
    let outcomes = try (0..<2).map { _ in try Program.run("commit", "某局") }
    #expect(outcomes.allSatisfy { $0.status == 0 })
    let secrets = outcomes.map { String($0.output.split(separator: "\t").last ?? "") }
    #expect(secrets[0] != secrets[1])
    #expect(secrets.allSatisfy { $0.count == 65 })
  }

  @Test(
    "a name that no seed file could hold is refused", arguments: ["", "甲\t乙", "甲\n乙", "\u{7F}"])
  func name(_ name: String) throws {
    let outcome = try Program.run("commit", name)
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.sentences.first?.contains("提供方名称不能为空") == true)
  }

  @Test("a name that begins with a dash can be given after two dashes")
  func dash() throws {
    #expect(try Program.run("commit", "--", "-甲").output.hasPrefix("contributor\t-甲\n"))
  }
}
