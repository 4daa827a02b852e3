import HTTP
import Testing

@Suite("Metrics")
struct MetricsTests {
  @Test("the page counts requests by class and time, and what is waiting")
  func page() {
    let metrics = Metrics()
    for _ in 0..<3 { metrics.requestQueued() }
    metrics.requestStarted()
    metrics.requestStarted()
    metrics.requestAnswered(status: 200, duration: .milliseconds(3))
    metrics.requestAnswered(status: 404, duration: .seconds(20))
    metrics.requestRefused(status: 503)
    let lines = metrics.prometheus().split(separator: "\n")
    for line in [
      "mingcha_http_requests_total{class=\"2xx\"} 1",
      "mingcha_http_requests_total{class=\"4xx\"} 1",
      "mingcha_http_requests_total{class=\"5xx\"} 1",
      "mingcha_http_request_seconds_bucket{le=\"0.0025\"} 0",
      "mingcha_http_request_seconds_bucket{le=\"0.005\"} 1",
      "mingcha_http_request_seconds_bucket{le=\"10\"} 1",
      "mingcha_http_request_seconds_bucket{le=\"+Inf\"} 2",
      "mingcha_http_request_seconds_sum 20.003000000",
      "mingcha_http_request_seconds_count 2",
      "mingcha_http_in_flight 1", "mingcha_http_queue_depth 1", "mingcha_http_refused_total 1",
    ] {
      #expect(lines.contains(Substring(line)), "\(line)")
    }
  }
}
