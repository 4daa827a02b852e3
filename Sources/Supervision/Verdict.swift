/// A legal yes or no; a no says which rule stands against it and what can be done.
package enum Verdict: Hashable, Sendable {
  case allowed
  /// - Parameters:
  ///   - rule: id of the rule or requirement, such as `R40`.
  ///   - reason: a Chinese sentence for the person who asked.
  case refused(rule: String, reason: String)

  package var isAllowed: Bool { self == .allowed }

  /// Why not; nil when allowed.
  package var reason: String? {
    if case .refused(_, let reason) = self { reason } else { nil }
  }
}
