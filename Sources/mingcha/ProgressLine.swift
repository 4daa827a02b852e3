internal import Glibc

let progressOption = Option.flag("progress", "进度写到标准错误，不是终端时也写；默认只在终端上显示")

/// Tells on standard error how far something has come: on a terminal, once it has taken a second, in
/// one line that is written over; elsewhere only where `--progress` asks for it, a line at once and
/// then every ten seconds.
///
/// Who reads standard error from a program sees nothing there that depends on how fast the machine
/// is.
final class ProgressLine {
  private static let patience: Duration = .seconds(1)

  private let clock = ContinuousClock()
  private let begin: ContinuousClock.Instant
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let isAsked: Bool
  private var last: ContinuousClock.Instant?
  private var isShown = false

  init(_ arguments: Arguments) {
    begin = clock.now
    isAsked = arguments.has(progressOption.name)
  }

  /// Whole seconds since the beginning.
  var seconds: Int64 { (clock.now - begin).components.seconds }

  func report(_ text: @autoclosure () -> String) {
    guard isTerminal || isAsked else { return }
    let now = clock.now
    guard !isTerminal || now - begin >= Self.patience else { return }
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

  /// A step of something that has few of them, on a line that stays.
  func step(_ text: String) {
    if isTerminal || isAsked { note(text) }
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
