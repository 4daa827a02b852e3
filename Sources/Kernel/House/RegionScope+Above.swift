extension RegionScope {
  /// The regions above one: of what is decided there for everybody below.
  package static func above(_ region: String) -> [String] {
    var regions = ["000000", region.prefix(2) + "0000", region.prefix(4) + "00"]
    regions.removeAll { $0 == region }
    return regions.map { String($0) }
  }
}
