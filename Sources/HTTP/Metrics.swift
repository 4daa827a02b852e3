internal import Synchronization

/// Counters of the server, readable at any time without a lock.
package final class Metrics: Sendable {
  /// Upper bounds of the latency histogram, in nanoseconds with their text in seconds.
  private static let bounds: [(nanoseconds: Int, seconds: String)] = [
    (1_000_000, "0.001"), (2_500_000, "0.0025"), (5_000_000, "0.005"), (10_000_000, "0.01"),
    (25_000_000, "0.025"), (50_000_000, "0.05"), (100_000_000, "0.1"), (250_000_000, "0.25"),
    (500_000_000, "0.5"), (1_000_000_000, "1"), (2_500_000_000, "2.5"), (5_000_000_000, "5"),
    (10_000_000_000, "10"),
  ]

  private struct Latency {
    var counts = Array(repeating: 0, count: Metrics.bounds.count + 1)
    var classes = Array(repeating: 0, count: 6)
    var nanoseconds = 0
  }

  private let latency = Mutex(Latency())
  private let underWay = Atomic(0)
  private let waiting = Atomic(0)
  private let turnedAway = Atomic(0)

  package init() {}

  /// Requests handed to the workers and not yet answered.
  package var inFlight: Int { underWay.load(ordering: .relaxed) }
  /// Requests waiting for a worker.
  package var queueDepth: Int { waiting.load(ordering: .relaxed) }
  /// Requests answered by the server itself: too large, malformed, queue full.
  package var refused: Int { turnedAway.load(ordering: .relaxed) }

  package func requestQueued() {
    underWay.add(1, ordering: .relaxed)
    waiting.add(1, ordering: .relaxed)
  }

  package func requestStarted() {
    waiting.subtract(1, ordering: .relaxed)
  }

  /// - Parameter duration: from the last byte of the request to the ready answer.
  package func requestAnswered(status: Int, duration: Duration) {
    underWay.subtract(1, ordering: .relaxed)
    let parts = duration.components
    let nanoseconds = Int(parts.seconds) * 1_000_000_000 + Int(parts.attoseconds / 1_000_000_000)
    let bucket =
      Self.bounds.firstIndex { nanoseconds <= $0.nanoseconds } ?? Self.bounds.count
    latency.withLock { latency in
      latency.counts[bucket] += 1
      latency.nanoseconds += nanoseconds
      latency.classes[Self.statusClass(status)] += 1
    }
  }

  package func requestRefused(status: Int) {
    turnedAway.add(1, ordering: .relaxed)
    latency.withLock { $0.classes[Self.statusClass(status)] += 1 }
  }

  private static func statusClass(_ status: Int) -> Int {
    (1...5).contains(status / 100) ? status / 100 : 0
  }

  /// The text format of Prometheus, version 0.0.4.
  package func prometheus() -> String {
    let latency = latency.withLock { $0 }
    var lines = ["# TYPE mingcha_http_requests_total counter"]
    for number in 1...5 {
      lines.append("mingcha_http_requests_total{class=\"\(number)xx\"} \(latency.classes[number])")
    }
    lines.append("# TYPE mingcha_http_request_seconds histogram")
    var total = 0
    for (bound, count) in zip(Self.bounds, latency.counts) {
      total += count
      lines.append("mingcha_http_request_seconds_bucket{le=\"\(bound.seconds)\"} \(total)")
    }
    total += latency.counts.last ?? 0
    lines.append("mingcha_http_request_seconds_bucket{le=\"+Inf\"} \(total)")
    lines.append("mingcha_http_request_seconds_sum \(Self.seconds(latency.nanoseconds))")
    lines.append("mingcha_http_request_seconds_count \(total)")
    for (name, kind, value) in [
      ("in_flight", "gauge", inFlight), ("queue_depth", "gauge", queueDepth),
      ("refused_total", "counter", refused),
    ] {
      lines.append("# TYPE mingcha_http_\(name) \(kind)")
      lines.append("mingcha_http_\(name) \(value)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func seconds(_ nanoseconds: Int) -> String {
    let fraction = String(nanoseconds % 1_000_000_000)
    let zeros = String(repeating: "0", count: 9 - fraction.utf8.count)
    return "\(nanoseconds / 1_000_000_000).\(zeros)\(fraction)"
  }
}
