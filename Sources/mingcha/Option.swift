/// One `--name` a command takes.
struct Option: Sendable {
  let name: String
  /// What stands for the value in help, or `nil` for a switch.
  let placeholder: String?
  let help: String

  static func value(_ name: String, _ placeholder: String, _ help: String) -> Option {
    Option(name: name, placeholder: placeholder, help: help)
  }

  static func flag(_ name: String, _ help: String) -> Option {
    Option(name: name, placeholder: nil, help: help)
  }

  var usage: String { "--\(name)" + (placeholder.map { " \($0)" } ?? "") }
}

/// Why the words after `mingcha` cannot be taken.
struct UsageFault: Error {
  let sentence: String
}

/// Why something a command was given to work on cannot be used.
struct BrokenInput: Error {
  let sentence: String
}

/// The words after a command, taken apart.
struct Arguments {
  let positional: [String]
  private let values: [String: String]
  private let flags: Set<String>

  /// A word that begins with `-` is an option; after `--` every word is an argument.
  ///
  /// - Throws: `UsageFault` for an unknown option (naming the nearest), a missing value, a double.
  init(_ words: [String], options: [Option], positional names: [String], _ nearest: Nearest)
    throws(UsageFault)
  {
    var positional: [String] = []
    var values: [String: String] = [:]
    var flags: Set<String> = []
    var rest = words[...]
    while let word = rest.popFirst() {
      if word == "--" {
        positional += rest
        break
      }
      guard word.hasPrefix("-"), word.count > 1 else {
        positional.append(word)
        continue
      }
      let dashes = word.hasPrefix("--") ? "--" : "-"
      let parts = word.dropFirst(dashes.count).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      guard dashes == "--", let option = options.first(where: { $0.name == name }) else {
        throw UsageFault(
          sentence: "没有选项 \(dashes)\(name)。" + nearest.hint(name, in: options.map(\.name), "--"))
      }
      guard values[name] == nil, !flags.contains(name) else {
        throw UsageFault(sentence: "选项 --\(name) 给了两次，请只留一个。")
      }
      if option.placeholder == nil {
        guard parts.count == 1 else { throw UsageFault(sentence: "选项 --\(name) 不带值。") }
        flags.insert(name)
      } else if parts.count == 2 {
        values[name] = String(parts[1])
      } else if let value = rest.first, !value.hasPrefix("--") {
        values[name] = value
        rest.removeFirst()
      } else {
        throw UsageFault(sentence: "选项 --\(name) 后面缺少值（\(option.placeholder ?? "")）。")
      }
      if values[name]?.isEmpty == true {
        throw UsageFault(sentence: "选项 --\(name) 的值是空的（应为\(option.placeholder ?? "")）。")
      }
    }
    guard positional.count >= names.count else {
      throw UsageFault(sentence: "缺少参数 \(names[positional.count])。")
    }
    guard positional.count == names.count else {
      throw UsageFault(sentence: "多出参数“\(positional[names.count])”，请去掉。")
    }
    self.positional = positional
    self.values = values
    self.flags = flags
  }

  subscript(name: String) -> String? { values[name] }

  func has(_ flag: String) -> Bool { flags.contains(flag) }

  /// A whole number inside a range.
  ///
  /// - Throws: `UsageFault` naming the option and the range.
  func number(_ name: String, _ range: ClosedRange<Int>, default standard: Int) throws(UsageFault)
    -> Int
  {
    guard let text = values[name] else { return standard }
    guard let number = Int(text), range.contains(number) else {
      throw UsageFault(
        sentence: "选项 --\(name) 应为 \(range.lowerBound) 至 \(range.upperBound) 的整数，不能是“\(text)”。")
    }
    return number
  }
}

/// Guesses what a mistyped word was meant to be.
struct Nearest: Sendable {
  let find: @Sendable (_ word: String, _ candidates: [String]) -> String?

  func hint(_ word: String, in candidates: [String], _ prefix: String = "") -> String {
    find(word, candidates).map { "是不是想用 \(prefix)\($0)？" } ?? ""
  }
}
