internal import Glibc

extension ServerConfiguration {
  /// How many of the connections one address may hold, so that a single machine that feeds its
  /// requests byte by byte leaves room for others; 0 for no limit.
  ///
  /// Where only this machine can connect, all come from it: a proxy, or a person at a demo.
  func connectionsPerAddress(of all: Int) -> Int {
    ["127.0.0.1", "::1"].contains(host) ? 0 : max(1, all / 4)
  }

  /// Refuses numbers that cannot work and a folder that takes no file.
  func check() throws(ServerError) {
    let bounds: [(name: String, value: Int, allowed: ClosedRange<Int>)] = [
      ("pollThreads", pollThreads, 1...256),
      ("workers", workers, 1...4096),
      ("queueLimit", queueLimit, 1...1_000_000),
      ("connectionLimit", connectionLimit, pollThreads...1_000_000),
      ("formLimitBytes", formLimitBytes, 1...1 << 30),
      ("uploadLimitBytes", uploadLimitBytes, 1...1 << 40),
      ("timeoutSeconds", timeoutSeconds, 1...86_400),
    ]
    for (name, value, allowed) in bounds where !allowed.contains(value) {
      throw .setting(
        name: name, value: value, allowed: "\(allowed.lowerBound)～\(allowed.upperBound)")
    }
    guard unsafe access(uploadFolder, W_OK | X_OK) == 0 else {
      throw .uploadFolder(path: uploadFolder, reason: systemText(errno))
    }
    var facts = stat()
    guard unsafe stat(uploadFolder, &facts) == 0, facts.st_mode & S_IFMT == S_IFDIR else {
      throw .uploadFolder(path: uploadFolder, reason: systemText(ENOTDIR))
    }
  }
}
