internal import Kernel

/// A draw as far as it is public at its stage.
///
/// It is made from `Draws.publicModel` only: until a draw is revealed it holds what the freeze
/// promised and, once drawn, the end digest, and nothing from which the outcome could be told.
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
    let evidence: String?
    let isFallback: Bool
    let recordedAt: String?
  }
  package struct Contributor: Codable, Sendable {
    let contributor: String
    let commitment: String?
    let committedAt: String?
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
    let field: String
    let pool: Int
    let quota: Int
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
    let region: String
    let stratum: String
    let ticket: String
    /// `drawn`, `left` or `replacement`.
    let state: String
  }
  /// A withdrawal or recusal; people are never named.
  package struct Amendment: Codable, Sendable {
    let number: Int
    let body: String
    let outcome: String
    let reason: String
    let at: String
    let endDigest: String
  }
  private(set) var format = "mingcha-draw-record-1"
  let draw: Int
  let version: Int
  let publishedAt: String
  let stage: String
  let plan: Int
  let title: String
  let authority: String
  let region: String
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
  /// Pools and chances.
  let stages: [Stage]
  let picks: [Pick]
  let amendments: [Amendment]
  /// Of the transcript at the drawing …
  let drawnDigest: String?
  /// … and with every amendment since.
  let endDigest: String?
}
