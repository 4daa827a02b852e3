internal import Kernel
internal import Resources

/// What the same draw gave with 100 000 seeds: `Reference/fairness.tsv`.
///
/// `Tests/Fairness` writes it and computes it anew in every test run.
struct FairnessLaboratory: Sendable {
  struct Figure: Sendable {
    let name: String
    let measured: Double
    let expected: Double
    /// Standard deviation that chance allows.
    let deviation: Double
    /// How likely chance deviates at least as much; nil for single counts.
    let tail: Double?

    var deviations: Double { deviation > 0 ? (measured - expected) / deviation : 0 }
  }

  private(set) var draws = 0
  private(set) var tests: [Figure] = []
  private(set) var bodies: [Figure] = []
  private(set) var inspectors: [Figure] = []

  static let bytes: [UInt8] = Resources.bytes("fairness.tsv")
  static let standing = FairnessLaboratory(bytes)

  init(_ bytes: [UInt8]) {
    for line in bytes.split(separator: UInt8(ascii: "\n")).dropFirst() {
      let fields = line.split(separator: UInt8(ascii: "\t")).map {
        String(decoding: $0, as: UTF8.self)
      }
      guard fields.count == 6, let measured = Double(fields[2]), let expected = Double(fields[3]),
        let deviation = Double(fields[4])
      else { continue }
      let figure = Figure(
        name: fields[1], measured: measured, expected: expected, deviation: deviation,
        tail: Double(fields[5]))
      switch fields[0] {
      case "draws": draws = Int(measured)
      case "test": tests.append(figure)
      case "body": bodies.append(figure)
      case "inspector": inspectors.append(figure)
      default: continue
      }
    }
  }
}
