import Foundation
import Testing

@Suite("Help")
struct HelpTests {
  private static let golden = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Golden")
  private static let isRecording = ProcessInfo.processInfo.environment["RECORD"] == "1"

  /// The names in the table of `mingcha help`: each begins its line, two spaces in.
  private static func commands() throws -> [String] {
    let help = try Program.run("help").output
    return help.split(separator: "\n").compactMap { line in
      line.firstMatch(of: #/^  ([a-z-]+( [a-z-]+)*) /#).map { String($0.1) }
    }
  }

  private func compare(_ text: String, _ name: String) throws {
    let file = Self.golden.appending(path: "\(name).txt")
    if Self.isRecording {
      try FileManager.default.createDirectory(
        at: Self.golden, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    let expected = try? String(contentsOf: file, encoding: .utf8)
    #expect(
      text == expected, "Golden/\(name).txt is missing or differs; RECORD=1 swift test writes it")
  }

  @Test("the table of commands is as recorded, however it is asked for")
  func overview() throws {
    let help = try Program.run("help")
    #expect(help.status == 0)
    #expect(help.error.isEmpty)
    try compare(help.output, "help")
    for word in ["--help", "-h"] { #expect(try Program.run(word).output == help.output) }
    #expect(try Program.run("help", "help").output == help.output)
  }

  @Test("every command in the table has its help as recorded, and nothing else is recorded")
  func everyCommand() throws {
    let commands = try Self.commands()
    #expect(commands.contains("serve"))
    #expect(commands.contains("journal verify"))
    for command in commands {
      let words = command.split(separator: " ").map(String.init)
      let help = try Program.run(words + ["--help"])
      #expect(help.status == 0)
      #expect(help.error.isEmpty)
      #expect(try Program.run(["help"] + words).output == help.output)
      #expect(try Program.run(words + ["-h"]).output == help.output)
      try compare(help.output, words.joined(separator: "-"))
    }
    let recorded = try FileManager.default.contentsOfDirectory(atPath: Self.golden.path)
    let wanted = ["help"] + commands.map { $0.replacing(" ", with: "-") }
    #expect(recorded.sorted() == wanted.map { "\($0).txt" }.sorted())
  }

  @Test("every help names its options with what they are for, and the exit codes")
  func complete() throws {
    for command in try Self.commands() {
      let help = try Program.run(command.split(separator: " ").map(String.init) + ["--help"]).output
      let usage = try #require(help.split(separator: "\n").first { $0.hasPrefix("用法：") })
      #expect(usage.hasPrefix("用法：mingcha \(command)"))
      #expect(help.contains("退出码：0 正常，1 被拒绝或验证不符，2 用法错误或输入损坏。"))
      for option in usage.matches(of: /\[(--[^\]]+)\]/) {
        let lines = help.split(separator: "\n").map(String.init)
        let place = try #require(lines.firstIndex(of: "  \(option.1)"), "\(command) \(option.1)")
        #expect(lines[place + 1].hasPrefix("      "))
      }
    }
  }

  @Test("both READMEs name every command and every option of serve")
  func readme() throws {
    let root = Self.golden.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let help = try Program.run("serve", "--help").output
    let options = help.matches(of: #/\n  (--[a-z-]+)/#).map { String($0.1) }
    #expect(options.count > 5)
    for name in ["README.md", "README.zh.md"] {
      let text = try String(contentsOf: root.appending(path: name), encoding: .utf8)
      for command in try Self.commands() {
        #expect(text.contains("`\(command)`") || text.contains("`mingcha \(command)`"), "\(name)")
      }
      for option in options { #expect(text.contains("`\(option)"), "\(name): \(option)") }
    }
  }

  @Test("without any word the table goes to standard error")
  func nothing() throws {
    let outcome = try Program.run()
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.sentences.first == "没有写明命令。")
    #expect(outcome.error.contains("journal verify"))
  }
}
