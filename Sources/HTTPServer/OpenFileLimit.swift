internal import Glibc

/// Room for connections among the files a process may hold open.
enum OpenFileLimit {
  /// Databases, logs and whatever else is open besides connections.
  private static let others = 256

  /// Raises the soft limit as far as needed and allowed: a connection may need a socket and a file.
  ///
  /// - Returns: how many connections fit, at most `wanted`, at least 1.
  static func connections(_ wanted: Int) -> Int {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
      return wanted
    }
    let needed = rlim_t(2 * wanted + others)
    if limit.rlim_cur < needed {
      var raised = limit
      raised.rlim_cur = min(needed, limit.rlim_max)
      if unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &raised) == 0 {
        limit = raised
      }
    }
    let available = Int(clamping: limit.rlim_cur) - others
    return max(1, min(wanted, available / 2))
  }
}
