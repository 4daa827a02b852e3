internal import Draw
internal import Kernel
internal import Sheets
internal import Storage

/// One command of `mingcha`.
struct Command: Sendable {
  /// One word, or two for a command of a group (`journal verify`).
  let name: String
  let summary: String
  let positional: [String]
  let options: [Option]
  let details: String
  /// - Returns: the exit status.
  let run: @Sendable (Arguments) throws -> Int32

  var usage: String {
    (["mingcha", name] + positional + options.map { "[\($0.usage)]" }).joined(separator: " ")
  }

  var help: String {
    var lines = [summary, "", "用法：\(usage)", ""]
    if !details.isEmpty { lines += [details, ""] }
    if !options.isEmpty {
      lines.append("选项：")
      for option in options { lines.append("  \(option.usage)\n      \(option.help)") }
      lines.append("")
    }
    lines.append("退出码：0 正常，1 被拒绝或验证不符，2 用法错误或输入损坏。")
    return lines.joined(separator: "\n")
  }
}

/// Reads the words, finds the command, says what went wrong.
enum Tool {
  static let commands: [Command] = [
    serveCommand, demoCommand, setUpCommand, accountRescueCommand, drawCommand, verifyCommand,
    explainCommand,
    proveCommand, checkProofCommand, treeCommand, commitCommand, journalVerifyCommand,
    journalExportCommand, journalCheckCommand, journalCloseCommand,
    importCommand, exportCommand, backupCommand, restoreCommand,
  ]

  private static let nearest = Nearest { Sheets.nearest($0, in: $1) }

  static func run(_ words: [String]) -> Int32 {
    guard let first = words.first else {
      return complain("没有写明命令。\n\(overview)")
    }
    do {
      if ["help", "--help", "-h"].contains(first) { return try help(Array(words.dropFirst())) }
      guard let (command, rest) = find(words) else { return unknown(words) }
      if rest.contains("--help") || rest.contains("-h") {
        try say(command.help)
        return ExitStatus.fine
      }
      return try run(command, rest)
    } catch {
      return report(error)
    }
  }

  private static func run(_ command: Command, _ words: [String]) throws -> Int32 {
    do {
      let arguments = try Arguments(
        words, options: command.options, positional: command.positional, nearest)
      return try command.run(arguments)
    } catch let fault as UsageFault {
      return complain("\(fault.sentence)\n用法：\(command.usage)")
    }
  }

  private static func find(_ words: [String]) -> (Command, [String])? {
    for count in [2, 1] where words.count >= count {
      let name = words.prefix(count).joined(separator: " ")
      if let command = commands.first(where: { $0.name == name }) {
        return (command, Array(words.dropFirst(count)))
      }
    }
    return nil
  }

  private static func help(_ words: [String]) throws -> Int32 {
    if words.isEmpty || words == ["help"] {
      try say(overview)
      return ExitStatus.fine
    }
    guard let (command, rest) = find(words) else { return unknown(words) }
    if let extra = rest.first {
      throw UsageFault(sentence: "多出参数“\(extra)”，请去掉。")
    }
    try say(command.help)
    return ExitStatus.fine
  }

  private static func unknown(_ words: [String]) -> Int32 {
    let names = commands.map(\.name) + ["help"]
    let both = words.prefix(2).joined(separator: " ")
    // In a group (`journal verify`) the second word is part of the name.
    let group = names.filter { $0.hasPrefix("\(words[0]) ") }
    var hint = nearest.hint(words[0], in: names)
    if hint.isEmpty { hint = nearest.hint(both, in: names) }
    if hint.isEmpty, !group.isEmpty { hint = "可用的有：\(group.joined(separator: "、"))。" }
    let word = group.isEmpty ? words[0] : both
    return complain("没有命令“\(word)”。\(hint)运行 mingcha help 查看全部命令。")
  }

  private static var overview: String {
    var lines = [
      "明察：检验检测机构“双随机、一公开”监管系统。", "", "用法：mingcha 命令 [参数] [选项]", "", "命令：",
    ]
    let heads = commands.map { ([$0.name] + $0.positional).joined(separator: " ") }
    let column = 2 + (heads.map(cells).max() ?? 0)
    for (head, command) in zip(heads, commands) {
      let gap = String(repeating: " ", count: column - cells(head))
      lines.append("  \(head)\(gap)\(command.summary)")
    }
    lines += ["", "每个命令的说明：mingcha 命令 --help", "退出码：0 正常，1 被拒绝或验证不符，2 用法错误或输入损坏。"]
    return lines.joined(separator: "\n")
  }

  /// How wide a terminal shows a text: Chinese characters take two cells.
  private static func cells(_ text: String) -> Int {
    text.reduce(0) { $0 + ($1.isASCII ? 1 : 2) }
  }

  /// One sentence for whatever a command threw, and the exit status it means.
  static func report(_ error: any Error) -> Int32 {
    switch error {
    case let fault as UsageFault: return complain(fault.sentence)
    case let fault as BrokenInput: return complain(fault.sentence)
    case let refusal as Refusal: return complain(refusal.description)
    case let error as StoreError: return complain(sentence(error))
    case Problem.refused(let reasons):
      for reason in reasons { note(reason) }
      return ExitStatus.refused
    case Problem.conflict(let reason):
      note(reason)
      return ExitStatus.refused
    default:
      return complain("程序内部出错，没有完成。请把这句话告诉维护者：\(error)")
    }
  }

  private static func sentence(_ error: StoreError) -> String {
    switch error {
    case .newerVersion(let fact):
      "数据库已由更新版本的程序升级，本程序不能使用它，也没有作任何改动。请改用那个版本或更新的程序（\(fact)）。"
    case .olderVersion(let fact):
      "数据库是旧版本的，没有作任何改动。请先用本程序运行一次 mingcha serve 完成升级（\(fact)）。"
    case .migration(let fact):
      "数据库结构与本程序不符，没有作任何改动。请检查 --data 或 --database 是否指向明察的数据库（\(fact)）。"
    case .unavailable(let fact):
      "数据库打不开，请检查 --data 或 --database 的位置和权限（\(fact)）。"
    case .busy(let fact):
      "数据库正被另一个程序占用，没有作任何改动，请稍后再试（\(fact)）。"
    case .full(let fact):
      "磁盘已满，没有作任何改动，请清理磁盘后重试（\(fact)）。"
    case .constraint, .column, .statement:
      "数据库没有接受一条语句，没有作任何改动。请把这句话告诉维护者：\(error)"
    }
  }
}
