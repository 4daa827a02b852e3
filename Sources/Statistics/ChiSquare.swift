/// A sum of squared deviations, measured in what chance allows.
package struct ChiSquare: Sendable, Equatable {
  /// Expected to be about `degrees`.
  package let statistic: Double
  /// In how many independent directions deviations were counted; with 0 nothing was measured.
  package let degrees: Int

  package init(_ statistic: Double, _ degrees: Int) {
    self.statistic = statistic
    self.degrees = degrees
  }

  /// How likely chance alone deviates at least as much, 0 to 1.
  package var tail: Double {
    degrees == 0 ? 1 : upperGamma(Double(degrees) / 2, statistic / 2)
  }

  /// Neither further from the expectation than chance would ever be, nor closer.
  package var isWithinChance: Bool { degrees == 0 || (1e-4...1 - 1e-4).contains(tail) }

  package static func + (one: ChiSquare, other: ChiSquare) -> ChiSquare {
    ChiSquare(one.statistic + other.statistic, one.degrees + other.degrees)
  }

  package static let zero = ChiSquare(0, 0)
}

extension ChiSquare {
  /// Counts that should all be alike: one in every `cells` equally likely places.
  package init(even counts: [Int]) {
    let total = Double(counts.reduce(0, +))
    let expected = total / Double(counts.count)
    guard expected > 0 else {
      self = .zero
      return
    }
    let sum = counts.reduce(0.0) {
      $0 + (Double($1) - expected) * (Double($1) - expected) / expected
    }
    self.init(sum, counts.count - 1)
  }

  /// Deviations whose covariances are known: dᵀ V⁻ d, over the directions in which V is not zero.
  ///
  /// - Parameters:
  ///   - deviations: shape `[n]`.
  ///   - covariance: symmetric, shape `[n × n]`, row after row.
  package init(_ deviations: [Double], covariance: [Double]) {
    let n = deviations.count
    var matrix = covariance
    var rest = deviations
    var left = Array(0..<n)
    let largest = (0..<n).map { covariance[$0 * n + $0] }.max() ?? 0
    var sum = 0.0
    var degrees = 0
    // Elimination with the largest variance left; what is left of the others is what the ones
    // taken do not explain.
    while let pivot = left.max(by: { matrix[$0 * n + $0] < matrix[$1 * n + $1] }),
      matrix[pivot * n + pivot] > largest * 1e-9
    {
      let variance = matrix[pivot * n + pivot]
      sum += rest[pivot] * rest[pivot] / variance
      degrees += 1
      left.removeAll { $0 == pivot }
      for i in left {
        let factor = matrix[i * n + pivot] / variance
        rest[i] -= factor * rest[pivot]
        for j in left { matrix[i * n + j] -= factor * matrix[pivot * n + j] }
      }
    }
    self.init(sum, degrees)
  }

  /// Deviations in directions that a symmetry of the draw makes all alike.
  ///
  /// If renaming the records leaves the draw as it is, and the deviations span a space that no
  /// renaming splits (an irreducible one that occurs once), then by Schur's lemma all directions
  /// have the same variance and none is correlated with another. That variance is the expected
  /// squared length over the dimension; given what the draws have in common under renaming, the
  /// expected squared length of each is its actual one.
  ///
  /// - Parameters:
  ///   - squaredLength: of the sum over all draws.
  ///   - ofEach: the squared lengths of the single draws, added up.
  ///   - dimension: of the space.
  package init(squaredLength: Double, ofEach: Double, dimension: Int) {
    self =
      ofEach > 0 && dimension > 0
      ? ChiSquare(Double(dimension) * squaredLength / ofEach, dimension) : .zero
  }
}
