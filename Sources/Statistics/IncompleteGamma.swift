internal import Glibc

/// Natural logarithm of the gamma function (Lanczos, g = 7, nine terms).
///
/// - Parameter x: above 0.
package func logGamma(_ x: Double) -> Double {
  let coefficients = [
    676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
    12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ]
  let x = x - 1
  var sum = 0.99999999999980993
  for (index, coefficient) in coefficients.enumerated() {
    sum += coefficient / (x + Double(index + 1))
  }
  let t = x + 7.5
  return 0.91893853320467274178 + (x + 0.5) * log(t) - t + log(sum)
}

/// Upper regularised incomplete gamma function Q(a, x).
///
/// - Parameters:
///   - a: above 0.
///   - x: from 0.
/// - Returns: from 0 to 1.
package func upperGamma(_ a: Double, _ x: Double) -> Double {
  guard x > 0 else { return 1 }
  let scale = exp(a * log(x) - x - logGamma(a))
  return x < a + 1 ? 1 - scale * lowerSeries(a, x) : scale * upperFraction(a, x)
}

/// Ends by itself: beyond x the terms shrink faster than a geometric series.
private func lowerSeries(_ a: Double, _ x: Double) -> Double {
  var term = 1 / a
  var sum = term
  var n = a
  while term > sum * 1e-16 {
    n += 1
    term *= x / n
    sum += term
  }
  return sum
}

/// Lentz's way through the continued fraction.
private func upperFraction(_ a: Double, _ x: Double) -> Double {
  let tiny = 1e-300
  var b = x + 1 - a
  var c = 1 / tiny
  var d = 1 / b
  var value = d
  for n in 1...1_000_000 {
    let factor = -Double(n) * (Double(n) - a)
    b += 2
    d = factor * d + b
    if abs(d) < tiny { d = tiny }
    c = b + factor / c
    if abs(c) < tiny { c = tiny }
    d = 1 / d
    value *= d * c
    if abs(d * c - 1) < 1e-15 { break }
  }
  return value
}
