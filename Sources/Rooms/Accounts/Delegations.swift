internal import Kernel
internal import Storage
internal import Supervision

/// 委托: a person lends a role to somebody of the same authority for some days. What is done with it
/// is journalled in the borrower's name, for the lender.
struct Delegation: RowDecodable, Sendable {
  let id: Int
  let lender: AccountID
  let lenderName: String
  let borrower: AccountID
  let borrowerName: String
  let role: Role
  let from: CalendarDay
  let until: CalendarDay
  let reason: String
  let endedAt: Instant?

  init(row: Row) throws {
    id = try row.get("id")
    lender = try row.get("lender")
    lenderName = try row.get("lender_name")
    borrower = try row.get("borrower")
    borrowerName = try row.get("borrower_name")
    role = try row.get("role")
    from = try row.get("from_day")
    until = try row.get("until_day")
    reason = try row.get("reason")
    endedAt = try row.get("ended_at", as: Int64?.self).map { Instant(milliseconds: $0) }
  }

  /// Whether it counts on a day.
  func isOpen(on day: CalendarDay) -> Bool { endedAt == nil && from <= day && day <= until }

  func state(on day: CalendarDay) -> String {
    if endedAt != nil { return "已收回" }
    return day < from ? "未开始" : day > until ? "已到期" : "进行中"
  }
}

/// A delegation as typed.
struct DelegationDraft: Sendable {
  var borrower = ""
  var role = ""
  var from = ""
  var until = ""
  var reason = ""
}

enum Delegations {
  /// What can be lent: an inspector's certificate and an administrator's trust cannot.
  static let lendable: [Role] = [.planner, .publisher, .supervisor]
  static let longestDays = 92

  // MARK: reading

  /// The roles lent to an account that count on a day: the lender still holds them, works at the
  /// same authority and has an account in use.
  static func lent(to borrower: AccountID, on day: CalendarDay, _ db: any Connection) throws
    -> [Lending]
  {
    try db.map(
      """
      SELECT d.role, d.lender, l.name FROM delegations d
        JOIN accounts b ON b.id = d.borrower
        JOIN accounts l ON l.id = d.lender AND l.authority = b.authority
        JOIN account_roles r ON r.account = d.lender AND r.role = d.role
      WHERE d.borrower = \(borrower) AND d.until_day >= \(day.iso) AND d.from_day <= \(day.iso)
        AND d.ended_at IS NULL AND l.state = 'active'
      ORDER BY d.id LIMIT 20
      """
    ) { row in
      Lending(
        role: try row.get("role"), lender: try row.get("lender"), lenderName: try row.get("name"))
    }
  }

  /// What an account lends and borrows, the latest first.
  static func list(of account: AccountID, _ db: any Connection) throws -> [Delegation] {
    try db.all(
      """
      SELECT d.id, d.lender, l.name AS lender_name, d.borrower, b.name AS borrower_name, d.role,
        d.from_day, d.until_day, d.reason, d.ended_at
      FROM delegations d JOIN accounts l ON l.id = d.lender JOIN accounts b ON b.id = d.borrower
      WHERE d.lender = \(account) OR d.borrower = \(account)
      ORDER BY d.id DESC LIMIT 50
      """)
  }

  /// Who may borrow a role from somebody: people of the same authority who are no administrators.
  static func borrowers(for actor: Actor, _ db: any Connection) throws -> [(
    id: AccountID, name: String
  )] {
    try db.map(
      """
      SELECT a.id, a.name, a.login FROM accounts a
      WHERE a.authority = \(actor.authority?.id) AND a.id <> \(actor.account)
        AND a.state = 'active' AND NOT EXISTS (SELECT 1 FROM account_roles r
          WHERE r.account = a.id AND r.role LIKE '%-administrator')
      ORDER BY a.name, a.login LIMIT 2000
      """
    ) { row in
      (
        id: try row.get("id"),
        name: "\(try row.get("name", as: String.self))（\(try row.get("login", as: String.self))）"
      )
    }
  }

  // MARK: changing

  /// - Throws: `Problem.refused` with every fault of the draft.
  static func lend(_ draft: DelegationDraft, _ call: Call) throws {
    let actor = try call.actor()
    try call.house.perform(by: actor) { transaction in
      let db = transaction.db
      var faults: [String] = []
      let borrower = try borrowers(for: actor, db).first { $0.id.description == draft.borrower }
      if borrower == nil { faults.append("请从列表中选择本单位的受托人。") }
      let role = Role(rawValue: draft.role)
      if role.map({ !lendable.contains($0) || !actor.ownRoles.contains($0) }) ?? true {
        faults.append("只能委托您自己的角色：计划员、公示员或审核人。检查员和管理员角色不能委托。")
      }
      let today = transaction.now.day
      let (from, until) = (CalendarDay(iso: draft.from), CalendarDay(iso: draft.until))
      if let from, let until {
        if from > until { faults.append("结束日期不能早于开始日期。") }
        if until < today { faults.append("结束日期已经过去。") }
        if until.days(since: max(from, today)) >= longestDays {
          faults.append("一次委托最长 \(longestDays) 天，到期可以再次委托。")
        }
      } else {
        faults.append("请填写委托的开始和结束日期。")
      }
      if !(2...200).contains(draft.reason.count) { faults.append("请写明委托理由，2 至 200 个字。") }
      guard faults.isEmpty, let borrower, let role, let from, let until else {
        throw Problem.refused(faults)
      }
      let open = try db.count(
        """
        SELECT count(*) AS value FROM delegations
        WHERE borrower = \(borrower.id) AND lender = \(actor.account) AND role = \(role)
          AND ended_at IS NULL AND from_day <= \(until.iso) AND until_day >= \(from.iso)
        """)
      guard open == 0 else { throw Problem.refused("这段时间已把该角色委托给此人，不必重复委托。") }
      try db.execute(
        """
        INSERT INTO delegations (lender, borrower, role, from_day, until_day, reason, made_at)
        VALUES (\(actor.account), \(borrower.id), \(role), \(from.iso), \(until.iso),
          \(draft.reason), \(transaction.now.milliseconds))
        """)
      transaction.journal(
        "account.lend", ("account", borrower.id.description), reason: draft.reason,
        [("role", role.rawValue), ("from", from.iso), ("until", until.iso)])
    }
  }

  /// Ends a delegation: the lender takes it back, or the borrower gives it back.
  static func end(_ id: Int, _ call: Call) throws {
    let actor = try call.actor()
    try call.house.perform(by: actor) { transaction in
      guard
        let found = try list(of: actor.account, transaction.db).first(where: { $0.id == id })
      else { throw Problem.notFound }
      guard found.endedAt == nil else { throw Problem.conflict("这项委托已经收回。") }
      try transaction.db.execute(
        "UPDATE delegations SET ended_at = \(transaction.now.milliseconds) WHERE id = \(id)")
      transaction.journal(
        "account.lend-end", ("account", found.borrower.description),
        [("role", found.role.rawValue)])
    }
  }

  /// Ends what an account lends and borrows; the caller journals it.
  static func endAll(of account: AccountID, _ transaction: Transaction) throws {
    try transaction.db.execute(
      """
      UPDATE delegations SET ended_at = \(transaction.now.milliseconds)
      WHERE (lender = \(account) OR borrower = \(account)) AND ended_at IS NULL
      """)
  }

  /// Ends what an account borrows; the caller journals it.
  static func endAll(to borrower: AccountID, _ transaction: Transaction) throws {
    try transaction.db.execute(
      """
      UPDATE delegations SET ended_at = \(transaction.now.milliseconds)
      WHERE borrower = \(borrower) AND ended_at IS NULL
      """)
  }
}
