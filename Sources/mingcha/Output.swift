internal import Draw
internal import DrawFolder
internal import Glibc

/// The exit status of a command.
enum ExitStatus {
  static let fine: Int32 = 0
  /// Refused, or not verified.
  static let refused: Int32 = 1
  /// Wrong usage or broken input.
  static let broken: Int32 = 2
}

/// Writes a line to standard output.
///
/// - Throws: `Refusal` when nobody takes it; what a command had to say would be lost.
func say(_ line: String) throws(Refusal) {
  try write([UInt8]("\(line)\n".utf8), to: STDOUT_FILENO)
}

/// Writes a line to standard error, for progress and log.
func note(_ line: String) {
  // Nothing more can be said where standard error cannot be written.
  try? write([UInt8]("\(line)\n".utf8), to: STDERR_FILENO)
}

/// Writes one sentence to standard error.
///
/// - Returns: 2, the exit status of a command that did nothing.
func complain(_ sentence: String) -> Int32 {
  note(sentence)
  return ExitStatus.broken
}

/// Writes all of `bytes`.
///
/// - Throws: `Refusal` naming standard output and why it took no more.
func write(_ bytes: [UInt8], to descriptor: Int32) throws(Refusal) {
  var rest = bytes[...]
  while !rest.isEmpty {
    let written = unsafe rest.withUnsafeBytes {
      unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
    }
    if written > 0 {
      rest = rest.dropFirst(written)
    } else if errno != EINTR {
      throw Refusal(file: "标准输出", line: 0, reason: "写入失败（\(reason(errno))），请检查输出位置。")
    }
  }
}

/// Writes a whole file, replacing one of that name.
///
/// - Returns: whether it was written.
func writeFile(_ bytes: [UInt8], to path: String) -> Bool {
  let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o640)
  guard descriptor >= 0 else { return false }
  defer { close(descriptor) }
  return (try? write(bytes, to: descriptor)) != nil
}
