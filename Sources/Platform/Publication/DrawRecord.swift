/// A draw as far as it is public at its stage.
///
/// Until it is revealed it holds what the freeze promised and, once drawn, the end digest: nothing
/// from which the outcome could be told. This one type is the gate of every public route.
package struct DrawRecord: PublicRecord {
  package struct Root: Codable, Sendable {
    let root: String
    let records: Int
  }
  package struct Beacon: Codable, Sendable {
    let source: String
    let issue: String
    let writtenAs: String
    let fallback: String
    let notBefore: String
    let value: String?
    let recordedAt: String?
  }
  package struct Contributor: Codable, Sendable {
    let contributor: String
    let authority: String
    let commitment: String?
    let committedAt: String?
    /// Only of a revealed draw.
    let secret: String?
  }
  package struct Stratum: Codable, Sendable {
    let name: String
    let records: Int
    let weight: Int
    let allocated: Int
  }
  package struct Stage: Codable, Sendable {
    let number: Int
    let name: String
    let field: CodeName
    let pool: Int
    let quota: Int
    /// Only of a revealed draw.
    let drawn: Int?
    let shortfall: Int?
    let strata: [Stratum]
  }
  package struct Pick: Codable, Sendable {
    let stage: Int
    let place: Int
    let body: Int
    let uscc: String
    let name: String
    let region: CodeName
    let stratum: String
    let ticket: String
    /// `drawn`, `left` or `replacement`.
    let state: String
  }
  /// A withdrawal or recusal; the person is never named.
  package struct Amendment: Codable, Sendable {
    let number: Int
    let kind: String
    let body: String
    let reason: String
    let at: String
  }
  private(set) var format = "mingcha-draw-record-1"
  let draw: Int
  let version: Int
  let publishedAt: String
  let stage: String
  let plan: Int
  let title: String
  let authority: String
  let region: CodeName
  let suite: String
  let isSealed: Bool
  let frozenAt: String
  let challengeUntil: String
  let drawnAt: String?
  let revealedAt: String?
  let voidedAt: String?
  let voidReason: String?
  let roster: Root
  let inspectors: Root
  let conflictsRoot: String
  let rulesHash: String
  let beacon: Beacon
  let contributors: [Contributor]
  /// Pools and chances; left out while a draw is sealed, since later pools follow from earlier picks.
  let stages: [Stage]
  let picks: [Pick]
  let amendments: [Amendment]
  let seed: String?
  let endDigest: String?
}
