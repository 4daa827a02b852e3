/// Squared lengths of counts in the spaces that renaming the counted does not split.
package enum Deviations {
  /// Of counts from their mean: Σ(x − x̄)². Dimension n − 1.
  package static func squaredLength(of counts: [Int]) -> Double {
    let total = Double(counts.reduce(0, +))
    return counts.reduce(0.0) { $0 + Double($1) * Double($1) } - total * total
      / Double(counts.count)
  }

  /// Of counts of pairs from what counts of their members make expect.
  ///
  /// The second eigenspace of the Johnson scheme J(n, 2): with total T and R_i the sum over the
  /// pairs of i, it is Σ c² − Σ(R − R̄)²/(n − 2) − T²/(n choose 2). Dimension n(n − 3)/2.
  ///
  /// - Parameters:
  ///   - squares: Σ c² over all pairs.
  ///   - memberSquares: Σ R².
  ///   - total: T.
  ///   - n: members, from 4.
  package static func squaredLength(
    pairs squares: Double, memberSquares: Double, totalSquare: Double, n: Int
  ) -> Double {
    let n = Double(n)
    let members = memberSquares - 4 * totalSquare / n
    return squares - members / (n - 2) - totalSquare / (n * (n - 1) / 2)
  }

  /// Of counts in a table from what its row and column sums make expect.
  /// Dimension (rows − 1)(columns − 1).
  package static func squaredLength(
    table squares: Double, rowSquares: Double, columnSquares: Double, totalSquare: Double,
    rows: Int, columns: Int
  ) -> Double {
    squares - rowSquares / Double(columns) - columnSquares / Double(rows)
      + totalSquare / Double(rows * columns)
  }
}
