/// What a draw is busy with.
package enum DrawStep: Int, Sendable {
  /// First reading of the roster: form, root, counts. Counted in bytes.
  case roster
  /// Second reading: the ticket of every record that may be drawn. Counted in bytes.
  case tickets
  /// Looking for the load limit. Counted in groups.
  case limit
  /// Settling the teams. Counted in groups.
  case teams
  /// Counted in lines of `amendments.tsv`.
  case amendments
}

/// Told now and then how far a draw has come, on the thread that called it.
package typealias DrawProgress = (_ step: DrawStep, _ done: Int, _ total: Int) -> Void
