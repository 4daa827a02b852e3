/// All facts of a finished draw, and the transcript that states them.
///
/// Rule: mingcha-draw-1 §4–§7. Names and ids are the exact bytes of the files; compare them by `utf8`.
package struct DrawResult: Sendable {
  package let title: String
  package let suite: Suite
  package let roots: Roots
  /// `K`, 32 bytes.
  package let seed: [UInt8]
  package let stages: [StageResult]
  /// The load limit `L`; nil without `inspectors.tsv`.
  package let load: Int?
  /// The teams as drawn, in pick order and rule order, before any amendment.
  package let teams: [TeamPlace]
  package let amendments: [AmendmentOutcome]
  /// Who is inspected by whom after all amendments, in pick order; a replacement stands where the
  /// object it replaces stood.
  package let standing: [StandingObject]
  package internal(set) var endDigest: [UInt8] = []
  package internal(set) var transcript: [UInt8] = []
}

/// What the files were committed to, with the number of records of each.
package struct Roots: Sendable {
  package let roster: FileRoot
  /// `rulesHash`, 32 bytes.
  package let rulesHash: [UInt8]
  package let inspectors: FileRoot?
  package let conflicts: FileRoot?
}

/// Merkle root of one file (32 bytes) and its lines without the header.
package struct FileRoot: Sendable {
  package let root: [UInt8]
  package let records: Int
}

package struct StageResult: Sendable {
  /// From 1.
  package let number: Int
  package let name: String
  package let pool: Int
  /// What was left of the quota after `earlier`.
  package let quota: Int
  package let drawn: Int
  package let shortfall: Int
  /// The strata present in the pool, ascending by bytes.
  package let strata: [StratumResult]
  /// In ticket order.
  package let picks: [Pick]
}

/// One stratum of a pool; each of its records has the chance `allocated / records`.
package struct StratumResult: Sendable {
  /// `-` for the one stratum of a stage that is not stratified.
  package let name: String
  package let records: Int
  package let weight: Int
  package let allocated: Int
}

package struct Pick: Sendable {
  package let stage: Int
  /// From 1 within the stage.
  package let place: Int
  package let object: String
  package let stratum: String
  package let ticket: [UInt8]
}

/// One place of an inspection team.
package struct TeamPlace: Sendable {
  package let object: String
  package let role: String
  package let inspector: String
  package let ticket: [UInt8]
}

/// What one line of `amendments.tsv` led to; `number` is 1 for the first line after the header.
package enum AmendmentOutcome: Sendable {
  case replaced(
    number: Int, object: String, newObject: String, stratum: String, ticket: [UInt8],
    reason: String, team: [TeamPlace])
  case withdrawn(number: Int, object: String, reason: String)
  case recused(
    number: Int, object: String, role: String, inspector: String, newInspector: String,
    ticket: [UInt8], reason: String)
}

/// An object drawn after all amendments, and its team.
package struct StandingObject: Sendable {
  package let stage: Int
  package let object: String
  package let stratum: String
  package let ticket: [UInt8]
  package let team: [TeamPlace]
}
