internal import Crypto
internal import Draws
package import Kernel
internal import Storage
internal import Supervision
internal import Visits

extension Publication {
  /// Makes a plan public as it stands, when it is frozen.
  static func publishPlan(_ plan: PlanID, _ transaction: Transaction) throws {
    let version = try nextVersion(.plan, plan.number, transaction.db)
    let record = try planRecord(plan, version: version, at: transaction.now, transaction.db)
    try insert(
      NewPublication(
        kind: .plan, subject: plan.number, version: version, plan: plan.number, body: nil,
        region: record.region.code, title: record.title, bytes: try record.canonical()),
      transaction)
  }

  /// Makes public what a draw's stage allows. A new version each time.
  static func publishDraw(_ draw: DrawID, _ transaction: Transaction) throws {
    let version = try nextVersion(.draw, draw.number, transaction.db)
    guard let model = try Draws.publicModel(draw, transaction.db) else { throw Problem.notFound }
    let record = DrawRecord(model, version: version, at: transaction.now)
    try insert(
      NewPublication(
        kind: .draw, subject: draw.number, version: version, plan: record.plan, body: nil,
        region: model.region, title: "第\(record.draw)次抽取", bytes: try record.canonical()),
      transaction)
  }

  /// Makes the approved result of a visit public and moves the visit on.
  ///
  /// - Throws: `Problem.refused` when the visit's stage does not allow it.
  package static func publishResult(_ visit: VisitID, _ transaction: Transaction) throws {
    let db = transaction.db
    let word: String? = try db.value("SELECT stage AS value FROM visits WHERE id = \(visit)")
    guard let stage = word.flatMap(VisitStage.init(rawValue:)) else { throw Problem.notFound }
    if let reason = stage.verdict(on: .publish).reason { throw Problem.refused(reason) }
    let version = try nextVersion(.result, visit.number, db)
    let record = try resultRecord(visit, version: version, at: transaction.now, db)
    try insert(try newPublication(record), transaction)
    try Visits.markPublished(visit, transaction)
  }

  /// Publishes every approved result whose day has come, the house acting by itself.
  ///
  /// One command per result, so that one that cannot be published keeps no other back.
  ///
  /// - Returns: how many were published.
  package static func publishDue(_ house: House) throws -> Int {
    let today = house.now().day.iso
    let due: [VisitID] = try house.store.read { db in
      try db.map(
        """
        SELECT id FROM visits WHERE stage = 'approved' AND publish_on <= \(today)
        ORDER BY publish_on, id LIMIT 500
        """
      ) { try $0.get("id") }
    }
    var published = 0
    for visit in due {
      do {
        try house.perform(by: nil) { transaction in
          try publishResult(visit, transaction)
          transaction.journal("visit.publish", ("visit", visit.description), [("by", "due day")])
        }
        published += 1
      } catch {
        house.surroundings.log(
          "event=publication-refused visit=\(visit.number) problem=\"\(error)\"")
      }
    }
    return published
  }

  /// Publishes an approved result before its due day.
  static func publishNow(_ visit: VisitID, _ call: Call) throws {
    let actor = try call.actor()
    try call.house.perform(by: actor) { transaction in
      let region: String? = try transaction.db.value(
        "SELECT region AS value FROM visits WHERE id = \(visit)")
      guard let region, actor.scope.contains(region) else { throw Problem.notFound }
      try requireLine(of: visit, actor, transaction.db)
      try publishResult(visit, transaction)
      transaction.journal("visit.publish", ("visit", visit.description))
    }
  }

  /// What a correction says.
  struct CorrectionDraft {
    var codes: [String] = []
    var summary = ""
    var reason = ""
    /// The version the person saw; another one since then refuses the correction.
    var version = 0
  }

  /// Publishes a new version of a result in place of the current one, which stays.
  ///
  /// - Throws: `Problem.refused` with what is missing, `Problem.conflict` when somebody corrected
  ///   it meanwhile.
  static func correct(_ visit: VisitID, _ draft: CorrectionDraft, _ call: Call) throws {
    let actor = try call.actor()
    try call.house.perform(by: actor) { transaction in
      let current = try current(of: visit, actor.scope, transaction.db)
      try requireLine(of: visit, actor, transaction.db)
      guard current.version == draft.version else {
        throw Problem.conflict("这条公示刚刚被更正为第\(current.version)版。请返回查看最新内容，再决定是否还需要更正。")
      }
      let old = try ResultRecord(canonical: current.record)
      let results = Set(draft.codes.compactMap(InspectionResult.init(rawValue:)))
      let faults = faults(in: draft, results: results, against: old)
      guard faults.isEmpty else { throw Problem.refused(faults) }
      let record = old.corrected(
        results: words(results), national: nationalWords(results), summary: draft.summary,
        reason: draft.reason, at: transaction.now)
      try insert(try newPublication(record, corrects: current.id), transaction)
      transaction.journal(
        "publication.correct", ("visit", visit.description), reason: draft.reason,
        [("version", String(record.version)), ("corrects", String(old.version))])
    }
  }

  private static func faults(
    in draft: CorrectionDraft, results: Set<InspectionResult>, against old: ResultRecord
  ) -> [String] {
    var faults = InspectionResult.check(results)
    if results.count != Set(draft.codes).count {
      faults.append("有不认识的检查结果代码，请刷新页面后重新选择。")
    }
    if draft.reason.allSatisfy(\.isWhitespace) {
      faults.append("请写明更正理由，理由将与更正后的记录一并公开。")
    }
    if draft.reason.count > reasonLimit { faults.append("更正理由不超过\(reasonLimit)个字。") }
    if draft.summary.count > summaryLimit { faults.append("情况说明不超过\(summaryLimit)个字。") }
    if Set(old.results.map(\.code)) == Set(results.map(\.code)), old.summary == draft.summary {
      faults.append("更正后的内容与现行公示完全相同，请改动检查结果或情况说明后再提交。")
    }
    return faults
  }

  // MARK: storing

  private struct NewPublication {
    let kind: Kind
    let subject: Int
    let version: Int
    let plan: Int
    let body: Int?
    let region: String
    let title: String
    let bytes: [UInt8]
    var national: [CodeName] = []
    var corrects: PublicationID?
    var correction = ""
  }

  private static func newPublication(_ record: ResultRecord, corrects: PublicationID? = nil) throws
    -> NewPublication
  {
    NewPublication(
      kind: .result, subject: record.result, version: record.version, plan: record.plan.id,
      body: record.body.id, region: record.region.code, title: record.body.name,
      bytes: try record.canonical(), national: record.national, corrects: corrects,
      correction: record.correction?.reason ?? "")
  }

  private static func nextVersion(_ kind: Kind, _ subject: Int, _ db: any Connection) throws -> Int
  {
    let last: Int? = try db.value(
      """
      SELECT version AS value FROM publications WHERE kind = \(kind) AND subject = \(subject)
      ORDER BY version DESC LIMIT 1
      """)
    return (last ?? 0) + 1
  }

  private static func insert(_ new: NewPublication, _ transaction: Transaction) throws {
    let id: PublicationID? = try transaction.db.value(
      """
      INSERT INTO publications (kind, subject, version, plan, body, region, title, record, digest,
        published_at, account, corrects, correction)
      VALUES (\(new.kind), \(new.subject), \(new.version), \(new.plan), \(new.body),
        \(new.region), \(new.title), \(String(decoding: new.bytes, as: UTF8.self)),
        \(hex(sha256(new.bytes))), \(transaction.now.milliseconds), \(transaction.actor?.account),
        \(new.corrects), \(new.correction))
      RETURNING id AS value
      """)
    guard let id else { throw Problem.conflict("公示没有保存，请重试。") }
    for word in new.national {
      try transaction.db.execute(
        """
        INSERT INTO publication_results (publication, result) VALUES (\(id), \(word.code))
        """)
    }
  }
}

extension ResultRecord {
  /// The next version, with other results and summary and everything else as it was.
  fileprivate func corrected(
    results: [CodeName], national: [CodeName], summary: String, reason: String, at now: Instant
  ) -> ResultRecord {
    ResultRecord(
      result: result, version: version + 1, publishedAt: now.iso, plan: plan, body: body,
      region: region, field: field, authority: authority, method: method, beganAt: beganAt,
      finishedAt: finishedAt, team: team, results: results, national: national,
      summary: summary, rectifyUntil: rectifyUntil,
      correction: Correction(corrects: version, reason: reason))
  }
}
