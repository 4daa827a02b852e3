package import Kernel

/// Another way to look at what was drawn, which a higher room offers beside the proof: on the home
/// page for all draws, on the page of a revealed draw for that one.
package struct PublicDrawLook: Contribution {
  /// On the button that leads to all draws.
  package let labelOfAll: String
  package let all: Link
  /// On the button that leads to one draw.
  package let labelOfOne: String
  package let one: @Sendable (_ number: Int) -> Link

  package init(
    _ labelOfAll: String, _ all: Link, one labelOfOne: String,
    _ one: @escaping @Sendable (_ number: Int) -> Link
  ) {
    self.labelOfAll = labelOfAll
    self.all = all
    self.labelOfOne = labelOfOne
    self.one = one
  }
}
