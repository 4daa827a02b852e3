internal import Draw

/// Tells on standard error how far a draw has come.
final class DrawProgressLine {
  private let line: ProgressLine

  init(_ line: ProgressLine) { self.line = line }

  func report(_ step: DrawStep, _ done: Int, _ total: Int) {
    let share = total > 0 ? "\(min(100, done * 100 / total))%" : ""
    line.report("\(step.words) \(share)")
  }

  /// Clears the line.
  func end() { line.end() }
}

extension DrawStep {
  fileprivate var words: String {
    switch self {
    case .roster: "正在核对名单并计算树根"
    case .tickets: "正在计算每个对象的签号"
    case .limit: "正在求每人最多检查几家"
    case .teams: "正在组成检查组"
    case .amendments: "正在处理更换与回避"
    }
  }
}
