internal import HTML
internal import Kernel

/// Charts of the fairness pages; behind each stands a table.
enum FairnessCharts {
  private static func percent(_ value: Double) -> String {
    FairnessWords.decimal(value, 2) + "%"
  }

  /// Counts that should all be alike: a column each, the expectation as a line, and the band in
  /// which nineteen of twenty columns lie by chance.
  static func columns(_ counts: [Int], label: String) -> some HTML {
    let expected = Double(counts.reduce(0, +)) / Double(counts.count)
    // A binomial count with a small chance.
    let spread = 2 * (expected * (1 - 1 / Double(counts.count))).squareRoot()
    let top = max(Double(counts.max() ?? 0), expected + spread) * 1.05
    func y(_ value: Double) -> String {
      FairnessWords.decimal(150 * (1 - max(0, value) / max(top, 1)), 1)
    }
    func height(_ value: Double) -> String {
      FairnessWords.decimal(150 * value / max(top, 1), 1)
    }
    let low = max(0, expected - spread)
    return svg(.class("even-chart"), .role("img"), .label(label)) {
      each(Array(counts.enumerated())) { entry in
        rect(
          .class("column"),
          .data("x", percent(100 * (Double(entry.offset) + 0.1) / Double(counts.count))),
          .data("width", percent(80 / Double(counts.count))),
          .data("y", y(Double(entry.element))), .data("height", height(Double(entry.element))))
      }
      rect(
        .class("band"), .literal("x", "0"), .literal("width", "100%"),
        .data("y", y(expected + spread)), .data("height", height(expected + spread - low)))
      line(
        .class("expected"), .literal("x1", "0"), .literal("x2", "100%"),
        .data("y1", y(expected)), .data("y2", y(expected)))
    }
  }

  /// Standard deviations shown on either side.
  private static let reach = 4.0

  private static func x(_ deviation: Double) -> Double {
    50 + max(-reach, min(reach, deviation)) / reach * 49
  }

  @HTMLBuilder
  private static func scale(_ height: StaticString) -> some HTML {
    rect(
      .class("band"), .data("x", percent(x(-2))), .data("width", percent(x(2) - x(-2))),
      .literal("y", "0"), .literal("height", height))
    line(
      .class("expected"), .literal("x1", "50%"), .literal("x2", "50%"), .literal("y1", "0"),
      .literal("y2", height))
  }

  /// One deviation on a line: the middle is the expectation, the band holds nineteen of twenty.
  static func deviation(_ deviation: Double, label: String) -> some HTML {
    svg(.class("deviation-line"), .role("img"), .label(label)) {
      scale("20")
      circle(
        .classes(abs(deviation) > 3 ? "far" : nil), .data("cx", percent(x(deviation))),
        .literal("cy", "10"), .literal("r", "4"))
    }
  }

  /// Many deviations on one line, heaped where they are close.
  static func swarm(_ deviations: [(name: String, value: Double)], label: String) -> some HTML {
    var heaps: [Int: Int] = [:]
    let dots = deviations.sorted { $0.value < $1.value }.map { entry in
      let place = Int((x(entry.value) / 2.4).rounded())
      let height = heaps[place, default: 0]
      heaps[place] = height + 1
      return (entry.name, entry.value, Double(place) * 2.4, height)
    }
    return svg(.class("swarm"), .role("img"), .label(label)) {
      scale("110")
      each(dots) { dot in
        element(
          "circle",
          [
            .classes(abs(dot.1) > 3 ? "far" : nil), .data("cx", percent(dot.2)),
            .data("cy", String(max(6, 103 - dot.3 * 9))), .literal("r", "3.8"),
          ],
          title { "\(dot.0)：\(FairnessWords.decimal(dot.1, 2)) 个标准差" })
      }
    }
  }

  /// Where a chance or ticket lies between 0 and 1.
  static func fraction(_ value: Double, expected: Double?, label: String) -> some HTML {
    svg(.class("deviation-line"), .role("img"), .label(label)) {
      line(
        .class("axis"), .literal("x1", "0"), .literal("x2", "100%"), .literal("y1", "10"),
        .literal("y2", "10"))
      if let expected {
        line(
          .class("expected"), .data("x1", percent(1 + expected * 98)),
          .data("x2", percent(1 + expected * 98)), .literal("y1", "0"), .literal("y2", "20"))
      }
      circle(.data("cx", percent(1 + value * 98)), .literal("cy", "10"), .literal("r", "4"))
    }
  }
}
