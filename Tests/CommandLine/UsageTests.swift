import Testing

/// Words that cannot be taken, and what the first line of the answer must say.
struct Misuse: CustomTestStringConvertible, Sendable {
  let words: [String]
  let says: [String]

  init(_ words: String, _ says: String...) {
    self.words = words.split(separator: " ").map(String.init)
    self.says = says
  }

  var testDescription: String { words.joined(separator: " ") }

  static let all = [
    // Commands
    Misuse("srve", "没有命令“srve”", "是不是想用 serve？"),
    Misuse("verfiy x", "没有命令“verfiy”", "是不是想用 verify？"),
    Misuse("DRAWS x", "是不是想用 draw？"),
    Misuse("hepl", "是不是想用 help？"),
    Misuse("jurnal verify", "没有命令“jurnal”", "是不是想用 journal verify？"),
    Misuse("journal verfy", "没有命令“journal verfy”", "是不是想用 journal verify？"),
    Misuse(
      "journal", "没有命令“journal”",
      "可用的有：journal verify、journal export、journal check、journal close。"),
    Misuse("entirely-else", "没有命令“entirely-else”。运行 mingcha help 查看全部命令。"),
    Misuse("help srve", "没有命令“srve”", "是不是想用 serve？"),
    Misuse("help draw more", "多出参数“more”"),
    Misuse("--version", "没有命令“--version”"),
    // Options
    Misuse("serve --prot 1", "没有选项 --prot。", "是不是想用 --port？"),
    Misuse("serve --DATA=x", "没有选项 --DATA。", "是不是想用 --data？"),
    Misuse("commit a --siute sm3", "没有选项 --siute。", "是不是想用 --suite？"),
    Misuse("draw --all x", "没有选项 --all。"),
    Misuse("draw -x", "没有选项 -x。"),
    Misuse("serve --port", "选项 --port 后面缺少值（端口）。"),
    Misuse("serve --port --data x", "选项 --port 后面缺少值（端口）。"),
    Misuse("serve --data=", "选项 --data 的值是空的"),
    Misuse("serve --port 1 --port 2", "选项 --port 给了两次"),
    Misuse("serve --behind-tls=yes", "选项 --behind-tls 不带值。"),
    // Arguments
    Misuse("draw", "缺少参数 文件夹。"),
    Misuse("verify", "缺少参数 文件夹。"),
    Misuse("commit", "缺少参数 提供方名称。"),
    Misuse("draw a b", "多出参数“b”"),
    Misuse("serve now", "多出参数“now”"),
    Misuse("journal verify now", "多出参数“now”"),
    Misuse("draw -- a b", "多出参数“b”"),
    // Values
    Misuse("serve --port 65536", "--port 应为 0 至 65535 的整数，不能是“65536”。"),
    Misuse("serve --port -1", "--port 应为 0 至 65535 的整数，不能是“-1”。"),
    Misuse("serve --port http", "--port 应为 0 至 65535 的整数，不能是“http”。"),
    Misuse("serve --port ８０", "--port 应为 0 至 65535 的整数，不能是“８０”。"),
    Misuse("serve --workers 0", "--workers 应为 1 至 1024 的整数，不能是“0”。"),
    Misuse("serve --workers 99999999999999999999", "--workers 应为 1 至 1024 的整数"),
    Misuse("demo --bodies 10", "--bodies 应为 600 至 200000 的整数，不能是“10”。"),
    Misuse("demo --seed 0.5", "--seed 应为 0 至 2147483647 的整数，不能是“0.5”。"),
    Misuse("demo --date 2026-02-30", "--date 应为", "不能是“2026-02-30”。"),
    Misuse("commit a --suite md5", "--suite 应为 sha256 或 sm3"),
    Misuse("setup --region 310000", "请给出 --authority 和 --region。"),
    Misuse("setup --authority 某局", "请给出 --authority 和 --region。"),
    // Databases
    Misuse("serve --database mysql://host/db", "--database“mysql://host/db”不能用 mysql://"),
    Misuse("journal verify --database :memory:", "--database“:memory:”不能保存数据"),
    Misuse("setup --authority 某局 --region 310000 --database postgres://", "没有写明主机和库"),
  ]
}

@Suite("Wrong usage")
struct UsageTests {
  @Test("is refused with what is wrong and what was probably meant", arguments: Misuse.all)
  func refused(_ misuse: Misuse) throws {
    let folder = Folder()
    let outcome = try Program.run(misuse.words, in: folder)
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    let sentence = try #require(outcome.sentences.first)
    for part in misuse.says { #expect(sentence.contains(part), "\(sentence)") }
    #expect(folder.names.isEmpty, "a refused command leaves nothing behind")
  }

  @Test("shows how the command is to be written")
  func usage() throws {
    let outcome = try Program.run("verify")
    #expect(
      outcome.sentences == ["缺少参数 文件夹。", "用法：mingcha verify 文件夹 [--against 文件] [--progress]"])
  }
}
