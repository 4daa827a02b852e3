/// A stratum of a pool.
package struct Stratum: Sendable {
  package let name: String
  /// 1…10⁹.
  package let records: Int
  /// 1…1000.
  package let weight: Int

  package init(name: String, records: Int, weight: Int) {
    self.name = name
    self.records = records
    self.weight = weight
  }
}

/// Splits `seats` over strata in proportion to records × weight.
///
/// Rule: mingcha-draw-1 §4.2 (take-all, floor, largest remainder), in integers of 128 bits.
///
/// Every stratum gets its exact share rounded down or up. With one or two strata and no minimum
/// more seats never take one away from a stratum; with three or more the largest remainders may
/// (the Alabama paradox), but never more than one. A minimum that begins to fit, or ceases to, may
/// move more.
///
/// - Parameters:
///   - seats: how many to draw; above the sum of records it counts as that sum.
///   - strata: shape `[h]`, ascending by the bytes of the names.
///   - minimum: seats each stratum gets first, or all its records if fewer; 0 for none; ignored if
///     there are not enough seats for all strata.
/// - Returns: seats per stratum; shape `[h]`, same order, never above its records.
package func allocate(_ seats: Int, over strata: [Stratum], minimum: Int) -> [Int] {
  var allocated = strata.map { min(minimum, $0.records) }
  if allocated.reduce(0, +) > seats { allocated = allocated.map { _ in 0 } }
  var shares = strata.indices.map {
    Share(
      index: $0, rest: UInt128(strata[$0].records - allocated[$0]),
      weight: UInt128(strata[$0].weight))
  }
  var left = UInt128(seats - allocated.reduce(0, +))
  var total = shares.reduce(0) { $0 + $1.product }
  // Strata whose share would exceed them are taken whole, all that qualify at once.
  while total > 0, shares.contains(where: { left * $0.weight >= total }) {
    for share in shares where left * share.weight >= total {
      allocated[share.index] += Int(share.rest)
    }
    let kept = shares.filter { left * $0.weight < total }
    left -= shares.reduce(0) { $0 + $1.rest } - kept.reduce(0) { $0 + $1.rest }
    shares = kept
    total = shares.reduce(0) { $0 + $1.product }
  }
  if total == 0 { return allocated }

  let wholes = shares.map { left * $0.product / total }
  for (share, whole) in zip(shares, wholes) { allocated[share.index] += Int(whole) }
  let remainders = shares.map { left * $0.product % total }
  let order = shares.indices.sorted {
    if remainders[$0] != remainders[$1] { return remainders[$0] > remainders[$1] }
    if shares[$0].weight != shares[$1].weight { return shares[$0].weight > shares[$1].weight }
    return $0 < $1
  }
  for place in order.prefix(Int(left - wholes.reduce(0, +))) {
    allocated[shares[place].index] += 1
  }
  return allocated
}

/// What is left of a stratum after the minimum.
private struct Share {
  let index: Int
  let rest: UInt128
  let weight: UInt128

  var product: UInt128 { rest * weight }
}
