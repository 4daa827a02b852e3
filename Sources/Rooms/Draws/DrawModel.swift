package import Kernel
package import Plans
internal import Storage
package import Supervision

extension DrawStage: StoredWord {}

/// What everybody may know about a draw at this moment.
package struct DrawModel: Sendable {
  package let id: DrawID
  package let number: Int
  package let title: String
  package let plan: PlanID
  package let authority: String
  package let region: String
  package let stage: DrawStage
  package let isSealed: Bool
  package let suite: String
  package let frozenAt: Instant
  package let challengeUntil: Instant
  package let drawnAt: Instant?
  package let revealedAt: Instant?
  package let voidedAt: Instant?
  package let voidReason: String?
  package let roots: DrawRoots
  package let beacon: DrawBeacon
  package let contributors: [DrawContributor]
  /// The fields in their order, with the chances published at the freeze, or as drawn once that
  /// is public.
  package let stages: [DrawnField]
  /// Published at the drawing, sealed or not; `nil` before.
  package let drawnDigest: String?
  /// Of the transcript as it stands, amendments included; `nil` before the drawing.
  package let endDigest: String?
  /// Who was drawn; `nil` before the drawing and while sealed.
  package let result: DrawnResult?

  /// Drawn, but its result stays shut until it is revealed.
  package var isShut: Bool { stage == .drawnSealed }
}

/// What the files were committed to, as lower-case hex, with the number of records.
package struct DrawRoots: Sendable {
  package let roster: String
  package let rosterCount: Int
  package let inspectors: String
  package let inspectorCount: Int
  package let conflicts: String
  package let rules: String
}

/// The public randomness, announced at the freeze.
package struct DrawBeacon: Sendable {
  package let source: String
  /// The exact issue.
  package let issue: String
  /// How it is written down, in words …
  package let format: String
  /// … and by an example of the same shape.
  package let example: String
  package let fallback: String
  /// Not before this moment.
  package let after: Instant
  package let value: String?
  /// Where the value was read.
  package let evidence: String?
  package let isFallback: Bool
  package let recordedAt: Instant?
}

/// One contributor of randomness. The secret is `nil` until it may be known.
package struct DrawContributor: Sendable {
  package let name: String
  package let authority: AuthorityID
  package let commitment: String?
  package let committedAt: Instant?
  package let secret: String?
  package let handedInAt: Instant?
}

/// Who was drawn, and what changed since.
package struct DrawnResult: Sendable {
  package let picks: [DrawnPick]
  package let amendments: [DrawnAmendment]
}

/// One body drawn.
package struct DrawnPick: Sendable {
  package enum State: String, StoredWord {
    case drawn, left, replacement

    package var label: String {
      switch self {
      case .drawn: "抽中"
      case .left: "已退出"
      case .replacement: "递补"
      }
    }
  }

  package let stage: Int
  package let place: Int
  package let body: BodyID
  package let uscc: String
  package let name: String
  package let region: String
  package let stratum: String
  /// 64 hex digits.
  package let ticket: String
  package let state: State
}

/// One withdrawal or recusal with what it led to.
package struct DrawnAmendment: Sendable {
  package let number: Int
  package let at: Instant
  package let bodyName: String
  package let reason: String
  package let outcome: DrawnOutcome
  /// Of the transcript after it.
  package let endDigest: String
}

/// What an amendment led to.
package enum DrawnOutcome: Sendable {
  case replaced(by: String, stratum: String, ticket: String)
  case withdrawn
  case recused(person: String, department: String, by: String, ticket: String)
}
