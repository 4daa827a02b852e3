internal import Draws
internal import Kernel
internal import Plans
internal import Supervision

extension DrawRecord {
  /// What everybody may know of a draw at this moment.
  init(_ model: DrawModel, version: Int, at now: Instant) {
    self.init(
      draw: model.number, version: version, publishedAt: now.iso, stage: model.stage.rawValue,
      plan: model.plan.number, title: model.title, authority: model.authority,
      region: model.region, suite: model.suite, isSealed: model.isSealed,
      frozenAt: model.frozenAt.iso, challengeUntil: model.challengeUntil.iso,
      drawnAt: model.drawnAt?.iso, revealedAt: model.revealedAt?.iso,
      voidedAt: model.voidedAt?.iso, voidReason: model.voidReason,
      roster: Root(root: model.roots.roster, records: model.roots.rosterCount),
      inspectors: Root(root: model.roots.inspectors, records: model.roots.inspectorCount),
      conflictsRoot: model.roots.conflicts, rulesHash: model.roots.rules,
      beacon: Beacon(model.beacon),
      contributors: model.contributors.map { contributor in
        Contributor(
          contributor: contributor.name, commitment: contributor.commitment,
          committedAt: contributor.committedAt?.iso, secret: contributor.secret)
      },
      stages: model.stages.map(Stage.init), picks: model.result?.picks.map(Pick.init) ?? [],
      amendments: model.result?.amendments.map(Amendment.init) ?? [],
      drawnDigest: model.drawnDigest, endDigest: model.endDigest)
  }
}

extension DrawRecord.Beacon {
  fileprivate init(_ beacon: DrawBeacon) {
    self.init(
      source: beacon.source, issue: beacon.issue, writtenAs: beacon.format,
      fallback: beacon.fallback, notBefore: beacon.after.iso, value: beacon.value,
      evidence: beacon.evidence, isFallback: beacon.isFallback,
      recordedAt: beacon.recordedAt?.iso)
  }
}

extension DrawRecord.Stage {
  fileprivate init(_ field: DrawnField) {
    self.init(
      number: field.number, name: field.name, field: field.field, pool: field.pool,
      quota: field.quota, drawn: field.drawn, shortfall: field.shortfall,
      strata: field.strata.map { stratum in
        DrawRecord.Stratum(
          name: stratum.name, records: stratum.records, weight: stratum.weight,
          allocated: stratum.allocated)
      })
  }
}

extension DrawRecord.Pick {
  fileprivate init(_ pick: DrawnPick) {
    self.init(
      stage: pick.stage, place: pick.place, body: pick.body.number, uscc: pick.uscc,
      name: pick.name, region: pick.region, stratum: pick.stratum, ticket: pick.ticket,
      state: pick.state.rawValue)
  }
}

extension DrawRecord.Amendment {
  fileprivate init(_ amendment: DrawnAmendment) {
    self.init(
      number: amendment.number, body: amendment.bodyName, outcome: amendment.outcome.publicSentence,
      reason: amendment.reason, at: amendment.at.iso, endDigest: amendment.endDigest)
  }
}

extension DrawnOutcome {
  /// What happened, without naming a person.
  var publicSentence: String {
    switch self {
    case .replaced(let name, _, _): "退出，按签号顺序由\(name)递补"
    case .withdrawn: "退出，同类别中已无可递补的机构"
    case .recused: "一名检查人员回避，按签号顺序由另一人接替"
    }
  }
}
