internal import Crypto
internal import Draw
package import Kernel
internal import Plans
internal import Storage
package import Supervision

/// How pressing the draw button ended.
package enum DrawEnding: Sendable {
  case drawn(endDigest: String)
  /// The engine found no teams; the draw can only be made void.
  case impossible(reason: String)
}

extension Draws {
  /// Draws: all facts follow from the stored files; every body is announced with its team.
  ///
  /// Impossible teams end in a stored refusal, not in a second try.
  ///
  /// - Throws: `Problem.refused` when something is missing or the stage does not allow it.
  @discardableResult
  package static func draw(
    _ draw: DrawID, by actor: Actor, _ house: House, at moment: Instant? = nil
  ) throws -> DrawEnding {
    try house.perform(by: actor, at: moment) { transaction in
      let db = transaction.db
      let record = try own(draw, actor, db)
      try allow(.draw, record.stage)
      if let refusal = record.refusal { throw Problem.refused(impossibleSentence(refusal)) }
      let files = try drawFiles(of: record, db)
      let result: DrawResult
      do throws(Refusal) {
        result = try Draw.draw(files)
      } catch {
        try db.execute(
          "UPDATE draws SET refusal = \(error.description) WHERE id = \(draw)")
        try write(FileName.seed, files.seed, of: draw, db)
        transaction.journal(
          "draw.refuse", ("draw", draw.description), reason: error.description)
        return .impossible(reason: error.description)
      }
      try store(result, files, of: record, transaction)
      try announce(result, of: record, house.surroundings.entropy, transaction)
      try finish(result, record, transaction)
      transaction.journal(
        "draw.draw", ("draw", draw.description),
        [("end", hex(result.endDigest)), ("drawn", String(result.standing.count))])
      return .drawn(endDigest: hex(result.endDigest))
    }
  }

  static func impossibleSentence(_ refusal: String) -> String {
    "按封存的名单和规则无法组成检查组：\(refusal)。随机数已经齐全，结果不会再变，本次抽取只能作废。"
  }

  /// The frozen files with the seed that everybody's contributions make.
  ///
  /// - Throws: `Problem.refused` naming who has not handed in.
  private static func drawFiles(of record: StoredDraw, _ db: any Connection) throws -> DrawFiles {
    let contributors = try contributors(of: record.id, showsSecrets: true, db)
    let missing = contributors.filter { $0.secret == nil }.map(\.name)
    guard missing.isEmpty else {
      throw Problem.refused(
        "还有单位没有交出随机数：\(missing.joined(separator: "、"))。全部交齐后才能抽取；拒不交出的，本次抽取只能作废。")
    }
    let beacon = record.beacon
    var lines = contributors.map { (name: $0.name, kind: "secret", value: $0.secret ?? "") }
    lines.append(
      (
        Ceremony.contributorName(source: beacon.source, issue: beacon.issue), "public",
        beacon.value ?? ""
      ))
    lines.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    var seed = "contributor\tkind\tvalue\n"
    for line in lines { seed += "\(line.name)\t\(line.kind)\t\(line.value)\n" }
    let frozen = try frozenFiles(of: record.id, db)
    return DrawFiles(
      roster: frozen.roster, rules: frozen.rules, seed: Array(seed.utf8),
      inspectors: frozen.inspectors, conflicts: frozen.conflicts)
  }

  private static func store(
    _ result: DrawResult, _ files: DrawFiles, of record: StoredDraw, _ transaction: Transaction
  ) throws {
    let db = transaction.db
    try write(FileName.seed, files.seed, of: record.id, db)
    try write(FileName.transcript, result.transcript, of: record.id, db)
    // What was forecast gives way to what came true; the forecast follows from the files.
    try db.execute("DELETE FROM draw_strata WHERE draw = \(record.id)")
    for stage in result.stages {
      try db.execute(
        """
        UPDATE draw_stages SET pool = \(stage.pool), quota = \(stage.quota),
          drawn = \(stage.drawn), shortfall = \(stage.shortfall)
        WHERE draw = \(record.id) AND number = \(stage.number)
        """)
      try insert(stage.strata, stage: stage.number, of: record.id, db)
      for pick in stage.picks {
        try insert(
          pick.object, stage: stage.number, place: pick.place, stratum: pick.stratum,
          ticket: hex(pick.ticket), state: .drawn, of: record.id, db)
      }
      try storeRuler(files, stage: stage.number, of: record.id, db)
    }
  }

  static func insert(
    _ uscc: String, stage: Int, place: Int, stratum: String, ticket: String,
    state: DrawnPick.State, of draw: DrawID, _ db: any Connection
  ) throws {
    let stored = try db.execute(
      """
      INSERT INTO draw_picks (draw, stage, place, body, stratum, ticket, state)
      SELECT \(draw), \(stage), \(place), id, \(stratum), \(ticket), \(state)
      FROM bodies WHERE uscc = \(uscc)
      """)
    guard stored == 1 else { throw Problem.conflict("抽中的机构 \(uscc) 已不在名录中，请联系系统管理员核对数据库。") }
  }

  private static func storeRuler(
    _ files: DrawFiles, stage: Int, of draw: DrawID, _ db: any Connection
  ) throws {
    let strata = try refusing { () throws(Refusal) in try Draw.ruler(files, stage: stage) }
    for stratum in strata {
      var content: [UInt8] = []
      for record in stratum.records {
        content += record.object.utf8
        content.append(UInt8(ascii: "\t"))
        content += hex(record.ticket).utf8
        content.append(UInt8(ascii: "\n"))
      }
      try db.execute(
        """
        INSERT INTO draw_rulers (draw, stage, stratum, content)
        VALUES (\(draw), \(stage), \(stratum.stratum), \(content))
        """)
    }
  }

  private static func announce(
    _ result: DrawResult, of record: StoredDraw, _ entropy: any Entropy,
    _ transaction: Transaction
  ) throws {
    let fields = try stages(of: record.id, hasResult: true, transaction.db)
    for standing in result.standing {
      try announce(
        standing, field: fields[standing.stage - 1].field, of: record, entropy, transaction)
    }
  }

  static func announce(
    _ standing: StandingObject, field: String, of record: StoredDraw, _ entropy: any Entropy,
    _ transaction: Transaction
  ) throws {
    let body: BodyID? = try transaction.db.value(
      "SELECT id AS value FROM bodies WHERE uscc = \(standing.object)")
    guard let body else {
      throw Problem.conflict("抽中的机构 \(standing.object) 已不在名录中，请联系系统管理员核对数据库。")
    }
    try transaction.announce(
      BodyDrawn(
        draw: record.id, plan: record.plan, body: body, field: field,
        code: inspectionCode(entropy), team: standing.team.map(member)))
  }

  /// The rules call every role by its department.
  private static func member(_ place: TeamPlace) -> DrawnMember {
    DrawnMember(
      person: place.inspector, role: place.role, department: place.role,
      ticket: hex(place.ticket))
  }

  /// Ten characters that cannot be mistaken for one another, 50 bits.
  static func inspectionCode(_ entropy: any Entropy) -> String {
    let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    return String(
      decoding: entropy.bytes(10).map { alphabet[Int($0) % alphabet.count] }, as: UTF8.self)
  }

  private static func finish(
    _ result: DrawResult, _ record: StoredDraw, _ transaction: Transaction
  ) throws {
    let now = transaction.now.milliseconds
    let digest = hex(result.endDigest)
    try transaction.db.execute(
      """
      UPDATE draws SET drawn_at = \(now), drawn_digest = \(digest), end_digest = \(digest)
      WHERE id = \(record.id)
      """)
    try move(record.id, from: record.stage, by: .draw, transaction)
    if !record.isSealed {
      try transaction.db.execute("UPDATE draws SET revealed_at = \(now) WHERE id = \(record.id)")
      try move(record.id, from: .drawnSealed, by: .reveal, transaction)
    }
    try Plans.move(record.plan, by: .draw, transaction)
    try Plans.move(record.plan, by: .inspect, transaction)
  }

  // MARK: reveal and void

  /// Visits that have not begun, whose bodies would learn of them from a revealed draw.
  static func waitingVisits(of draw: DrawID, _ db: any Connection) throws -> Int {
    try db.count(
      """
      SELECT count(*) AS value FROM visits
      WHERE draw = \(draw) AND stage IN ('planned', 'scheduled', 'noticed')
      """)
  }

  /// Opens a sealed draw to everybody.
  ///
  /// - Parameter reason: needed while visits have not begun; `""` otherwise.
  package static func reveal(
    _ draw: DrawID, reason: String, by actor: Actor, _ house: House, at moment: Instant? = nil
  ) throws {
    try house.perform(by: actor, at: moment) { transaction in
      let record = try own(draw, actor, transaction.db)
      try allow(.reveal, record.stage)
      let waiting = try waitingVisits(of: draw, transaction.db)
      if waiting > 0, !reasonLength.contains(reason.trimmed.count) {
        throw Problem.refused(
          "还有 \(waiting) 家机构没有开始检查，现在公开会让它们预先得知。请等检查开始后再公开；"
            + "确需提前的，请写明理由（\(reasonLength.lowerBound) 至 \(reasonLength.upperBound) 个字）。")
      }
      try transaction.db.execute(
        "UPDATE draws SET revealed_at = \(transaction.now.milliseconds) WHERE id = \(draw)")
      try move(draw, from: record.stage, by: .reveal, transaction)
      transaction.journal(
        "draw.reveal", ("draw", draw.description), reason: waiting > 0 ? reason.trimmed : "")
    }
  }

  /// How long a reason is, in characters.
  static let reasonLength = 6...200

  /// - Returns: the reason as one line.
  /// - Throws: `Problem.refused` for a reason that is too short or too long.
  static func reason(_ text: String) throws -> String {
    let text = FreezeForm.oneLine(text)
    guard reasonLength.contains(text.count),
      !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F })
    else {
      throw Problem.refused(
        "请写明理由，\(reasonLength.lowerBound) 至 \(reasonLength.upperBound) 个字。理由会公开。")
    }
    return text
  }

  /// Whether everything is in: the result is settled even though nobody has looked at it yet.
  static func isSettled(_ record: StoredDraw, _ db: any Connection) throws -> Bool {
    guard record.stage == .beaconed, record.refusal == nil else { return false }
    return try db.count(
      "SELECT count(*) AS value FROM draw_contributors WHERE draw = \(record.id) AND secret IS NULL"
    )
      == 0
  }

  /// Ends a draw that has not been drawn; number and reason stay public.
  package static func void(
    _ draw: DrawID, reason text: String, by actor: Actor, _ house: House,
    at moment: Instant? = nil
  ) throws {
    try house.perform(by: actor, at: moment) { transaction in
      let record = try own(draw, actor, transaction.db)
      try allow(.void, record.stage)
      guard try !isSettled(record, transaction.db) else {
        throw Problem.refused("各方随机数已经齐全，结果已由它们决定，不能再作废。请抽取；机构退出或人员回避在抽取之后办理。")
      }
      let reason = try reason(text)
      try transaction.db.execute(
        """
        UPDATE draws SET voided_at = \(transaction.now.milliseconds), void_reason = \(reason)
        WHERE id = \(draw)
        """)
      try move(draw, from: record.stage, by: .void, transaction)
      transaction.journal("draw.void", ("draw", draw.description), reason: reason)
    }
  }
}
