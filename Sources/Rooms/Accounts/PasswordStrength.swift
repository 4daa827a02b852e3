internal import Kernel

/// What can be said against a password without knowing the others.
///
/// What everybody tries first is taken away: words of common passwords, the login, the name, runs
/// such as `1234`, `abcd`, `qwer`, `aaaa`, also with `@` for a or `0` for o. What is left must still
/// be something to guess.
enum PasswordStrength {
  /// Letters, digits and signs that must be left over.
  private static let least = 7

  /// Sentences; none when the password is good enough.
  static func faults(
    _ password: String, login: String, name: String, length: ClosedRange<Int>
  ) -> [String] {
    var faults: [String] = []
    if !length.contains(password.unicodeScalars.count) {
      faults.append("密码长度应为 \(length.lowerBound) 至 \(length.upperBound) 个字符。")
    }
    let kinds = [
      password.contains(where: \.isLowercase), password.contains(where: \.isUppercase),
      password.contains(where: \.isNumber),
      password.contains { !$0.isLetter && !$0.isNumber },
    ].filter { $0 }.count
    if kinds < 3 { faults.append("密码应包含大写字母、小写字母、数字、符号中的至少三种。") }
    let plain = folded(password)
    for (word, what) in [(login, "登录名"), (name, "姓名")] {
      let word = folded(word)
      guard word.count >= 2 else { continue }
      if contains(plain, word) || (word.count >= 4 && contains(plain, word.reversed())) {
        faults.append("密码不能包含\(what)。")
        break
      }
    }
    if faults.isEmpty, rest(of: password).count < least {
      faults.append("这个密码太常见：去掉常用词和连续字符后所剩无几，很容易被猜中。请换成几个不相干的词或随机字符。")
    }
    return faults
  }

  /// What nobody would try in the first million guesses.
  private static func rest(of password: String) -> [Character] {
    // Runs are looked for in what was typed, words also behind the signs put for letters.
    var text = Array(password.lowercased())
    let plain = folded(password)
    for word in common {
      var from = 0
      while let found = range(of: word, in: Array(plain[from...])) {
        for index in found { text[from + index] = taken }
        from += found.upperBound
      }
    }
    return withoutRuns(text).filter { $0 != taken }
  }

  /// Stands where something was taken away.
  private static let taken: Character = "\u{0}"

  /// Every run of neighbours, in the alphabet, on the keyboard or repeated, counts as one character.
  private static func withoutRuns(_ text: [Character]) -> [Character] {
    var kept: [Character] = []
    var index = 0
    while index < text.count {
      var end = index + 1
      if end < text.count, let step = step(text[index], text[end]) {
        while end < text.count, self.step(text[end - 1], text[end]) == step { end += 1 }
      }
      let isRun = end - index >= 3
      kept.append(isRun ? taken : text[index])
      index = isRun ? end : index + 1
    }
    return kept
  }

  private enum Step { case same, up, down, right, left }

  private static func step(_ a: Character, _ b: Character) -> Step? {
    guard a != taken, b != taken else { return nil }
    if a == b { return .same }
    guard let x = a.asciiValue, let y = b.asciiValue else { return nil }
    if isPlain(x), isPlain(y) {
      if y == x + 1 { return .up }
      if x == y + 1 { return .down }
    }
    for row in rows {
      guard let i = row.firstIndex(of: a), let j = row.firstIndex(of: b) else { continue }
      if j == i + 1 { return .right }
      if i == j + 1 { return .left }
    }
    return nil
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// Small letters, with the signs people put for letters taken back.
  private static func folded(_ text: String) -> [Character] {
    text.lowercased().map { signs[$0] ?? $0 }
  }

  private static func contains(_ text: [Character], _ word: some Sequence<Character>) -> Bool {
    range(of: Array(word), in: text) != nil
  }

  private static func range(of word: [Character], in text: [Character]) -> Range<Int>? {
    guard !word.isEmpty, text.count >= word.count else { return nil }
    for start in 0...(text.count - word.count)
    where text[start..<start + word.count].elementsEqual(word) {
      return start..<start + word.count
    }
    return nil
  }

  private static let signs: [Character: Character] = [
    "@": "a", "4": "a", "0": "o", "1": "l", "3": "e", "5": "s", "$": "s", "7": "t", "!": "l",
    "|": "l",
  ]
  private static let rows: [[Character]] = [
    Array("qwertyuiop"), Array("asdfghjkl"), Array("zxcvbnm"), Array("!@#$%^&*()"),
    Array("1qaz2wsx3edc4rfv"),
  ]
  /// Words in the lists of passwords that are tried first, and those of this house; the longest
  /// first.
  private static let common: [[Character]] = [
    "password", "passwd", "passw", "admin", "administrator", "root", "user", "guest", "test",
    "demo", "login", "welcome", "letmein", "master", "secret", "default", "changeme", "qwerty",
    "qwer", "asdf", "zxcv", "qazwsx", "iloveyou", "woaini", "dragon", "monkey", "football",
    "sunshine", "princess", "superman", "hello", "system", "security", "audit", "supervisor",
    "inspector", "planner", "publisher", "mingcha", "shanghai", "beijing", "datong", "china",
    "zhongguo", "jiancha", "jianyan", "jiance", "shichang", "jianguan", "abc", "huawei", "oracle",
    "server", "pass", "mima", "nihao",
  ].map { folded($0) }.sorted { $0.count > $1.count }
}
