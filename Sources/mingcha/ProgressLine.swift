internal import Glibc

/// Tells on standard error how far something has come, once it has taken a second: one line that
/// is written over on a terminal, a line every ten seconds in a log.
final class ProgressLine {
  private static let patience: Duration = .seconds(1)

  private let clock = ContinuousClock()
  private let begin: ContinuousClock.Instant
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private var last: ContinuousClock.Instant?
  private var isShown = false

  init() { begin = clock.now }

  /// Whole seconds since the beginning.
  var seconds: Int64 { (clock.now - begin).components.seconds }

  func report(_ text: @autoclosure () -> String) {
    let now = clock.now
    guard now - begin >= Self.patience else { return }
    if let last, now - last < (isTerminal ? .milliseconds(200) : .seconds(10)) { return }
    last = now
    if isTerminal {
      // Back to the beginning of the line, and away with what stands there.
      put("\r\u{1B}[K\(text()) 已用\(seconds)秒")
      isShown = true
    } else {
      note("\(text()) 已用\(seconds)秒")
    }
  }

  /// Clears the line.
  func end() {
    if isShown { put("\r\u{1B}[K") }
    isShown = false
  }

  private func put(_ text: String) {
    // Progress that cannot be shown is no reason to stop.
    try? write([UInt8](text.utf8), to: STDERR_FILENO)
  }
}
