internal import Draw
internal import Glibc

/// Tells on standard error how far a draw has come, once it has taken a second: one line that is
/// written over on a terminal, a line every ten seconds in a log.
final class DrawProgressLine {
  private static let patience: Duration = .seconds(1)

  private let clock = ContinuousClock()
  private let begin: ContinuousClock.Instant
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private var last: ContinuousClock.Instant?
  private var isShown = false

  init() { begin = clock.now }

  func report(_ step: DrawStep, _ done: Int, _ total: Int) {
    let now = clock.now
    guard now - begin >= Self.patience else { return }
    if let last, now - last < (isTerminal ? .milliseconds(200) : .seconds(10)) { return }
    last = now
    let share = total > 0 ? "\(min(100, done * 100 / total))%" : ""
    let seconds = (now - begin).components.seconds
    if isTerminal {
      // Back to the beginning of the line, and away with what stands there.
      put("\r\u{1B}[K\(step.words) \(share) 已用\(seconds)秒")
      isShown = true
    } else {
      note("\(step.words) \(share) 已用\(seconds)秒")
    }
  }

  /// Clears the line.
  func end() {
    if isShown { put("\r\u{1B}[K") }
  }

  private func put(_ text: String) {
    // Progress that cannot be shown is no reason to stop.
    try? write([UInt8](text.utf8), to: STDERR_FILENO)
  }
}

extension DrawStep {
  fileprivate var words: String {
    switch self {
    case .roster: "正在核对名单并计算树根"
    case .tickets: "正在计算每个对象的票号"
    case .limit: "正在求每人最多检查几家"
    case .teams: "正在组成检查组"
    case .amendments: "正在处理更换与回避"
    }
  }
}
