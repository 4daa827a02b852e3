internal import Accounts
internal import Kernel
internal import Storage
internal import Supervision

/// A duty as typed.
struct ResponsibilityDraft: Sendable {
  var matter = ""
  var department = ""
  var level = ""
  var authority = ""
  var part = ""
  var duty = ""
  var document = ""
  var label = ""
  var validFrom = ""
  var reason = ""
}

extension Governance {
  static func create(
    _ draft: ResponsibilityDraft, by actor: Actor, _ house: House
  ) throws {
    try house.perform(by: actor) { transaction in
      let db = transaction.db
      try Keeper.requireKeeper(actor)
      let faults = try faults(draft, actor, transaction)
      guard faults.isEmpty else { throw Problem.refused(faults) }
      let change = try Changes.change(.form, reason: draft.reason, transaction)
      let clause = try clause(draft, db)
      let duty = Duty(
        matter: draft.matter, department: draft.department, level: draft.level,
        authority: Int(draft.authority).map { AuthorityID($0) },
        jurisdiction: actor.authority?.region ?? "", part: draft.part, duty: draft.duty,
        clause: clause, validFrom: CalendarDay(iso: draft.validFrom))
      let id = try store(duty, by: change, transaction)
      transaction.journal(
        "responsibility.create", ("responsibility", String(id ?? 0)), reason: draft.reason,
        [("name", draft.matter), ("after", draft.duty)])
    }
  }

  /// A duty as it is stored.
  struct Duty: Sendable {
    let matter: String
    let department: String
    let level: String
    let authority: AuthorityID?
    let jurisdiction: String
    let part: String
    let duty: String
    let clause: Int?
    let validFrom: CalendarDay?
  }

  /// Stores a duty inside a running command, which journals it.
  static func store(
    _ duty: Duty, by change: ChangeID, _ transaction: Transaction
  ) throws -> Int? {
    try transaction.db.value(
      """
      INSERT INTO responsibilities (matter, department, level, authority, jurisdiction, part,
        duty, clause, valid_from, since, change)
      VALUES (\(duty.matter), \(duty.department), \(duty.level), \(duty.authority),
        \(duty.jurisdiction), \(duty.part), \(duty.duty), \(duty.clause), \(duty.validFrom),
        \(transaction.now.milliseconds), \(change))
      RETURNING id AS value
      """)
  }

  /// Says inside a running command that a duty no longer holds.
  static func endDuty(
    _ id: Int, by change: ChangeID, _ transaction: Transaction
  ) throws {
    try transaction.db.execute(
      """
      UPDATE responsibilities SET until = \(transaction.now.milliseconds), ended_by = \(change)
      WHERE id = \(id) AND until IS NULL
      """)
  }

  private static func clause(
    _ draft: ResponsibilityDraft, _ db: any Connection
  ) throws -> Int? {
    try db.value(
      """
      SELECT c.id AS value FROM clauses c JOIN documents d ON d.id = c.document
      WHERE d.number = \(draft.document) AND c.label = \(draft.label)
      """)
  }

  private static func faults(
    _ draft: ResponsibilityDraft, _ actor: Actor, _ transaction: Transaction
  ) throws -> [String] {
    let db = transaction.db
    let day = transaction.now.day
    var faults: [String] = []
    if !(2...60).contains(draft.matter.count) { faults.append("请填写事项，2 至 60 个字。") }
    if !(2...500).contains(draft.duty.count) { faults.append("请填写职责，2 至 500 个字。") }
    if !(try Reference.departments(on: day, db)).contains(where: { $0.code == draft.department }) {
      faults.append("请从列表中选择部门。")
    }
    if !Authorities.levels.contains(where: { $0.0 == draft.level }) { faults.append("请从列表中选择层级。") }
    let parts = try Reference.registryCodes(db).names(.part, on: day)
    if !parts.contains(draft.part) { faults.append("请从列表中选择分工。") }
    if !draft.authority.isEmpty {
      let known = try Authorities.existing(actor.scope, on: day, db)
      if !known.contains(where: { $0.id.description == draft.authority }) {
        faults.append("请从列表中选择机关，或不指定。")
      }
    }
    if draft.document.isEmpty != draft.label.isEmpty {
      faults.append("依据须同时填写文号和条款号，或都不填。")
    } else if !draft.document.isEmpty, try clause(draft, db) == nil {
      faults.append("文件库中没有“\(draft.document)”的条款“\(draft.label)”，请核对，或先登记条款。")
    }
    if !draft.validFrom.isEmpty, CalendarDay(iso: draft.validFrom) == nil {
      faults.append("生效日期“\(draft.validFrom)”不是存在的日期，请写成 2026-01-01 这样。")
    }
    if draft.reason.isEmpty { faults.append("请写明登记的理由。") }
    return faults
  }

  static func endResponsibility(
    _ id: Int, reason: String, by actor: Actor, _ house: House
  ) throws {
    try house.perform(by: actor) { transaction in
      let db = transaction.db
      let found = try db.one(
        "SELECT jurisdiction, matter FROM responsibilities WHERE id = \(id) AND until IS NULL"
      ) {
        (
          jurisdiction: try $0.get("jurisdiction", as: String.self),
          matter: try $0.get("matter", as: String.self)
        )
      }
      guard let found, actor.scope.contains(found.jurisdiction) else { throw Problem.notFound }
      try Keeper.requireKeeper(actor)
      guard !reason.isEmpty else { throw Problem.refused("请写明终止的理由。") }
      let change = try Changes.change(.form, reason: reason, transaction)
      try endDuty(id, by: change, transaction)
      transaction.journal(
        "responsibility.end", ("responsibility", String(id)), reason: reason,
        [("name", found.matter)])
    }
  }
}
