internal import Crypto
internal import Draw
package import Kernel
internal import Plans
internal import Storage
package import Supervision

extension Draws {
  /// A body leaves the draw or a person leaves a team; the next ticket takes the place.
  ///
  /// Rule: mingcha-draw-1 §6. Nothing is drawn again: the line is appended to `amendments.tsv` and
  /// the transcript computed anew, which must begin with everything it said before.
  ///
  /// - Parameter person: code of the inspector or expert who leaves; `nil` when the body leaves.
  package static func amend(
    _ draw: DrawID, body: BodyID, person: String?, reason text: String, by actor: Actor,
    _ house: House, at moment: Instant? = nil
  ) throws {
    try house.perform(by: actor, at: moment) { transaction in
      let db = transaction.db
      let record = try own(draw, actor, db)
      try allow(.amend, record.stage)
      let reason = try reason(text)
      guard
        let uscc: String = try db.value(
          """
          SELECT b.uscc AS value FROM draw_picks p JOIN bodies b ON b.id = p.body
          WHERE p.draw = \(draw) AND p.body = \(body) AND p.state <> 'left'
          """)
      else { throw Problem.refused("这家机构现在不在抽中名单里，请从名单中选择。") }
      let line = "\(person == nil ? "object" : "inspector")\t\(uscc)\t\(person ?? "-")\t\(reason)\n"
      let amendments =
        try file(FileName.amendments, of: draw, db)
        ?? Array("kind\tobject\tinspector\treason\n".utf8)
      let result = try amended(draw, amendments + Array(line.utf8), db)
      guard let outcome = result.amendments.last else {
        throw Problem.conflict("递补没有算出结果，请联系系统管理员。")
      }
      try write(FileName.amendments, amendments + Array(line.utf8), of: draw, db)
      try write(FileName.transcript, result.transcript, of: draw, db)
      try db.execute("UPDATE draws SET end_digest = \(hex(result.endDigest)) WHERE id = \(draw)")
      try db.execute(
        """
        INSERT INTO draw_amendments (draw, number, kind, body, person, reason, at, end_digest,
          account)
        VALUES (\(draw), \(result.amendments.count), \(person == nil ? "object" : "inspector"),
          \(body), \(person ?? "-"), \(reason), \(transaction.now.milliseconds),
          \(hex(result.endDigest)), \(actor.account))
        """)
      try carryOut(
        outcome, body, reason, result, of: record, house.surroundings.entropy, transaction)
      // A sealed draw shows nothing of it yet.
      if record.stage == .revealed { try transaction.announce(DrawChanged(draw: draw)) }
      transaction.journal(
        "draw.amend", ("draw", draw.description), reason: reason,
        [("body", body.description), ("end", hex(result.endDigest))])
    }
  }

  /// The draw with these amendments.
  ///
  /// - Throws: `Problem.refused` when nobody is left or the stored transcript would change.
  private static func amended(
    _ draw: DrawID, _ amendments: [UInt8], _ db: any Connection
  ) throws -> DrawResult {
    let frozen = try frozenFiles(of: draw, db)
    guard let seed = try file(FileName.seed, of: draw, db),
      let before = try file(FileName.transcript, of: draw, db)
    else { throw Problem.conflict("抽取记录不完整，数据库可能已损坏，请联系系统管理员从备份恢复。") }
    let files = DrawFiles(
      roster: frozen.roster, rules: frozen.rules, seed: seed, inspectors: frozen.inspectors,
      conflicts: frozen.conflicts, amendments: amendments)
    let result = try refusing { () throws(Refusal) in try Draw.draw(files) }
    // Everything but the `end` line stays as it was.
    let kept = before.dropLast().lastIndex(of: UInt8(ascii: "\n")).map { before[...$0] } ?? []
    guard result.transcript.starts(with: kept) else {
      throw Problem.conflict("重算的抽取记录与已公布的不一致，没有保存。请立即联系系统管理员。")
    }
    return result
  }

  private static func carryOut(
    _ outcome: AmendmentOutcome, _ body: BodyID, _ reason: String, _ result: DrawResult,
    of record: StoredDraw, _ entropy: any Entropy, _ transaction: Transaction
  ) throws {
    let draw = record.id
    let withdrawn = BodyWithdrawn(draw: draw, body: body, reason: reason)
    switch outcome {
    case .withdrawn:
      try leave(body, draw, transaction.db)
      try transaction.announce(withdrawn)
    case .replaced(_, _, let newObject, let stratum, let ticket, _, _):
      try leave(body, draw, transaction.db)
      try transaction.announce(withdrawn)
      guard let standing = result.standing.first(where: { $0.object == newObject }) else { return }
      let place = try transaction.db.count(
        """
        SELECT max(place) AS value FROM draw_picks
        WHERE draw = \(draw) AND stage = \(standing.stage)
        """)
      try insert(
        newObject, stage: standing.stage, place: place + 1, stratum: stratum,
        ticket: hex(ticket), state: .replacement, of: draw, transaction.db)
      let fields = try stages(of: draw, hasResult: true, transaction.db)
      try announce(
        standing, field: fields[standing.stage - 1].field, of: record, entropy, transaction)
    case .recused(_, _, let role, let inspector, let newInspector, let ticket, _):
      try transaction.announce(
        MemberReplaced(
          draw: draw, body: body, person: inspector,
          successor: DrawnMember(
            person: newInspector, role: role, department: role, ticket: hex(ticket))))
    }
  }

  private static func leave(_ body: BodyID, _ draw: DrawID, _ db: any Connection) throws {
    try db.execute(
      "UPDATE draw_picks SET state = 'left' WHERE draw = \(draw) AND body = \(body)")
  }
}
