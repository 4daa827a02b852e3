import Statistics
import Testing

/// Against values of mpmath with 40 digits and of scipy.
struct StatisticsTests {
  private func isClose(_ one: Double, _ other: Double) -> Bool {
    abs(one - other) <= 1e-9 * max(abs(other), 1e-300)
  }

  @Test(
    "the tail of chi-square",
    arguments: [
      (0.5, 1, 0.47950012218695346), (3.841458820694124, 1, 0.05),
      (18.307038053275146, 10, 0.05), (30, 10, 0.00085664121077530039),
      (2, 10, 0.99634015317265629), (1000, 1023, 0.69060844635105348),
      (1150, 1023, 0.0033252455592803547), (8400, 8160, 0.031036769733759276),
      (8000, 8160, 0.89535176325472069), (60, 36, 0.0072702162051897045),
      (0.001, 4, 0.99999987504165886), (200, 20, 1.1253473960842734e-31),
    ])
  func tail(_ statistic: Double, _ degrees: Int, _ tail: Double) {
    #expect(isClose(ChiSquare(statistic, degrees).tail, tail))
  }

  @Test(
    "the incomplete beta function",
    arguments: [
      (0.5, 2, 3, 0.6875), (0.1, 3, 20, 0.37995906158809667),
      (0.25, 10, 30, 0.52436918173840278), (0.26, 5000, 15000, 0.9994033884941925),
      (0.9, 2, 0.5, 0.5414697392755851), (0.02, 1, 50, 0.635830319912883),
      (0.999, 40, 1, 0.9607702107358118), (0, 2, 3, 0), (1, 2, 3, 1),
    ])
  func beta(_ x: Double, _ a: Double, _ b: Double, _ value: Double) {
    #expect(isClose(incompleteBeta(x, a, b), value))
  }

  @Test(
    "the logarithm of the gamma function",
    arguments: [
      (0.5, 0.5723649429247001), (3.3, 0.9870985778947343), (50, 144.56574394634487),
      (4080, 29837.279283809028),
    ])
  func gamma(_ x: Double, _ value: Double) {
    #expect(isClose(logGamma(x), value))
  }

  @Test("a quadratic form goes over the directions in which something varies")
  func form() {
    let singular = ChiSquare([1, 2, -3], covariance: [2, -1, -1, -1, 2, -1, -1, -1, 2])
    #expect(singular.degrees == 2)
    #expect(isClose(singular.statistic, 14.0 / 3))
    let plain = ChiSquare([2, 0, 1], covariance: [4, 0, 0, 0, 0, 0, 0, 0, 0.25])
    #expect(plain == ChiSquare(5, 2))
    #expect(ChiSquare([0, 0], covariance: [0, 0, 0, 0]).degrees == 0)
  }

  @Test("lengths leave out what means, members, rows and columns explain")
  func lengths() {
    #expect(Deviations.squaredLength(of: [3, 3, 3]) == 0)
    #expect(Deviations.squaredLength(of: [1, 0]) == 0.5)
    // Pairs that add up from members: c_ij = i + j for members 0…4.
    let pairs = (0..<5).flatMap { one in (0..<one).map { Double(one + $0) } }
    let members = (0..<5).map { one in
      (0..<5).reduce(0.0) { $1 == one ? $0 : $0 + Double(one + $1) }
    }
    let length = Deviations.squaredLength(
      pairs: pairs.reduce(0) { $0 + $1 * $1 }, memberSquares: members.reduce(0) { $0 + $1 * $1 },
      totalSquare: pairs.reduce(0, +) * pairs.reduce(0, +), n: 5)
    #expect(abs(length) < 1e-9)
    // A table that adds up from rows and columns: 1 2 / 3 4.
    let table = Deviations.squaredLength(
      table: 30, rowSquares: 9 + 49, columnSquares: 16 + 36, totalSquare: 100, rows: 2, columns: 2)
    #expect(table == 0)
  }
}
