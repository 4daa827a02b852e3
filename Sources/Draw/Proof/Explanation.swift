/// Why one object of the roster was or was not drawn.
///
/// Rule: mingcha-draw-1 §3–§6. Names and ids are the exact bytes of the files.
package struct Explanation: Sendable {
  package let id: String
  package let suite: Suite
  /// Line of `roster.tsv`, the header being 1.
  package let line: Int
  /// The record, column by column.
  package let fields: [(column: String, value: String)]
  package let stages: [StageExplanation]
  package let outcome: ExplainedOutcome
  /// Who inspects it after all amendments.
  package let team: [TeamPlace]
  /// The amendments that name it, in order.
  package let amendments: [AmendmentOutcome]
}

/// What became of an object.
package enum ExplainedOutcome: Sendable {
  case notDrawn
  case drawn(stage: Int, place: Int)
  /// Came in by the amendment of this number, in place of another object.
  case replacement(stage: Int, amendment: Int, for: String)
  /// Was drawn, and left by the amendment of this number; nil if nobody was left to replace it.
  case left(amendment: Int, replacement: String?)
}

/// What one stage of the draw had to do with an object.
package struct StageExplanation: Sendable {
  /// From 1.
  package let number: Int
  package let name: String
  package let position: Position

  package enum Position: Sendable {
    /// It does not meet these conditions.
    case excluded([FailedCondition])
    /// An earlier stage had drawn it.
    case drawnBefore(stage: Int)
    case inPool(PoolPosition)
  }
}

/// A `where` or `not` line that an object does not meet.
package struct FailedCondition: Sendable {
  package let column: String
  /// What the rules name.
  package let values: [String]
  /// Whether the rules ask for none of the values (`not`) instead of at least one (`where`).
  package let isNegated: Bool
  /// The whole field of the object.
  package let found: String
}

/// Where an object stood in the stratum it was drawn from.
package struct PoolPosition: Sendable {
  /// Its chance was `allocated / records`.
  package let stratum: StratumResult
  /// 32 bytes.
  package let ticket: [UInt8]
  /// The largest ticket drawn in the stratum; nil when none was drawn.
  package let lastDrawn: [UInt8]?
  /// Its place among the picks of the stage, from 1; nil when it was not drawn.
  package let place: Int?
  /// A shell line that gives the ticket with programs every Linux or macOS has.
  package let shellLine: String
}
