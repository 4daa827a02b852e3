internal import Draw

/// Prints how many tickets a second each kernel computes on one core: `suite.kernel TAB number`.
///
/// - Parameter bytes: ids, one a line.
func measureTickets(of bytes: [UInt8]) {
  var ids: [Range<Int>] = []
  var start = 0
  for (index, byte) in bytes.enumerated() where byte == 0x0A {
    ids.append(start..<index)
    start = index + 1
  }
  for suite in [Suite.sha256, .sm3] {
    for kernel in Kernel.available(for: suite) {
      let rate = ticketsPerSecond(ids, in: bytes, suite, kernel)
      print("\(suite.rawValue).\(kernel)\t\(rate)")
    }
  }
}

/// The best of several rounds of at least a fifth of a second.
private func ticketsPerSecond(
  _ ids: [Range<Int>], in bytes: [UInt8], _ suite: Suite, _ kernel: Kernel
) -> Int {
  let clock = ContinuousClock()
  let seed = [UInt8](repeating: 7, count: 32)
  var best = 0.0
  for _ in 0..<5 {
    var count = 0
    let begin = clock.now
    var elapsed = Duration.zero
    while elapsed < .milliseconds(200) {
      count +=
        ticketFractions(of: ids, in: bytes, stage: 1, seed: seed, suite, with: kernel).count
      elapsed = clock.now - begin
    }
    best = max(best, Double(count) / (elapsed / .seconds(1)))
  }
  return Int(best)
}
