/// Does independent pieces of work, perhaps at the same time. `Draw` itself starts no threads.
package protocol Crew: Sendable {
  /// Calls `work` with each of `0..<count`.
  ///
  /// - Returns: what it gave, shape `[count]`, in order.
  func map<Part: Sendable>(_ count: Int, _ work: @Sendable (Int) -> Part) -> [Part]
}

/// One piece after the other on the calling thread.
package struct Alone: Crew {
  package init() {}

  package func map<Part: Sendable>(_ count: Int, _ work: @Sendable (Int) -> Part) -> [Part] {
    (0..<count).map(work)
  }
}
