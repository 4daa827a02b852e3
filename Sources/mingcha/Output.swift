internal import Glibc

/// The exit status of a command.
enum ExitStatus {
  static let fine: Int32 = 0
  /// Refused, or not verified.
  static let refused: Int32 = 1
  /// Wrong usage or broken input.
  static let broken: Int32 = 2
}

/// Writes a line to standard output; a closed pipe is nobody's fault.
func say(_ line: String) {
  _ = try? write([UInt8]("\(line)\n".utf8), to: STDOUT_FILENO)
}

/// Writes a line to standard error, for progress and log.
func note(_ line: String) {
  _ = try? write([UInt8]("\(line)\n".utf8), to: STDERR_FILENO)
}
