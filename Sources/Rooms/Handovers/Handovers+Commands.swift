internal import Bodies
internal import Kernel
internal import Storage
internal import Supervision

/// A handover as it is offered.
struct HandoverOffer: Sendable {
  let body: BodyID
  /// `nil` for the body with its main site.
  let site: Int?
  let to: AuthorityID
  let region: String
  let address: String
  let reason: String
}

extension Handovers {
  /// Offers a body or a site to the authority of another place.
  static func offer(
    _ offer: HandoverOffer, by actor: Actor, _ house: House
  ) throws -> HandoverID {
    try house.perform(by: actor) { transaction in
      let db = transaction.db
      let body = try Bodies.body(offer.body, in: actor.scope, db)
      try Keeper.requireKeeper(actor)
      try Bodies.requireOwnRegion(body, actor)
      guard let own = actor.authority?.id else { throw Problem.notFound }
      try refuseOdd(offer, body, own, db)
      let now = transaction.now.milliseconds
      let id: HandoverID? = try db.value(
        """
        INSERT INTO handovers (body, site, from_authority, to_authority, region, address, stage,
          opened_at)
        VALUES (\(offer.body), \(offer.site), \(own), \(offer.to), \(offer.region),
          \(offer.address), \(HandoverStage.offered), \(now))
        RETURNING id AS value
        """)
      guard let id else { throw Problem.conflict("移交没有保存，请重试。") }
      try add("offer", offer.reason, to: id, transaction)
      let regions = CodeNames(try Reference.regions(db))
      transaction.journal(
        "handover.offer", ("body", body.id.description), reason: offer.reason,
        [("region", "\(regions[body.row.region]) → \(regions[offer.region])")])
      return id
    }
  }

  private static func refuseOdd(
    _ offer: HandoverOffer, _ body: Body, _ own: AuthorityID, _ db: any Connection
  ) throws {
    guard try open(of: body.id, db) == nil else {
      throw Problem.refused("这家机构已有一件移交正在办理，请先办完或撤回。")
    }
    guard !offer.reason.isEmpty else { throw Problem.refused("请写明移交的理由，例如机构已迁址。") }
    guard let to = try receiver(offer.to, db), to.id != own else {
      throw Problem.refused("请选择接收的市场监管部门。")
    }
    guard RegionScope(region: to.region).contains(offer.region) else {
      throw Problem.refused("新地址所在的行政区划不归“\(to.name)”管辖，请核对行政区划或改选接收单位。")
    }
    if let site = offer.site {
      let found = try Facts.one(.sites, site, of: body.id, db)
      guard !found.isMain else {
        throw Problem.refused("主场所随机构一同移交，请选择“整个机构”。")
      }
    }
  }

  /// An authority of the line that keeps the registry.
  static func receiver(_ id: AuthorityID, _ db: any Connection) throws -> AuthoritySummary? {
    try keepers("id = \(id)", db).first
  }

  /// - Parameter condition: over `authorities`.
  static func keepers(_ condition: SQL, _ db: any Connection) throws -> [AuthoritySummary] {
    try db.map(
      "SELECT id, name, department, level, region FROM authorities WHERE department = "
        + "\(Keeper.department) AND valid_until IS NULL AND " + condition
        + " ORDER BY region, id LIMIT 5000"
    ) {
      AuthoritySummary(
        id: try $0.get("id"), name: try $0.get("name"), department: try $0.get("department"),
        level: try $0.get("level"), region: try $0.get("region"))
    }
  }

  /// Takes one step of a handover.
  ///
  /// - Throws: `Problem.notFound`; `.forbidden` for another side; `.refused` where the stage or a
  ///   missing reason stands against it.
  static func take(
    _ step: HandoverStep, _ id: HandoverID, content: String, by actor: Actor, _ house: House
  ) throws {
    try house.perform(by: actor) { transaction in
      let known = try one(id, for: actor, transaction.db)
      guard known.authority(step.side) == actor.authority?.id, actor.may(.changeRegistry) else {
        throw Problem.refused("这一步由\(sideName(step.side))办理，您单位不能代办。")
      }
      if let reason = known.stage.verdict(on: step).reason { throw Problem.refused(reason) }
      guard step == .take || !content.isEmpty else {
        throw Problem.refused("请写明“\(step.verb)”的理由。")
      }
      guard let target = known.stage.target(of: step) else { throw Problem.notFound }
      if step == .take || step == .assign { try move(known, content, transaction) }
      let superior = step == .dispute ? try superior(of: known, transaction.db) : nil
      try store(known, target, superior, transaction)
      try add(step.rawValue, content, to: id, transaction)
      transaction.journal(
        "handover.\(step.rawValue)", ("body", known.body.description), reason: content,
        [("stage", "\(known.stage.label) → \(target.label)")])
    }
  }

  private static func sideName(_ side: HandoverSide) -> String {
    switch side {
    case .giver: "移交方"
    case .receiver: "接收方"
    case .superior: "共同的上级"
    }
  }

  private static func store(
    _ known: Handover, _ target: HandoverStage, _ superior: AuthorityID?,
    _ transaction: Transaction
  ) throws {
    let now = transaction.now
    let closed: Int64? = target.isFinal ? now.milliseconds : nil
    let due = superior == nil ? nil : try dispute(from: now.day, transaction.db)
    let decider = superior ?? known.superior
    try transaction.db.execute(
      """
      UPDATE handovers SET stage = \(target), superior = \(decider), due_on = \(due),
        closed_at = \(closed) WHERE id = \(known.id)
      """)
  }

  /// The last day for naming who is competent, from the rule `jurisdiction-dispute`; no day where
  /// the calendar is not known so far.
  private static func dispute(from day: CalendarDay, _ db: any Connection) throws -> CalendarDay? {
    guard let rule = try Reference.rules(db).rule("jurisdiction-dispute", on: day) else {
      return nil
    }
    return try? Reference.calendar(db).workingDay(rule.value, after: day)
  }

  /// The lowest authority above both.
  private static func superior(of known: Handover, _ db: any Connection) throws -> AuthorityID {
    let above = try keepers("id <> \(known.from) AND id <> \(known.to)", db)
      .map { (authority: $0, scope: RegionScope(region: $0.region)) }
      .filter { $0.scope.contains(known.oldRegion) && $0.scope.contains(known.region) }
      .filter { $0.scope.low != $0.scope.high }
    // The narrower scope begins later or ends earlier.
    let lowest = above.min {
      ($1.scope.low, $0.scope.high) < ($0.scope.low, $1.scope.high)
    }
    guard let lowest else {
      throw Problem.refused("系统里没有双方共同的上级市场监管部门，请先由系统管理员登记该机关。")
    }
    return lowest.authority.id
  }

  /// The body or the site is registered in its new place.
  private static func move(
    _ known: Handover, _ reason: String, _ transaction: Transaction
  ) throws {
    let text = reason.isEmpty ? "移交：\(known.fromName) → \(known.toName)" : reason
    let change = try Changes.change(.form, reason: text, transaction)
    let whole = RegionScope(region: "000000")
    if let site = known.site {
      let fact = try Facts.one(.sites, site, of: known.body, transaction.db)
      var draft = fact.draft
      for (key, value) in [("address", known.address), ("region", known.region)] {
        if let place = FactKind.sites.place(key) { draft.values[place] = .text(value) }
      }
      try Facts.replace(.sites, fact, by: draft, of: known.body, change, transaction)
      return
    }
    let body = try Bodies.body(known.body, in: whole, transaction.db)
    var draft = BodyDraft(body)
    draft.region = known.region
    if !known.address.isEmpty { draft.address = known.address }
    try Bodies.store(draft, over: body.id, from: body.importedBy, change, transaction)
  }

  private static func add(
    _ step: String, _ content: String, to id: HandoverID, _ transaction: Transaction
  ) throws {
    let number = try transaction.db.count(
      "SELECT count(*) AS value FROM handover_entries WHERE handover = \(id)")
    try transaction.db.execute(
      """
      INSERT INTO handover_entries (handover, number, step, content, at, account, name, authority)
      VALUES (\(id), \(number + 1), \(step), \(content), \(transaction.now.milliseconds),
        \(transaction.actor?.account), \(transaction.actor?.name ?? "系统"),
        \(transaction.actor?.authority?.id))
      """)
  }
}
