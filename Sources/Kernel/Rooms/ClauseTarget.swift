/// A page that a clause of a governing document may point to as what fulfils it.
package struct ClauseTarget: Contribution {
  /// As it is stored: `bodies`.
  package let code: String
  package let label: String
  package let link: Link
  /// Where it stands in the list people choose from, by registry (10…), basis (20…), inspection
  /// (30…), publication (40…) and administration (50…).
  package let position: Int
  /// What it takes to open it.
  package let permission: Permission

  package init(
    _ code: String, _ label: String, _ link: Link, at position: Int,
    _ permission: Permission = .readRegistry
  ) {
    self.code = code
    self.label = label
    self.link = link
    self.position = position
    self.permission = permission
  }
}
