internal import Platform
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
    serveCommand, setUpCommand, drawCommand, verifyCommand, commitCommand, journalVerifyCommand,
  ]

  private static let nearest = Nearest { Sheets.nearest($0, in: $1) }

  static func run(_ words: [String]) -> Int32 {
    if words.isEmpty || words == ["--help"] || words == ["-h"] || words == ["help"] {
      say(overview)
      return words.isEmpty ? ExitStatus.broken : ExitStatus.fine
    }
    if words.first == "help" { return help(Array(words.dropFirst())) }
    guard let (command, rest) = find(words) else { return unknown(words) }
    if rest.contains("--help") || rest.contains("-h") {
      say(command.help)
      return ExitStatus.fine
    }
    do {
      let arguments = try Arguments(
        rest, options: command.options, positional: command.positional, nearest)
      return try command.run(arguments)
    } catch let fault as UsageFault {
      return complain("\(fault.sentence)\n用法：\(command.usage)")
    } catch {
      return report(error)
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

  private static func help(_ words: [String]) -> Int32 {
    guard let (command, _) = find(words) else { return unknown(words) }
    say(command.help)
    return ExitStatus.fine
  }

  private static func unknown(_ words: [String]) -> Int32 {
    let word = words.prefix(2).joined(separator: " ")
    let names = commands.map(\.name)
    let hint = nearest.hint(words[0], in: names)
    let guess = hint.isEmpty ? nearest.hint(word, in: names) : hint
    return complain("没有命令“\(words[0])”。\(guess)运行 mingcha help 查看全部命令。")
  }

  private static var overview: String {
    var lines = [
      "明察：检验检测机构“双随机、一公开”监管系统。", "", "用法：mingcha 命令 [参数] [选项]", "", "命令：",
    ]
    let width = commands.map { ($0.name + $0.positional.joined()).count }.max() ?? 0
    for command in commands {
      let head = ([command.name] + command.positional).joined(separator: " ")
      let gap = String(repeating: " ", count: max(2, width + 6 - head.count))
      lines.append("  \(head)\(gap)\(command.summary)")
    }
    lines += ["", "每个命令的说明：mingcha 命令 --help", "退出码：0 正常，1 被拒绝或验证不符，2 用法错误或输入损坏。"]
    return lines.joined(separator: "\n")
  }

  /// One sentence for whatever a command threw.
  static func report(_ error: any Error) -> Int32 {
    switch error {
    case let fault as UsageFault:
      return complain(fault.sentence)
    case Problem.refused(let reasons):
      for reason in reasons { _ = complain(reason) }
      return ExitStatus.refused
    case StoreError.migration(let fact):
      return complain("数据库与本程序的版本不相容：\(fact)。请使用与数据库相配的程序版本，数据库未作任何改动。")
    case StoreError.unavailable(let fact):
      return complain("数据库打不开：\(fact)。请检查 --database 与权限。")
    case StoreError.busy:
      return complain("数据库正被另一个程序占用，请稍后再试；没有作任何改动。")
    case StoreError.full:
      return complain("磁盘已满，没有作任何改动。请清理磁盘后重试。")
    default:
      return complain("出错：\(error)")
    }
  }
}
