package import Kernel
internal import Storage
package import Supervision

extension Authorities {
  /// Registers an authority in the actor's region or below.
  ///
  /// - Throws: `Problem.refused` with every fault of the draft.
  static func create(_ draft: Draft, _ call: Call) throws {
    let actor = try call.actor()
    try call.house.perform(by: actor) { transaction in
      try requireOwn(draft.department, actor)
      let faults = try faults(draft, over: nil, actor.scope, transaction)
      guard faults.isEmpty else { throw Problem.refused(faults) }
      let id = try insert(draft, transaction)
      let change = try Changes.change(.form, reason: draft.reason, transaction)
      try place(id, draft, by: change, transaction)
      transaction.journal(
        "authority.create", ("authority", id.description), reason: draft.reason,
        [("name", draft.name), ("region", draft.region)])
    }
  }

  /// Changes name, superior, place or kind of an authority; what it was before is kept.
  static func edit(_ id: AuthorityID, _ draft: Draft, _ call: Call) throws {
    let actor = try call.actor()
    try call.house.perform(by: actor) { transaction in
      let db = transaction.db
      let known = try one(id, in: actor.scope, db)
      try requireOwn(known.department, actor)
      let version = try versions(of: id, db).first { $0.known.until == nil }
      guard draft.seen == version?.id ?? 0 else {
        throw Problem.conflict("有人在您打开表单之后改动了这个机关。请返回页面，核对新内容后再修改。")
      }
      var draft = draft
      // What accounts, inspectors and visits hang on does not move under them.
      draft.department = known.department
      var faults = try faults(draft, over: known, actor.scope, transaction)
      if draft.isSupport, known.inspectors > 0 {
        faults.append("这个机关还有 \(known.inspectors) 名检查人员。技术支撑单位不能有执法检查人员，请先调出。")
      }
      guard faults.isEmpty else { throw Problem.refused(faults) }
      guard Draft(known, seen: draft.seen, reason: draft.reason) != draft else {
        throw Problem.refused("没有改动任何内容。")
      }
      try update(id, draft, db)
      let change = try Changes.change(.form, reason: draft.reason, transaction)
      try place(id, draft, by: change, transaction)
      transaction.journal(
        "authority.edit", ("authority", id.description), reason: draft.reason,
        [("name", known.name == draft.name ? known.name : "\(known.name) → \(draft.name)")])
    }
  }

  /// Ends an authority on a day; nobody may still belong to it.
  static func end(_ id: AuthorityID, on day: CalendarDay, reason: String, _ call: Call) throws {
    let actor = try call.actor()
    try call.house.perform(by: actor) { transaction in
      let db = transaction.db
      let known = try one(id, in: actor.scope, db)
      try requireOwn(known.department, actor)
      var faults: [String] = []
      if let until = known.validUntil { faults.append("这个机关已于\(until.chinese)撤销。") }
      if id == actor.authority?.id { faults.append("不能撤销自己所在的机关。") }
      if known.accounts > 0 { faults.append("还有 \(known.accounts) 个在用账号，请先停用。") }
      if known.inspectors > 0 { faults.append("还有 \(known.inspectors) 名检查人员，请先调到其他机关。") }
      if let from = known.validFrom, day < from { faults.append("撤销日早于设立日\(from.chinese)。") }
      if reason.isEmpty { faults.append("请写明撤销依据。") }
      guard faults.isEmpty else { throw Problem.refused(faults) }
      let change = try Changes.change(.form, reason: reason, transaction)
      try db.execute("UPDATE authorities SET valid_until = \(day) WHERE id = \(id)")
      try keepVersion(of: id, by: change, transaction)
      transaction.journal(
        "authority.end", ("authority", id.description), reason: reason,
        [("name", known.name), ("until", day.iso)])
    }
  }

  // MARK: offices

  static func addOffice(
    to id: AuthorityID, name: String, duty: String, reason: String, _ call: Call
  ) throws {
    let actor = try call.actor()
    try call.house.perform(by: actor) { transaction in
      let db = transaction.db
      let known = try one(id, in: actor.scope, db)
      if id != actor.authority?.id { try requireOwn(known.department, actor) }
      var faults: [String] = []
      if !(2...60).contains(name.count) { faults.append("请填写处室名称，2 至 60 个字。") }
      if duty.count > 300 { faults.append("职责最多 300 个字，请缩短。") }
      if reason.isEmpty { faults.append("请写明依据。") }
      if try offices(of: id, db).contains(where: { $0.name == name }) {
        faults.append("\(known.name)已有“\(name)”，不能重复登记。")
      }
      guard faults.isEmpty else { throw Problem.refused(faults) }
      let change = try Changes.change(.form, reason: reason, transaction)
      try store(office: name, duty: duty, of: id, by: change, transaction)
      transaction.journal(
        "authority.office", ("authority", id.description), reason: reason, [("name", name)])
    }
  }

  static func endOffice(
    _ office: Int, of id: AuthorityID, reason: String, _ call: Call
  ) throws {
    let actor = try call.actor()
    try call.house.perform(by: actor) { transaction in
      let db = transaction.db
      let authority = try one(id, in: actor.scope, db)
      if id != actor.authority?.id { try requireOwn(authority.department, actor) }
      guard let known = try offices(of: id, db).first(where: { $0.id == office }) else {
        throw Problem.notFound
      }
      guard !reason.isEmpty else { throw Problem.refused("请写明撤销处室的依据。") }
      let change = try Changes.change(.form, reason: reason, transaction)
      try db.execute(
        """
        UPDATE offices SET until = \(transaction.now.milliseconds), ended_by = \(change)
        WHERE id = \(office) AND until IS NULL
        """)
      transaction.journal(
        "authority.office-end", ("authority", id.description), reason: reason,
        [("name", known.name)])
    }
  }

  /// What an authority is decides what its people see, so each department keeps its own.
  ///
  /// - Throws: `Problem.refused` saying who does.
  private static func requireOwn(_ department: String, _ actor: Actor) throws {
    guard Accounts.administers(actor, authoritiesOf: department) else {
      throw Problem.refused(
        "您只能登记和修改本部门的机关；直属单位的登记由其上级机关办理。请联系该部门或市场监管部门的系统管理员。")
    }
  }

  // MARK: parts of commands

  /// Stores an authority that a file brings, with its version; the caller journals it.
  ///
  /// - Parameter parent: name of the superior, which stands in the store by now; or empty.
  package static func store(
    _ draft: Draft, under parent: String, until: CalendarDay?, over known: AuthorityID?,
    by change: ChangeID, _ transaction: Transaction
  ) throws {
    let db = transaction.db
    var draft = draft
    if !parent.isEmpty {
      let id: AuthorityID? = try db.value(
        "SELECT id AS value FROM authorities WHERE name = \(parent)")
      guard let id else { throw Problem.refused("没有名为“\(parent)”的上级机关，请把它写在下级之前。") }
      draft.parent = id.description
    }
    let id: AuthorityID
    if let known {
      try update(known, draft, db)
      id = known
    } else {
      id = try insert(draft, transaction)
    }
    try db.execute("UPDATE authorities SET valid_until = \(until) WHERE id = \(id)")
    try place(id, draft, by: change, transaction)
    let tree = try AuthorityTree.load(RegionScope(region: "000000"), db)
    if let superior = Int(draft.parent).map({ AuthorityID($0) }), tree.isBelow(superior, id) {
      throw Problem.refused("“\(parent)”是“\(draft.name)”自己的下级，不能作它的上级机关。请改正后重新导入。")
    }
  }

  private static func insert(_ draft: Draft, _ transaction: Transaction) throws -> AuthorityID {
    let number = try transaction.db.count(
      """
      SELECT count(*) AS value FROM authorities
      WHERE department = \(draft.department) AND region = \(draft.region)
      """)
    let code = "\(draft.department)-\(draft.region)" + (number == 0 ? "" : "-\(number + 1)")
    return try Accounts.insertAuthority(
      code: code, name: draft.name, department: draft.department, level: draft.level,
      region: draft.region, keepsVersion: false, transaction)
  }

  private static func update(_ id: AuthorityID, _ draft: Draft, _ db: any Connection) throws {
    try db.execute(
      """
      UPDATE authorities SET name = \(draft.name), level = \(draft.level),
        region = \(draft.region)
      WHERE id = \(id)
      """)
  }

  package static func store(
    office name: String, duty: String, of id: AuthorityID, by change: ChangeID,
    _ transaction: Transaction
  ) throws {
    try transaction.db.execute(
      """
      INSERT INTO offices (authority, name, duty, valid_from, since, change)
      VALUES (\(id), \(name), \(duty), \(transaction.now.day), \(transaction.now.milliseconds),
        \(change))
      """)
  }

  /// Stores where an authority stands, and keeps the version.
  package static func place(
    _ id: AuthorityID, _ draft: Draft, by change: ChangeID, _ transaction: Transaction
  ) throws {
    let parent = Int(draft.parent).map { AuthorityID($0) }
    let from = CalendarDay(iso: draft.validFrom)
    try transaction.db.execute(
      """
      UPDATE authorities SET parent = \(parent), area = \(draft.area),
        is_support = \(draft.isSupport), valid_from = \(from)
      WHERE id = \(id)
      """)
    try keepVersion(of: id, by: change, transaction)
  }

  /// Ends the version that held and begins one with what is registered now.
  static func keepVersion(
    of id: AuthorityID, by change: ChangeID, _ transaction: Transaction
  ) throws {
    let now = transaction.now.milliseconds
    try transaction.db.execute(
      """
      UPDATE authority_versions SET until = \(now), ended_by = \(change)
      WHERE authority = \(id) AND until IS NULL
      """)
    try transaction.db.execute(
      """
      INSERT INTO authority_versions (authority, name, parent, level, region, area, is_support,
        valid_from, valid_until, since, change)
      SELECT id, name, parent, level, region, area, is_support, valid_from, valid_until, \(now),
        \(change)
      FROM authorities WHERE id = \(id)
      """)
  }

  private static func faults(
    _ draft: Draft, over known: Record?, _ scope: RegionScope, _ transaction: Transaction
  ) throws -> [String] {
    let db = transaction.db
    var faults: [String] = []
    if !(2...60).contains(draft.name.count) || draft.name.utf8.contains(where: { $0 < 0x20 }) {
      faults.append("请填写机关全称，2 至 60 个字，一行以内。")
    } else if try db.count(
      """
      SELECT count(*) AS value FROM authorities
      WHERE name = \(draft.name) AND id <> \(known?.id.number ?? 0)
      """) > 0
    {
      faults.append("已有机关“\(draft.name)”，不能重复登记。")
    }
    if !levels.contains(where: { $0.0 == draft.level }) { faults.append("请从列表中选择层级。") }
    let day = transaction.now.day
    if known == nil,
      !(try Reference.departments(on: day, db)).contains(where: { $0.code == draft.department })
    {
      faults.append("请从列表中选择部门。")
    }
    if !(try Reference.regions(db, in: scope)).contains(where: { $0.code == draft.region }) {
      faults.append("请从列表中选择本辖区内的行政区划。")
    }
    if draft.area.count > 60 { faults.append("非行政区划的管辖范围最多 60 个字，请缩短。") }
    if !draft.validFrom.isEmpty, CalendarDay(iso: draft.validFrom) == nil {
      faults.append("设立日期“\(draft.validFrom)”不是存在的日期，请写成 2026-01-01 这样。")
    }
    return faults + (try parentFaults(draft, over: known, scope, db))
  }

  private static func parentFaults(
    _ draft: Draft, over known: Record?, _ scope: RegionScope, _ db: any Connection
  ) throws -> [String] {
    guard !draft.parent.isEmpty else { return [] }
    guard let number = Int(draft.parent),
      let parent = try all(scope, db).first(where: { $0.id.number == number })
    else { return ["请从列表中选择上级机关。"] }
    if parent.isSupport { return ["技术支撑单位不能作上级机关，请另选。"] }
    if parent.validUntil != nil { return ["“\(parent.name)”已撤销，不能作上级机关，请另选。"] }
    if let known, try AuthorityTree.load(scope, db).isBelow(parent.id, known.id) {
      return ["“\(parent.name)”是这个机关自己或它的下级，不能作上级机关，请另选。"]
    }
    return []
  }
}

extension Authorities.Draft {
  init(_ known: Authorities.Record, seen: Int, reason: String = "") {
    self.init(
      name: known.name, department: known.department, level: known.level, region: known.region,
      area: known.area, isSupport: known.isSupport, parent: known.parent?.description ?? "",
      validFrom: known.validFrom?.iso ?? "", reason: reason, seen: seen)
  }
}
