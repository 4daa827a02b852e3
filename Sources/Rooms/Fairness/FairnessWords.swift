internal import Kernel
internal import Statistics

/// How chance is put into words.
enum FairnessWords {
  /// With so many digits after the point.
  static func decimal(_ value: Double, _ digits: Int) -> String {
    let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
    let whole = Int((abs(value) * scale).rounded())
    let tail = String(whole % Int(scale))
    let sign = value < 0 && whole > 0 ? "−" : ""
    return sign + String(whole / Int(scale))
      + (digits > 0 ? "." + String(repeating: "0", count: digits - tail.utf8.count) + tail : "")
  }

  static func probability(_ tail: Double) -> String {
    tail < 0.001 ? "小于 0.001" : tail > 0.999 ? "大于 0.999" : decimal(tail, 3)
  }

  static func percent(_ part: Double, of whole: Double) -> String {
    whole > 0 ? decimal(part * 100 / whole, 1) + "%" : "—"
  }

  /// What a probability means, in one sentence.
  ///
  /// - Parameter tail: of chance deviating at least as much; nil if too little is known.
  static func meaning(_ tail: Double?) -> String {
    guard let tail else { return "数量太少，看不出来。" }
    if tail < 1e-4 { return "公平的抽取一万次也难得有一次偏差这么大，请下载资料核查。" }
    if tail > 1 - 1e-4 { return "整齐得反常，公平的抽取一万次也难得有一次，请下载资料核查。" }
    if tail < 0.05 {
      return "偏差偏大：公平的抽取平均每 \(Int((1 / tail).rounded())) 次也会有一次这样。"
    }
    return "在偶然的范围之内：公平的抽取每 10 次约有 \(max(1, Int((tail * 10).rounded()))) 次偏差这么大或更大。"
  }

  static func verdict(_ tail: Double?) -> (tint: Tint, word: String) {
    guard let tail else { return (.plain, "太少") }
    if tail < 1e-4 || tail > 1 - 1e-4 { return (.bad, "请核查") }
    return tail < 0.05 ? (.warning, "偏大") : (.fine, "正常")
  }
}
